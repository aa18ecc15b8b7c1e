"""From a drawing to 28 × 28 numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import netcore
from netcore.data import draw, load_sample
from netcore.errors import PictureError
from netcore.preprocess import prepare, prepare_steps
from tests.strokes import DIGITS, picture

pictures = arrays(
    np.uint8,
    st.one_of(
        st.tuples(st.integers(1, 40), st.integers(1, 40)),
        st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([3, 4])),
    ),
    elements=st.sampled_from([0, 0, 0, 25, 26, 130, 255]),
)


@given(pictures)
def test_every_picture_gives_finite_numbers_from_0_to_1(drawing) -> None:
    before = drawing.copy()
    pixels = prepare_steps(drawing).pixels
    assert pixels.shape == (28, 28)
    assert pixels.dtype == np.float32
    assert np.isfinite(pixels).all()
    assert pixels.min() >= 0
    assert pixels.max() <= 1
    np.testing.assert_array_equal(drawing, before)


@given(
    drawing=arrays(np.uint8, (12, 9), elements=st.sampled_from([0, 0, 120, 255])),
    top=st.integers(0, 60),
    left=st.integers(0, 60),
)
def test_where_the_digit_is_drawn_does_not_matter(drawing, top, left) -> None:
    elsewhere = np.zeros((80, 80), np.uint8)
    elsewhere[top : top + 12, left : left + 9] = drawing
    np.testing.assert_allclose(prepare_steps(elsewhere).pixels, prepare_steps(drawing).pixels, atol=1e-5)


@given(drawing=arrays(np.uint8, (12, 9), elements=st.sampled_from([0, 0, 120, 255])), times=st.integers(2, 9))
def test_how_large_the_digit_is_drawn_does_not_matter(drawing, times) -> None:
    enlarged = drawing.repeat(times, axis=0).repeat(times, axis=1)
    np.testing.assert_allclose(prepare_steps(enlarged).pixels, prepare_steps(drawing).pixels, atol=1e-5)


@given(arrays(np.uint8, (20, 15), elements=st.sampled_from([0, 0, 0, 200, 255])))
def test_no_ink_is_lost_on_the_way(drawing) -> None:
    steps = prepare_steps(drawing)
    if not steps.is_empty:
        ink = steps.cropped.sum() / steps.scale**2
        assert steps.upright.sum() == pytest.approx(steps.cropped.sum(), rel=1e-4)
        assert steps.scaled.sum() == pytest.approx(ink, rel=1e-4)
        assert steps.pixels.sum() == pytest.approx(ink, rel=1e-4)


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("height", [106, 180, 232])
@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_a_digit_is_read_in_any_corner_and_at_any_size(digit, height, corner) -> None:
    free = 280 - 24 - np.array([0.7, 1]) * height
    left, top = 12 + free * corner
    drawing = picture(digit, height, left, top)
    assert netcore.load("classic").forward(prepare(drawing)).digit == digit


@pytest.mark.parametrize("digit", DIGITS)
def test_the_centre_of_mass_comes_to_the_middle_and_the_longer_side_is_20(digit) -> None:
    steps = prepare_steps(picture(digit))
    for axis in (0, 1):
        profile = steps.pixels.sum(axis=axis)
        assert profile @ (np.arange(28) + 0.5) / profile.sum() == pytest.approx(14, abs=0.01)
    rows, columns = (np.flatnonzero(steps.scaled.sum(axis=axis) > 1e-3) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def leaning(drawing: np.ndarray, slant: float) -> np.ndarray:
    """The drawing with each row moved sideways, `slant` columns for each row downwards."""
    out = np.zeros_like(drawing)
    for row, line in enumerate(drawing):
        out[row] = np.roll(line, round(slant * (row - len(drawing) / 2)))
    return out


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("slant", [-0.4, -0.2, 0.3, 0.45])
def test_slant_does_not_matter(digit, slant) -> None:
    upright = picture(digit, height=140)
    straight, slanted = prepare_steps(upright), prepare_steps(leaning(upright, slant))
    assert slanted.slant - straight.slant == pytest.approx(slant, abs=0.01)
    np.testing.assert_allclose(slanted.pixels, straight.pixels, atol=0.15)
    assert np.abs(slanted.pixels - straight.pixels).mean() < 0.005


def test_no_more_than_45_degrees_of_slant_are_taken_out() -> None:
    line = np.zeros((280, 280), np.uint8)
    for column in range(200):  # almost lying
        line[140 + column // 10 : 152 + column // 10, 40 + column : 44 + column] = 255
    steps = prepare_steps(line)
    assert steps.slant == 1
    assert prepare_steps(line[:, ::-1].copy()).slant == -1


@pytest.mark.parametrize("digit", DIGITS)
def test_what_is_upright_has_no_slant(digit) -> None:
    steps = prepare_steps(picture(digit))
    again = prepare_steps((steps.upright * 255).round().astype(np.uint8))
    assert steps.upright.shape[0] == steps.cropped.shape[0]
    assert again.slant == pytest.approx(0, abs=0.01)


def test_steps_are_kept_for_showing() -> None:
    drawing = picture(4)
    steps = prepare_steps(drawing)
    assert steps.ink.shape == (280, 280)
    height, width = steps.cropped.shape
    np.testing.assert_array_equal(
        steps.cropped, steps.ink[steps.top : steps.top + height, steps.left : steps.left + width]
    )
    assert steps.scaled.shape == steps.pixels.shape == (28, 28)


def test_colour_and_transparency() -> None:
    grey = picture(5)
    white = np.stack([grey] * 3, axis=2)
    on_nothing = np.dstack([np.full_like(white, 255), grey])  # white ink, transparent ground
    np.testing.assert_allclose(prepare(white), prepare(grey), atol=1e-5)
    np.testing.assert_allclose(prepare(on_nothing), prepare(grey), atol=1e-5)


@pytest.mark.parametrize("shape", [(280, 280), (280, 280, 3), (280, 280, 4), (1, 1)])
def test_no_ink_gives_all_zeros(shape) -> None:
    assert not prepare(np.zeros(shape, np.uint8)).any()
    assert prepare_steps(np.zeros(shape, np.uint8)).is_empty


def test_a_filled_square_is_told_from_a_digit() -> None:
    assert prepare_steps(np.full((280, 280), 255, np.uint8)).is_blot
    assert not prepare_steps(np.zeros((280, 280), np.uint8)).is_blot
    for digit in DIGITS:
        for height in (60, 106):
            assert not prepare_steps(picture(digit, height=height, pen=24)).is_blot
    assert not any(prepare_steps(example).is_blot for example in load_sample().pictures)
    for pen in (12, 20, 24):
        for reach in (0, 5):  # a tap, and one that slid
            assert prepare_steps(draw([np.array([[100.0, 100], [100.0 + reach, 100]])], pen)).is_blot


@pytest.mark.parametrize(
    "drawing",
    [
        np.zeros((28, 28)),
        np.zeros(784, np.uint8),
        np.zeros((28, 28, 2), np.uint8),
        np.zeros((1, 28, 28, 3), np.uint8),
        np.zeros((0, 28), np.uint8),
        np.zeros((28, 0, 3), np.uint8),
        [[0, 255]],
        None,
    ],
    ids=str,
)
def test_what_is_no_picture_is_refused(drawing) -> None:
    with pytest.raises(PictureError, match="picture"):
        prepare(drawing)


def test_dark_ink_on_a_bright_ground_is_refused_by_name() -> None:
    drawing = np.zeros((60, 60), np.uint8)
    drawing[10:50, 25:32] = 255
    netcore.prepare(drawing)
    netcore.prepare(np.full((60, 60), 255, np.uint8))  # a canvas painted full
    with pytest.raises(netcore.PictureError, match="read_picture"):
        netcore.prepare(255 - drawing)
