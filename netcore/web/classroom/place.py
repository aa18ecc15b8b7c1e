"""Where a person is in a class: their address holds it, on every page and through every reload."""

import io
import ipaddress
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from netcore.classroom.database import Database
from netcore.classroom.learning import network_in, network_revision
from netcore.classroom.rooms import Room, forget_what_ended, is_teacher, look_up, place_of, written
from netcore.classroom.wall import Wall
from netcore.errors import ClassroomError, NetcoreError
from netcore.files.weights import load
from netcore.language import _
from netcore.network import Network
from netcore.web.person.place import Place
from netcore.web.routes import KEY, ROOM, SEAT
from netcore.web.state import me

BEHIND_PROXY = "NETCORE_BEHIND_PROXY"
"""The variable that is 1 where a proxy of one's own tells who asks, as X-Forwarded-For."""
FORGETS_EVERY = 600.0
"""Seconds."""
LONGEST = 100
"""Characters of a code or a key in an address."""


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


def our_network(room: int) -> tuple[str, Network] | None:
    """The network that the room learned, after the name of the one that it went on from; None without.

    Raises:
        NetcoreError: the database can't be reached, or holds no network.
    """
    revision = network_revision(database(), room)
    return _network(room, revision) if revision else None


def client() -> str:
    """Where this person's page is asked for, as far as the server can tell."""
    # The last that is noted there is what the proxy itself saw; without one, anybody may write there.
    is_behind = os.environ.get(BEHIND_PROXY) == "1"
    told = st.context.headers.get("X-Forwarded-For", "") if is_behind else ""
    return line_of(told.rpartition(",")[2].strip() or st.context.ip_address or "here")


def line_of(address: str) -> str:
    """What is one line to the internet: an address, of IPv6 the 2^64 that one line has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((int(ip), 64), strict=False))


def take_place() -> None:
    """Take the place that the address holds, and have it stay there."""
    person, address = me(), st.query_params
    code = written(address.get(ROOM, "")[:LONGEST])
    told = Place(code, address.get(KEY, "")[:LONGEST], address.get(SEAT, "")[:LONGEST])
    mine = person.place
    is_other = told.code != mine.code or (told.key or told.seat) not in ("", mine.key or mine.seat)
    if told.code and is_other:
        person.place = told
    elif mine.code:
        put_into_address()  # the way from page to page leads past it


def put_into_address() -> None:
    """Have the address hold this person's place."""
    place = me().place
    for name, value in ((ROOM, place.code), (KEY, place.key), (SEAT, place.seat)):
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value:
            st.query_params.pop(name, None)


def go_in(place: Place) -> None:
    """Take another place, or leave for none."""
    me().place = place
    put_into_address()


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


def said(error: NetcoreError) -> None:
    """Leave a sentence for the page, which shows it next."""
    me().notice.leave(str(error))
