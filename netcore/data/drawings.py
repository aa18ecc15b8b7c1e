"""Pen drawings of digits, stroke by stroke, and the pictures that a canvas makes of them.

A drawings file is in the style of Quick, Draw! (Google, 2017): one JSON object a line,
`{"word": "7", "drawing": [[[x, …], [y, …]], …]}`, y downwards, in any unit of length. It may
be packed with gzip. `source` says whose collection a drawing is from, `writer` which person in it drew
it; `kept_back`, where it stands, whether it is one to judge by and not to learn from.
"""

import gzip
import json
import math
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from netcore.data.examples import NO_DIGIT
from netcore.errors import DataError
from netcore.files.atomic import replacing
from netcore.files.npz import PathOrFile, name_of

CANVAS_SIDE = 280
"""The canvas is 280 pixels wide and high, ten for each pixel of a 28 × 28 example."""
PENS = (12.0, 24.0)
"""Pens that people draw with, in pixels of the canvas."""
PARTS_OF_THE_CANVAS = (0.45, 0.9)
"""How large people draw: the longer side with the pen's width, as a part of the canvas."""

LONGEST_LINE = 2**20
"""Bytes of one line; the longest drawing known here needs 20 kB."""
MOST_POINTS = 20_000
LONGEST_WORD = 100
"""Characters that say what a drawing shows."""
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


def read_drawings(
    source: PathOrFile, largest: int | None = None, *, no_digits: bool = False
) -> tuple[list[PenDrawing], list[str]]:
    """Read a drawings file, packed with gzip or not.

    Args:
        source: its path, or the file open for reading, which is read from its beginning and stays open.
        largest: it is refused if it has more bytes than that, unpacked.
        no_digits: lines whose "word" is none of the ten digits are taken, too.

    Returns:
        The drawings of all lines that can be used; and a sentence for each line that can't,
        which names it by its number. Empty lines are passed over.

    Raises:
        DataError: there is no such file, it can't be read, it is too large, or no line of it can
            be used.
    """
    name = name_of(source)
    drawings, complaints = [], []
    for number, line in enumerate(_lines(source, math.inf if largest is None else largest), start=1):
        if not line.strip():
            continue
        try:
            drawings.append(_parse(line, no_digits))
        except ValueError as error:
            complaints.append(f"{name}, line {number}: {error}.")
    if not drawings:
        reason = complaints[0] if complaints else "it is empty."
        raise DataError(f"{name} holds no drawing that can be used: {reason}")
    return drawings, complaints


def write_drawings(path: str | os.PathLike[str], drawings: Iterable[PenDrawing]) -> None:
    """Write a drawings file, whole or not at all; packed with gzip if it is called .gz.

    Args:
        path: where to; a file that stands there is replaced.
        drawings: one becomes one line; coordinates are kept to six digits.

    Raises:
        OSError: the folder can't be written to.
    """
    target = Path(path)
    content = as_lines(drawings)
    if target.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    with replacing(target) as file:
        file.write(content)


def as_lines(drawings: Iterable[PenDrawing]) -> bytes:
    """The content of a drawings file: one drawing a line, coordinates kept to six digits."""
    return "".join(_line(drawing) for drawing in drawings).encode()


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
        points = _sparse(_smooth(stroke), pen / 4) * _OVERSAMPLING
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


def canvas_pictures(drawings: Iterable[PenDrawing], seed: int) -> Iterator[NDArray[np.uint8]]:
    """Draw each drawing once onto a canvas, as people do.

    Args:
        drawings: any number of them.
        seed: decides sizes, places and pens.

    Yields:
        (280, 280), 0 black to 255 white.
    """
    random = np.random.default_rng(seed)
    for drawing in drawings:
        yield draw(*put_on_canvas(drawing.strokes, random))


def _lines(source: PathOrFile, largest: float) -> Iterator[bytes]:
    """The lines, unpacked; of one that is longer than LONGEST_LINE only the beginning."""
    name = name_of(source)
    try:
        with ExitStack() as opened:
            if isinstance(source, (str, os.PathLike)):
                source = opened.enter_context(Path(source).open("rb"))
            source.seek(0)
            is_packed = source.read(2) == b"\x1f\x8b"
            source.seek(0)
            content = opened.enter_context(gzip.open(source)) if is_packed else source
            size, is_beginning = 0, True
            while piece := content.readline(LONGEST_LINE + 1):
                size += len(piece)
                if size > largest:
                    raise DataError(f"{name} is larger than {largest / 2**20:.0f} MB: bring it in parts.")
                if is_beginning:
                    yield piece
                is_beginning = len(piece) <= LONGEST_LINE or piece.endswith(b"\n")
    except FileNotFoundError as error:
        raise DataError(f"There is no drawings file {name}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{name} can't be read to its end: {error}.") from error


def _parse(line: bytes, no_digits: bool) -> PenDrawing:
    """One line of a drawings file; ValueError says in words what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it is longer than {LONGEST_LINE:,} bytes")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(record, dict):
        raise ValueError("it is not a JSON object")
    word, source, writer = (record.get(name, "") for name in ("word", "source", "writer"))
    is_digit = isinstance(word, str) and len(word) == 1 and word in "0123456789"
    if not is_digit and not no_digits:
        raise ValueError('its "word" is none of the digits "0" to "9"')
    if not isinstance(word, str) or not 1 <= len(word) <= LONGEST_WORD:
        raise ValueError(f'its "word" is not a text of 1 to {LONGEST_WORD} characters')
    for name, text in (("source", source), ("writer", writer)):
        if not isinstance(text, str):
            raise ValueError(f'its "{name}" is not a text')
    kept_back = record.get("kept_back")
    if not isinstance(kept_back, bool | None):
        raise ValueError('its "kept_back" is neither true nor false')
    strokes = record.get("drawing")
    if not isinstance(strokes, list) or not strokes:
        raise ValueError('its "drawing" is not a list of strokes')
    points = tuple(_parse_stroke(stroke) for stroke in strokes)
    if sum(map(len, points)) > MOST_POINTS:
        raise ValueError(f"it has more than {MOST_POINTS:,} points")
    digit = int(word) if is_digit else NO_DIGIT
    return PenDrawing(digit, points, source, kept_back, writer, "" if is_digit else word)


def _parse_stroke(stroke: Any) -> Points:
    reason = "a stroke is not [[x, …], [y, …]] with as many x as y"
    if not isinstance(stroke, list) or len(stroke) < 2:
        raise ValueError(reason)
    x, y = stroke[:2]  # Quick, Draw!'s raw files have the times as a third list
    if not (isinstance(x, list) and isinstance(y, list) and len(x) == len(y) and x):
        raise ValueError(reason)
    for coordinate in (*x, *y):
        if isinstance(coordinate, bool) or not isinstance(coordinate, int | float):
            raise ValueError("a coordinate is not a number")
        if not abs(coordinate) <= LARGEST_COORDINATE:  # not a number is not smaller either
            raise ValueError(f"a coordinate is not finite or beyond {LARGEST_COORDINATE:,.0f}")
    return np.stack([np.array(x, np.float64), np.array(y, np.float64)], axis=1)


def _line(drawing: PenDrawing) -> str:
    strokes = [[[float(f"{c:.6g}") for c in axis] for axis in stroke.T] for stroke in drawing.strokes]
    word = drawing.word if drawing.digit == NO_DIGIT else str(drawing.digit)
    record: dict[str, Any] = {"word": word, "drawing": strokes, "source": drawing.source}
    if drawing.writer:
        record["writer"] = drawing.writer
    if drawing.kept_back is not None:
        record["kept_back"] = drawing.kept_back
    return json.dumps(record) + "\n"


def _smooth(points: Points) -> Points:
    """The points of a line that bends at each given point, from middle to middle."""
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
