"""Recipes, followed to their end and interrupted on the way; and the checkpoints for that."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import netcore
from netcore.activations import RELU, SIGMOID
from netcore.data import KINDS, NO_DIGIT, Examples, Made, PenDrawing, Variant, load_sample, make_variant
from netcore.errors import WeightsError
from netcore.preprocess import prepare_all
from netcore.training.checkpoints import Checkpoint, Checkpoints, load_checkpoint, save_checkpoint
from netcore.training.learner import LearnerState
from netcore.training.recipes import (
    RECIPES,
    Recipe,
    Stage,
    epochs_of,
    follow_recipe,
    shrinking,
)
from tests.strokes import DIGITS

TINY = Recipe(
    about="tiny",
    hidden=RELU,
    stages=shrinking((8, 6), (5, 4), steps=2, epochs=(2, 1, 2), learning_rate=0.01),
    weight_decay=0.03,
    plain_part=0.4,
    shifted_part=0.0,
    with_narrow=True,
    seed=1,
)
PICTURES, LABELS = load_sample().pictures[::25], load_sample().labels[::25]
EXAMPLES = Examples(PICTURES, LABELS)
FEW = Made(styled=20, doodles=60, pairs=20, pasted=20, parts=20)
ALL_KINDS = np.ones(len(KINDS), bool)
DRAWINGS = [
    PenDrawing(digit, tuple(np.array(stroke, float) for stroke in strokes), source="me")
    for digit, strokes in DIGITS.items()
]
DRAWN_LABELS = np.arange(10, dtype=np.uint8)


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    return [make_variant(EXAMPLES, DRAWINGS, 1, FEW, number) for number in range(2)]


@pytest.fixture
def examples(variants):
    return epochs_of(variants, LABELS, DRAWN_LABELS, np.ones(10, bool), ALL_KINDS, TINY)


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    vectors = np.random.default_rng(1).random((4, 50), np.float32)
    return Checkpoint("from this that", 2, LearnerState(4, 5, vectors))


def same(one, other) -> bool:
    return all(
        np.array_equal(layer.weights, twin.weights) and np.array_equal(layer.biases, twin.biases)
        for layer, twin in zip(one.layers, other.layers, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "sizes"),
    [("classic", (784, 16, 16, 10)), ("relu", (784, 16, 16, 10)), ("wide", (784, 128, 64, 10))],
)
def test_every_recipe_ends_in_its_sizes_and_only_ever_shrinks(name, sizes) -> None:
    recipe = RECIPES[name]
    assert recipe.stages[-1].sizes == sizes
    for stage, following in zip(recipe.stages, recipe.stages[1:], strict=False):
        assert all(big >= small for big, small in zip(stage.sizes, following.sizes, strict=True))
    assert recipe.epochs == sum(stage.epochs for stage in recipe.stages)
    assert max(stage.epochs for stage in recipe.shortened(2).stages) <= 2
    assert [stage.sizes for stage in recipe.shortened(2).stages] == [stage.sizes for stage in recipe.stages]


def test_a_recipe_is_told_the_same_in_every_process() -> None:
    code = "from netcore.training.recipes import RECIPES; print(ascii(RECIPES))"
    folder = Path(netcore.__file__).parent.parent
    told = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=folder)
    assert told.strip() == ascii(RECIPES)
    assert len(set(map(repr, RECIPES.values()))) == len(RECIPES)


def test_a_recipe_ends_in_the_wanted_sizes_after_all_epochs(examples) -> None:
    followed = list(follow_recipe(TINY, examples))
    assert [(number, progress.epoch) for number, progress in followed] == [
        (0, 1), (0, 2), (1, 1), (2, 1), (3, 1), (3, 2),
    ]  # fmt: skip
    for number, progress in followed:
        assert tuple(progress.network.sizes) == TINY.stages[number].sizes
        assert np.isfinite(progress.loss)
    assert followed[-1][1].network.sizes == [784, 5, 4, 10]
    assert followed[-1][1].loss < followed[0][1].loss


def test_stopped_after_any_epoch_it_goes_on_to_the_same_network(examples, tmp_path) -> None:
    followed = list(follow_recipe(TINY, examples))
    for stage, progress in followed:
        path = tmp_path / "resume.npz"
        save_checkpoint(Checkpoint("tiny", stage, progress.state), path)
        saved = load_checkpoint(path, "tiny")
        *_, (last_stage, last) = follow_recipe(TINY, examples, stage=saved.stage, state=saved.state)
        assert last_stage == 3
        assert last.epoch == 2
        assert same(last.network, followed[-1][1].network)


def test_variants_are_every_example_once_and_the_seed_decides(variants) -> None:
    first, second = variants
    for variant in variants:
        assert variant.pictures.shape == (len(PICTURES), 784)
        assert variant.drawn.shape == (10, 784)
        assert variant.pictures.dtype == variant.drawn.dtype == np.uint8
        assert variant.drawn.any(axis=1).all()
    np.testing.assert_allclose(first.pictures / 255, prepare_all(PICTURES), atol=0.5 / 255 + 1e-6)
    assert (first.pictures != second.pictures).any(axis=1).all()
    assert (first.drawn != second.drawn).any(axis=1).all()
    for number, variant in enumerate(variants):
        again = make_variant(EXAMPLES, DRAWINGS, 1, FEW, number)
        np.testing.assert_array_equal(variant.pictures, again.pictures)
        np.testing.assert_array_equal(variant.drawn, again.drawn)


def test_an_epoch_takes_each_picture_and_each_used_drawing_twice(variants) -> None:
    used = DRAWN_LABELS % 2 == 0
    epoch = epochs_of(variants, LABELS, DRAWN_LABELS, used, ALL_KINDS, TINY)
    pixels, targets = epoch(3)
    expected = [*LABELS, *DRAWN_LABELS[used]] * 2
    np.testing.assert_array_equal(targets.argmax(axis=1)[: len(expected)], expected)
    is_digit = targets.any(axis=1)
    assert len(targets) == len(pixels) == len(expected) + len(variants[0].styles) + len(variants[0].kinds)
    assert is_digit[: len(expected) + len(variants[0].styles)].all()
    assert not is_digit[len(expected) + len(variants[0].styles) :].any()
    assert pixels.dtype == np.uint8
    versions = np.stack([variant.pictures for variant in variants])
    assert (np.isclose(versions, pixels[: len(LABELS)], atol=1e-6).all(axis=2)).any(axis=0).all()
    np.testing.assert_array_equal(pixels, epoch(3)[0])
    assert any(not np.array_equal(pixels, epoch(number)[0]) for number in range(4, 10))
    plain, _ = epochs_of(
        variants, LABELS, DRAWN_LABELS, used, ALL_KINDS, replace(TINY, plain_part=1.0, shifted_part=0.0)
    )(3)
    np.testing.assert_allclose(plain[: len(LABELS)], versions[0], atol=1e-6)


def test_examples_without_drawings_will_do(variants) -> None:
    none = np.empty((0, 784), np.uint8)
    only_pictures = [replace(variant, drawn=none) for variant in variants]
    epoch = epochs_of(only_pictures, LABELS, np.empty(0, np.uint8), np.empty(0, bool), ALL_KINDS, TINY)
    made = len(variants[0].styles) + len(variants[0].kinds)
    assert len(epoch(1)[0]) == len(epoch(1)[1]) == 2 * len(LABELS) + made


def test_kinds_that_are_left_out_are_not_learned_from(variants) -> None:
    for kind in set(variants[0].kinds.tolist()):
        kinds = np.arange(len(KINDS)) == kind
        epoch = epochs_of(variants, LABELS, DRAWN_LABELS, np.zeros(10, bool), kinds, replace(TINY, seed=kind))
        _, targets = epoch(1)
        left = int((~targets.any(axis=1)).sum())
        assert left in [int((variant.kinds == kind).sum()) for variant in variants]


def test_drawings_of_no_digit_have_ten_zeros_for_targets(variants) -> None:
    labels = DRAWN_LABELS.copy()
    labels[3] = NO_DIGIT
    used = DRAWN_LABELS == 3
    none = np.zeros(len(KINDS), bool)
    _, targets = epochs_of(variants, LABELS, labels, used, none, TINY)(1)
    assert not targets[len(LABELS)].any() and not targets[2 * len(LABELS) + 1].any()


def test_a_saved_checkpoint_is_loaded(tmp_path, checkpoint) -> None:
    path = tmp_path / "resume.npz"
    save_checkpoint(checkpoint, path)
    again = load_checkpoint(path, checkpoint.task)
    assert (again.task, again.stage) == ("from this that", 2)
    assert (again.state.epoch, again.state.step) == (4, 5)
    assert again.state.vectors.dtype == np.float32
    np.testing.assert_array_equal(again.state.vectors, checkpoint.state.vectors)
    assert list(tmp_path.iterdir()) == [path]


META = {"task": "from this that", "stage": 0, "epoch": 1, "step": 1}
VECTORS = np.zeros((4, 5), np.float32)
DEFECTS = {
    "of another task": {"meta": json.dumps({**META, "task": "other"})},
    "no meta": {"meta": None},
    "no vectors": {"vectors": None},
    "vectors of another shape": {"vectors": VECTORS[0]},
    "vectors of text": {"vectors": VECTORS.astype(str)},
    "meta that is no JSON": {"meta": "{"},
    "meta that is a list": {"meta": "[]"},
    "meta nested too deep": {"meta": "[" * 100_000},
    "no epoch": {"meta": json.dumps({key: META[key] for key in META if key != "epoch"})},
    "an endless epoch": {"meta": json.dumps({**META, "epoch": float("inf")})},
    "an epoch that is no number": {"meta": json.dumps({**META, "epoch": [1]})},
    "Python objects": {"vectors": np.array([{}], dtype=object)},
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_checkpoint_that_can_not_be_gone_on_with_is_refused_in_one_sentence(tmp_path, defect) -> None:
    path = tmp_path / "resume.npz"
    arrays = {"vectors": VECTORS, "meta": json.dumps(META)}
    np.savez(path, **arrays)
    load_checkpoint(path, "from this that")
    np.savez(path, **{name: a for name, a in {**arrays, **DEFECTS[defect]}.items() if a is not None})
    with pytest.raises(WeightsError, match=r"resume\.npz") as caught:
        load_checkpoint(path, "from this that")
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_missing_truncated_or_damaged_checkpoint_is_refused(tmp_path, checkpoint) -> None:
    path = tmp_path / "resume.npz"
    with pytest.raises(WeightsError):
        load_checkpoint(path, checkpoint.task)
    with pytest.raises(WeightsError):
        load_checkpoint(tmp_path, checkpoint.task)
    save_checkpoint(checkpoint, path)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[len(whole) // 3] ^= 255
    for content in (b"", whole[:100], whole[: len(whole) // 2], whole[:-10], bytes(damaged)):
        path.write_bytes(content)
        with pytest.raises(WeightsError, match=r"resume\.npz"):
            load_checkpoint(path, checkpoint.task)


def test_each_network_of_a_training_has_its_checkpoint_and_an_earlier_training_none_beside_it(
    tmp_path, checkpoint
) -> None:
    target = tmp_path / "mine.2.npz"
    others = [tmp_path / name for name in ("mine.resume.npz", "mine.2.npz", "yours.2.0.resume.npz")]
    for path in others:
        path.write_bytes(b"of others")
    earlier = Checkpoints(target, "earlier")
    assert not earlier
    with pytest.raises(WeightsError, match="no training to resume"):
        earlier.load()
    for number in (0, 11, 12):
        earlier.save(number, 1, checkpoint.state)
    assert earlier and sorted(Checkpoints(target, "earlier").load()) == [0, 11, 12]
    with pytest.raises(WeightsError, match="other options"):
        Checkpoints(target, "now").load()
    now = Checkpoints(target, "now")
    now.save(3, 1, checkpoint.state)
    again = Checkpoints(target, "now")
    assert sorted(again.load()) == [3]
    again.save(4, 2, checkpoint.state)
    found = Checkpoints(target, "now").load()
    assert {number: point.stage for number, point in found.items()} == {3: 1, 4: 2}
    again.remove()
    assert sorted(tmp_path.iterdir()) == sorted(others)


@pytest.mark.parametrize("function", [SIGMOID, RELU])
def test_one_stage_is_a_recipe_too(examples, function) -> None:
    recipe = replace(TINY, hidden=function, stages=(Stage((784, 10), 1, 0.01),))
    ((stage, progress),) = follow_recipe(recipe, examples)
    assert stage == 0
    assert progress.network.sizes == [784, 10]
