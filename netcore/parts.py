"""Connected parts of the ink: which pixels hang together, and how such parts lie to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from netcore.preprocess import INK, Ink, Preparation

OVERLAP = 0.5
"""Parts above each other for more than this, of the width of the narrower one, are of one digit."""

Box = tuple[int, int, int, int]
"""Top, left, bottom and right, in pixels; the last two lie outside."""
Run = tuple[int, int, int]
"""Pixels of ink side by side: their row, the first column, and the one after the last."""


@dataclass(frozen=True, eq=False)
class Blob:
    """Ink that hangs together.

    Attributes:
        box: where it is.
        size: of so many pixels.
        runs: all of them, from the top down.
    """

    box: Box
    size: int
    runs: tuple[Run, ...]

    @property
    def height(self) -> int:
        """In pixels."""
        return self.box[2] - self.box[0]

    @property
    def width(self) -> int:
        """In pixels."""
        return self.box[3] - self.box[1]


def blobs_of(ink: Ink) -> list[Blob]:
    """Find the ink that hangs together, by runs of pixels (Rosenfeld and Pfaltz, 1966).

    Args:
        ink: (H, W), 0.0 black to 1.0 white.

    Returns:
        One a connected part, neighbours at a corner included; in the order in which the first of their
        pixels comes, row by row.
    """
    height, width = ink.shape
    # One empty column more, so that no run reaches into the next row.
    is_ink = np.zeros((height, width + 1), bool)
    np.greater(ink, INK, out=is_ink[:, :-1])
    lines = is_ink.ravel()
    starts = np.flatnonzero(lines[1:] > lines[:-1]) + 1
    if lines[0]:
        starts = np.concatenate([[0], starts])
    ends = np.flatnonzero(lines[1:] < lines[:-1]) + 1
    # Where a run would be in the next row: from one pixel before it to one after it, runs there touch it.
    first = np.searchsorted(ends, starts + (width + 1))
    after = np.searchsorted(starts, ends + (width + 1), "right")
    parent = list(range(len(starts)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = run = parent[parent[run]]
        return run

    for run, (begin, end) in enumerate(zip(first.tolist(), after.tolist(), strict=True)):
        for below in range(begin, end):
            one, other = root(run), root(below)
            if one != other:
                parent[max(one, other)] = min(one, other)
    rows, lefts = np.divmod(starts, width + 1)
    runs = zip(rows.tolist(), lefts.tolist(), (lefts + ends - starts).tolist(), strict=True)
    found: dict[int, list[Run]] = {}
    for number, run_of in enumerate(runs):
        found.setdefault(root(number), []).append(run_of)
    return [_blob(ones) for ones in found.values()]


def _blob(runs: Sequence[Run]) -> Blob:
    rows, lefts, rights = zip(*runs, strict=True)
    return Blob((rows[0], min(lefts), rows[-1] + 1, max(rights)), sum(rights) - sum(lefts), tuple(runs))


def box_of(blobs: Iterable[Blob]) -> Box:
    """Where blobs are, together."""
    return _joined(blob.box for blob in blobs)


def _joined(boxes: Iterable[Box]) -> Box:
    tops, lefts, bottoms, rights = zip(*boxes, strict=True)
    return min(tops), min(lefts), max(bottoms), max(rights)


def gap(one: Box, other: Box) -> float:
    """How far two boxes are from each other, in pixels; 0 where they touch."""
    down = max(one[0] - other[2], other[0] - one[2], 0)
    across = max(one[1] - other[3], other[1] - one[3], 0)
    return hypot(down, across)


def columns_of(blobs: Iterable[Blob]) -> list[list[Blob]]:
    """Put together what lies above each other; from left to right."""
    columns: list[tuple[Box, list[Blob]]] = []
    for blob in sorted(blobs, key=lambda blob: blob.width, reverse=True):
        box, new = blob.box, [blob]
        while touched := next((column for column in columns if _are_above(column[0], box)), None):
            columns.remove(touched)
            box, new = _joined((touched[0], box)), touched[1] + new
        columns.append((box, new))
    return [column for _, column in sorted(columns, key=lambda column: column[0][1])]


def _are_above(one: Box, other: Box) -> bool:
    (_, left, _, right), (_, start, _, end) = one, other
    return min(right, end) - max(left, start) > OVERLAP * min(right - left, end - start)


def cut(blob: Blob, column: int) -> tuple[Blob, Blob]:
    """Cut a blob in two.

    Args:
        blob: it has ink on both sides.
        column: the first of the right half.
    """
    left = [(row, start, min(end, column)) for row, start, end in blob.runs if start < column]
    right = [(row, max(start, column), end) for row, start, end in blob.runs if end > column]
    return _blob(left), _blob(right)


def joint(blob: Blob, column: int) -> int:
    """How far it is from the top to the bottom of what a cut goes through, in pixels."""
    rows = [row for row, start, end in blob.runs if start < column < end]
    return rows[-1] + 1 - rows[0] if rows else 0


def valleys(blob: Blob, begin: float, end: float, count: int) -> list[int]:
    """The columns where a blob has the fewest pixels above each other, one in each stretch of its width.

    Args:
        blob: wide enough that each stretch has a column.
        begin: of the first stretch, as a part of the width, more than 0.
        end: of the last one, less than 1.
        count: so many stretches, equally wide.

    Returns:
        For each stretch the middle one of the columns that have the fewest.
    """
    left, right = blob.box[1], blob.box[3]
    edges: NDArray[np.intp] = np.zeros(right - left + 1, np.intp)
    runs = np.array(blob.runs) - left
    np.add.at(edges, runs[:, 1], 1)
    np.add.at(edges, runs[:, 2], -1)
    heights = np.cumsum(edges)
    sides = [int(blob.width * (begin + (end - begin) * number / count)) for number in range(count + 1)]
    found = []
    for first, last in pairwise(sides):
        thin = np.flatnonzero(heights[first:last] == heights[first:last].min())
        found.append(left + first + int(thin[len(thin) // 2]))
    return found


def only(steps: Preparation, blobs: Sequence[Blob], others: Iterable[Blob]) -> Preparation:
    """A drawing as if there were only some of its blobs.

    Args:
        steps: the drawing.
        blobs: what stays, from `blobs_of(steps.cropped)`, or cut from that.
        others: what doesn't.
    """
    top, left, bottom, right = box = box_of(blobs)
    cropped = steps.cropped[top:bottom, left:right].copy()
    for blob in others:
        if gap(blob.box, box) == 0:
            for row, start, end in blob.runs:
                if top <= row < bottom and end > left:
                    cropped[row - top, max(start - left, 0) : end - left] = 0
    return Preparation(steps.ink, steps.top + top, steps.left + left, cropped)
