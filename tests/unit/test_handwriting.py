"""A person's handwriting: kept or kept back, to a file and from it again."""

import gzip
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.data import PenDrawing, as_lines, draw
from netcore.data.drawings import CANVAS_SIDE
from netcore.errors import DataError
from netcore.preprocess import prepare
from netcore.web.person.drawing import PEN
from netcore.web.person.handwriting import KEPT_BACK_EVERY, MOST_DRAWINGS, Drawings, Handwriting
from netcore.web.person.looks import SOURCE, look_of, on_canvas
from netcore.web.person.strokes import pen_strokes
from tests.app.driver import path_of
from tests.strokes import DIGITS, placed


def strokes_of(digit: int, left: float = 70) -> tuple[np.ndarray, ...]:
    return pen_strokes([path_of(stroke) for stroke in placed(digit, 180, left, 50)])


def collected(digits: list[int]) -> Handwriting:
    """So many drawings, none like another, named in this order."""
    handwriting = Handwriting()
    for number, digit in enumerate(digits):
        handwriting.add(digit, strokes_of(digit, 30 + number))
    return handwriting


def named(digits: list[int]) -> Drawings:
    return collected(digits).drawings


def lines(count: int) -> Drawings:
    """So many drawings of a 1, made quickly."""
    return tuple(PenDrawing(1, (np.array([[0.0, n], [5.0, n + 1]]),), "", False) for n in range(count))


def file_of(drawings, name: str = "mine.ndjson") -> io.BytesIO:
    file = io.BytesIO(as_lines(drawings))
    file.name = name
    return file


def test_every_fourth_drawing_is_kept_back_and_never_the_first_of_its_digit() -> None:
    back = [bool(drawing.kept_back) for drawing in named([*range(10), *range(10)])]
    assert not any(back[:10])
    assert sum(back) == 20 // KEPT_BACK_EVERY
    assert [bool(drawing.kept_back) for drawing in named([7] * 8)] == [*[False] * 3, True] * 2


@given(st.lists(st.integers(0, 9), min_size=1, max_size=14), st.integers(0, 13))
def test_what_is_kept_back_stays_so_whatever_is_drawn_or_removed_later(digits, gone) -> None:
    drawings = named(digits)
    assert sum(bool(one.kept_back) for one in drawings) <= len(drawings) / KEPT_BACK_EVERY
    left = drawings[: gone % len(drawings)]
    handwriting = Handwriting(left)
    handwriting.add(3, strokes_of(3, 12))
    assert all(one is same for one, same in zip(left, handwriting.drawings, strict=False))


def test_a_blot_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataError, match="blot, not a digit"):
        Handwriting().add(1, (np.array([[140.0, 140.0], [141.0, 140.0]]),))


def test_a_drawing_that_is_named_again_is_kept_once_as_what_it_was_named_last() -> None:
    handwriting = collected([7, 1])
    first = handwriting.drawings[0]
    with pytest.raises(DataError, match="kept already, as a 7"):
        handwriting.add(7, first.strokes)
    handwriting.add(9, first.strokes)
    assert [drawing.digit for drawing in handwriting.drawings] == [9, 1]
    assert handwriting.drawings[0].kept_back == first.kept_back


def test_no_more_are_kept_than_there_is_room_for() -> None:
    with pytest.raises(DataError, match=f"{MOST_DRAWINGS} drawings are kept"):
        Handwriting(lines(MOST_DRAWINGS)).add(3, strokes_of(3))
    handwriting = Handwriting(lines(MOST_DRAWINGS - 1))
    told = handwriting.add_file(file_of(named([1, 2])))
    assert len(handwriting.drawings) == MOST_DRAWINGS
    assert told.startswith("1 drawing came from the file. Left out: 1 for which there is no room")


def test_what_was_removed_comes_back_once_and_as_far_as_there_is_room() -> None:
    first, second, third = named([1, 2, 3])
    some = Handwriting((first, second, third))
    some.remove((second, third))
    assert (some.drawings, some.removed) == ((first,), (second, third))
    some.remove((second,))  # which is gone already
    some.bring_back()
    assert (some.drawings, some.removed) == ((first, second, third), ())
    again = Handwriting(removed=(second, third))
    again.add_file(file_of((first, second)))
    again.bring_back()
    assert len(again.drawings) == 3 and again.drawings[-1] is third and again.removed == ()
    nearly_full = Handwriting(lines(MOST_DRAWINGS - 1), (second, third))
    nearly_full.bring_back()
    assert nearly_full.drawings[-1] is second and nearly_full.removed == (third,)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawing_looks_as_it_did_on_the_canvas(digit) -> None:
    (drawing,) = named([digit])
    (stroke, *more) = [np.array(stroke) - (40, 0) for stroke in placed(digit, 180, 70, 50)]
    pixels = prepare(draw([stroke, *more], PEN))
    np.testing.assert_allclose(look_of(drawing).pixels, pixels.reshape(-1), atol=0.05)


@pytest.mark.parametrize("unit", [0.01, 1, 1000])
def test_a_drawing_in_another_unit_is_drawn_in_the_middle_of_the_canvas(unit) -> None:
    strokes = tuple(stroke * unit - 7 * unit for stroke in strokes_of(8))
    drawn = np.concatenate(on_canvas(PenDrawing(8, strokes, "elsewhere")))
    np.testing.assert_allclose((drawn.min(axis=0) + drawn.max(axis=0)) / 2, CANVAS_SIDE / 2)
    known = look_of(PenDrawing(8, strokes_of(8), SOURCE)).pixels
    assert np.corrcoef(look_of(PenDrawing(8, strokes, "")).pixels, known)[0, 1] > 0.97


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_brings_back_the_same_drawings_and_what_was_kept_back(packed) -> None:
    drawings = named([*range(10), *range(10)])
    file = file_of(drawings)
    if packed:
        file = io.BytesIO(gzip.compress(file.getvalue()))
    again = Handwriting()
    assert again.add_file(file) == "20 drawings came from the file."
    assert as_lines(again.drawings) == as_lines(drawings)
    for one, same in zip(drawings, again.drawings, strict=True):
        np.testing.assert_array_equal(look_of(one).pixels, look_of(same).pixels)
    before = again.drawings
    again.add_file(file)
    assert again.drawings == before  # what is there already isn't added twice


def test_lines_that_can_not_be_used_are_told_by_number_and_nothing_is_lost() -> None:
    mine, others = collected([1]), named([2, 3])
    (first,) = mine.drawings
    bad = b"".join(b"rubbish\n" for _ in range(5))
    dot = json.dumps({"word": "4", "drawing": [[[1], [1]]]}).encode()
    file = io.BytesIO(as_lines(others) + bad + dot)
    file.name = "some.ndjson"
    told = mine.add_file(file)
    assert mine.drawings[0] is first
    assert [drawing.digit for drawing in mine.drawings] == [1, 2, 3]
    assert "some.ndjson, line 3: it is not JSON." in told
    assert "2 more lines can't be used." in told
    assert "Left out: 1 no more than a blot." in told
    assert "\n" not in told and len(told) < 300


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\x1f\x8b rubbish", "can't be read to its end"),
        (b"rubbish", "line 1: it is not JSON"),
        (gzip.compress(b"\n" * 30_000_000), "mostly empty"),
        (gzip.compress(b" " * 30_000_000), "larger than 8 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(content, reason) -> None:
    with pytest.raises(DataError, match=reason) as caught:
        collected([1]).add_file(io.BytesIO(content))
    assert "\n" not in str(caught.value)


def test_the_digits_to_draw_next_are_those_with_the_fewest_drawings() -> None:
    assert Handwriting().wanted(2) == list(range(10))
    assert collected([0, 0, 1]).wanted(2) == list(range(2, 10))
    assert collected([*range(10), *range(8)]).wanted(2) == [8, 9]
    assert collected([*range(10), *range(10)]).wanted(2) == []


def test_only_what_is_not_kept_back_is_learned_from() -> None:
    some = collected([7] * 8)
    assert some.to_learn_from == tuple(one for one in some.drawings if not one.kept_back)
    assert len(some.to_learn_from) == 6 and some.counts[7] == 8
