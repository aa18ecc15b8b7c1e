"""One person's own drawings of digits: which are kept, which of them are to judge by, what they look like."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import IO

import numpy as np

from netcore.activations import Floats
from netcore.data import PenDrawing, as_lines, draw, read_drawings
from netcore.data.drawings import CANVAS_SIDE, MOST_POINTS, Points
from netcore.errors import DataError
from netcore.preprocess import prepare_steps
from netcore.saying import a_digit
from netcore.web.components.canvas.drawing import PEN
from netcore.web.components.data_url import data_url

Drawings = tuple[PenDrawing, ...]

MOST_DRAWINGS = 500
"""That one person can keep."""
KEPT_BACK_EVERY = 4
"""One drawing in so many is to judge by, and nothing learns from it."""
LARGEST_FILE = 8
"""Megabytes of a drawings file once it is unpacked; 500 drawings are one."""
SOURCE = "drawn in netcore"
"""The `source` of drawings whose coordinates are pixels of the canvas."""
PART_OF_THE_CANVAS = 0.65
"""How large a drawing in another unit is drawn: its longer side, as a part of the canvas."""
SHOWN_COMPLAINTS = 3
"""About a file; how many more there are is said."""


@dataclass(frozen=True, eq=False)
class Look:
    """What a drawing looks like.

    Attributes:
        pixels: (784,), prepared for the network.
        picture: the same as an address that the browser shows.
    """

    pixels: Floats
    picture: str


def look_of(drawing: PenDrawing) -> Look:
    """Draw and prepare a drawing, which takes some five milliseconds."""
    pixels = prepare_steps(draw(on_canvas(drawing), PEN)).pixels
    return Look(pixels.reshape(-1), data_url((pixels * 255).round().astype(np.uint8)))


def on_canvas(drawing: PenDrawing) -> list[Points]:
    """The strokes in pixels of the canvas: as they were drawn there, others in its middle."""
    points = np.concatenate(drawing.strokes)
    least, most = points.min(axis=0), points.max(axis=0)
    if drawing.source == SOURCE and least.min() >= -PEN and most.max() <= CANVAS_SIDE + PEN:
        return list(drawing.strokes)
    scale = PART_OF_THE_CANVAS * CANVAS_SIDE / max(float((most - least).max()), 1e-9)
    return [(stroke - (least + most) / 2) * scale + CANVAS_SIDE / 2 for stroke in drawing.strokes]


def with_another(drawings: Drawings, digit: int, strokes: tuple[Points, ...]) -> Drawings:
    """Keep what was drawn on the canvas.

    Args:
        drawings: those that are kept already, in the order in which they were.
        digit: what the new one shows.
        strokes: in pixels of the canvas.

    Returns:
        All of them. What had been kept as another digit is now this one.

    Raises:
        DataError: it is no digit, its line is too long, it is kept already, or there are too many.
    """
    new = PenDrawing(digit, strokes, SOURCE)
    if not strokes or not is_a_digit(new):
        raise DataError("That is a blot, not a digit: clear it and draw a digit with a line.")
    if sum(map(len, strokes)) > MOST_POINTS:
        raise DataError("That line is too long to be kept: clear it and draw the digit again.")
    for place, old in enumerate(drawings):
        if _shape(old) == _shape(new):
            if old.digit == digit:
                raise DataError(f"This drawing is kept already, as {a_digit(digit)}: draw another.")
            return (*drawings[:place], replace(new, kept_back=old.kept_back), *drawings[place + 1 :])
    if len(drawings) >= MOST_DRAWINGS:
        raise DataError(f"{MOST_DRAWINGS} drawings are kept, and no more can be: remove some first.")
    return (*drawings, decided(new, drawings))


def decided(drawing: PenDrawing, before: Drawings) -> PenDrawing:
    """Decide whether a drawing is kept back: every fourth is, and never the first of its digit.

    Args:
        drawing: if that was decided before, it stays.
        before: those that were kept before it, all decided.
    """
    if drawing.kept_back is not None:
        return drawing
    count = sum(bool(one.kept_back) for one in before)
    is_due = KEPT_BACK_EVERY * (count + 1) <= len(before) + 1
    is_known = any(one.digit == drawing.digit and not one.kept_back for one in before)
    return replace(drawing, kept_back=is_due and is_known)


def with_file(drawings: Drawings, file: IO[bytes]) -> tuple[Drawings, str]:
    """Add the drawings of a file.

    Args:
        drawings: those that are kept already.
        file: a drawings file, open for reading.

    Returns:
        All of them, and in a few sentences what was added and what was not.

    Raises:
        DataError: the file can't be used.
    """
    found, complaints = read_drawings(file, LARGEST_FILE * 2**20)
    found, _ = read_drawings(io.BytesIO(as_lines(found)))  # as exact as they will be written again
    all_of_them, shapes = list(drawings), {_shape(drawing) for drawing in drawings}
    known = blots = too_many = 0
    for drawing in found:
        shape = _shape(drawing)
        if shape in shapes:
            known += 1
        elif len(all_of_them) >= MOST_DRAWINGS:
            too_many += 1
        elif not is_a_digit(drawing):
            blots += 1
        else:
            all_of_them.append(decided(drawing, tuple(all_of_them)))
            shapes.add(shape)
    added = len(all_of_them) - len(drawings)
    sentences = [f"{added} drawing{'' if added == 1 else 's'} came from the file."]
    left_out = {
        "here already": known,
        "no more than a blot": blots,
        f"for which there is no room, as {MOST_DRAWINGS} can be kept": too_many,
    }
    reasons = [f"{count} {reason}" for reason, count in left_out.items() if count]
    if reasons:
        sentences.append(f"Left out: {', '.join(reasons)}.")
    return tuple(all_of_them), " ".join([*sentences, *shortened(complaints)])


def with_removed(drawings: Drawings, removed: Drawings) -> tuple[Drawings, Drawings]:
    """Add again what was removed.

    Args:
        drawings: those that are kept now.
        removed: those that were; one that is there again, drawn or from a file, isn't added twice.

    Returns:
        All of them, and those for which there is no room.
    """
    shapes = {_shape(drawing) for drawing in drawings}
    missing = tuple(drawing for drawing in removed if _shape(drawing) not in shapes)
    room = max(MOST_DRAWINGS - len(drawings), 0)
    return (*drawings, *missing[:room]), missing[room:]


def shortened(complaints: list[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(complaints) - SHOWN_COMPLAINTS
    lines = "line" if more == 1 else "lines"
    return complaints[:SHOWN_COMPLAINTS] + ([f"{more} more {lines} can't be used."] if more > 0 else [])


def is_a_digit(drawing: PenDrawing) -> bool:
    """Whether it could be a digit: more than a dot, and not painted full."""
    return not prepare_steps(draw(on_canvas(drawing), PEN)).is_blot


def wanted(drawings: Iterable[PenDrawing], enough: int) -> list[int]:
    """The digits to draw next: those with the fewest drawings, as long as that is fewer than enough."""
    digits = [drawing.digit for drawing in drawings]
    counts = [digits.count(digit) for digit in range(10)]
    return [digit for digit in range(10) if counts[digit] == min(counts) < enough]


def _shape(drawing: PenDrawing) -> tuple[bytes, ...]:
    """The same for drawings whose points are the same."""
    return tuple(stroke.tobytes() for stroke in drawing.strokes)
