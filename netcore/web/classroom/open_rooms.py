"""The rooms of all classes, as this server has them."""

import io
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from netcore.classroom.database import Database
from netcore.classroom.learning import network_in
from netcore.classroom.rooms import Room, forget_what_ended, is_teacher, look_up, place_of
from netcore.classroom.wall import Wall
from netcore.errors import ClassroomError
from netcore.files.weights import load
from netcore.language import _
from netcore.network import Network
from netcore.web.state import me

FORGETS_EVERY = 600.0
"""Seconds."""


@st.cache_resource(show_spinner=False)
def _opened() -> tuple[Database, Wall]:
    database = Database()
    wall = Wall(database)
    forget_what_ended(database)
    threading.Thread(target=keep_forgetting, args=(database, wall), daemon=True).start()
    return database, wall


def keep_forgetting(database: Database, wall: Wall, wait: Callable[[float], object] = time.sleep) -> None:
    """Forget, time and again, the rooms whose day is over: nobody may come to them any more.

    Args:
        database: the rooms.
        wall: what this server knows of them.
        wait: for so many seconds.
    """
    while True:
        wait(FORGETS_EVERY)
        with suppress(ClassroomError):  # the next time
            forget_what_ended(database)
            wall.forget_what_ended()


def database() -> Database:
    """The rooms of all classes.

    Raises:
        ClassroomError: it can't be opened; it is tried again the next time.
    """
    return _opened()[0]


def wall() -> Wall:
    """The drawings of all rooms, as this server knows them.

    Raises:
        ClassroomError: as of `database`.
    """
    return _opened()[1]


@st.cache_resource(show_spinner=False, max_entries=32)
def _network(room: int, revision: int) -> tuple[str, Network] | None:
    learned = network_in(database(), room)
    return None if learned is None else (learned.start, load(io.BytesIO(learned.content)))


def our_network(room: Room) -> tuple[str, Network] | None:
    """The network that the room learned, after the name of the one that it went on from; None without.

    Raises:
        NetcoreError: the database can't be reached, or holds no network.
    """
    return _network(room.number, room.network) if room.network else None


def my_room() -> tuple[Room | None, int | None]:
    """The room that this person is in, and their place as a pupil; no room where they are in none.

    Raises:
        ClassroomError: there is no such room or place; the message says so. It isn't counted: it tells
            nobody whether there is a room with that code, and no key is ever guessed.
    """
    place = me().place
    if not (place.key or place.seat):
        return None, None
    room = look_up(database(), place.code)
    if room and place.key and is_teacher(database(), place.code, place.key):
        return room, None
    seat = place_of(database(), place.code, place.seat) if room and place.seat else None
    if seat is not None:
        return room, seat
    place.is_refused = True
    raise ClassroomError(_("This room is closed: it was deleted, or its day is over. Nothing of it is kept."))
