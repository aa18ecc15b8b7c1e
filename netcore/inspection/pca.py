"""A map of many points with many coordinates: the two directions in which they differ most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-12
"""Points that differ by no larger part of their coordinates are the same, but for rounding."""


@dataclass(frozen=True, eq=False)
class Projection:
    """Points on a map.

    Attributes:
        places: (n, 2) in the unit of the points, the direction of most variance first, the mean at 0.
        explained: (2,) the part of the variance that each direction shows, 0–1.
    """

    places: NDArray[np.float64]
    explained: NDArray[np.float64]


def project(points: ArrayLike) -> Projection:
    """Principal component analysis: the map on which the points' variance is largest.

    The singular value decomposition of the centred points, X = U S Vᵀ: the rows of Vᵀ are the
    directions, U S the places along them. A direction's sign is free; it is chosen so that its
    largest coordinate is positive, and the map never flips.

    Args:
        points: (n, d), n and d at least 1.

    Returns:
        The points on the map. Where they differ in fewer than two directions, the rest is 0.

    Source: K. Pearson, "On lines and planes of closest fit to systems of points in space", 1901.
    """
    given = np.asarray(points, dtype=np.float64)
    centred = given - given.mean(axis=0)
    reach = float(np.abs(centred).max())  # so that no square is beyond what a number can hold
    if reach <= ROUNDING * float(np.abs(given).max()):
        centred, reach = np.zeros_like(centred), 1.0
    _, lengths, directions = np.linalg.svd(centred / reach, full_matrices=False)
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    directions = np.where(largest < 0, -directions, directions)[:2]
    variances = lengths**2
    explained = variances[:2] / (variances.sum() or 1.0)
    missing = 2 - len(directions)
    return Projection(np.pad(centred @ directions.T, ((0, 0), (0, missing))), np.pad(explained, (0, missing)))


def alike_neighbours(places: NDArray[np.float64], labels: NDArray[np.uint8]) -> float:
    """How well labels are apart on a map: how often a point's nearest neighbour has the same label.

    Args:
        places: (n, 2), at least two points.
        labels: (n,).

    Returns:
        0–1; 1 when the labels lie apart.
    """
    scaled = places / (float(np.abs(places).max()) or 1.0)
    squares = (scaled**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * scaled @ scaled.T
    np.fill_diagonal(distances, np.inf)
    return float((labels[distances.argmin(axis=1)] == labels).mean())
