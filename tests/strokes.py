"""The ten digits, written by hand for these tests, and pictures of them."""

import math

import numpy as np
from numpy.typing import NDArray

from netcore.data import draw

Stroke = list[tuple[float, float]]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Part of an ellipse; degrees clockwise from the right, as seen on the page."""
    steps = max(int(abs(end - start) / 12), 4)
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


# x to the right, y downwards; the height of each digit is 1.
DIGITS: dict[int, list[Stroke]] = {
    0: [arc(0.35, 0.5, 0.33, 0.5, -80, 285)],
    1: [[(0.3, 0.0), (0.28, 0.35), (0.25, 0.7), (0.22, 1.0)]],
    2: [[*arc(0.33, 0.28, 0.3, 0.28, -170, 30), (0.35, 0.68), (0.02, 0.98), (0.35, 0.95), (0.7, 0.98)]],
    3: [[*arc(0.3, 0.25, 0.3, 0.25, -150, 80), *arc(0.3, 0.74, 0.34, 0.26, -85, 155)]],
    4: [[(0.12, 0.0), (0.05, 0.5), (0.62, 0.5)], [(0.58, 0.05), (0.55, 0.5), (0.52, 1.0)]],
    5: [[(0.62, 0.0), (0.15, 0.02), (0.1, 0.42), *arc(0.28, 0.7, 0.34, 0.3, -110, 150)]],
    6: [[(0.5, 0.0), (0.25, 0.25), (0.06, 0.6), *arc(0.32, 0.74, 0.27, 0.26, 180, -180)]],
    7: [[(0.0, 0.03), (0.3, 0.02), (0.62, 0.0), (0.42, 0.5), (0.25, 1.0)]],
    8: [arc(0.32, 0.25, 0.24, 0.25, -60, -420), arc(0.32, 0.75, 0.3, 0.25, -90, 270)],
    9: [[*arc(0.3, 0.28, 0.28, 0.28, 0, -360), (0.56, 0.6), (0.48, 1.0)]],
}  # fmt: skip


def placed(digit: int, height: float, left: float, top: float) -> list[Stroke]:
    """A digit's strokes at a place of the canvas, in pixels."""
    return [[(left + x * height, top + y * height) for x, y in stroke] for stroke in DIGITS[digit]]


def picture(
    digit: int, height: float = 180, left: float = 70, top: float = 50, pen: int = 20
) -> NDArray[np.uint8]:
    """A digit as the 280 × 280 canvas would draw it: (280, 280), 0–255."""
    return draw([np.array(stroke) for stroke in placed(digit, height, left, top)], pen)
