"""A person's own drawings: from the canvas, kept or kept back, to a file and from it again."""

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
from netcore.web.components.canvas.drawing import PEN
from netcore.web.components.canvas.strokes import is_by_pen, pen_strokes
from netcore.web.handwriting.own_drawings import (
    KEPT_BACK_EVERY,
    MOST_DRAWINGS,
    SOURCE,
    look_of,
    on_canvas,
    wanted,
    with_another,
    with_file,
    with_removed,
)
from tests.app.driver import path_of
from tests.strokes import DIGITS, placed


def strokes_of(digit: int, left: float = 70) -> tuple[np.ndarray, ...]:
    return pen_strokes([path_of(stroke) for stroke in placed(digit, 180, left, 50)])


def named(digits: list[int]) -> tuple[PenDrawing, ...]:
    """So many drawings, none like another, named in this order."""
    drawings: tuple[PenDrawing, ...] = ()
    for number, digit in enumerate(digits):
        drawings = with_another(drawings, digit, strokes_of(digit, 30 + number))
    return drawings


def file_of(drawings, name: str = "mine.ndjson") -> io.BytesIO:
    file = io.BytesIO(as_lines(drawings))
    file.name = name
    return file


@pytest.mark.parametrize("digit", DIGITS)
def test_the_points_of_the_pen_are_found_again_in_what_the_canvas_sends(digit) -> None:
    there = placed(digit, 180, 70, 50)
    for stroke, found in zip(there, pen_strokes([path_of(stroke) for stroke in there]), strict=True):
        np.testing.assert_allclose(found, stroke, atol=0.03)


def test_a_path_as_the_canvas_sent_it_becomes_the_points_of_the_pen() -> None:
    path = [
        ["M", 9.78, 59.37],
        ["Q", 9.8, 59.39, 18.2, 59.39],
        ["Q", 26.6, 59.39, 34.3, 60.1],
        ["L", 42.1, 60.8],
    ]
    (points,) = pen_strokes([{"type": "Path", "path": path}])
    np.testing.assert_array_equal(points, [[9.8, 59.39], [26.6, 59.39], [42.1, 60.8]])


def test_a_tap_is_a_disc_as_wide_as_the_pen() -> None:
    path = [["M", 140.036, 209.252], ["L", 140.076, 209.252]]
    (points,) = pen_strokes([{"type": "Path", "path": path}])
    rows, columns = np.nonzero(draw([points], PEN) > 127)
    assert (np.ptp(columns) + 1, np.ptp(rows) + 1) == pytest.approx((PEN, PEN), abs=1)
    assert (columns.mean(), rows.mean()) == pytest.approx((139.5, 208.75), abs=0.6)


@pytest.mark.parametrize(
    "path", [None, 7, [], [[]], ["M"], [["M", "a", "b"], ["L", 1, 2]], [["M", 1, float("nan")], ["L", 1, 2]]]
)
def test_what_is_no_path_is_passed_over(path) -> None:
    assert pen_strokes([{"type": "Path", "path": path}, {"type": "Path"}, {}]) == ()


def test_a_picture_on_the_canvas_is_not_by_pen() -> None:
    line = path_of([(1, 1), (2, 2)])
    assert is_by_pen([line])
    assert not is_by_pen([{"type": "Image", "src": "data:"}, line])


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
    later = with_another(left, 3, strokes_of(3, 12))
    assert all(one is same for one, same in zip(left, later, strict=False))


def test_a_blot_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataError, match="blot, not a digit"):
        with_another((), 1, (np.array([[140.0, 140.0], [141.0, 140.0]]),))


def test_a_drawing_that_is_named_again_is_kept_once_as_what_it_was_named_last() -> None:
    drawings = named([7, 1])
    with pytest.raises(DataError, match="kept already, as a 7"):
        with_another(drawings, 7, drawings[0].strokes)
    again = with_another(drawings, 9, drawings[0].strokes)
    assert [drawing.digit for drawing in again] == [9, 1]
    assert again[0].kept_back == drawings[0].kept_back


def test_no_more_are_kept_than_there_is_room_for() -> None:
    full = tuple(
        PenDrawing(1, (np.array([[0.0, n], [5.0, n + 1]]),), "", False) for n in range(MOST_DRAWINGS)
    )
    with pytest.raises(DataError, match=f"{MOST_DRAWINGS} drawings are kept"):
        with_another(full, 3, strokes_of(3))
    some, told = with_file(full[:-1], file_of(named([1, 2])))
    assert len(some) == MOST_DRAWINGS
    assert told.startswith("1 drawing came from the file. Left out: 1 for which there is no room")


def test_what_was_removed_comes_back_once_and_as_far_as_there_is_room() -> None:
    first, second, third = named([1, 2, 3])
    assert with_removed((first,), (second, third)) == ((first, second, third), ())
    again, _ = with_file((), file_of((first, second)))
    assert with_removed(again, (second, third)) == ((*again, third), ())
    nearly_full = tuple(
        PenDrawing(1, (np.array([[0.0, n], [5.0, n + 1]]),), "", False) for n in range(MOST_DRAWINGS - 1)
    )
    assert with_removed(nearly_full, (second, third)) == ((*nearly_full, second), (third,))


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
    again, told = with_file((), file)
    assert told == "20 drawings came from the file."
    assert as_lines(again) == as_lines(drawings)
    for one, same in zip(drawings, again, strict=True):
        np.testing.assert_array_equal(look_of(one).pixels, look_of(same).pixels)
    assert with_file(drawings, file)[0] == drawings  # and what is there already isn't added twice


def test_lines_that_can_not_be_used_are_told_by_number_and_nothing_is_lost() -> None:
    mine, others = named([1]), named([2, 3])
    bad = b"".join(b"rubbish\n" for _ in range(5))
    dot = json.dumps({"word": "4", "drawing": [[[1], [1]]]}).encode()
    file = io.BytesIO(as_lines(others) + bad + dot)
    file.name = "some.ndjson"
    all_of_them, told = with_file(mine, file)
    assert all_of_them[0] is mine[0]
    assert [drawing.digit for drawing in all_of_them] == [1, 2, 3]
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
        (gzip.compress(b"\n" * 30_000_000), "larger than 8 MB"),
        (gzip.compress(b" " * 30_000_000), "larger than 8 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(content, reason) -> None:
    with pytest.raises(DataError, match=reason) as caught:
        with_file(named([1]), io.BytesIO(content))
    assert "\n" not in str(caught.value)


def test_the_digits_to_draw_next_are_those_with_the_fewest_drawings() -> None:
    assert wanted((), 2) == list(range(10))
    assert wanted(named([0, 0, 1]), 2) == list(range(2, 10))
    assert wanted(named([*range(10), *range(8)]), 2) == [8, 9]
    assert wanted(named([*range(10), *range(10)]), 2) == []
