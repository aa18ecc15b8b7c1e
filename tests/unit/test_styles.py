"""Digits written in rare styles, and the rules that tell styles apart."""

import numpy as np
import pytest

from netcore.data import PenDrawing, style_of, write_styles
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
