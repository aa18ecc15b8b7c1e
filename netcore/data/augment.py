"""Augmentation: digits that people wrote, distorted into what other hands would have written.

Random turns, scales and elastic distortions (Simard, Steinkraus and Platt, 2003, "Best practices
for convolutional neural networks applied to visual document analysis"), and other widths of the
stroke. Slants are left out, because `netcore.prepare` takes them away again, and shifts are small.
"""

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from netcore.data.drawings import Points
from netcore.preprocess import FIELD, Ink

TURN = math.radians(10)
SCALE = 0.12
"""Each side is scaled by e^−SCALE to e^SCALE."""
ELASTIC = 0.9
"""Standard deviation of the bumps that move pictures about, in pixels."""
BUMPS = 5
"""As many bumps each way over a picture."""
THINNER, THICKER = -0.5, 0.65
"""How far a stroke's edge moves, in pixels."""

DRAWN_TURN = math.radians(12)
DRAWN_SCALE = 0.2
DRAWN_ELASTIC = 0.06
"""As ELASTIC, for drawings: as a part of the longer side."""
DRAWN_BUMPS = 4

CHUNK = 1000
"""So many pictures are distorted at a time, which stay in the processor's cache."""


def distort_pictures(pictures: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Distort each picture in its own way.

    Args:
        pictures: (n, H, W), with room around the digit.
        random: decides.

    Returns:
        (n, H, W).
    """
    distorted = np.empty_like(pictures)
    for start in range(0, len(pictures), CHUNK):
        chunk = _with_other_strokes(pictures[start : start + CHUNK].astype(np.float32), random)
        distorted[start : start + CHUNK] = _warp(chunk, random) + np.float32(0.5)
    return distorted


def shift_some(pixels: NDArray[np.uint8], part: float, random: np.random.Generator) -> None:
    """Shift some prepared pictures by one pixel at most, in place.

    As another hand's centre of mass would have been elsewhere in the same digit.

    Args:
        pixels: (n, 784); what leaves on one side comes back on the other.
        part: of them that is shifted.
        random: decides.
    """
    if not part:
        return
    moves = random.integers(-1, 2, (len(pixels), 2))
    moves[random.random(len(pixels)) >= part] = 0
    for move in product((-1, 0, 1), repeat=2):
        chosen = np.flatnonzero((moves == move).all(axis=1))
        if any(move) and len(chosen):
            pictures = pixels[chosen].reshape(-1, FIELD, FIELD)
            pixels[chosen] = np.roll(pictures, move, axis=(1, 2)).reshape(len(chosen), -1)


def distort_strokes(strokes: Sequence[Points], random: np.random.Generator) -> list[Points]:
    """Distort a pen drawing.

    Args:
        strokes: each (n, 2), in any unit.
        random: decides.

    Returns:
        The strokes, the longer side of the whole having been made about 1.
    """
    points = np.concatenate(strokes)
    corner, length = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    maps = _random_maps(1, DRAWN_TURN, DRAWN_SCALE, random)[0]
    moves = random.normal(0, DRAWN_ELASTIC, (2, DRAWN_BUMPS, DRAWN_BUMPS))
    distorted = []
    for stroke in strokes:
        place = (stroke - corner) / length
        across, down = (_bumps(place[:, axis], DRAWN_BUMPS) for axis in (0, 1))
        moved = [((down @ move) * across).sum(axis=1) for move in moves]
        distorted.append((place + np.stack(moved, axis=1)) @ maps.T)
    return distorted


def with_neighbours(pictures: Ink) -> list[Ink]:
    """Each pixel, and those above, below, left and right of it, black beyond the edge: 5 × (n, H, W)."""
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    inner = slice(1, -1)
    return [
        pictures,
        padded[:, :-2, inner], padded[:, 2:, inner], padded[:, inner, :-2], padded[:, inner, 2:],
    ]  # fmt: skip


def _random_maps(n: int, turn: float, scale: float, random: np.random.Generator) -> NDArray[np.float64]:
    """(n, 2, 2) matrices that turn and then scale (x, y)."""
    angle = random.uniform(-turn, turn, n)
    scales = np.exp(random.uniform(-scale, scale, (n, 2)))
    cosine, sine = np.cos(angle), np.sin(angle)
    turns = np.stack([np.stack([cosine, -sine], axis=1), np.stack([sine, cosine], axis=1)], axis=1)
    maps: NDArray[np.float64] = turns * scales[:, :, None]
    return maps


def _bumps(places: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """(k,) places from 0 to 1 → (k, n) how much each of n bumps in a row counts there.

    The bumps are quadratic B-splines, scaled to add up to 1 everywhere.
    """
    distance = np.abs(places[:, None] * (n - 1) - np.arange(n))
    height = np.where(distance < 0.5, 0.75 - distance**2, 0.5 * np.maximum(1.5 - distance, 0) ** 2)
    bumps: NDArray[np.float64] = height / np.maximum(height.sum(axis=1, keepdims=True), 1e-9)
    return bumps


def _with_other_strokes(pictures: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """(n, H, W) with each stroke's edge moved outwards or inwards by a part of a pixel."""
    grow = random.uniform(THINNER, THICKER, len(pictures)).astype(np.float32)[:, None, None]
    around = with_neighbours(pictures)
    thicker, thinner = np.maximum.reduce(around), np.minimum.reduce(around)
    pictures += np.where(grow > 0, grow * (thicker - pictures), grow * (pictures - thinner))
    return pictures


def _warp(pictures: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """(n, H, W) with each pixel taken from a moved place, between four pixels there."""
    n, height, width = pictures.shape
    maps = _random_maps(n, TURN, SCALE, random).astype(np.float32)
    bumps = random.normal(0, ELASTIC, (n, 2, BUMPS, BUMPS)).astype(np.float32)
    across, down = (_bumps(np.linspace(0, 1, side), BUMPS).astype(np.float32) for side in (width, height))
    moves = down @ bumps @ across.T  # (n, 2, H, W)
    x = np.arange(width, dtype=np.float32) - np.float32((width - 1) / 2)
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32((height - 1) / 2)
    places = [
        maps[:, axis, 0, None, None] * x + maps[:, axis, 1, None, None] * y + moves[:, axis]
        for axis in (0, 1)
    ]
    # A frame of zeros around each picture stands for all that lies outside.
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    column, row = (
        np.clip(place + np.float32((side + 1) / 2), 0, np.float32(side + 0.999))
        for place, side in zip(places, (width, height), strict=True)
    )
    left, top = column.astype(np.int32), row.astype(np.int32)
    column -= left
    row -= top
    stride = width + 2
    corner = np.arange(n, dtype=np.int32)[:, None, None] * (stride * (height + 2)) + top * stride + left
    flat = padded.ravel()
    above = flat[corner] + column * (flat[corner + 1] - flat[corner])
    corner += stride
    below = flat[corner] + column * (flat[corner + 1] - flat[corner])
    warped: NDArray[np.float32] = above + row * (below - above)
    return warped
