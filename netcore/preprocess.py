"""From a drawing to the 28 × 28 numbers that the network was trained to see.

Every step is a formula on arrays, so that the browser can follow the pen with the same
arithmetic. MNIST was made this way: crop, scale into a box of 20 × 20, centre of mass to the
middle of 28 × 28 (LeCun et al., 1998, "Gradient-based learning applied to document
recognition", section III.A).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from netcore.errors import PictureError

FIELD = 28
"""Side of the picture that the network reads, in pixels."""
BOX = 20
"""The longer side of a digit within the field, in pixels."""
INK = 0.1
"""A pixel brighter than this is ink when the digit is cropped; 0.0 black to 1.0 white."""
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""How much red, green and blue add to brightness (ITU-R BT.601)."""

Ink = NDArray[np.float32]


@dataclass(frozen=True)
class Preparation:
    """A drawing on its way to the network, every step kept so that it can be shown.

    Attributes:
        ink: (H, W) brightness of the whole drawing, 0.0–1.0.
        top, left: where the crop begins in `ink`.
        cropped: (h, w) the part of `ink` that holds the digit; (0, 0) when there is no ink.
    """

    ink: Ink
    top: int
    left: int
    cropped: Ink

    @property
    def is_empty(self) -> bool:
        """Nothing was drawn."""
        return self.cropped.size == 0

    @property
    def extent(self) -> int:
        """The longer side of what was drawn, in pixels of the drawing; 0 when there is no ink."""
        return int(max(self.cropped.shape))

    @property
    def is_filled(self) -> bool:
        """A canvas painted over or a filled square rather than a line.

        About as wide as tall, and more than 85 % ink; of 5,000 MNIST digits, none is.
        """
        if self.is_empty:
            return False
        shorter, longer = sorted(self.cropped.shape)
        return shorter > 0.5 * longer and float(self.cropped.mean()) > 0.85

    @cached_property
    def scaled(self) -> Ink:
        """(28, 28): the longer side made 20 pixels, the box in the middle of the field."""
        return self._resample(*(side / 2 for side in self.cropped.shape))

    @cached_property
    def pixels(self) -> Ink:
        """(28, 28): as `scaled`, with the centre of mass in the middle. What the network reads."""
        if self.is_empty:
            return np.zeros((FIELD, FIELD), dtype=np.float32)
        mass = self.cropped.sum()
        height, width = self.cropped.shape
        centre_row = self.cropped.sum(axis=1) @ (np.arange(height) + 0.5) / mass
        centre_column = self.cropped.sum(axis=0) @ (np.arange(width) + 0.5) / mass
        return self._resample(centre_row, centre_column)

    def _resample(self, centre_row: float, centre_column: float) -> Ink:
        """Scale `cropped` by area averaging so that the given point falls on the field's middle."""
        if self.is_empty:
            return np.zeros((FIELD, FIELD), dtype=np.float32)
        scale = self.extent / BOX  # drawing pixels per field pixel
        rows = _averaging_matrix(self.cropped.shape[0], scale, centre_row)
        columns = _averaging_matrix(self.cropped.shape[1], scale, centre_column)
        return np.clip(rows @ self.cropped @ columns.T, 0, 1)


def _averaging_matrix(length: int, scale: float, centre: float) -> Ink:
    """How much each of `length` drawing pixels adds to each of the 28 field pixels.

    Field pixel i covers the stretch [start + i·scale, start + (i+1)·scale] of the drawing and
    takes its mean: entry (i, j) is the part of that stretch lying on drawing pixel j.
    """
    # Nothing of the digit may fall off the field, however lopsided it is.
    start = min(max(centre - scale * FIELD / 2, length - scale * FIELD), 0.0)
    edges = start + scale * np.arange(FIELD + 1)
    pixels = np.arange(length)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    matrix: Ink = (np.maximum(overlap, 0) / scale).astype(np.float32)
    return matrix


def _brightness(picture: NDArray[np.uint8]) -> Ink:
    """(H, W), (H, W, 3) or (H, W, 4), 0–255 → (H, W), 0.0–1.0; what is transparent is black."""
    if picture.ndim == 2:
        return picture.astype(np.float32) / np.float32(255)
    brightness: Ink = picture[..., :3].astype(np.float32) @ (LUMA / np.float32(255))
    if picture.shape[2] == 4:
        brightness *= picture[..., 3].astype(np.float32) / 255
    return brightness


def prepare_steps(picture: NDArray[np.uint8]) -> Preparation:
    """Find the digit in a drawing; the result gives every further step.

    Args:
        picture: (H, W), (H, W, 3) or (H, W, 4), 0–255, bright strokes on a dark ground.

    Returns:
        The brightness, the crop and, worked out when asked for, the scaled and the centred picture.

    Raises:
        PictureError: not of type uint8, not one of these shapes, or a side of 0 pixels.
    """
    if not isinstance(picture, np.ndarray) or picture.dtype != np.uint8:
        raise PictureError("A picture must be an array of whole numbers from 0 to 255 (uint8).")
    if picture.ndim not in (2, 3) or (picture.ndim == 3 and picture.shape[2] not in (3, 4)):
        raise PictureError(
            "A picture must have the shape (height, width), (height, width, 3) or "
            f"(height, width, 4), not {picture.shape}."
        )
    if 0 in picture.shape:
        raise PictureError(f"A picture needs at least one pixel each way, this one is {picture.shape}.")
    ink = _brightness(picture)
    is_ink = ink > INK
    rows = np.flatnonzero(is_ink.any(axis=1))
    columns = np.flatnonzero(is_ink.any(axis=0))
    if not rows.size:
        return Preparation(ink, 0, 0, np.empty((0, 0), dtype=np.float32))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    return Preparation(ink, top, left, ink[top:bottom, left:right])


def prepare(picture: NDArray[np.uint8]) -> Ink:
    """Turn a drawing into what the network was trained to see.

    Crop to the ink, scale the longer side to 20 pixels, set the centre of mass in the
    middle of 28 × 28, as MNIST itself was made (LeCun et al., 1998).

    Args:
        picture: (H, W), (H, W, 3) or (H, W, 4), 0–255, bright strokes on a dark ground.

    Returns:
        (28, 28), 0.0 black to 1.0 white. All zeros when there is no ink.

    Raises:
        PictureError: not of type uint8, not one of these shapes, or a side of 0 pixels.
    """
    return prepare_steps(picture).pixels


def prepare_all(pictures: NDArray[np.uint8]) -> Ink:
    """Prepare many pictures of one size for `Network.predict`.

    Args:
        pictures: (n, H, W), 0–255, bright strokes on a dark ground.

    Returns:
        (n, 784), 0.0 black to 1.0 white.

    Raises:
        PictureError: as `prepare`.
    """
    prepared = np.empty((len(pictures), FIELD * FIELD), dtype=np.float32)
    for row, picture in zip(prepared, pictures, strict=True):
        row[:] = prepare(picture).reshape(-1)
    return prepared
