"""What a lesson learns from, and that it decides the numbers."""

import threading
from dataclasses import replace

import numpy as np
import pytest

import netcore
from netcore.data import NO_DIGIT, Examples, SeenDrawings, draw, has_seen_sample, load_sample, prepared
from netcore.data.prepared import BUNDLED, MADE, MNIST, held_out_set, mnist_training_set, prepared_sample
from netcore.errors import ConfigError, DataError
from netcore.reading import read
from netcore.training.config import VERSIONS, TrainingConfig
from netcore.training.snapshots import score
from tests.unit.configs import SMALL, assert_same, drawing, learned_alone


def rows(pixels) -> list[bytes]:
    return sorted(row.tobytes() for row in pixels)


def test_the_same_lesson_gives_the_same_numbers_and_another_seed_others() -> None:
    assert_same(learned_alone(TrainingConfig(**SMALL)), learned_alone(TrainingConfig(**SMALL)))
    one, other = (TrainingConfig(**SMALL, seed=seed).first_network.layers[0].weights for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_seen_and_unseen_digits_are_the_whole_sample_and_share_none() -> None:
    everything, unseen = TrainingConfig(examples=BUNDLED).training_set(), held_out_set()
    seen = everything[0][:BUNDLED], everything[1][:BUNDLED]
    assert (len(seen[0]), len(unseen[0])) == (4000, 1000)
    assert rows(np.concatenate([seen[0], unseen[0]])) == rows(prepared_sample())
    for pixels, labels in (seen, unseen):
        known = {
            row.tobytes(): label for row, label in zip(prepared_sample(), load_sample().labels, strict=True)
        }
        assert all(known[row.tobytes()] == label for row, label in zip(pixels, labels, strict=True))
    np.testing.assert_array_equal(np.bincount(unseen[1]), np.full(10, 100))


def test_fewer_examples_are_the_first_of_more() -> None:
    few, more = (TrainingConfig(examples=count).training_set() for count in (30, 300))
    np.testing.assert_array_equal(more[0][:30], few[0][:30])
    np.testing.assert_array_equal(more[1][:30], few[1][:30])
    np.testing.assert_array_equal(more[0][300:][: len(few[0]) - 30], few[0][30:])
    assert len(set(more[1][:300].tolist())) == 10


def test_beside_the_digits_stands_what_is_none_and_what_is_written_in_rare_ways() -> None:
    config = TrainingConfig(examples=BUNDLED)
    pixels, labels = (part[BUNDLED:] for part in config.training_set())
    assert len(labels) == config.made == MADE.total
    assert (labels == NO_DIGIT).sum() == MADE.total - MADE.styled
    assert pixels.any(axis=1).all()
    held = {row.tobytes() for row in held_out_set()[0]}
    assert not held & {row.tobytes() for row in pixels}


def test_what_a_lesson_makes_says_none_to_a_smiley() -> None:
    network = learned_alone(TrainingConfig(epochs=10))
    turn = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    eyes = [np.array([[x, -0.3], [x, -0.25]]) for x in (-0.35, 0.35)]
    strokes = [140 + 100 * stroke for stroke in (ring, 0.5 * ring[3:17], *eyes)]
    assert read(network, draw(strokes, 16)).kind == "no digit"
    right = score(network, held_out_set()).accuracy
    assert right > 0.9


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"hidden": 16}, "hidden must be at most 4 sizes of 1 to 128, such as (16, 16), not 16."),
        ({"hidden": (16, 0)}, "hidden must be"),
        ({"hidden": (1, 2, 3, 4, 5)}, "hidden must be"),
        ({"hidden": (129,)}, "hidden must be"),
        ({"hidden": ("16",)}, "hidden must be"),
        ({"activation": "tanh"}, "activation must be sigmoid or relu, not 'tanh'."),
        ({"learning_rate": 0}, "learning_rate must be a number above 0, not 0."),
        ({"learning_rate": -1.0}, "learning_rate must be a number above 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be a number above 0"),
        ({"learning_rate": "fast"}, "learning_rate must be a number above 0"),
        ({"batch_size": 0}, "batch_size must be a whole number from 1, not 0."),
        ({"epochs": 1.5}, "epochs must be a whole number from 1, not 1.5."),
        ({"examples": MNIST + 1}, "examples must be at most 55,000, not 55,001."),
        ({"epochs": True}, "epochs must be a whole number"),
        ({"learning_rate": True}, "learning_rate must be a number above 0"),
        ({"drawings": None}, "drawings must be"),
        ({"start": "classic"}, "start must be a network"),
        ({"seed": -1}, "seed must be a whole number from 0, not -1."),
        (
            {"drawings": (replace(drawing(7), digit=NO_DIGIT),)},
            "drawings must be a tuple of drawings of digits.",
        ),
    ],
)
def test_settings_that_can_not_be_are_refused_at_once_in_a_sentence(setting, says) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**setting)
    assert str(caught.value).startswith(says)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("drawn", [(), (drawing(7),)])
def test_what_is_learned_from_can_not_be_written_to(drawn) -> None:
    for given in (TrainingConfig(examples=10, drawings=drawn).training_set(), held_out_set()):
        for array in given:
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_own_drawings_stand_after_the_examples_in_twenty_versions_each() -> None:
    told: list[float] = []
    config = TrainingConfig(examples=10, drawings=(drawing(7), drawing(2)))
    pixels, labels = config.training_set(told.append)
    others = 10 + config.made
    np.testing.assert_array_equal(pixels[:others], TrainingConfig(examples=10).training_set()[0])
    assert labels[others:].tolist() == [7] * VERSIONS + [2] * VERSIONS
    assert len(set(rows(pixels[others:]))) == 2 * VERSIONS
    assert 0 <= pixels.min() < pixels.max() <= 1
    assert told == sorted(told)
    assert told[-1] == 1
    right = netcore.load("wide").classify(pixels[others:]) == labels[others:]
    assert right.mean() > 0.8  # distorted, and still digits


@pytest.mark.parametrize(
    ("examples", "batch_size", "drawn"), [(60, 10, 0), (61, 10, 0), (3, 500, 0), (60, 7, 2), (1, 1, 1)]
)
def test_steps_and_examples_are_counted_as_the_learner_takes_them(examples, batch_size, drawn) -> None:
    drawings = (drawing(3),) * drawn
    config = TrainingConfig(
        hidden=(2,), examples=examples, batch_size=batch_size, epochs=2, drawings=drawings
    )
    learner = config.learner(config.training_set())
    learner.learn()
    while not learner.is_between_epochs:
        learner.learn()
    assert (learner.step, learner.seen) == (config.steps_per_epoch, config.examples_per_epoch)
    list(learner.finish())
    assert (learner.step, learner.seen) == (config.steps, 2 * config.examples_per_epoch)


def test_a_lesson_that_goes_on_leaves_its_start_as_it_was() -> None:
    start = netcore.load("relu")
    config = TrainingConfig(hidden=(5,), examples=20, epochs=1, start=start)
    network = learned_alone(config)
    assert_same(config.first_network, start)
    assert [layer.activation_function for layer in network.layers] == [
        layer.activation_function for layer in start.layers
    ]
    assert not np.array_equal(network.layers[0].weights, start.layers[0].weights)
    assert network.meta["training"]["started from"] == "relu"


def test_a_trained_network_says_how_it_was_made(tmp_path) -> None:
    config = TrainingConfig(**SMALL, seed=5, drawings=(drawing(1),))
    netcore.save(learned_alone(config), tmp_path / "mine.npz")
    meta = netcore.load(tmp_path / "mine.npz").meta
    assert meta["training"] == config.meta["training"]
    assert meta["training"]["seed"] == 5
    assert meta["training"]["drawings"] == 1
    assert meta["training"]["started from"] == "random weights"


@pytest.mark.parametrize("examples", [1, BUNDLED, BUNDLED + 1])
def test_every_lesson_has_learned_from_bundled_digits_or_from_what_is_made_of_them(examples) -> None:
    assert has_seen_sample(TrainingConfig(examples=examples).meta)


def test_what_a_lesson_began_with_is_handed_on() -> None:
    start = netcore.load("wide")
    meta = TrainingConfig(start=start, drawings=(drawing(7),)).meta
    assert meta["calibration"] == start.meta["calibration"]
    assert meta["training"]["known drawings"][:-1] == start.meta["training"]["known drawings"]
    assert drawing(7) in SeenDrawings.from_meta(meta)
    again = TrainingConfig(start=replace(start, meta=meta), drawings=(drawing(2),)).meta
    assert all(drawing(digit) in SeenDrawings.from_meta(again) for digit in (2, 7))


def test_the_drawings_that_a_lesson_learned_from_are_known() -> None:
    known = SeenDrawings.from_meta(TrainingConfig(drawings=(drawing(7),)).meta)
    assert drawing(7) in known
    assert drawing(2) not in known


def test_more_examples_than_are_bundled_need_mnist(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    with pytest.raises(DataError, match="python -m netcore data"):
        TrainingConfig(examples=BUNDLED + 1).training_set()
    with pytest.raises(DataError, match="neither train-images"):
        TrainingConfig(examples=BUNDLED + 1).training_set(folder=tmp_path)


@pytest.fixture
def small_mnist(monkeypatch):
    """A stand-in for MNIST; the list says how often it was read."""
    sample, read = load_sample(), []

    def load(part, _folder) -> Examples:
        read.append(part)
        return Examples(sample.pictures[:1200], sample.labels[:1200])

    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    monkeypatch.setattr(prepared, "load_mnist", load)
    monkeypatch.setattr(prepared, "is_mnist", lambda part, examples: True)
    monkeypatch.setattr(prepared, "sample_indices", lambda: np.arange(100))
    return read


def test_mnist_without_the_bundled_digits_is_prepared_once_for_all_who_ask(small_mnist) -> None:
    told: list[float] = []
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(mnist_training_set(1100, told.append))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert small_mnist == ["train"]
    assert told == [500 / 1100, 1000 / 1100, 1.0]
    assert len(got) == 4
    assert all(np.shares_memory(pixels, got[0][0]) for pixels, _ in got)
    assert rows(got[0][0]) == rows(prepared_sample()[100:1200])
    assert not got[0][0].flags.writeable


def test_of_a_small_set_no_more_can_be_learned_than_it_holds(small_mnist, monkeypatch) -> None:
    monkeypatch.setattr(prepared, "is_mnist", lambda part, examples: False)
    assert len(mnist_training_set(1200)[0]) == 1200
    with pytest.raises(DataError, match="1,200 digits can be learned, not 1,201"):
        mnist_training_set(1201)


def test_no_more_of_mnist_is_prepared_than_is_asked_for(small_mnist) -> None:
    told: list[float] = []
    few, labels = mnist_training_set(300, told.append)
    assert len(few) == len(labels) == 300
    more, _ = mnist_training_set(900, told.append)
    assert told == [1.0, 1.0]
    assert (more[:300] == few).all()
    assert small_mnist == ["train"]
