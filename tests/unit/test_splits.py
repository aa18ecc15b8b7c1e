"""Who learns from what, and who judges."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netcore
from netcore.data import (
    NO_DIGIT,
    PenDrawing,
    SeenDrawings,
    folds,
    held_out_digits,
    leave_out,
    load_sample,
    training_digits,
    training_drawings,
    unambiguous,
    unseen_digits,
    unseen_drawings,
)
from netcore.data.splits import collection_of, contributor_of
from tests.strokes import DIGITS

SEVEN = PenDrawing(7, tuple(np.array(stroke, float) for stroke in DIGITS[7]))
SOURCES = st.sampled_from(
    ["syn", "apb", "imp", "pendigits", "unipen1a-ibm", "unipen1a-tos", "unipen7-hpp", "ibm", ""]
)


@given(st.lists(st.tuples(SOURCES, st.booleans()), max_size=60))
def test_no_collection_and_no_contributor_is_ever_on_both_sides(drawn) -> None:
    sources = np.array([source for source, _ in drawn], dtype=str)
    is_digit = np.array([is_digit for _, is_digit in drawn], dtype=bool)
    drawings = [
        replace(SEVEN, digit=7 if digit else NO_DIGIT, source=str(source))
        for source, digit in zip(sources, is_digit, strict=True)
    ]
    left_out = folds(drawings)
    if not left_out:
        return
    assert 2 <= len(left_out) <= 5
    held = np.sum(left_out, axis=0)
    assert (held[is_digit] == 1).all()
    assert (held <= 1).all()
    for fold in left_out:
        assert fold[is_digit].any()
        assert not set(map(collection_of, sources[fold])) & set(map(collection_of, sources[~fold & is_digit]))
        assert not set(map(contributor_of, sources[fold])) & set(map(contributor_of, sources[~fold]))


def test_what_the_data_hold_is_split_by_collection() -> None:
    digits = {"syn": 40, "pendigits": 70, "unipen1a-ibm": 10, "unipen1a-tos": 9, "unipen7-hpp": 20, "apb": 18}
    drawings = [replace(SEVEN, source=source) for source, count in digits.items() for _ in range(count)]
    drawings += [replace(SEVEN, digit=NO_DIGIT, source=source) for source in ("ibm", "syn", "elsewhere")]
    sources = np.array([drawing.source for drawing in drawings])
    assert [set(sources[fold].tolist()) for fold in folds(drawings)] == [
        {"pendigits"},
        {"syn"},
        {"unipen7-hpp"},
        {"unipen1a-ibm", "unipen1a-tos", "ibm"},
        {"apb"},
    ]
    assert folds(drawings[:40]) == []


def test_letters_that_may_be_a_digit_say_nothing() -> None:
    letters = [PenDrawing(NO_DIGIT, SEVEN.strokes, word=word) for word in "AOlX"]
    assert [drawing.word for drawing in unambiguous([SEVEN, *letters])] == ["", "A", "X"]


def test_leave_out_leaves_out_the_given_examples_alone() -> None:
    sample = load_sample()
    rest = leave_out(sample, np.array([0, 4999], np.uint16))
    np.testing.assert_array_equal(rest.labels, sample.labels[1:-1])
    np.testing.assert_array_equal(rest.pictures, sample.pictures[1:-1])


def test_what_a_network_learned_from_the_sample_is_not_unseen() -> None:
    assert len(unseen_digits({})) == 5000
    chosen = unseen_digits({"training": {"sample": True}})
    assert np.bincount(load_sample().labels[chosen]).tolist() == [100] * 10
    np.testing.assert_array_equal(chosen, held_out_digits())


def test_a_bundled_digit_is_to_learn_from_or_held_out() -> None:
    both = np.concatenate([training_digits(), held_out_digits()])
    np.testing.assert_array_equal(np.sort(both), np.arange(5000))
    of_each = [training_digits(digit) for digit in range(10)]
    np.testing.assert_array_equal(np.concatenate(of_each), training_digits())
    for digit, chosen in enumerate(of_each):
        assert (len(chosen), set(load_sample().labels[chosen].tolist())) == (400, {digit})
    with pytest.raises(ValueError, match="read-only"):
        held_out_digits()[0] = 1


def test_nothing_learns_from_a_drawing_that_is_kept_back() -> None:
    drawings = [replace(SEVEN, kept_back=decided) for decided in (True, False, None)]
    assert training_drawings(drawings) == tuple(drawings[1:])


def a_drawing(random: np.random.Generator) -> PenDrawing:
    return PenDrawing(1, (random.random((12, 2)) * 255,))


def test_known_drawings_are_known_and_strangers_are_not() -> None:
    random = np.random.default_rng(1)
    learned = [a_drawing(random) for _ in range(2000)]
    meta = {"training": {"known drawings": SeenDrawings.of(learned).as_texts}}
    known = SeenDrawings.from_meta(meta)
    assert all(drawing in known for drawing in learned)
    assert sum(a_drawing(random) in known for _ in range(2000)) < 10
    moved = replace(learned[0], strokes=tuple(stroke * 3 + 50 for stroke in learned[0].strokes))
    assert moved in known
    stranger = a_drawing(random)
    assert unseen_drawings(meta, [stranger, moved, learned[3]]).tolist() == [0]
    assert unseen_drawings({}, [stranger, moved]).tolist() == [0, 1]


@pytest.mark.parametrize("nonsense", [None, 7, "", "AAAA", [], ["="], ["%%%"], [1], [""]])
def test_a_file_that_names_no_known_drawings_names_none(nonsense) -> None:
    assert SeenDrawings.from_meta({"training": {"known drawings": nonsense}}) is None
    assert SeenDrawings.from_meta({"training": nonsense}) is None
    assert SeenDrawings.from_meta({}) is None


@pytest.mark.parametrize("name", ["classic", "relu", "wide"])
def test_the_networks_that_come_with_netcore_say_what_they_know(name) -> None:
    assert SeenDrawings.from_meta(netcore.load(name).meta) is not None
