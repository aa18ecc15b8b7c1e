"""A drawing in a few hundred characters that an address can hold, and back."""

import base64
import io
import string
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netcore.data.drawings import CANVAS_SIDE, MOST_POINTS, Points, drawn_line
from netcore.preprocess import FIELD
from netcore.web.data_url import data_url
from netcore.web.person.drawing import PEN, CanvasObjects, fitted, picture_object
from netcore.web.person.strokes import pen_strokes

MOST_CHARACTERS = 1500
"""Of a drawing in an address."""
UNITS = (0.25, 0.5, 1.0, 2.0)
"""Pixels of the canvas to which places are rounded, and by which a line may be off; the finer, the longer."""
GAP = 2.0
"""Pixels between two points of a line that is drawn again: the canvas bends lines at its points."""
MOST_MOVES = 5000
"""Of the pen, in a drawing that is packed at all: to find the corners takes a while."""
LONGEST = MOST_POINTS * GAP
"""Pixels of all lines together."""

_DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_END, _PICTURE = ".", "~"
_MORE, _BITS = 32, 5  # of a character: that others follow, and what it holds of the number
_MOST_BITS = 4 * _BITS


def packed(objects: CanvasObjects) -> str | None:
    """Write what lies on a canvas in at most MOST_CHARACTERS characters, which an address holds as they are.

    The first character tells the unit. A stroke is a broken line, written as its first corner and the
    steps to the others; a picture of 28 × 28 pixels, such as an example, is written pixel by pixel.

    Args:
        objects: of the canvas.

    Returns:
        "" for an empty canvas; None for what is too long, or holds another picture.
    """
    if not objects:
        return ""
    if sum(map(len, pen_strokes(objects))) > MOST_MOVES:
        return None
    for number, unit in enumerate(UNITS):
        parts = [_packed_object(one, unit) for one in objects]
        text = f"{number}{_END.join(part or '' for part in parts)}"
        if None not in parts and unpacked(text) is not None:
            return text
    return None


def unpacked(text: str) -> CanvasObjects | None:
    """Read what `packed` wrote.

    Returns:
        Objects for the canvas, at least one; None for a text that `packed` doesn't write.
    """
    if not 2 <= len(text) <= MOST_CHARACTERS or text[0] not in map(str, range(len(UNITS))):
        return None
    objects, room = [], LONGEST
    try:
        for part in text[1:].split(_END):
            if part.startswith(_PICTURE):
                objects.append(picture_object(data_url(fitted(_cells_in(part[1:])))))
                continue
            corners = _corners_in(part, UNITS[int(text[0])])
            room -= float(np.hypot(*np.diff(corners, axis=0).T).sum())
            if room < 0:
                return None
            objects.append(pen_object(_between(corners)))
    except ValueError:
        return None
    return objects


def _packed_object(one: dict[str, Any], unit: float) -> str | None:
    """One stroke or picture; None for what can't be packed."""
    if str(one.get("type")).lower() == "image":
        cells = _cells_of(str(one.get("src")))
        return None if cells is None else _PICTURE + _letters(zlib.compress(cells.tobytes(), 9))
    found = pen_strokes([one])
    if not found:
        return None
    line = drawn_line(found[0])
    corners = (line[_enough(line, unit)] / unit).round().astype(int)
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), int))
    steps = np.concatenate([steps[:1], steps[1:][steps[1:].any(axis=1)]])
    return "".join(map(_number, steps.ravel().tolist()))


def _corners_in(part: str, unit: float) -> Points:
    """(n, 2) of a stroke, in pixels.

    Raises:
        ValueError: it isn't one.
    """
    steps = np.array(list(_numbers(part)), float).reshape(-1, 2)
    if not len(steps):
        raise ValueError("Nothing.")
    corners: Points = steps.cumsum(axis=0) * unit
    return corners


def _cells_in(part: str) -> NDArray[np.uint8]:
    """(28, 28) of a picture.

    Raises:
        ValueError: it isn't one.
    """
    content = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    try:
        grey = zlib.decompressobj().decompress(content, FIELD * FIELD + 1)
    except zlib.error as error:
        raise ValueError("No picture.") from error
    return np.frombuffer(grey, np.uint8).reshape(FIELD, FIELD)


def pen_object(points: Points) -> dict[str, Any]:
    """A stroke as the canvas has it (Fabric.js, PencilBrush).

    Args:
        points: (n, 2), n ≥ 1, in pixels of the canvas.
    """
    places = points.round(2)
    middles = ((places[:-1] + places[1:]) / 2).round(3).tolist()
    bends = [["Q", *point, *middle] for point, middle in zip(places.tolist(), middles, strict=False)]
    tip = [0.02, 0.0]  # or a dot would have no length, and not be drawn
    path = [["M", *(places[0] - tip).tolist()], *bends, ["L", *(places[-1] + tip).tolist()]]
    look = {"fill": None, "stroke": "#ffffff", "strokeWidth": PEN}
    return {"type": "Path", "path": path, **look, "strokeLineCap": "round", "strokeLineJoin": "round"}


def _enough(line: Points, off: float) -> list[int]:
    """Which points of a line are enough, so that it is nowhere further off (Ramer, Douglas and Peucker)."""
    keep, pieces = {0, len(line) - 1}, [(0, len(line) - 1)]
    while pieces:
        start, end = pieces.pop()
        if end - start < 2:
            continue
        away = line[end] - line[start]
        apart = line[start + 1 : end] - line[start]
        along = np.clip(apart @ away / max(float(away @ away), 1e-9), 0, 1)
        distances = np.hypot(*(apart - along[:, None] * away).T)
        furthest = int(distances.argmax())
        if distances[furthest] > off:
            middle = start + 1 + furthest
            keep.add(middle)
            pieces += [(start, middle), (middle, end)]
    return sorted(keep)


def _between(corners: Points) -> Points:
    """The corners, with points between them that are no further apart than GAP."""
    pieces = [corners[:1]]
    for start, end in pairwise(corners):
        count = max(int(np.ceil(np.hypot(*(end - start)) / GAP)), 1)
        pieces.append(start + (end - start) * np.arange(1, count + 1)[:, None] / count)
    points: Points = np.concatenate(pieces)
    return points


def _cells_of(source: str) -> NDArray[np.uint8] | None:
    """(28, 28) of a picture on the canvas that is no finer; None of another."""
    try:
        file = io.BytesIO(base64.b64decode(source.partition(";base64,")[2]))
        picture = np.asarray(Image.open(file, formats=["PNG"]).convert("L"))
    except (OSError, ValueError):
        return None
    times = CANVAS_SIDE // FIELD
    cells = picture[::times, ::times]
    is_whole = np.array_equal(cells.repeat(times, axis=0).repeat(times, axis=1), picture)
    return cells if is_whole and cells.shape == (FIELD, FIELD) else None


def _number(value: int) -> str:
    """A whole number: its sign in the last bit, five bits a character, the lowest first."""
    rest, text = 2 * abs(value) + (value < 0), ""
    while rest >= _MORE:
        text += _DIGITS[rest % _MORE + _MORE]
        rest //= _MORE
    return text + _DIGITS[rest]


def _numbers(text: str) -> Iterator[int]:
    rest = bits = 0
    for character in text:
        digit = _DIGITS.index(character)  # a ValueError where there is none
        rest += (digit % _MORE) << bits
        bits += _BITS
        if digit < _MORE:
            yield -(rest // 2) if rest % 2 else rest // 2
            rest = bits = 0
        elif bits >= _MOST_BITS:
            raise ValueError("No place is so far away.")
    if bits:
        raise ValueError("Cut off.")


def _letters(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
