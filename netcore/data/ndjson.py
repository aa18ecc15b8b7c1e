"""Drawings files: pen drawings as lines of JSON, read without trusting them.

In the style of Quick, Draw! (Google, 2017): one JSON object a line,
`{"word": "7", "drawing": [[[x, …], [y, …]], …]}`, y downwards, in any unit of length. The file may
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
from pathlib import Path
from typing import Any

import numpy as np

from netcore.data.drawings import LARGEST_COORDINATE, MOST_POINTS, PenDrawing, Points
from netcore.data.examples import NO_DIGIT
from netcore.errors import DataError
from netcore.files.atomic import replacing
from netcore.files.npz import PathOrFile, name_of
from netcore.language import _

LONGEST_LINE = 2**20
"""Bytes of one line; the longest drawing known here needs 20 kB."""
MOST_USELESS = 100_000
"""Lines without a drawing in one file, 100 bytes of them counting as one more: a second's work."""
LONGEST_WORD = 100
"""Characters that say what a drawing shows."""


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
        DataError: there is no such file, it can't be read, it is too large, no line of it can be
            used, or more than MOST_USELESS can't.
    """
    name = name_of(source)
    drawings, complaints, useless = [], [], 0
    for number, line in enumerate(_lines(source, math.inf if largest is None else largest), start=1):
        try:
            if line.strip():
                drawings.append(_parse(line, no_digits))
                continue
        except ValueError as error:
            words = _("{file}, line {number}: {reason}.")
            complaints.append(words.format(file=name, number=number, reason=error))
        useless += 1 + len(line) // 100
        if useless > MOST_USELESS:
            words = _("{file} is mostly empty or no drawings: of {lines:,} lines, {count:,} are.")
            raise DataError(words.format(file=name, lines=number, count=len(drawings)))
    if not drawings:
        reason = complaints[0] if complaints else _("it is empty.")
        words = _("{file} holds no drawing that can be used: {reason}")
        raise DataError(words.format(file=name, reason=reason))
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
                    words = _("{file} is larger than {most:.0f} MB: bring it in parts.")
                    raise DataError(words.format(file=name, most=largest / 2**20))
                if is_beginning:
                    yield piece
                is_beginning = len(piece) <= LONGEST_LINE or piece.endswith(b"\n")
    except FileNotFoundError as error:
        raise DataError(_("There is no drawings file {file}.").format(file=name)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            _("{file} can't be read to its end: {reason}.").format(file=name, reason=error)
        ) from error


def _parse(line: bytes, no_digits: bool) -> PenDrawing:
    """One line of a drawings file; ValueError says in words what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise ValueError(_("it is longer than {most:,} bytes").format(most=LONGEST_LINE))
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("it is not JSON")) from error
    if not isinstance(record, dict):
        raise ValueError(_("it is not a JSON object"))
    word, source, writer = (record.get(name, "") for name in ("word", "source", "writer"))
    is_digit = isinstance(word, str) and len(word) == 1 and word in "0123456789"
    if not is_digit and not no_digits:
        raise ValueError(_('its "word" is none of the digits "0" to "9"'))
    if not isinstance(word, str) or not 1 <= len(word) <= LONGEST_WORD:
        raise ValueError(_('its "word" is not a text of 1 to {most} characters').format(most=LONGEST_WORD))
    for name, text in (("source", source), ("writer", writer)):
        if not isinstance(text, str):
            raise ValueError(_('its "{name}" is not a text').format(name=name))
    kept_back = record.get("kept_back")
    if not isinstance(kept_back, bool | None):
        raise ValueError(_('its "kept_back" is neither true nor false'))
    strokes = record.get("drawing")
    if not isinstance(strokes, list) or not strokes:
        raise ValueError(_('its "drawing" is not a list of strokes'))
    if len(strokes) > MOST_POINTS:
        raise ValueError(_("it has more than {most:,} strokes").format(most=MOST_POINTS))
    points = tuple(_parse_stroke(stroke) for stroke in strokes)
    if sum(map(len, points)) > MOST_POINTS:
        raise ValueError(_("it has more than {most:,} points").format(most=MOST_POINTS))
    digit = int(word) if is_digit else NO_DIGIT
    return PenDrawing(digit, points, source, kept_back, writer, "" if is_digit else word)


def _parse_stroke(stroke: Any) -> Points:
    reason = _("a stroke is not [[x, …], [y, …]] with as many x as y")
    if not isinstance(stroke, list) or len(stroke) < 2:
        raise ValueError(reason)
    x, y = stroke[:2]  # Quick, Draw!'s raw files have the times as a third list
    if not (isinstance(x, list) and isinstance(y, list) and len(x) == len(y) and x):
        raise ValueError(reason)
    for coordinate in (*x, *y):
        if isinstance(coordinate, bool) or not isinstance(coordinate, int | float):
            raise ValueError(_("a coordinate is not a number"))
        if not abs(coordinate) <= LARGEST_COORDINATE:  # not a number is not smaller either
            words = _("a coordinate is not finite or beyond {most:,.0f}")
            raise ValueError(words.format(most=LARGEST_COORDINATE))
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
