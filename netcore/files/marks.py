"""The marks in a photograph: which of them is a digit, and what belongs to it or stands beside it.

A digit's strokes are slender, sharp at their rims, whole, and lie on the same ground as all around
them; shadows, edges of a sheet, other materials and leftovers of ruled lines are not so.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from netcore.preprocess import LUMA, Ink

Mask = NDArray[np.uint8]
"""(H, W), 0 or 1."""

DARKEST = 0.15
"""Ink's contrast is a part of the ground's brightness, which counts as no less than this."""
SMALLEST_DIGIT = 0.04
"""Of the picture's longer side; what is smaller is grain and dust."""
EDGE = 0.01
"""Of the picture's shorter side: what comes so near to its edge reaches in from outside."""
SLENDER, STOUT = 6.0, 3.0
"""How many times as long as wide strokes are, and at least."""
WIDE, WIDEST = 0.5, 0.65
"""Of the surrounding: strokes are seldom so wide, and never."""
SHARP = 0.07
"""How steeply contrast rises at the rim of ink at least, a pixel; shadows are softer."""
ELSEWHERE = 0.3
"""Ground of less than this part of the picture's usual light is another material."""
ALIKE = 0.65
"""The parts of a digit, and digits side by side, are at least so strong, for the strongest."""
MOST_DIGITS = 8
"""In a row, on either side."""


@dataclass(frozen=True, eq=False)
class View:
    """A photograph as its ink is looked for.

    Attributes:
        contrast: (H, W), by which every pixel differs from its ground, without ruled lines.
        ground: (H, W, 3), 0.0–1.0: the photograph without ink.
        lines: (H, W), where ruled lines were, or close by.
        surrounding: strokes are narrower, in pixels.
    """

    contrast: Ink
    ground: Ink
    lines: Mask
    surrounding: float

    @cached_property
    def steepness(self) -> Ink:
        """(H, W), how far contrast changes from pixel to pixel."""
        smooth = cv2.GaussianBlur(self.contrast, (0, 0), 1.5)
        steepness = np.hypot(cv2.Sobel(smooth, -1, 1, 0), cv2.Sobel(smooth, -1, 0, 1)) / 8
        return steepness.astype(np.float32)

    @cached_property
    def colours(self) -> tuple[Ink, ...]:
        """Of the ground: red, green and blue, each (H, W)."""
        return tuple(np.ascontiguousarray(self.ground[..., colour]) for colour in range(3))

    @cached_property
    def brightness(self) -> Ink:
        """(H, W), of the ground."""
        brightness: Ink = self.ground @ LUMA
        return brightness

    @cached_property
    def is_elsewhere(self) -> float:
        """Of darker ground than this: another material than most of the picture."""
        return ELSEWHERE * float(np.median(self.brightness[::4, ::4]))


def digits_among(ink: Mask, view: View) -> tuple[float, Mask]:
    """Find the digits among marks.

    Args:
        ink: where contrast is high enough for ink.
        view: what it was found in.

    Returns:
        How much the strongest part looks like a digit, 0 if none does, and the marks without all
        that belongs to no digit.
    """
    height, width = ink.shape
    shorter = min(height, width)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count == 1:
        return 0.0, ink
    x, y, w, h, area = stats[1:].T
    size = np.maximum(w, h)
    narrow = np.minimum(w, h)
    everywhere = np.flatnonzero(ink)

    def mean_of(values: NDArray[Any], where: Any = everywhere, of: NDArray[Any] = labels) -> Any:
        of = of.ravel()[where]
        sums = np.bincount(of, values.ravel()[where], minlength=count)
        return sums[1:] / np.maximum(np.bincount(of, minlength=count)[1:], 1)

    strength = mean_of(view.contrast)
    thickness = 4 * mean_of(np.asarray(cv2.distanceTransform(ink, cv2.DIST_L2, 3)))
    slenderness = area / thickness**2
    rim = np.flatnonzero(ink - cv2.erode(ink, np.ones((3, 3), np.uint8)))
    sharpness = mean_of(view.steepness, rim) / strength

    edge = 1 + EDGE * shorter
    left, right, above, below = x <= edge, x + w >= width - edge, y <= edge, y + h >= height - edge
    outside = left | right | above | below
    through = ((left & right) | (above & below)) & (narrow < 0.2 * size)

    # Around ink, the ground is as under it; at the edge of the sheet it isn't.
    around = cv2.dilate(labels.astype(np.uint16), np.ones((7, 7), np.uint8))
    around[cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0] = 0
    outer = np.flatnonzero(around)
    change = [mean_of(ground, outer, around) - mean_of(ground) for ground in view.colours]
    brightness = np.maximum(mean_of(view.brightness), DARKEST)
    uneven = np.linalg.norm(change, axis=0) / np.sqrt(3) > 0.25 * strength * brightness
    # Lines that are close to each other leave no other place.
    covered = float(view.lines.mean())
    leftover = mean_of(view.lines) > max((1 + covered) / 2, 2 * covered)

    # As long as its strokes are, and as strong.
    off = np.abs(centres[1:] / (width, height) - 0.5).max(axis=1)
    score = 4 * strength * area / thickness * (1 - off) * np.clip(slenderness / SLENDER, 0, 1) ** 2
    score *= np.where(outside | uneven, 0.1, 1) * np.where(thickness > WIDE * view.surrounding, 0.1, 1)
    score[(slenderness < STOUT) | (thickness > WIDEST * view.surrounding) | (sharpness < SHARP)] = 0
    score[leftover | (brightness < view.is_elsewhere) | through] = 0
    score[outside & (size < 0.5 * shorter)] = 0
    score[size < SMALLEST_DIGIT * max(width, height)] = 0
    main = int(score.argmax())

    # Beside the strongest: what else is of the same digit, and further digits.
    alike = ~(uneven | leftover) & (strength > ALIKE * strength[main])
    if not outside[main]:
        alike &= ~outside
    across = np.maximum(np.maximum(x - x[main] - w[main], x[main] - x - w), 0)
    down = np.maximum(np.maximum(y - y[main] - h[main], y[main] - y - h), 0)
    near = (np.hypot(across, down) < 0.25 * size[main]) & (size > 0.1 * size[main])
    line = (narrow < 2 * thickness) & (size > size[main])
    keep = alike & near & ~line
    keep[main] = True
    common = np.minimum(y + h, y[main] + h[main]) - np.maximum(y, y[main])
    in_row = alike & (common > 0.6 * np.maximum(h, h[main]))
    for _ in range(MOST_DIGITS):
        gap = np.maximum(x[keep].min() - x - w, x - (x + w)[keep].max())
        keep |= in_row & (gap < 1.5 * h[main])
    return float(score[main]), np.concatenate([[0], keep]).astype(np.uint8)[labels]
