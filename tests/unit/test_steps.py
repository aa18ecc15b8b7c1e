"""What the page shows of a drawing's way to the 784 numbers."""

import base64
import io

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from netcore.preprocess import prepare_steps
from netcore.web.components.reading.steps import TITLES, step_data
from tests.strokes import DIGITS, picture

A_CORNER = np.zeros((40, 40), np.uint8)
A_CORNER[:, :2] = A_CORNER[38:] = 255


def decoded(url: str) -> np.ndarray:
    kind, _, content = url.partition(",")
    assert kind == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(content))))


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
    left, top, across, down = data["drawn"]["frame"]
    assert 0 <= left < left + across <= width
    assert 0 <= top < top + down <= height
    for name in ("cropped", "upright"):
        height, width = decoded(data[name]["url"]).shape
        x0, y0, x1, y1 = data[name]["line"]
        assert -1e-6 <= min(x0, x1) <= max(x0, x1) <= width + 1e-6
        assert -1e-6 <= y0 < y1 <= height + 1e-6
    assert len(data["scaled"]) == 784
    assert 0 <= min(data["scaled"]) <= max(data["scaled"]) <= 1


@pytest.mark.parametrize("digit", DIGITS)
def test_the_pictures_are_those_of_the_steps(digit) -> None:
    drawing = picture(digit)
    steps = prepare_steps(drawing)
    data = step_data(steps)
    np.testing.assert_array_equal(decoded(data["drawn"]["url"]), drawing)
    left, top, width, height = data["drawn"]["frame"]
    frame = drawing[top : top + height, left : left + width]
    np.testing.assert_array_equal(decoded(data["cropped"]["url"]), frame)
    np.testing.assert_allclose(decoded(data["upright"]["url"]), steps.upright * 255, atol=1)
    assert "280 × 280" in data["captions"][0]
    assert f"{width} × {height}" in data["captions"][1]


def test_without_ink_there_are_captions_and_nothing_to_show() -> None:
    data = step_data(prepare_steps(np.zeros((280, 280), np.uint8)))
    assert list(data) == ["captions"]
    assert len(data["captions"]) == len(TITLES)
    assert all(caption.endswith(".") for caption in data["captions"])
