"""Changes to pictures, to see how a network holds up: turned, shifted, thickened, noisy.

Each is a formula on many pictures at once, (n, H, W) in [0, 1] → the same; what comes in from
outside is black, and what leaves is lost.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netcore.data.augment import with_neighbours
from netcore.preprocess import FIELD, Ink, prepare_all

ROOM = FIELD // 2
"""Pixels of empty paper around a picture, so that no change cuts anything off."""
SEED = 1
"""The same noise every time."""


@dataclass(frozen=True)
class Change:
    """A change, and how strong it is to be.

    Attributes:
        name: what it makes of pictures.
        unit: what its levels are measured in.
        levels: from one end to the other; 0 changes nothing.
        apply: the change, for pictures and a level.
        room: so many pixels of empty paper a picture needs on each side.
    """

    name: str
    unit: str
    levels: tuple[float, ...]
    apply: Callable[[Ink, float], Ink]
    room: int


def turned(pictures: Ink, degrees: float) -> Ink:
    """Turn pictures clockwise about their middle.

    Args:
        pictures: (n, H, W), 0.0 black to 1.0 white.
        degrees: below 0 for anticlockwise.

    Returns:
        (n, H, W): each pixel is taken from where it was, interpolated between the four pixels there.
    """
    n, height, width = pictures.shape
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    y, x = np.indices((height, width), dtype=np.float32)
    y -= (height - 1) / 2
    x -= (width - 1) / 2
    # A frame of zeros stands for all that lies outside.
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1))).reshape(n, -1)
    row = np.clip(cosine * y - sine * x + (height + 1) / 2, 0, height + 0.999)
    column = np.clip(cosine * x + sine * y + (width + 1) / 2, 0, width + 0.999)
    top, left = row.astype(np.intp), column.astype(np.intp)
    below, right = (row - top).astype(np.float32), (column - left).astype(np.float32)
    corner = top * (width + 2) + left
    result: Ink = (
        padded[:, corner] * ((1 - below) * (1 - right))
        + padded[:, corner + 1] * ((1 - below) * right)
        + padded[:, corner + width + 2] * (below * (1 - right))
        + padded[:, corner + width + 3] * (below * right)
    )
    return result


def shifted(pictures: Ink, pixels: float) -> Ink:
    """Shift pictures to the right.

    Args:
        pictures: (n, H, W), 0.0 black to 1.0 white.
        pixels: how far, in whole pixels; below 0 for to the left.

    Returns:
        (n, H, W).
    """
    moved = np.zeros_like(pictures)
    step, width = int(pixels), pictures.shape[2]
    moved[:, :, max(step, 0) : max(width + step, 0)] = pictures[:, :, max(-step, 0) : max(width - step, 0)]
    return moved


def thickened(pictures: Ink, pixels: float) -> Ink:
    """Make strokes thicker: each becomes wider by so much on either side.

    A dilation: for each whole pixel, the brightest of a pixel and its four neighbours; for a part of
    one, as large a part of the way there.

    Args:
        pictures: (n, H, W), 0.0 black to 1.0 white.
        pixels: how far each edge moves outwards, 0 or more.

    Returns:
        (n, H, W).
    """
    whole, part = int(pixels), np.float32(pixels % 1)
    for _ in range(whole):
        pictures = _dilated(pictures)
    return pictures + part * (_dilated(pictures) - pictures) if part else pictures.copy()


def noisy(pictures: Ink, strength: float) -> Ink:
    """Add noise to every pixel, the same each time.

    Args:
        pictures: (n, H, W), 0.0 black to 1.0 white.
        strength: standard deviation of the noise, where 1 is the way from black to white.

    Returns:
        (n, H, W), what goes beyond black or white cut off.
    """
    noise = np.random.default_rng(SEED).standard_normal(pictures.shape, dtype=np.float32)
    return np.clip(pictures + np.float32(strength) * noise, 0, 1)


def prepared_anew(pictures: NDArray[np.uint8], change: Change, level: float) -> Ink:
    """Change pictures as if on paper, and prepare them as drawings are.

    Args:
        pictures: (n, H, W), 0–255, bright strokes on a dark ground.
        change: what is done to them.
        level: how strongly, in the change's unit.

    Returns:
        (n, 784) for `Network.predict`.
    """
    room = (change.room, change.room)
    ink = np.pad(pictures, ((0, 0), room, room)).astype(np.float32) / np.float32(255)
    return prepare_all((255 * change.apply(ink, level)).round().astype(np.uint8))


def as_they_are(pixels: Ink, change: Change, level: float) -> Ink:
    """Change what the network reads itself, after the preparation.

    Args:
        pixels: (n, 784), prepared pictures.
        change: what is done to them.
        level: how strongly, in the change's unit.

    Returns:
        (n, 784).
    """
    return change.apply(pixels.reshape(-1, FIELD, FIELD), level).reshape(-1, FIELD * FIELD)


def _dilated(pictures: Ink) -> Ink:
    """(n, H, W): the brightest of each pixel and its four neighbours."""
    brightest: Ink = np.maximum.reduce(with_neighbours(pictures))
    return brightest


CHANGES = (
    Change("turned", "degrees", (-45, -30, -15, 0, 15, 30, 45), turned, ROOM),
    Change("shifted", "pixels", (0, 1, 2, 3, 4, 5, 6), shifted, ROOM),
    Change("thickened", "pixels", (0, 0.5, 1, 1.5, 2, 2.5, 3), thickened, ROOM),
    # Noise moves nothing, and would be all that there is on a large paper.
    Change("noisy", "of white", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), noisy, 0),
)
"""What the networks are put to the test with."""
