"""Backpropagation and training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.datasets import load_sample
from netcore.evaluation import Evaluation
from netcore.network import Layer, Network
from netcore.preprocess import prepare_all
from netcore.training import always, backpropagate, loss, new_network, one_hot, train

SIZES = [784, 16, 16, 10]


def in_double_precision(network: Network) -> Network:
    """The same network with float64 parameters, which finite differences need."""
    return Network(
        [
            Layer(layer.weights.astype(float), layer.biases.astype(float), layer.activation_function)
            for layer in network.layers
        ]
    )


@settings(deadline=None, max_examples=30)
@given(
    hidden=st.sampled_from([SIGMOID, RELU]),
    output=st.sampled_from([SIGMOID, SOFTMAX]),
    sizes=st.lists(st.integers(2, 7), min_size=1, max_size=3),
    seed=st.integers(0, 10_000),
)
def test_gradients_agree_with_finite_differences(hidden, output, sizes, seed) -> None:
    random = np.random.default_rng(seed)
    network = in_double_precision(new_network([6, *sizes, 10], hidden, output, seed=seed))
    for layer in network.layers:  # away from the kink of ReLU at 0
        layer.biases[:] = random.normal(0, 0.3, layer.biases.shape)
    batch = random.random((5, 6))
    targets = one_hot(random.integers(0, 10, 5)).astype(float)
    gradients, outputs = backpropagate(network, batch, targets)
    np.testing.assert_allclose(outputs, network.predict(batch))

    def cost() -> float:
        return loss(network.predict(batch), targets, output)

    step = 1e-6
    for layer, (for_weights, for_biases) in zip(network.layers, gradients, strict=True):
        for parameters, gradient in ((layer.weights, for_weights), (layer.biases, for_biases)):
            assert gradient.shape == parameters.shape
            place = tuple(random.integers(0, side) for side in parameters.shape)
            kept = parameters[place]
            parameters[place] = kept + step
            above = cost()
            parameters[place] = kept - step
            below = cost()
            parameters[place] = kept
            assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-5)


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


@pytest.mark.parametrize("function", [SIGMOID, SOFTMAX])
def test_the_loss_is_nothing_for_perfect_answers_and_finite_for_the_worst(function) -> None:
    right = one_hot(np.array([3]))
    assert loss(right, right, function) == pytest.approx(0, abs=1e-6)
    assert 10 < loss(one_hot(np.array([4])), right, function) < 1000
