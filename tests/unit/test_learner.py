"""Learning, step by step and epoch by epoch."""

import numpy as np
import pytest

from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data import NO_DIGIT, load_sample
from netcore.evaluation.scores import Evaluation
from netcore.inspection.example_gradients import in_double_precision
from netcore.preprocess import prepare_all
from netcore.training.backpropagation import loss, one_hot
from netcore.training.learner import (
    Epoch,
    Learner,
    LearnerState,
    Progress,
    always,
    new_network,
    train,
)

SIZES = [784, 16, 16, 10]


@pytest.fixture(scope="module")
def examples():
    sample = load_sample()
    return prepare_all(sample.pictures[::10]), sample.labels[::10]


def test_a_network_learns_its_examples(examples) -> None:
    pixels, labels = examples
    progress = list(
        train(new_network(SIZES, seed=1), always(pixels, labels), epochs=60, batch_size=20, seed=1)
    )
    assert [p.epoch for p in progress] == list(range(1, 61))
    assert progress[-1].loss < progress[0].loss / 5
    assert progress[-1].accuracy > 0.97
    assert Evaluation(labels, progress[-1].network.predict(pixels)).accuracy > 0.97


def test_bytes_are_learned_from_as_the_light_that_they_stand_for() -> None:
    random = np.random.default_rng(1)
    pixels, labels = random.integers(0, 256, (60, 784), np.uint8), random.integers(0, 11, 60)
    targets = one_hot(labels)
    start = new_network([784, 5, 10], seed=1)
    for given_ in (pixels, pixels * np.float32(1 / 255)):
        *_, last = train(start, lambda _epoch, given=given_: (given, targets), epochs=2, batch_size=7, seed=1)
        if given_ is pixels:
            first = last
    assert first.loss == last.loss
    for one, other in zip(first.network.layers, last.network.layers, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)


def test_of_what_is_no_digit_all_outputs_are_to_be_dark() -> None:
    assert not one_hot(np.array([NO_DIGIT])).any()
    random = np.random.default_rng(2)
    pixels, labels = random.random((40, 784), np.float32), np.repeat([3, NO_DIGIT], 20)
    pixels[:20, :100] = 1
    *_, last = train(new_network([784, 6, 10], seed=1), always(pixels, labels), epochs=150, seed=1)
    outputs = last.network.predict(pixels)
    assert last.accuracy == 1  # of the digits
    assert outputs[:20, 3].min() > 0.5 > outputs[20:].max()


def test_the_same_seed_gives_the_same_numbers(examples) -> None:
    def weights(seed: int) -> np.ndarray:
        *_, last = train(new_network(SIZES, seed=seed), always(*examples), epochs=2, seed=seed)
        return last.network.layers[0].weights

    np.testing.assert_array_equal(weights(1), weights(1))
    assert not np.array_equal(weights(1), weights(2))


def test_training_leaves_the_network_it_starts_from(examples) -> None:
    network = new_network(SIZES, seed=1)
    before = [layer.weights.copy() for layer in network.layers]
    first, second = train(network, always(*examples), epochs=2, seed=1)
    for layer, weights in zip(network.layers, before, strict=True):
        np.testing.assert_array_equal(layer.weights, weights)
    assert not np.array_equal(first.network.layers[0].weights, second.network.layers[0].weights)


def test_only_sigmoid_and_softmax_can_answer_and_softmax_only_that() -> None:
    with pytest.raises(ValueError, match="sigmoid or softmax"):
        new_network([784, 16, 10], output=RELU, seed=0)
    with pytest.raises(ValueError, match="output layer alone"):
        new_network([784, 16, 10], hidden=SOFTMAX, seed=0)


def test_a_single_step_goes_down_the_slope(examples) -> None:
    pixels, labels = examples
    start = new_network(SIZES, seed=1)
    (only,) = train(start, always(pixels, labels), epochs=1, batch_size=len(labels), seed=1)
    before = loss(start.predict(pixels), one_hot(labels), SIGMOID)
    assert only.loss == pytest.approx(before, rel=1e-5)
    assert loss(only.network.predict(pixels), one_hot(labels), SIGMOID) < before


@pytest.mark.parametrize("averaging", [0.0, 0.99])
@pytest.mark.parametrize("done", [1, 2, 3])
def test_an_interrupted_training_goes_on_to_the_same_numbers(examples, averaging, done) -> None:
    def progress(state: LearnerState | None) -> list[Progress]:
        start = new_network([784, 6, 10], seed=1)
        return list(train(start, always(*examples), epochs=3, averaging=averaging, seed=1, state=state))

    whole = progress(None)
    rest = progress(whole[done - 1].state)
    assert [p.epoch for p in rest] == list(range(done + 1, 4)) or done == 3
    np.testing.assert_array_equal(rest[-1].state.vectors, whole[-1].state.vectors)
    assert (rest[-1].epoch, rest[-1].state.step) == (3, whole[-1].state.step)
    for layer, same in zip(rest[-1].network.layers, whole[-1].network.layers, strict=True):
        np.testing.assert_array_equal(layer.weights, same.weights)
        np.testing.assert_array_equal(layer.biases, same.biases)
    if done < 3:
        assert (rest[-1].loss, rest[-1].accuracy) == (whole[-1].loss, whole[-1].accuracy)


@pytest.mark.parametrize("done", [1, 3, 4, 6])
def test_a_training_goes_on_from_within_an_epoch_to_the_same_numbers(examples, done) -> None:
    def learner(state: LearnerState | None = None) -> Learner:
        start = new_network([784, 6, 10], seed=1)
        return Learner(
            start, always(*examples), epochs=2, batch_size=len(examples[1]) // 4, seed=1, state=state
        )

    whole = learner()
    for _ in range(done):
        whole.learn()
    rest = learner(whole.state)
    again = learner()
    for _ in range(done + 2):
        again.learn()  # further, or into another epoch
    again.go_to(whole.state)
    assert (rest.step, rest.epoch, rest.seen) == (whole.step, whole.epoch, whole.seen)
    *_, here = rest.finish()
    *_, there = whole.finish()
    np.testing.assert_array_equal(here.state.vectors, there.state.vectors)
    assert (here.state.step, here.state.seen) == (there.state.step, there.state.seen)
    *_, last = again.finish()
    np.testing.assert_array_equal(last.state.vectors, there.state.vectors)
    assert 0 < here.loss < 10 and 0 <= here.accuracy <= 1


def test_averaging_gives_the_average_over_the_steps_and_changes_none_of_them() -> None:
    # Pixels with a mean of 0, which centring leaves as they are.
    pixels = np.concatenate([np.eye(3, 4), -np.eye(3, 4)]).astype(np.float32)
    labels = np.arange(6, dtype=np.uint8)
    start = in_double_precision(new_network([4, 3, 10], seed=1))
    # One step an epoch, so that each epoch's end shows the values after each step.
    settings = {"epochs": 40, "batch_size": 6, "learning_rate": 0.1, "seed": 1}
    plain = list(train(start, always(pixels, labels), **settings))
    averaged = list(train(start, always(pixels, labels), averaging=0.75, **settings))
    average = np.concatenate([part.ravel() for la in start.layers for part in (la.weights, la.biases)])
    for step, (one, other) in enumerate(zip(plain, averaged, strict=True), start=1):
        values = one.state.vectors[0]
        np.testing.assert_array_equal(other.state.vectors[0], values)
        kept = min(0.75, step / (step + 10))
        average = kept * average + (1 - kept) * values
        np.testing.assert_allclose(other.state.vectors[3], average, rtol=1e-9)
    shown = np.concatenate(
        [part.ravel() for la in averaged[-1].network.layers for part in (la.weights, la.biases)]
    )
    np.testing.assert_allclose(shown, average, rtol=1e-9)
    assert not np.allclose(shown, plain[-1].state.vectors[0], rtol=1e-6)


def test_centring_the_pixels_leaves_no_trace_in_the_network(examples) -> None:
    pixels, labels = examples
    start = new_network(SIZES, seed=1)
    (only,) = train(start, always(pixels, labels), epochs=1, learning_rate=1e-9, seed=1)
    np.testing.assert_allclose(only.network.predict(pixels), start.predict(pixels), atol=1e-5)


def test_what_is_given_after_an_epoch_does_not_change_later(examples) -> None:
    training = train(new_network([784, 10], seed=1), always(*examples), epochs=2, averaging=0.9, seed=1)
    first = next(training)
    weights, vectors = first.network.layers[0].weights.copy(), first.state.vectors.copy()
    next(training)
    np.testing.assert_array_equal(first.network.layers[0].weights, weights)
    np.testing.assert_array_equal(first.state.vectors, vectors)


def test_every_epoch_is_asked_for_its_own_examples(examples) -> None:
    asked = []

    def give(epoch: int) -> Epoch:
        asked.append(epoch)
        return always(*examples)(epoch)

    list(train(new_network([784, 10], seed=1), give, epochs=3, seed=1))
    assert asked == [1, 1, 2, 3]  # first for the mean of each pixel


def steps_of(learner: Learner) -> int:
    """Learn to the end step by step; how many steps that took."""
    count = 0
    while not learner.is_done:
        learner.learn()
        count += 1
    return count


@pytest.mark.parametrize("batch_size", [1, 7, 500, 1000])
def test_step_by_step_gives_the_numbers_of_a_whole_training(examples, batch_size) -> None:
    few = examples[0][:50], examples[1][:50]
    start, settings = new_network([784, 6, 10], seed=1), {"epochs": 3, "batch_size": batch_size, "seed": 1}
    *_, last = train(start, always(*few), **settings)
    learner = Learner(start, always(*few), **settings)
    assert steps_of(learner) == last.state.step == learner.step
    assert learner.seen == 150
    np.testing.assert_array_equal(learner.progress().state.vectors, last.state.vectors)
    assert (learner.progress().loss, learner.progress().accuracy) == (last.loss, last.accuracy)


def test_a_learner_counts_its_epochs_and_ends_with_the_last(examples) -> None:
    learner = Learner(new_network([784, 10], seed=1), always(*examples), epochs=2, batch_size=250, seed=1)
    seen = [(learner.epoch, learner.is_between_epochs, learner.is_done)]
    for _ in range(4):
        learner.learn()
        seen.append((learner.epoch, learner.is_between_epochs, learner.is_done))
    assert seen == [(0, True, False), (1, False, False), (1, True, False), (2, False, False), (2, True, True)]
    with pytest.raises(ValueError, match="All 2 epochs are over"):
        learner.learn()
    assert learner.step == 4


@pytest.mark.parametrize("averaging", [0.0, 0.9])
def test_the_network_of_a_learner_is_a_copy_that_stays(examples, averaging) -> None:
    start = new_network([784, 6, 10], seed=1)
    learner = Learner(start, always(*examples), epochs=1, averaging=averaging, seed=1)
    for layer, same in zip(learner.network.layers, start.layers, strict=True):
        np.testing.assert_allclose(layer.weights, same.weights, atol=1e-6)
        np.testing.assert_allclose(layer.biases, same.biases, atol=1e-6)
    network = learner.network
    kept = [layer.weights.copy() for layer in network.layers]
    learner.learn()
    for layer, weights in zip(network.layers, kept, strict=True):
        np.testing.assert_array_equal(layer.weights, weights)
    assert not np.array_equal(learner.network.layers[0].weights, kept[0])
    now = learner.network
    now.layers[0].weights[:] = 7  # whoever writes to it changes nothing here
    assert not (learner.network.layers[0].weights == 7).any()


def test_progress_is_known_between_epochs_only(examples) -> None:
    learner = Learner(new_network([784, 10], seed=1), always(*examples), epochs=1, seed=1)
    learner.learn()
    with pytest.raises(ValueError, match="between two epochs"):
        learner.progress()
    (only,) = learner.finish()
    assert only.epoch == 1
    assert list(learner.finish()) == []
