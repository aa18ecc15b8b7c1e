"""Digits written in other ways, what is no digit, and the rules that tell ways of writing apart."""

import numpy as np
import pytest

from netcore.data import Examples, Made, PenDrawing, load_sample, make_no_digits, style_of, write_styles
from netcore.data.no_digits import CUTS, DOODLES, KINDS, beside, doodle, part_of, paste_beside
from netcore.data.styles import (
    STYLES,
    barred_seven,
    hooked_nine,
    one_stroke_four,
    slashed_zero,
    upstroke_one,
)
from tests.strokes import DIGITS

RULES = {
    slashed_zero: {"0 with a slash"},
    upstroke_one: {"1 with a long upstroke", "1 with a short upstroke"},
    hooked_nine: {"9 with a hook"},
    one_stroke_four: {"4 in one stroke, open"},
    barred_seven: {"7 with a bar"},
}


@pytest.mark.parametrize("way", STYLES)
def test_a_way_of_writing_gives_strokes_that_differ_each_time(way) -> None:
    random = np.random.default_rng(1)
    written = [way(random) for _ in range(30)]
    for strokes in written:
        for stroke in strokes:
            assert stroke.ndim == 2 and stroke.shape[1] == 2 and np.isfinite(stroke).all()
        assert 0.5 < np.ptp(np.concatenate(strokes)[:, 1]) < 2.5
    assert len({np.concatenate(strokes).tobytes() for strokes in written}) == 30


@pytest.mark.parametrize("way", RULES)
def test_what_is_written_in_a_way_is_told_by_the_rules(way) -> None:
    random = np.random.default_rng(2)
    told = [style_of(PenDrawing(STYLES[way][0], tuple(way(random)))) for _ in range(200)]
    assert sum(style in RULES[way] for style in told) > 140, told


def test_plain_digits_have_no_style_to_speak_of() -> None:
    plain = {digit: style_of(PenDrawing(digit, tuple(map(np.array, DIGITS[digit])))) for digit in DIGITS}
    assert plain == {
        0: "0 without a slash",
        1: "1 without an upstroke",
        4: "4 written otherwise",
        7: "7 without a bar",
        9: "9 without a hook",
        **dict.fromkeys((2, 3, 5, 6, 8)),
    }


def test_degenerate_strokes_have_a_style_too() -> None:
    for strokes in (
        (np.zeros((1, 2)),),
        (np.array([[0.0, 0], [5, 0]]),),
        (np.zeros((2, 2)), np.ones((1, 2))),
    ):
        for digit in range(10):
            style_of(PenDrawing(digit, strokes))


def test_styles_are_of_the_digits_that_they_say_and_the_seed_decides() -> None:
    written, digits = write_styles(300, np.random.default_rng(3))
    again, same = write_styles(300, np.random.default_rng(3))
    assert digits == same
    assert all(
        np.array_equal(a, b) for x, y in zip(written, again, strict=True) for a, b in zip(x, y, strict=True)
    )
    assert set(digits) == {digit for digit, _ in STYLES.values()}


@pytest.mark.parametrize("way", DOODLES)
def test_a_doodle_is_strokes(way) -> None:
    random = np.random.default_rng(4)
    for _ in range(60):
        strokes = way(random)
        assert strokes
        assert all(s.ndim == 2 and s.shape[1] == 2 and len(s) and np.isfinite(s).all() for s in strokes)


def test_every_kind_of_doodle_is_drawn() -> None:
    drawn, kinds = doodle(600, np.random.default_rng(5))
    assert len(drawn) == 600
    assert set(kinds) == set(range(len(DOODLES)))


def test_two_digits_stand_beside_each_other() -> None:
    random = np.random.default_rng(6)
    sides = [[np.array(stroke) for stroke in DIGITS[digit]] for digit in (4, 2)]
    strokes = beside(*sides, random)
    left, right = np.concatenate(strokes[: len(sides[0])]), np.concatenate(strokes[len(sides[0]) :])
    assert left[:, 0].max() < right[:, 0].min()
    four, two = load_sample().pictures[2000], load_sample().pictures[1000]
    both = paste_beside(four, two, 3)
    assert both.sum() == four.sum(dtype=int) + two.sum(dtype=int)
    empty = np.flatnonzero(~both.any(axis=0))
    assert len(np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)) >= 1


@pytest.mark.parametrize("digit", CUTS)
def test_a_part_is_about_half_of_a_digit(digit) -> None:
    random = np.random.default_rng(7)
    for picture in load_sample().pictures[500 * digit : 500 * digit + 20]:
        part = part_of(picture, digit, random)
        assert ((part == picture) | (part == 0)).all()
        assert 0 < part.sum(dtype=int) < picture.sum(dtype=int)


def test_as_many_of_each_kind_are_made_as_asked_for() -> None:
    examples = Examples(load_sample().pictures[::50], load_sample().labels[::50])
    strokes = [[np.array(stroke) for stroke in DIGITS[7]]]
    made = Made(styled=0, doodles=9, pairs=3, pasted=2, parts=4)
    pixels, kinds = make_no_digits(examples, strokes, np.random.default_rng(8), made)
    assert pixels.shape == (18, 784) and pixels.dtype == np.uint8
    assert pixels.any(axis=1).all()
    counts = {name: int((kinds == KINDS.index(name)).sum()) for name in ("two digits", "part of a digit")}
    assert counts == {"two digits": 5, "part of a digit": 4}
    without, kinds = make_no_digits(examples, [], np.random.default_rng(8), made)
    assert len(without) == len(kinds) == 15
