"""Maps of points with many coordinates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from netcore.inspection.pca import alike_neighbours, project


@pytest.fixture
def points():
    """In 5 dimensions, most of their differences in the first, then in the third."""
    return np.random.default_rng(0).normal(3, [9, 0.1, 4, 0.2, 0.3], (400, 5))


def test_the_map_shows_the_directions_of_most_variance(points) -> None:
    known = project(points)
    centred = points - points.mean(axis=0)
    for place, column in zip(known.places.T, (0, 2), strict=True):
        assert np.corrcoef(place, centred[:, column])[0, 1] > 0.99
    variances = np.linalg.eigvalsh(np.cov(points.T))[::-1]
    np.testing.assert_allclose(known.explained, variances[:2] / variances.sum())
    np.testing.assert_allclose(known.places.var(axis=0, ddof=1), variances[:2])


def test_the_map_does_not_flip(points) -> None:
    places = project(points).places
    np.testing.assert_allclose(project(points[::-1]).places[::-1], places, atol=1e-9)
    np.testing.assert_allclose(project(points + 7).places, places, atol=1e-9)


def test_distances_between_points_of_a_plane_stay_as_they_are(points) -> None:
    flat = points[:, :2] @ np.array([[0.6, 0, 0.8], [0, 1, 0]])
    places = project(flat).places
    np.testing.assert_allclose(
        np.linalg.norm(places[:50, None] - places[None, :50], axis=2),
        np.linalg.norm(flat[:50, None] - flat[None, :50], axis=2),
        atol=1e-6,
    )


@given(
    arrays(
        np.float64,
        some.tuples(some.integers(1, 6), some.integers(1, 6)),
        elements=some.floats(-1e18, 1e18, allow_nan=False),
    )
)
def test_any_points_have_a_map_without_a_nan(anything) -> None:
    known = project(anything)
    assert known.places.shape == (len(anything), 2)
    assert np.isfinite(known.places).all()
    assert known.explained.shape == (2,)
    assert known.explained.min() >= -1e-9 and known.explained.sum() <= 1 + 1e-9


def test_points_that_are_all_the_same_lie_in_the_middle() -> None:
    known = project(np.full((7, 16), 0.3, np.float32))
    assert not known.places.any()
    assert not known.explained.any()


def test_neighbours_are_alike_where_labels_lie_apart() -> None:
    places = np.array([[0, 0], [0.1, 0], [5, 5], [5.1, 5]])
    assert alike_neighbours(places, np.array([1, 1, 2, 2], np.uint8)) == 1
    assert alike_neighbours(places, np.array([1, 2, 1, 2], np.uint8)) == 0
    assert alike_neighbours(1e200 * places, np.array([1, 1, 2, 3], np.uint8)) == 0.5
