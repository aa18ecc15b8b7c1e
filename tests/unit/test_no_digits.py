"""What is made that is no digit."""

import numpy as np
import pytest

from netcore.data import KINDS, Examples, Made, load_sample, make_no_digits
from netcore.data.no_digits import CUTS, beside, part_of, paste_beside
from tests.strokes import DIGITS


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
