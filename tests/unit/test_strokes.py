"""From what the canvas sends to the points of the pen."""

import numpy as np
import pytest

from netcore.data import draw
from netcore.web.person.drawing import PEN
from netcore.web.person.strokes import is_by_pen, pen_strokes
from tests.app.driver import path_of
from tests.strokes import DIGITS, placed


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
