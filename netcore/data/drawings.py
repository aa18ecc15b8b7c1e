"""Pen drawings, stroke by stroke, and the pictures that a canvas makes of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from netcore.preprocess import FIELD, Ink, as_bytes, prepare

CANVAS_SIDE = 280
"""The canvas is 280 pixels wide and high, ten for each pixel of a 28 × 28 example."""
PENS = (12.0, 24.0)
"""Pens that people draw with, in pixels of the canvas."""
PARTS_OF_THE_CANVAS = (0.45, 0.9)
"""How large people draw: the longer side with the pen's width, as a part of the canvas."""
FINE_ENOUGH = 70
"""A side of the canvas for what becomes 20 pixels: a quarter of the page's, and twice as fast."""

MOST_POINTS = 20_000
LARGEST_COORDINATE = 1e6
"""Of any point; a drawing is a thousandth of that."""

_OVERSAMPLING = 4
_POINTS_PER_CURVE = 4

Points = NDArray[np.float64]
"""(n, 2): x to the right and y downwards."""


@dataclass(frozen=True, slots=True, eq=False)
class PenDrawing:
    """A digit as it was drawn, or a drawing of what is none.

    Attributes:
        digit: what it shows, 0–9, or NO_DIGIT.
        strokes: at least one, each (n, 2) with at least one point.
        source: the collection or the person it is from; "" if that isn't known.
        kept_back: it is one to judge by, which nothing is to learn from; None if nobody decided.
        writer: the person in the collection who drew it; "" if that isn't known.
        word: what it shows if that is no digit, such as "A"; otherwise "".
    """

    digit: int
    strokes: tuple[Points, ...]
    source: str = ""
    kept_back: bool | None = None
    writer: str = ""
    word: str = ""


def draw(strokes: Iterable[Points], pen: float, side: int = CANVAS_SIDE) -> NDArray[np.uint8]:
    """Draw strokes as the canvas of the page draws them: smooth lines with round ends.

    A line bends through the middles between its points (Fabric.js, PencilBrush).

    Args:
        strokes: each (n, 2), in pixels of the canvas.
        pen: its width, in pixels.
        side: of the canvas, in pixels.

    Returns:
        (side, side), 0 black to 255 white.
    """
    image = Image.new("L", (side * _OVERSAMPLING, side * _OVERSAMPLING))
    canvas = ImageDraw.Draw(image)
    width = max(round(pen * _OVERSAMPLING), 1)
    for stroke in strokes:
        points = _sparse(drawn_line(stroke), pen / 4) * _OVERSAMPLING
        canvas.line(points.ravel().tolist(), fill=255, width=width)
        for point in points.tolist():  # round ends and joints
            canvas.circle(point, width / 2, fill=255)
    return np.asarray(image.reduce(_OVERSAMPLING))


def put_on_canvas(
    strokes: Iterable[Points], random: np.random.Generator, side: int = CANVAS_SIDE
) -> tuple[list[Points], float]:
    """Put a drawing onto a canvas as people do: at any place, in any size, with any pen.

    Args:
        strokes: in any unit.
        random: decides.
        side: of the canvas; the pen grows with it.

    Returns:
        The strokes in pixels of the canvas, and the pen's width.
    """
    strokes = list(strokes)
    points = np.concatenate(strokes)
    corner, size = points.min(axis=0), np.ptp(points, axis=0)
    pen = random.uniform(*PENS) * side / CANVAS_SIDE
    length = random.uniform(*PARTS_OF_THE_CANVAS) * side - pen
    scale = length / max(float(size.max()), 1e-9)
    start = pen / 2 + random.random(2) * (side - pen - size * scale)
    return [(stroke - corner) * scale + start for stroke in strokes], pen


def placed_drawings(drawings: Iterable[PenDrawing], seed: int) -> Iterator[tuple[list[Points], float]]:
    """Put each drawing once onto a canvas, as people do.

    Args:
        drawings: any number of them.
        seed: decides sizes, places and pens.

    Yields:
        What `draw` makes a picture of: the strokes in pixels of the canvas, and the pen's width.
    """
    random = np.random.default_rng(seed)
    for drawing in drawings:
        yield put_on_canvas(drawing.strokes, random)


def prepared_drawing(strokes: Iterable[Points], random: np.random.Generator) -> Ink:
    """Draw strokes as people do, in any size with any pen, and prepare the picture.

    Args:
        strokes: each (n, 2), in any unit.
        random: decides.

    Returns:
        (784,), 0.0 black to 1.0 white.
    """
    return prepare(draw(*put_on_canvas(strokes, random, FINE_ENOUGH), FINE_ENOUGH)).reshape(-1)


def prepared_drawings(drawings: Sequence[Iterable[Points]], random: np.random.Generator) -> NDArray[np.uint8]:
    """As `prepared_drawing`, of many: (n, 784), 0–255."""
    prepared = np.empty((len(drawings), FIELD * FIELD), np.uint8)
    for row, strokes in zip(prepared, drawings, strict=True):
        row[:] = as_bytes(prepared_drawing(strokes, random))
    return prepared


def drawn_line(points: Points) -> Points:
    """The points of a line that bends at each given point, from middle to middle: what is drawn of a stroke.

    Args:
        points: (n, 2), n ≥ 1.
    """
    if len(points) < 3:
        return points
    middles = (points[:-1] + points[1:]) / 2
    t = np.linspace(0, 1, _POINTS_PER_CURVE + 1)[None, 1:, None]
    start, bend, end = middles[:-1, None], points[1:-1, None], middles[1:, None]
    curves = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    return np.concatenate([points[:1], middles[:1], curves.reshape(-1, 2), points[-1:]])


def _sparse(points: Points, gap: float) -> Points:
    """Points at least about `gap` apart: of shorter pieces Pillow makes a line with ragged edges."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    number = np.floor(np.concatenate([[0], np.cumsum(lengths)]) / gap)
    keep = np.concatenate([[True], np.diff(number) > 0])
    keep[-1] = True
    sparse: Points = points[keep]
    return sparse
