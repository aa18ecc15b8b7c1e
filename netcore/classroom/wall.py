"""What the pupils of a room drew: sent once, looked at by all, put aside."""

import hashlib
import io
import logging
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, delete, func, select, update

from netcore.classroom.database import Database, drawings, networks, rooms, seats
from netcore.classroom.names import name_of
from netcore.classroom.rooms import change, hashed, moderating
from netcore.data import PenDrawing, as_lines, draw, read_drawings
from netcore.data.drawings import CANVAS_SIDE, MOST_POINTS, Points
from netcore.errors import ClassroomError, NetcoreError
from netcore.language import N_, _
from netcore.preprocess import FIELD, as_bytes, as_light, prepare_steps

SOURCE = "drawn in netcore"
"""The `source` of drawings whose coordinates are pixels of the canvas."""
MOST_SENT = 4_000
"""Points of a drawing: somebody who draws for half a minute."""
MOST_BY_PUPIL, MOST_IN_ROOM = 200, 3_000
"""Drawings."""
MOST_ROOMS_KNOWN = 50
"""Rooms whose drawings a server has at hand."""
PAUSED = N_("The class is having a pause: keep your drawing, and send it afterwards.")
NO_SEAT = N_("You are not in this room any more: join it again.")
NO_DIGIT = N_("That is no digit: clear it and draw one with a line.")
TOO_LONG = N_("That line is too long to be sent: clear it and draw the digit again.")
ENOUGH = N_("These are enough drawings: there is no room for more.")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawing on the wall.

    Attributes:
        number: no other drawing ever has it; those that came later have larger ones.
        place: of the pupil in the room.
        digit: what was asked for.
        strokes: in pixels of the canvas.
        pixels: (784,) float32, prepared for the network.
        is_aside: it isn't shown, nor learned from.
        is_kept_back: nothing learns from this pupil; None while that isn't decided.
        is_learned: the room's network learned from it.
    """

    number: int
    place: int
    digit: int
    strokes: tuple[Points, ...]
    pixels: NDArray[np.float32]
    is_aside: bool = False
    is_kept_back: bool | None = None
    is_learned: bool = False

    @property
    def as_pen_drawing(self) -> PenDrawing:
        """It as other trainings and files have it."""
        return PenDrawing(self.digit, self.strokes, SOURCE, self.is_kept_back, name_of(self.place))


def send(database: Database, code: str, seat: str, digit: int, strokes: Iterable[Points], pen: float) -> int:
    """Put a drawing on the wall; once this is back, it is kept. One that is there already stays as it is.

    Args:
        database: the rooms.
        code: of the room.
        seat: the pupil's key.
        digit: that was asked for.
        strokes: each (n, 2), in pixels of the canvas.
        pen: its width.

    Returns:
        The drawing's number.

    Raises:
        ClassroomError: it is no digit or too long, the room is paused or gone, or there is no room for more.
    """
    if type(digit) is not int or digit not in range(10):  # True would be kept as a word
        raise ValueError(f"{digit} is no digit.")
    line, mark, pixels = _checked(digit, strokes, pen)
    with database.writing() as connection:
        room = change(database, connection, code)
        in_room = drawings.c.room == room.number
        place = connection.execute(
            select(seats.c.place).where(seats.c.room == room.number, seats.c.key_hash == hashed(seat))
        ).scalar_one_or_none()
        if place is None:
            raise ClassroomError(_(NO_SEAT))
        own = (in_room, drawings.c.place == place)
        known = connection.execute(select(drawings.c.number).where(*own, drawings.c.mark == mark)).scalar()
        if known is not None:
            return int(known)
        if room.is_paused:
            raise ClassroomError(_(PAUSED))
        count = select(func.count()).select_from(drawings)
        for which, most in ((own, MOST_BY_PUPIL), ((in_room,), MOST_IN_ROOM)):
            if connection.execute(count.where(*which)).scalar_one() >= most:
                raise ClassroomError(_(ENOUGH))
        values = {"room": room.number, "place": place, "mark": mark, "digit": digit}
        content = {"line": zlib.compress(line), "pixels": pixels, "is_aside": False, "is_learned": False}
        made = connection.execute(drawings.insert().values(**values, **content)).inserted_primary_key
        assert made is not None
        return int(made[0])


def sent_by(database: Database, room: int, place: int) -> list[int]:
    """How many drawings of each digit, 0 to 9, the pupil in a place has sent."""
    own = (drawings.c.room == room, drawings.c.place == place)
    counted = select(drawings.c.digit, func.count()).where(*own).group_by(drawings.c.digit)
    with database.reading() as connection:
        counts = {digit: count for digit, count in connection.execute(counted)}
    return [counts.get(digit, 0) for digit in range(10)]


class Wall:
    """The drawings of rooms, as one server knows them: each is read from the database once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # By room: at which revision it was looked at, and what was there, by number; replaced in one step.
        self._known: dict[int, tuple[int | None, dict[int, Drawn]]] = {}

    def drawings(self, room: int, revision: int | None = None) -> list[Drawn]:
        """All that are in a room, the oldest first.

        Args:
            room: its number.
            revision: of the room as it was looked up: nothing is asked for where nothing has changed.

        Raises:
            ClassroomError: the database can't be reached.
        """
        looked, before = self._known.get(room, (None, {}))
        if revision is not None and looked == revision:
            return list(before.values())
        columns = (drawings.c.number, drawings.c.place, drawings.c.is_aside, drawings.c.is_learned)
        light = (
            select(*columns, seats.c.is_kept_back)
            .join(seats, (seats.c.room == drawings.c.room) & (seats.c.place == drawings.c.place))
            .where(drawings.c.room == room)
            .order_by(drawings.c.number)
        )
        with self._database.reading() as connection:
            rows = connection.execute(light).all()
            missing = [row.number for row in rows if row.number not in before]
            # What is there from the beginning comes at once; later, a few come at a time.
            these = drawings.c.number.in_(missing) if before else drawings.c.room == room
            new = connection.execute(select(drawings).where(these)).all() if missing else []
        # Whatever one of them holds, the others are shown.
        found = before | {row.number: drawn for row in new if (drawn := _drawn(row))}
        now: dict[int, Drawn] = {}
        for row in rows:
            if row.number not in found:
                continue
            one, kept_back = found[row.number], row.is_kept_back
            state = (bool(row.is_aside), None if kept_back is None else bool(kept_back), bool(row.is_learned))
            if (one.is_aside, one.is_kept_back, one.is_learned) != state:
                one = replace(one, is_aside=state[0], is_kept_back=state[1], is_learned=state[2])
            now[row.number] = one
        self.forget(room)  # nothing stays here of what was deleted there
        if now:
            self._known[room] = revision, now
            for longest_unseen in list(self._known)[:-MOST_ROOMS_KNOWN]:
                self.forget(longest_unseen)
        return list(now.values())

    def forget(self, room: int) -> None:
        """Let go of what is known of a room that was deleted."""
        self._known.pop(room, None)

    def forget_what_ended(self) -> None:
        """Let go of what is known of all rooms that are no more.

        Raises:
            ClassroomError: the database can't be reached.
        """
        known = list(self._known)
        with self._database.reading() as connection:
            there = set(connection.execute(select(rooms.c.number).where(rooms.c.number.in_(known))).scalars())
        for room in known:
            if room not in there:
                self.forget(room)


def put_aside(database: Database, code: str, key: str, number: int, *, is_aside: bool = True) -> None:
    """Have a drawing neither be shown nor learned from, or be so again.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        this = (drawings.c.room == room.number, drawings.c.number == number)
        connection.execute(update(drawings).where(*this).values(is_aside=is_aside))


def empty(database: Database, code: str, key: str) -> None:
    """Forget all drawings of a room, and the network that learned from them; the pupils stay.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        for table in (drawings, networks):
            connection.execute(delete(table).where(table.c.room == room.number))


def _checked(digit: int, strokes: Iterable[Points], pen: float) -> tuple[bytes, str, bytes]:
    """A drawing as it is kept: a line of a drawings file, a mark of its strokes alone, and its 784 pixels."""
    # What goes on beyond the canvas isn't seen.
    points = tuple(np.clip(stroke, -CANVAS_SIDE, 2 * CANVAS_SIDE) for stroke in strokes)
    if not points:
        raise ClassroomError(_(NO_DIGIT))
    if sum(map(len, points)) > min(MOST_SENT, MOST_POINTS):
        raise ClassroomError(_(TOO_LONG))
    line = as_lines([PenDrawing(digit, points, SOURCE)])
    steps = prepare_steps(draw(points, pen))
    if steps.is_empty or steps.is_blot:
        raise ClassroomError(_(NO_DIGIT))
    # Sent again because its answer was lost, it may meanwhile be another digit that is asked for.
    mark = hashlib.sha256(as_lines([PenDrawing(0, points)])).hexdigest()
    return line, mark, as_bytes(steps.pixels).tobytes()


def _drawn(row: Row[Any]) -> Drawn | None:
    """A drawing as it was kept; None for one that can't be read."""
    try:
        line = io.BytesIO(zlib.decompress(row.line))
        pixels = as_light(np.frombuffer(row.pixels, np.uint8).reshape(FIELD * FIELD))
        strokes = read_drawings(line)[0][0].strokes
    except (NetcoreError, zlib.error, ValueError, IndexError):
        _log.warning("Drawing %s of a class can't be read.", row.number)
        return None
    return Drawn(row.number, row.place, row.digit, strokes, pixels)
