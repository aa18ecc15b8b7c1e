"""Paper, light and all that isn't ink, taken out of a photograph of a digit.

The ground is the median of a wide surrounding: strokes are too thin to count in it, while the edge of
a shadow, of the sheet or of a scanner's lid stays where it is and so cancels out.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from netcore.preprocess import LUMA, Ink

Mask = NDArray[np.uint8]
"""(H, W), 0 or 1."""

WORKING_SIDE, SMALLEST_SIDE = 640, 160
"""Pictures are made so small or so large first: no side longer, the shorter no shorter, in pixels."""
SURROUNDING = 0.4
"""Of the shorter side: how wide the surrounding is whose median is the ground."""
LEAST_CONTRAST = 0.06
"""Ink differs from its ground by this part of the ground's brightness at least, and by …"""
NOISE = 4.0
"""… so many standard deviations of the grain."""
LONG = 0.5
"""Of the picture's side: a straight line this long is none of a digit's if it runs out of the picture."""
MOST_PARTS = 6
"""A drawing of more parts has specks or is none of a digit."""
PEN = 0.08
"""How wide a stroke is at least, for the longer side of the digit: as the page's pen draws."""


def ink_in(photograph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Find the ink in a photograph.

    Args:
        photograph: (H, W, 3), 0–255, of anything darker, brighter or of another colour than its ground.

    Returns:
        (h, w), 0 ground to 255 ink; all 0 if there is none.
    """
    photograph = _resized(photograph)
    light = photograph.astype(np.float32) / 255
    # The median of bytes alone is quick with so wide a surrounding.
    size = min(int(SURROUNDING * min(photograph.shape[:2])) | 1, 255)
    ground = cv2.medianBlur(photograph, size).astype(np.float32) / 255
    found = max((_find(_contrast(light, ground, sign), ground) for sign in (-1, 1)), key=lambda find: find[0])
    return found[1]


def is_clean(strokes: NDArray[np.uint8]) -> bool:
    """Whether nothing but a drawing is there: few parts, none of them at the edge, no ruled lines.

    Args:
        strokes: (H, W), 0 ground to 255 ink, on a plain ground.
    """
    ink = (strokes > 64).astype(np.uint8)
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    parts, _ = cv2.connectedComponents(ink)
    return parts - 1 <= MOST_PARTS and not any(map(np.any, edges)) and not _lines(ink, ink).any()


def _resized(photograph):
    height, width = photograph.shape[:2]
    scale = min(WORKING_SIDE / max(height, width), max(1.0, SMALLEST_SIDE / min(height, width)))
    if scale == 1:
        return photograph
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=way)


def _find(contrast: Ink, ground: Ink) -> tuple[float, NDArray[np.uint8]]:
    nothing = 0.0, np.zeros(contrast.shape, np.uint8)
    noise = 1.4826 * float(np.median(np.abs(contrast)))
    contrast = np.maximum(contrast, 0)
    least = max(LEAST_CONTRAST, NOISE * noise)
    marks = contrast[contrast > least]
    if marks.size < 10:
        return nothing
    threshold = _otsu(marks)
    ink = (contrast > threshold).astype(np.uint8)
    ink &= 1 - _lines((contrast > max(least, threshold / 2)).astype(np.uint8), ink)
    score, ink = _digits(ink, contrast, ground)
    if not score:
        return nothing
    return score, _drawn(ink, contrast, threshold)


def _contrast(light: Ink, ground: Ink, sign: int) -> Ink:
    """(H, W, 3) → (H, W): how far a pixel is from its ground, below 0 on the other side than the ink."""
    difference = light - ground
    brighter = sign * (difference @ LUMA)
    colour = np.linalg.norm(difference - sign * brighter[..., None], axis=2)
    if sign < 0:  # ink takes away a part of the light
        whole = np.maximum(ground @ LUMA, 0.15)
        brighter, colour = brighter / whole, colour / whole
    contrast: Ink = np.copysign(np.hypot(brighter, np.maximum(colour - 0.05, 0)), brighter)
    return contrast


def _otsu(values: Ink) -> float:
    """The value that parts them best in two (Otsu, 1979)."""
    top = float(np.percentile(values, 99))
    steps = np.minimum(values * (255 / top), 255).astype(np.uint8)
    threshold, _ = cv2.threshold(steps, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return threshold * top / 255


def _lines(marks: Mask, ink: Mask) -> Mask:
    """Ruled lines, squares and frames: what is long, straight and runs out of the picture."""
    height, width = marks.shape
    found = np.zeros_like(marks)
    reach = int(LONG * min(height, width))
    lines = cv2.HoughLinesP(marks, 1, np.pi / 720, reach // 2, minLineLength=reach, maxLineGap=reach // 8)
    if lines is None:
        return found
    ends = lines.reshape(-1, 4).astype(np.float64)
    along = ends[:, 2:] - ends[:, :2]
    along /= np.linalg.norm(along, axis=1)[:, None]
    offsets = ends[:, 1] * along[:, 0] - ends[:, 0] * along[:, 1]
    cosines = np.abs(along @ along.T)
    near = cv2.dilate(marks, np.ones((3, 3), np.uint8))
    for one, (x0, y0, x1, y1) in enumerate(ends):
        # All points of the line in the picture, one a row or column.
        flat = abs(x1 - x0) > abs(y1 - y0)
        if flat:
            x = np.arange(width)
            y = y0 + (x - x0) * (y1 - y0) / (x1 - x0)
        else:
            y = np.arange(height)
            x = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        x, y = np.rint(x).astype(int), np.rint(y).astype(int)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x[inside], y[inside]
        covered = near[y, x].mean()
        parallel = np.unique(np.round(offsets[cosines[one] > 0.999] / 8)).size
        if covered < 0.7 and parallel < 4:
            continue
        band = np.zeros_like(marks)
        cv2.line(band, (int(x[0]), int(y[0])), (int(x[-1]), int(y[-1])), 1, 7)
        across = (9, 1) if flat else (1, 9)
        thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(across, np.uint8))
        found |= band & (1 - thick)
    return found


def _digits(ink: Mask, contrast: Ink, ground: Ink) -> tuple[float, Mask]:
    """The ink without specks and what reaches in from outside."""
    height, width = ink.shape
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count == 1:
        return 0.0, ink
    x, y, w, h, area = stats[1:].T

    def sums(of: NDArray[Any], over: NDArray[np.int32]) -> Any:
        return np.bincount(over.ravel(), of.ravel(), minlength=count)[1:]

    mass = sums(contrast, labels)
    outside = (x <= 1) | (y <= 1) | (x + w >= width - 1) | (y + h >= height - 1)
    # Around ink, the ground is as under it; at the edge of the sheet it isn't.
    around = cv2.dilate(labels.astype(np.float32), np.ones((7, 7), np.uint8)).astype(np.int32)
    around[cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0] = 0
    ring = np.maximum(np.bincount(around.ravel(), minlength=count)[1:], 1)
    change = sum(np.square(sums(ground[..., c], around) / ring - sums(ground[..., c], labels) / area) for c in range(3))
    uneven = np.sqrt(change / 3) / (mass / area * np.maximum(sums(ground @ LUMA, labels) / area, 0.15)) > 0.25
    off = np.abs(centres[1:] / (width, height) - 0.5).max(axis=1)
    size = np.maximum(w, h)
    score = mass * np.where(outside | uneven, 0.1, 1) * (1 - off)
    main = int(score.argmax())
    keep = size > 0.2 * size[main]
    if not outside[main]:
        keep &= ~outside
    keep &= ~uneven
    keep[main] = True
    return float(score[main]), np.concatenate([[0], keep]).astype(np.uint8)[labels]


def _drawn(ink: Mask, contrast: Ink, threshold: float) -> NDArray[np.uint8]:
    """The ink as a canvas would have it: evenly bright, and drawn with no thinner pen."""
    reach = float(np.median(contrast[ink > 0]))
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    low = threshold / 2
    light = np.clip((contrast - low) / max(reach - low, 1e-6), 0, 1) * near
    x, y, w, h = cv2.boundingRect(ink)
    pen = 4 * float(cv2.distanceTransform(ink, cv2.DIST_L2, 3)[ink > 0].mean())
    wider = int(round(PEN * max(w, h) - pen))
    if wider > 1:
        light = cv2.dilate(light, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wider | 1, wider | 1)))
    drawn: NDArray[np.uint8] = (light * 255 + 0.5).astype(np.uint8)
    return drawn
