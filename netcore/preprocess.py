"""From a drawing to the 28 × 28 numbers that the network was trained to see.

Every step is a formula on arrays, so that the browser can follow the pen with the same
arithmetic. MNIST was made this way: crop, scale into a box of 20 × 20, centre of mass to the
middle of 28 × 28 (LeCun et al., 1998, "Gradient-based learning applied to document
recognition", section III.A). Between crop and scale the slant is taken out, as in the same
article's "deslanted" data (figure 9): two people's 7 then look more alike.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.errors import PictureError

FIELD = 28
"""Side of the picture that the network reads, in pixels."""
BOX = 20
"""The longer side of a digit within the field, in pixels."""
INK = 0.1
"""A pixel brighter than this is ink when the digit is cropped; 0.0 black to 1.0 white."""
STEEPEST_SLANT = 1.0
"""No more slant than this is taken out, in columns a row; 1 is 45°."""
SQUARISH, SOLID = 0.5, 0.97
"""More than so wide for its height, and in its middle of so much ink, is no line but a spot."""
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""How much red, green and blue add to brightness (ITU-R BT.601)."""

BYTE = np.float32(1 / 255)
"""The light of one step of a byte."""

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
    def is_blot(self) -> bool:
        """A dot, or a canvas painted over, rather than a line.

        About as wide as tall, and evenly full of ink in the middle half of its height and width.
        """
        if self.is_empty:
            return False
        height, width = self.cropped.shape
        middle = self.cropped[height // 4 : height - height // 4, width // 4 : width - width // 4]
        squarish = min(height, width) > SQUARISH * max(height, width)
        return squarish and float(middle.mean(dtype=np.float64)) > SOLID * float(self.cropped.max())

    @cached_property
    def centre(self) -> tuple[float, float]:
        """Row and column of the centre of mass, in pixels of `cropped` from its corner."""
        by_row, by_column = self._row_sums, self.cropped.sum(axis=0, dtype=np.float64)
        mass = float(by_row.sum())
        row = float(by_row @ _middles(len(by_row)))
        column = float(by_column @ _middles(len(by_column)))
        return row / mass, column / mass

    @cached_property
    def slant(self) -> float:
        """How far the digit leans: columns to the right for each row downwards; below 0 for a "/".

        The covariance of the ink's rows and columns, over the variance of its rows.
        """
        if self.is_empty:
            return 0.0
        by_row = self._row_sums
        rows = _middles(len(by_row)) - self.centre[0]
        columns = _middles(self.cropped.shape[1]) - self.centre[1]
        covariance = float(rows @ (self.cropped @ columns))
        # A pixel is a square, whose own rows vary by 1/12 about its middle.
        variance = float(by_row @ (rows * rows + 1 / 12))
        return float(np.clip(covariance / variance, -STEEPEST_SLANT, STEEPEST_SLANT))

    @property
    def upright_width(self) -> int:
        """Of `upright`, without working that out."""
        left, right = self.sides
        return int(np.ceil(right - left))

    @cached_property
    def upright(self) -> Ink:
        """(h, any) `cropped` without its slant, at the drawing's own size."""
        if self.is_empty:
            return self.cropped
        return self._resample(1.0, 0.0, self.sides[0], (self.cropped.shape[0], self.upright_width))

    @cached_property
    def scale(self) -> float:
        """How many pixels of the drawing one pixel of the field is wide."""
        left, right = self.sides
        return float(max(self.cropped.shape[0], right - left)) / BOX

    @cached_property
    def scaled(self) -> Ink:
        """(28, 28): upright, the longer side made 20 pixels, the box in the middle of the field."""
        return self._placed(self.cropped.shape[0] / 2, sum(self.sides) / 2)

    @cached_property
    def pixels(self) -> Ink:
        """(28, 28): as `scaled`, with the centre of mass in the middle. What the network reads."""
        return self._placed(*self.centre) if not self.is_empty else self.scaled

    @cached_property
    def _row_sums(self) -> NDArray[np.float64]:
        sums: NDArray[np.float64] = self.cropped.sum(axis=1, dtype=np.float64)
        return sums

    @cached_property
    def sides(self) -> tuple[float, float]:
        """Where the upright digit begins and ends, in columns of `cropped`."""
        if self.is_empty:
            return 0.0, 0.0
        is_ink = self.cropped > INK
        rows = np.flatnonzero(is_ink.any(axis=1))
        first = is_ink[rows].argmax(axis=1)
        end = is_ink.shape[1] - is_ink[rows, ::-1].argmax(axis=1)
        # A row leans within itself too: its upper and lower edge move by different lengths.
        shifts = self.slant * (np.stack([rows, rows + 1]) - self.centre[0])
        return float((first - shifts).min()), float((end - shifts).max())

    def _placed(self, row: float, column: float) -> Ink:
        """The upright digit on the field, so that the given point of `cropped` falls on its middle."""
        if self.is_empty:
            return np.zeros((FIELD, FIELD), dtype=np.float32)
        left, right = self.sides
        half = self.scale * FIELD / 2
        # Nothing of the digit may fall off the field, however lopsided it is; a row of the field
        # moves sideways as one, so that up to half a pixel can stand out of the upright shape.
        top = min(max(row - half, self.cropped.shape[0] - 2 * half), 0.0)
        start = min(max(column - half, right + self.scale - 2 * half), left - self.scale)
        return self._resample(self.scale, top, start, (FIELD, FIELD))

    def _resample(self, scale: float, top: float, left: float, shape: tuple[int, int]) -> Ink:
        """Scale by area averaging and take the slant out: first the rows, then within each row."""
        rows = top + scale * np.arange(shape[0] + 1)
        by_row = _averages(self.cropped.T, np.broadcast_to(rows, (self.cropped.shape[1], len(rows)))).T
        shifts = self.slant * (rows[:-1] + scale / 2 - self.centre[0])
        columns = (left + shifts)[:, None] + scale * np.arange(shape[1] + 1)
        return np.clip(_averages(by_row, columns), 0, 1).astype(np.float32)


def _averages(lines: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over stretches of lines of pixels, which are 0 beyond their ends.

    Args:
        lines: (n, length).
        edges: (n, m + 1) where the stretches of each line begin and end, in pixels.

    Returns:
        (n, m).
    """
    line, length = np.arange(len(lines))[:, None], lines.shape[1]
    inside = edges.clip(0, length)
    pixel = np.minimum(inside.astype(np.intp), length - 1)
    # The sum of all that lies before an edge: the whole pixels before it, and a part of one.
    whole = np.cumsum(lines, axis=1, dtype=np.float64) - lines
    before = whole[line, pixel] + (inside - pixel) * lines[line, pixel]
    averages: NDArray[np.float64] = (before[:, 1:] - before[:, :-1]) / (edges[:, 1:] - edges[:, :-1])
    return averages


def _middles(length: int) -> NDArray[np.float64]:
    return np.arange(length, dtype=np.float64) + 0.5


def _brightness(picture: NDArray[np.uint8]) -> Ink:
    """(H, W), (H, W, 3) or (H, W, 4), 0–255 → (H, W), 0.0–1.0; what is transparent is black."""
    light = picture.astype(np.float32)  # all of it: a part that isn't in one piece takes ten times as long
    if picture.ndim == 2:
        return light / np.float32(255)
    brightness: Ink = light[..., :3] @ (LUMA / np.float32(255))
    if picture.shape[2] == 4:
        brightness *= light[..., 3] / 255
    return brightness


def prepare_steps(picture: NDArray[np.uint8]) -> Preparation:
    """Find the digit in a drawing; the result gives every further step.

    Args:
        picture: (H, W), (H, W, 3) or (H, W, 4), 0–255, bright strokes on a dark ground.

    Returns:
        The brightness, the crop and, worked out when asked for, every further step.

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

    Crop to the ink, take the slant out, scale the longer side to 20 pixels, set the centre of
    mass in the middle of 28 × 28 (LeCun et al., 1998).

    Args:
        picture: (H, W), (H, W, 3) or (H, W, 4), 0–255, bright strokes on a dark ground.

    Returns:
        (28, 28), 0.0 black to 1.0 white. All zeros when there is no ink.

    Raises:
        PictureError: not of type uint8, not one of these shapes, a side of 0 pixels, or dark ink on a
            bright ground.
    """
    steps = prepare_steps(picture)
    ink = steps.ink
    edge = min(float(side.min()) for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))
    if edge > 0.5 > float(ink.min()) and float(ink.mean()) > 0.5:
        raise PictureError(
            "The ink of this picture is dark on a bright ground, a drawing is bright on black: "
            "netcore.read_picture reads files of paper, 255 - picture turns an array."
        )
    return steps.pixels


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


def as_bytes(pixels: Ink) -> NDArray[np.uint8]:
    """Prepared pictures in a quarter of the memory: any shape, 0.0–1.0 → the same, 0–255."""
    return (pixels * 255 + np.float32(0.5)).astype(np.uint8)


def as_light(pixels: Floats | NDArray[np.uint8]) -> Floats:
    """Prepared pictures as numbers from 0.0 to 1.0, whether they are so or are bytes."""
    light: Any = pixels * BYTE if pixels.dtype == np.uint8 else pixels
    return np.asarray(light)
