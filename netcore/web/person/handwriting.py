"""One person's handwriting: digits that they drew and named, to learn from and to judge by."""

import io
from dataclasses import dataclass, field, replace
from typing import IO

from netcore.data import PenDrawing, as_lines, read_drawings
from netcore.data.drawings import MOST_POINTS, Points
from netcore.errors import DataError
from netcore.language import _
from netcore.saying import a_digit
from netcore.web.person.looks import SOURCE, Look, is_a_digit, look_of

Drawings = tuple[PenDrawing, ...]

MOST_DRAWINGS = 500
"""That one person can keep."""
KEPT_BACK_EVERY = 4
"""One drawing in so many is to judge by, and nothing learns from it."""
LARGEST_FILE = 8
"""Megabytes of a drawings file once it is unpacked; 500 drawings are one."""
SHOWN_COMPLAINTS = 3
"""About a file; how many more there are is said."""


@dataclass
class Handwriting:
    """A person's collection of drawings.

    Attributes:
        drawings: in the order in which they were kept; one that stays is the same object all the time.
        removed: those that were removed last, and can be brought back.
    """

    drawings: Drawings = ()
    removed: Drawings = ()
    _looks: dict[PenDrawing, Look] = field(default_factory=dict)

    @property
    def to_learn_from(self) -> Drawings:
        """Those that a training learns from; the others are to judge it by."""
        return tuple(drawing for drawing in self.drawings if not drawing.kept_back)

    @property
    def looks(self) -> list[Look]:
        """What each of the drawings looks like; prepared once."""
        self._looks = {one: self._looks.get(one) or look_of(one) for one in self.drawings}
        return list(self._looks.values())

    @property
    def counts(self) -> list[int]:
        """How many drawings there are of each digit, 0 to 9."""
        digits = [drawing.digit for drawing in self.drawings]
        return [digits.count(digit) for digit in range(10)]

    def wanted(self, enough: int) -> list[int]:
        """The digits to draw next: those with the fewest drawings, as long as that is fewer than enough."""
        counts = self.counts
        return [digit for digit in range(10) if counts[digit] == min(counts) < enough]

    def add(self, digit: int, strokes: tuple[Points, ...]) -> None:
        """Keep what was drawn on the canvas; what had been kept as another digit is now this one.

        Args:
            digit: what it shows.
            strokes: in pixels of the canvas.

        Raises:
            DataError: it is no digit, its line is too long, it is kept already, or there are too many.
        """
        new, drawings = PenDrawing(digit, strokes, SOURCE), self.drawings
        if not strokes or not is_a_digit(new):
            raise DataError(_("That is a blot, not a digit: clear it and draw a digit with a line."))
        if sum(map(len, strokes)) > MOST_POINTS:
            raise DataError(_("That line is too long to be kept: clear it and draw the digit again."))
        for number, old in enumerate(drawings):
            if _shape(old) == _shape(new):
                if old.digit == digit:
                    words = _("This drawing is kept already, as {digit}: draw another.")
                    raise DataError(words.format(digit=a_digit(digit)))
                renamed = replace(new, kept_back=old.kept_back)
                self.drawings = (*drawings[:number], renamed, *drawings[number + 1 :])
                return
        if len(drawings) >= MOST_DRAWINGS:
            words = _("{count} drawings are kept, and no more can be: remove some first.")
            raise DataError(words.format(count=MOST_DRAWINGS))
        self.drawings = (*drawings, decided(new, drawings))

    def add_file(self, file: IO[bytes]) -> str:
        """Add the drawings of a file.

        Args:
            file: a drawings file, open for reading.

        Returns:
            In a few sentences, what was added and what was not.

        Raises:
            DataError: the file can't be used; nothing is added.
        """
        found, complaints = read_drawings(file, LARGEST_FILE * 2**20)
        found = read_drawings(io.BytesIO(as_lines(found)))[0]  # as exact as they will be written again
        drawings, shapes = list(self.drawings), set(map(_shape, self.drawings))
        known = blots = too_many = 0
        for drawing in found:
            shape = _shape(drawing)
            if shape in shapes:
                known += 1
            elif len(drawings) >= MOST_DRAWINGS:
                too_many += 1
            elif not is_a_digit(drawing):
                blots += 1
            else:
                drawings.append(decided(drawing, tuple(drawings)))
                shapes.add(shape)
        added = len(drawings) - len(self.drawings)
        self.drawings = tuple(drawings)
        came = _("1 drawing came from the file.") if added == 1 else _("{count} drawings came from the file.")
        sentences = [came.format(count=added)]
        left_out = {
            _("{count} here already"): known,
            _("{count} no more than a blot"): blots,
            _("{count} for which there is no room, as {most} can be kept"): too_many,
        }
        reasons = [
            reason.format(count=count, most=MOST_DRAWINGS) for reason, count in left_out.items() if count
        ]
        if reasons:
            sentences.append(_("Left out: {reasons}.").format(reasons=", ".join(reasons)))
        return " ".join([*sentences, *shortened(complaints)])

    def remove(self, drawings: Drawings) -> None:
        """Remove drawings; the last that were removed can be brought back."""
        gone = tuple(one for one in self.drawings if one in drawings)
        if gone:  # or the second press of a double click, for which nothing is left, takes the way back away
            self.drawings = tuple(one for one in self.drawings if one not in gone)
            self.removed = gone

    def bring_back(self) -> None:
        """Keep again what was removed last, as far as there is room and it isn't there again by now."""
        shapes = set(map(_shape, self.drawings))
        missing = tuple(one for one in self.removed if _shape(one) not in shapes)
        room = max(MOST_DRAWINGS - len(self.drawings), 0)
        self.drawings, self.removed = (*self.drawings, *missing[:room]), missing[room:]


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


def shortened(complaints: list[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(complaints) - SHOWN_COMPLAINTS
    words = _("1 more line can't be used.") if more == 1 else _("{count} more lines can't be used.")
    return complaints[:SHOWN_COMPLAINTS] + ([words.format(count=more)] if more > 0 else [])


def _shape(drawing: PenDrawing) -> tuple[bytes, ...]:
    """The same for drawings whose points are the same."""
    return tuple(stroke.tobytes() for stroke in drawing.strokes)
