"""Rooms: a teacher opens one, pupils join it with its code, and after a day it is gone."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from netcore.classroom.codes import new_code, written
from netcore.classroom.database import Database, drawings, networks, rooms, seats
from netcore.classroom.limits import OPENED, WRONG, forget_old_tries, note, refuse_too_many
from netcore.classroom.names import MOST_SEATS
from netcore.errors import ClassroomError
from netcore.language import N_, _

HOURS = 24
"""After so many a room deletes itself."""
ALL = 10
"""Asked for instead of a digit: all ten, one after the other."""
MOST_ROOMS = 2000
"""At once."""
NO_ROOM = N_("There is no room with that code. Look closely at it, or ask: a room is deleted after a day.")
FULL = N_("The room is full: {most} pupils are in it.")
NOT_YOURS = N_("This link isn't the one of the room's teacher.")
NO_MORE_ROOMS = N_("There are too many rooms already: try again later.")


@dataclass(frozen=True)
class Room:
    """A room as it is now.

    Attributes:
        number: no other room ever has it.
        code: what pupils join with.
        ends: when it deletes itself, in seconds since 1970, UTC.
        asked: the digit that is asked for, or ALL.
        is_paused: nothing can be sent.
        revision: grows with every change.
        pupils: how many have joined.
        network: the revision at which the class's network was made; 0 while there is none.
    """

    number: int
    code: str
    ends: int
    asked: int
    is_paused: bool
    revision: int
    pupils: int
    network: int


@dataclass(frozen=True)
class Opened:
    """What the one who opens a room gets.

    Attributes:
        code: for everyone.
        key: for them alone: who has it may do everything in the room.
    """

    code: str
    key: str


def open_room(database: Database, client: str) -> Opened:
    """Open a room, in which all ten digits are asked for.

    Args:
        database: the rooms.
        client: where the wish comes from, such as an address.

    Raises:
        ClassroomError: there are too many already, or this client opened too many just now.
    """
    refuse_too_many(database, OPENED, client)
    opened = Opened(new_code(), secrets.token_urlsafe(16))
    with database.writing() as connection:
        _forget_what_ended(database, connection)
        if connection.execute(select(func.count()).select_from(rooms)).scalar_one() >= MOST_ROOMS:
            raise ClassroomError(_(NO_MORE_ROOMS))
        if _row(database, connection, opened.code):  # one in two hundred million
            raise ClassroomError(_(NO_MORE_ROOMS))
        note(database, connection, OPENED, client)
        connection.execute(
            rooms.insert().values(
                code=opened.code,
                key_hash=hashed(opened.key),
                ends=int(database.now()) + HOURS * 3600,
                asked=ALL,
                is_paused=False,
                revision=1,
            )
        )
    return opened


def look_up(database: Database, code: str) -> Room | None:
    """A room; None if there is none with that code, or not any more."""
    pupils = select(func.count()).where(seats.c.room == rooms.c.number).scalar_subquery()
    network = select(networks.c.revision).where(networks.c.room == rooms.c.number).scalar_subquery()
    found = select(rooms, pupils.label("pupils"), network.label("network")).where(rooms.c.code == code)
    with database.reading() as connection:
        row = connection.execute(found).one_or_none()
    if row is None:
        return None
    if row.ends <= database.now():
        with database.writing() as connection:
            _forget_what_ended(database, connection)
        return None
    return Room(
        row.number,
        row.code,
        row.ends,
        row.asked,
        bool(row.is_paused),
        row.revision,
        row.pupils,
        row.network or 0,
    )


def is_teacher(database: Database, code: str, key: str) -> bool:
    """Whether this is the key of the one who opened the room."""
    with database.reading() as connection:
        row = _row(database, connection, code)
    return row is not None and _fits(row, key)


def place_of(database: Database, code: str, seat: str) -> int | None:
    """The place in the room of the pupil with this key; None if there is none."""
    of_room = select(seats.c.place).join(rooms, rooms.c.number == seats.c.room).where(rooms.c.code == code)
    alive = of_room.where(rooms.c.ends > database.now(), seats.c.key_hash == hashed(seat))
    with database.reading() as connection:
        return connection.execute(alive).scalar_one_or_none()


def join(database: Database, code: str, client: str) -> str:
    """Take the next free place in a room; in a full one, that of somebody who has sent nothing.

    Args:
        database: the rooms.
        code: as it was typed.
        client: where the wish comes from, such as an address.

    Returns:
        The pupil's key, for them alone.

    Raises:
        ClassroomError: there is no such room, it is full, or wrong codes were tried too often.
    """
    refuse_too_many(database, WRONG, client)
    seat = secrets.token_urlsafe(16)
    with database.writing() as connection:
        _forget_what_ended(database, connection)
        if _row(database, connection, written(code)) is None:
            note(database, connection, WRONG, client)
            is_there = False
        else:
            is_there = True
            room = change(database, connection, written(code))  # from here on, others wait
            _sit_down(connection, room.number, hashed(seat))
    if not is_there:
        raise ClassroomError(_(NO_ROOM))
    return seat


def ask(database: Database, code: str, key: str, asked: int) -> None:
    """Ask for a digit, or for ALL.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    if asked not in range(ALL + 1):
        raise ValueError(f"{asked} is no digit.")
    with moderating(database, code, key) as (connection, room):
        connection.execute(update(rooms).where(rooms.c.number == room.number).values(asked=asked))


def pause(database: Database, code: str, key: str, *, is_paused: bool) -> None:
    """Have nothing be sent for a while, or again.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        connection.execute(update(rooms).where(rooms.c.number == room.number).values(is_paused=is_paused))


def delete_room(database: Database, code: str, key: str) -> None:
    """Forget the room, and all that was in it.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        _forget(connection, [room.number])


def forget_what_ended(database: Database) -> None:
    """Forget the rooms whose day is over, and who tried to get in some time ago.

    Raises:
        ClassroomError: the database can't be reached.
    """
    with database.writing() as connection:
        _forget_what_ended(database, connection)
        forget_old_tries(database, connection)


@contextmanager
def moderating(database: Database, code: str, key: str) -> Iterator[tuple[Connection, Row[Any]]]:
    """What only the teacher may do: a transaction, in which nobody else changes the room.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with database.writing() as connection:
        room = change(database, connection, code)
        if not _fits(room, key):
            raise ClassroomError(_(NOT_YOURS))
        yield connection, room


def change(database: Database, connection: Connection, code: str) -> Row[Any]:
    """Take note that something in a room changes: until the transaction ends, others who change it wait.

    Raises:
        ClassroomError: the room is gone.
    """
    is_it = (rooms.c.code == code, rooms.c.ends > database.now())
    connection.execute(update(rooms).where(*is_it).values(revision=rooms.c.revision + 1))
    row = _row(database, connection, code)
    if row is None:
        raise ClassroomError(_(NO_ROOM))
    return row


def hashed(key: str) -> str:
    """How a key is kept: keys are long and random, so that nobody finds one that fits."""
    return hashlib.sha256(key.encode()).hexdigest()


def _row(database: Database, connection: Connection, code: str) -> Row[Any] | None:
    alive = select(rooms).where(rooms.c.code == code, rooms.c.ends > database.now())
    return connection.execute(alive).one_or_none()


def _fits(room: Row[Any], key: str) -> bool:
    return hmac.compare_digest(room.key_hash, hashed(key))


def _sit_down(connection: Connection, room: int, key_hash: str) -> None:
    """Give away the next place; once there is none, the first whose pupil has sent nothing."""
    here = seats.c.room == room
    taken = connection.execute(select(func.count()).where(here)).scalar_one()
    if taken < MOST_SEATS:
        connection.execute(seats.insert().values(room=room, place=taken, key_hash=key_hash))
        return
    sent = select(drawings.c.place).where(drawings.c.room == room)
    unused = select(func.min(seats.c.place)).where(here, seats.c.place.not_in(sent))
    place = connection.execute(unused).scalar()
    if place is None:
        raise ClassroomError(_(FULL).format(most=MOST_SEATS))
    anew = {"key_hash": key_hash, "is_kept_back": None}
    connection.execute(update(seats).where(here, seats.c.place == place).values(**anew))


def _forget_what_ended(database: Database, connection: Connection) -> None:
    ended = select(rooms.c.number).where(rooms.c.ends <= database.now())
    if numbers := list(connection.execute(ended).scalars()):
        _forget(connection, numbers)


def _forget(connection: Connection, numbers: list[int]) -> None:
    for table in (drawings, networks, seats):
        connection.execute(delete(table).where(table.c.room.in_(numbers)))
    connection.execute(delete(rooms).where(rooms.c.number.in_(numbers)))
