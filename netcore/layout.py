"""Which parts of the ink make a digit, which are digits beside each other, and which are stray marks.

By their boxes, where those decide; otherwise by how well each way of seeing it reads. Every rule is a
formula on a few numbers a part, so that the browser can follow the pen with it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Generic, Protocol, TypeVar

from netcore.parts import Blob, Box, box_of, columns_of, cut, gap, joint, valleys
from netcore.preprocess import FIELD

SMALL_HEIGHT, SMALL_WIDTH, SMALL_SIZE = 0.5, 0.7, 0.5
"""Less high and less wide than so many heights of the highest blob, and of less than so much of the largest
one's ink, a blob is small: a stray mark or a short stroke of a digit, no digit."""
SPECK = 0.004
"""Of less than so much of the largest blob's ink it is a speck, which no pen makes: stray wherever it is."""
FAR = 0.25
"""Farther from a digit than this, in heights of the digit, a small blob is stray unless it reads better with
it; nearer, it is the digit's unless it reads better without."""
GAIN = 0.1
"""So much better, in parts of the best score."""
MOST_NEAR = 3
"""If more small blobs are near, they are all the digits' or all stray."""
STEM, DOT = 0.4, 0.75
"""Over what is narrower than so many of its heights, and no more of them away, is the dot of an i."""
MOST_BIG = 50
"""With more blobs that aren't small it is a pattern, which is read as a whole."""

LEAST_HEIGHT, MOST_WIDTH = 0.65, 1.6
"""A digit beside others is at least so high and at most so wide, in heights of the highest."""
MOST_COLUMNS, MOST_BROKEN = 8, 3
"""In a row of more columns no digits are looked for; a digit among others falls into so many at most."""
FLOOR = 0.1
"""Digits beside each other all read at least so well;"""
CLEAR, GOOD = 0.1, 0.5
"""or they are at least so far apart, in heights, and one of them reads better than this."""

WIDE, VERY_WIDE = 0.7, 1.2
"""At least so wide for its height, ink that hangs together may be two digits that touch: where it isn't read
for sure, and where it is, but not all too well."""
SURE = 0.9
"""What reads so well is never cut, nor is what isn't larger than the network's own picture."""
MOST_TOUCHING = 3
"""So many digits are cut from each other at most; one fewer for each other digit in the row."""
CUTS, CUT_FROM, CUT_TO = 5, 0.15, 0.85
"""So many cuts are tried, between these parts of its width."""
HIGHEST_JOINT, DARK = 0.75, 0.1
"""Digits don't touch along more of their height, unless they are very wide and read worse than the latter."""
LEAST_CUT, LEAST_CLEAN_CUT = 0.9, 0.95
"""Digits that were cut from each other read at least so well: the latter where one is a 1, as half of many a
letter is, or where the whole read for sure."""

Blobs = Sequence[Blob]


class Seen(Protocol):
    """What was read in some blobs."""

    @property
    def score(self) -> float:
        """How well it reads as a digit, 0–1."""

    @property
    def digit(self) -> int:
        """The likeliest digit."""

    @property
    def is_sure(self) -> bool:
        """It is a digit, for sure."""

    @property
    def is_blot(self) -> bool:
        """It is a spot."""


Part = TypeVar("Part", bound=Seen)
Look = Callable[[Blobs, Blobs], Part]
"""Reads some blobs as one digit, as if the others were not there."""


def lay_out(blobs: Blobs, look: Look[Part]) -> tuple[list[Part], list[Blob]]:
    """Find the digits in a drawing.

    Args:
        blobs: all of the drawing, at least one.
        look: reads some of them, given the others.

    Returns:
        What was read in each digit, from left to right, at least one; and the stray marks.
    """
    view = _View(blobs, look)
    big, small = _sizes(blobs)
    if len(big) > MOST_BIG:
        return [view.read(blobs)], []
    own, near, stray = _nearness(small, big)
    score, digits = _digits(view, [*big, *own, *near])
    if near and not own:
        # Without any of them, or without one.
        ways = [near, *([blob] for blob in near if 1 < len(near) <= MOST_NEAR)]
        kept = [*big, *near]
        tried = [(way, *_digits(view, [blob for blob in kept if blob not in set(way)])) for way in ways]
        left_out, clean_score, clean = max(tried, key=itemgetter(1))
        if clean_score > score + GAIN:
            score, digits, stray = clean_score, clean, [*stray, *left_out]
    if stray and view.read(blobs).score > score + GAIN:
        digits, stray = [blobs], []
    most = MOST_TOUCHING + 1 - len(digits)
    return [part for digit in digits for part in _taken_apart(view, digit, most)], stray


class _View(Generic[Part]):
    """Reads some blobs of a drawing, and the same ones only once."""

    def __init__(self, blobs: Blobs, look: Look[Part]) -> None:
        self.blobs, self.look = blobs, look
        self._known: dict[frozenset[Blob], Part] = {}

    def read(self, blobs: Blobs) -> Part:
        chosen = frozenset(blobs)
        if chosen not in self._known:
            self._known[chosen] = self.look(blobs, [blob for blob in self.blobs if blob not in chosen])
        return self._known[chosen]

    def cut(self, blob: Blob, column: int) -> tuple["_View[Part]", Blob, Blob]:
        left, right = cut(blob, column)
        return _View([left, right, *(one for one in self.blobs if one is not blob)], self.look), left, right


def _sizes(blobs: Blobs) -> tuple[list[Blob], list[Blob]]:
    """Those that are large, and those that are small beside them."""
    highest, most = max(blob.height for blob in blobs), max(blob.size for blob in blobs)
    big: list[Blob] = []
    small: list[Blob] = []
    for blob in blobs:
        is_flat = blob.height < SMALL_HEIGHT * highest and blob.width < SMALL_WIDTH * highest
        (small if is_flat and blob.size < SMALL_SIZE * most else big).append(blob)
    return big, small


def _nearness(small: Blobs, big: Blobs) -> tuple[list[Blob], list[Blob], list[Blob]]:
    """Small blobs: what belongs to the digit it is closest to, what is near one, and what is stray."""
    boxes, most = [box_of(column) for column in columns_of(big)], max(blob.size for blob in big)
    own: list[Blob] = []
    near: list[Blob] = []
    far: list[Blob] = []
    for blob in small:
        if blob.size < SPECK * most:
            far.append(blob)
            continue
        closest = min(boxes, key=lambda box: gap(blob.box, box))
        if _is_dot(blob.box, closest) or _is_in_the_middle(blob.box, closest):
            own.append(blob)
        elif gap(blob.box, closest) <= FAR * (closest[2] - closest[0]):
            near.append(blob)
        else:
            far.append(blob)
    return own, near, far


def _is_dot(small: Box, stem: Box) -> bool:
    top, left, bottom, right = stem
    across, height = (small[1] + small[3]) / 2, bottom - top
    is_above = small[2] <= top and left < across < right
    return is_above and top - small[2] < DOT * height and right - left < STEM * height


def _is_in_the_middle(small: Box, box: Box) -> bool:
    """As an eye in a face, or the dot in a 0: in the middle half of the height and of the width."""
    return all(
        abs(small[side] + small[side + 2] - box[side] - box[side + 2]) < (box[side + 2] - box[side]) / 2
        for side in (0, 1)
    )


def _digits(view: _View[Part], blobs: Blobs) -> tuple[float, list[Blobs]]:
    """All as one digit, or as several beside each other: how well that reads at its worst, and what it is."""
    columns = columns_of(blobs)
    whole = view.read(blobs).score
    if 1 < len(columns) <= MOST_COLUMNS:
        score, row = _apart(view, columns) or _row(view, columns)
        if score > whole and score >= FLOOR:
            return score, row
    return whole, [blobs]


def _apart(view: _View[Part], columns: Sequence[Blobs]) -> tuple[float, list[Blobs]] | None:
    """Each column as a digit, if they are about equally high and clearly apart."""
    boxes = [box_of(column) for column in columns]
    height = max(bottom - top for top, _, bottom, _ in boxes)
    are_high = all(bottom - top >= LEAST_HEIGHT * height for top, _, bottom, _ in boxes)
    if not are_high or any(after[1] - before[3] < CLEAR * height for before, after in pairwise(boxes)):
        return None
    scores = [view.read(column).score for column in columns]
    return max(min(scores), FLOOR if max(scores) > GOOD else 0.0), list(columns)


def _row(view: _View[Part], columns: Sequence[Blobs]) -> tuple[float, list[Blobs]]:
    """Columns beside each other put together to digits in the way that reads best at its worst."""
    height = max(box[2] - box[0] for box in map(box_of, columns))
    best: list[tuple[float, list[Blobs]]] = [(1.0, [])]  # for the last 0, 1, … columns
    for start in reversed(range(len(columns))):
        ways: list[tuple[float, list[Blobs]]] = [(0.0, [])]
        for end in range(start + 1, min(start + MOST_BROKEN, len(columns)) + 1):
            digit = [blob for column in columns[start:end] for blob in column]
            top, left, bottom, right = box_of(digit)
            rest_score, rest = best[len(columns) - end]
            if rest_score and bottom - top >= LEAST_HEIGHT * height and right - left <= MOST_WIDTH * height:
                ways.append((min(view.read(digit).score, rest_score), [digit, *rest]))
        best.append(max(ways, key=itemgetter(0)))
    return best[-1]


def _taken_apart(view: _View[Part], blobs: Blobs, most: int) -> list[Part]:
    """A digit; or what touches each other, cut into at most so many."""
    whole, blob = view.read(blobs), blobs[0]
    may_touch = blob.width >= max((VERY_WIDE if whole.is_sure else WIDE) * blob.height, 2 * CUTS)
    may_touch &= max(blob.height, blob.width) > FIELD and whole.score < SURE and not whole.is_blot
    if len(blobs) > 1 or most < 2 or not may_touch:
        return [whole]
    is_dark = whole.score < DARK and blob.width >= VERY_WIDE * blob.height
    highest_joint = 1.0 if is_dark else HIGHEST_JOINT
    best, score = [whole], whole.score
    for column in valleys(blob, CUT_FROM, CUT_TO, CUTS):
        cut_view, left, right = view.cut(blob, column)
        are_high = min(left.height, right.height) >= LEAST_HEIGHT * blob.height
        if not are_high or joint(blob, column) > highest_joint * blob.height:
            continue
        first = cut_view.read([left])
        if first.score <= max(score, LEAST_CUT):
            continue
        parts = [first, *_taken_apart(cut_view, [right], most - 1)]
        worst, ones = min(part.score for part in parts), [part.digit == 1 for part in parts]
        least = LEAST_CLEAN_CUT if whole.is_sure or any(ones) else LEAST_CUT
        if worst > max(score, least) and not all(ones):
            best, score = parts, worst
    return best
