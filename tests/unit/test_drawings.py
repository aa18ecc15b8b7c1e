"""The pictures that a canvas makes of pen drawings."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore.data import PenDrawing, draw, placed_drawings, prepared_drawing, prepared_drawings, put_on_canvas
from netcore.data.drawings import CANVAS_SIDE, LARGEST_COORDINATE, PARTS_OF_THE_CANVAS, PENS

coordinates = st.floats(-LARGEST_COORDINATE, LARGEST_COORDINATE).map(lambda number: round(number, 2))
strokes = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(2)), elements=coordinates)
many_strokes = st.lists(strokes, min_size=1, max_size=4).map(tuple)

STRAIGHT = np.array([[0.0, 0.0], [3.0, 6.0]])


@pytest.mark.parametrize("points", [[[140, 100]], [[140, 100]] * 5, [[140, 100]] * 2])
def test_a_dot_is_a_disc_as_wide_as_the_pen(points) -> None:
    picture = draw([np.array(points, float)], pen=24)
    rows, columns = np.nonzero(picture > 127)
    assert (np.ptp(columns) + 1, np.ptp(rows) + 1) == pytest.approx((24, 24), abs=1)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((140, 100), abs=0.5)
    assert picture.sum() / 255 == pytest.approx(np.pi * 12**2, rel=0.05)


@pytest.mark.parametrize("points", [2, 3, 40])
@pytest.mark.parametrize("pen", PENS)
def test_a_line_is_as_wide_as_the_pen_and_round_at_its_ends(points, pen) -> None:
    x = np.linspace(80, 200, points)
    picture = draw([np.stack([x, np.full(points, 140.0)], axis=1)], pen)
    assert picture.shape == (CANVAS_SIDE, CANVAS_SIDE)
    assert picture.dtype == np.uint8
    widths = (picture > 127).sum(axis=0)
    np.testing.assert_allclose(widths[81:199], pen, atol=1)
    columns = np.flatnonzero(widths)
    assert (columns[0], columns[-1] + 1) == pytest.approx((80 - pen / 2, 200 + pen / 2), abs=1)
    for column in (80 - pen / 4, 199 + pen / 4):  # a quarter of the pen's width beyond the ends
        assert widths[round(column)] == pytest.approx(pen * 3**0.5 / 2, abs=2)
    np.testing.assert_allclose(picture.astype(int), picture[:, ::-1], atol=140)


@settings(max_examples=60)
@given(strokes=many_strokes, seed=st.integers(0, 1000), side=st.sampled_from([70, CANVAS_SIDE]))
@example(strokes=(np.zeros((1, 2)),), seed=0, side=CANVAS_SIDE)
@example(strokes=(np.full((3, 2), 7.5),), seed=0, side=CANVAS_SIDE)
@example(strokes=(STRAIGHT * [1, 0],), seed=0, side=CANVAS_SIDE)
def test_every_drawing_comes_onto_the_canvas_in_a_size_that_people_draw(strokes, seed, side) -> None:
    before = [stroke.copy() for stroke in strokes]
    placed, pen = put_on_canvas(strokes, np.random.default_rng(seed), side)
    for stroke, same in zip(strokes, before, strict=True):
        np.testing.assert_array_equal(stroke, same)
    assert [len(stroke) for stroke in placed] == [len(stroke) for stroke in strokes]
    assert PENS[0] <= pen * CANVAS_SIDE / side <= PENS[1]
    points = np.concatenate(placed)
    assert points.min() >= pen / 2 - 1e-6
    assert points.max() <= side - pen / 2 + 1e-6
    longer = np.ptp(points, axis=0).max()
    if np.ptp(np.concatenate(strokes), axis=0).any():
        assert PARTS_OF_THE_CANVAS[0] - 1e-6 <= (longer + pen) / side <= PARTS_OF_THE_CANVAS[1] + 1e-6
    else:
        assert longer == 0
    picture = draw(placed, pen, side)
    assert picture.shape == (side, side)
    assert picture.max() == 255


def test_the_same_seed_gives_the_same_pictures() -> None:
    some = [PenDrawing(1, (STRAIGHT,)), PenDrawing(1, (STRAIGHT,))]
    once, again, other = (
        np.stack([draw(*placed) for placed in placed_drawings(some, seed)]) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(once, again)
    assert not np.array_equal(once, other)
    assert not np.array_equal(once[0], once[1])


def test_many_drawings_are_prepared_as_each_is() -> None:
    drawings = [[STRAIGHT], [STRAIGHT * [1, -1], STRAIGHT]]
    many = prepared_drawings(drawings, np.random.default_rng(1))
    random = np.random.default_rng(1)
    for row, strokes in zip(many, drawings, strict=True):
        np.testing.assert_allclose(row / 255, prepared_drawing(strokes, random), atol=0.5 / 255 + 1e-6)
    assert many.shape == (2, 784) and many.dtype == np.uint8
