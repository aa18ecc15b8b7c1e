"""Augmentation: other versions of an example that still show the same digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore.data import distort_pictures, distort_strokes, load_sample, shift_some
from netcore.data.augment import CHUNK
from netcore.preprocess import prepare_all

pictures = arrays(
    np.uint8,
    st.tuples(st.integers(0, 3), st.integers(1, 30), st.integers(1, 30)),
    elements=st.integers(0, 255),
)
strokes = arrays(np.float64, st.tuples(st.integers(1, 9), st.just(2)), elements=st.floats(-1e6, 1e6))


@settings(max_examples=50)
@given(pictures=pictures, seed=st.integers(0, 1000))
def test_pictures_keep_their_shape_and_the_seed_decides(pictures, seed) -> None:
    before = pictures.copy()
    once, again = (distort_pictures(pictures, np.random.default_rng(seed)) for _ in range(2))
    np.testing.assert_array_equal(pictures, before)
    assert once.shape == pictures.shape
    assert once.dtype == np.uint8
    assert once.max(initial=0) <= pictures.max(initial=0)
    np.testing.assert_array_equal(once, again)


def test_black_stays_black() -> None:
    assert not distort_pictures(np.zeros((3, 28, 28), np.uint8), np.random.default_rng(1)).any()


def test_more_pictures_than_are_distorted_at_a_time_are_all_distorted() -> None:
    same = np.repeat(load_sample().pictures[:1], CHUNK + 2, axis=0)
    distorted = distort_pictures(same, np.random.default_rng(1))
    assert len(np.unique(distorted, axis=0)) == len(same)


@pytest.fixture(scope="module")
def sample():
    return load_sample().pictures[::10], load_sample().labels[::10]


def test_the_ink_stays_about_as_much(sample) -> None:
    pictures, _ = sample
    distorted = distort_pictures(pictures, np.random.default_rng(1))
    assert distorted.mean() == pytest.approx(pictures.mean(), rel=0.1)
    each = distorted.mean(axis=(1, 2)) / pictures.mean(axis=(1, 2))
    assert 0.4 < each.min() < each.max() < 2


def test_a_distorted_digit_is_still_nearest_to_one_that_shows_the_same(sample) -> None:
    pictures, labels = sample
    distorted = distort_pictures(pictures, np.random.default_rng(1))
    assert (distorted != pictures).any(axis=(1, 2)).all()
    plain, other = prepare_all(pictures), prepare_all(distorted)
    squares = (plain**2).sum(axis=1) - 2 * other @ plain.T  # (n, n) distances, but for a constant
    nearest = squares.argmin(axis=1)
    assert (nearest == np.arange(len(labels))).mean() > 0.5
    assert (labels[nearest] == labels).mean() > 0.93


@given(strokes=st.lists(strokes, min_size=1, max_size=4).map(tuple), seed=st.integers(0, 1000))
def test_strokes_keep_their_number_and_points_and_the_seed_decides(strokes, seed) -> None:
    before = [stroke.copy() for stroke in strokes]
    once, again = (distort_strokes(strokes, np.random.default_rng(seed)) for _ in range(2))
    for stroke, same, distorted, repeated in zip(strokes, before, once, again, strict=True):
        np.testing.assert_array_equal(stroke, same)
        assert distorted.shape == stroke.shape
        np.testing.assert_array_equal(distorted, repeated)
        assert (np.abs(distorted) < 3).all()


def test_a_drawing_is_distorted_in_the_same_way_in_any_place_and_unit() -> None:
    drawn = (np.array([[0.0, 0.0], [0.5, 0.1], [0.4, 1.0]]), np.array([[0.2, 0.6]]))
    moved = tuple(stroke * 300 + [50, -20] for stroke in drawn)
    results = [np.concatenate(distort_strokes(d, np.random.default_rng(1))) for d in (drawn, moved)]
    np.testing.assert_allclose(*results, atol=1e-9)
    assert not np.allclose(results[0], np.concatenate(drawn), atol=0.01)
    assert np.ptp(results[0], axis=0).max() == pytest.approx(1, abs=0.4)


def test_shifts_move_a_part_of_the_pictures_by_a_pixel_at_most() -> None:
    pixels = np.zeros((2000, 28, 28), np.uint8)
    pixels[:, 14, 14] = 255
    shifted = pixels.reshape(2000, 784).copy()
    shift_some(shifted, 0.5, np.random.default_rng(1))
    number, row, column = np.nonzero(shifted.reshape(2000, 28, 28))
    np.testing.assert_array_equal(number, np.arange(2000))
    assert set(row) == set(column) == {13, 14, 15}
    assert np.mean((row == 14) & (column == 14)) == pytest.approx(0.5 + 0.5 / 9, abs=0.04)
    unshifted = pixels.reshape(2000, 784).copy()
    shift_some(unshifted, 0.0, np.random.default_rng(1))
    np.testing.assert_array_equal(unshifted, pixels.reshape(2000, 784))
