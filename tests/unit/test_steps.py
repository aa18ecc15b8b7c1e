"""What the page shows of a drawing's way to the 784 numbers."""

import base64

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore.preprocess import prepare_steps
from netcore.web.components.reading.steps import TITLES, step_data
from tests.strokes import DIGITS, picture

A_CORNER = np.zeros((40, 40), np.uint8)
A_CORNER[:, :2] = A_CORNER[38:] = 255


@given(
    arrays(
        np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30)), elements=st.sampled_from([0, 0, 99, 255])
    )
)
@example(A_CORNER)
@example(np.full((1, 1), 255, np.uint8))
@example(np.full((280, 280), 255, np.uint8))
def test_every_mark_lies_within_its_picture(drawing) -> None:
    steps = prepare_steps(drawing)
    assume(not steps.is_empty)
    data = step_data(steps)
    assert len(data["captions"]) == len(TITLES)
    height, width = drawing.shape
    left, top, across, down = data["frame"]
    assert 0 <= left < left + across <= width
    assert 0 <= top < top + down <= height
    for (x0, y0, x1, y1), (height, width) in zip(
        data["lines"], ((down, across), (down, data["upright"]["width"])), strict=True
    ):
        assert -1e-6 <= min(x0, x1) <= max(x0, x1) <= width + 1e-6
        assert -1e-6 <= y0 < y1 <= height + 1e-6
    scaled = np.frombuffer(base64.b64decode(data["scaled"]), np.uint8) / 255
    np.testing.assert_allclose(scaled, steps.scaled.ravel(), atol=0.5 / 255 + 1e-6)


@pytest.mark.parametrize("digit", DIGITS)
def test_the_pictures_are_those_of_the_steps(digit) -> None:
    drawing = picture(digit)
    steps = prepare_steps(drawing)
    data = step_data(steps)
    left, top, width, height = data["frame"]
    part = drawing[top : top + height, left : left + width] / 255
    np.testing.assert_allclose(part, steps.cropped, atol=1e-6)
    upright, columns = data["upright"], np.arange(data["upright"]["width"])
    for row in range(height):
        begins = columns - upright["shift"] + upright["slant"] * (row + 0.5)  # of each pixel, in the part
        line = np.interp(begins, np.arange(-1, width + 1), [0, *part[row], 0])
        np.testing.assert_allclose(line, steps.upright[row], atol=1e-4)
    assert "280 × 280" in data["captions"][0]
    assert f"{width} × {height}" in data["captions"][1]


def test_without_ink_there_are_captions_and_nothing_to_show() -> None:
    data = step_data(prepare_steps(np.zeros((280, 280), np.uint8)))
    assert list(data) == ["captions"]
    assert len(data["captions"]) == len(TITLES)
    assert all(caption.endswith(".") for caption in data["captions"])
