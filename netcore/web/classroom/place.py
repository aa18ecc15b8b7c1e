"""Where a person is in a class: their address holds it, on every page and through every reload."""

import io
import ipaddress

import streamlit as st

from netcore.classroom.database import Database
from netcore.classroom.learning import network_in, network_revision
from netcore.classroom.rooms import Room, is_teacher, look_up, place_of, refuse_wrong_keys, written
from netcore.classroom.wall import Wall
from netcore.errors import ClassroomError, NetcoreError
from netcore.files.weights import load
from netcore.language import _
from netcore.network import Network
from netcore.web.person.place import Place
from netcore.web.routes import KEY, ROOM, SEAT
from netcore.web.state import me

LONGEST = 100
"""Characters of a code or a key in an address."""


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """The rooms of all classes.

    Raises:
        ClassroomError: it can't be opened; it is tried again the next time.
    """
    return Database()


@st.cache_resource(show_spinner=False)
def wall() -> Wall:
    """The drawings of all rooms, as this server knows them."""
    return Wall(database())


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
    here = st.context.ip_address
    try:
        is_near = here is None or ipaddress.ip_address(here).is_private
    except ValueError:
        is_near = False
    # What stands between is on this network, too, and the last that it notes is whom it speaks for.
    told = st.context.headers.get("X-Forwarded-For", "") if is_near else ""
    return told.rpartition(",")[2].strip()[:LONGEST] or here or "here"


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
        ClassroomError: there is no such room or place; the message says so. It is counted as a wrong code.
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
    if not place.is_refused:
        place.is_refused = True
        refuse_wrong_keys(database(), client())
    raise ClassroomError(_("This room is closed: it was deleted, or its day is over. Nothing of it is kept."))


def said(error: NetcoreError) -> None:
    """Leave a sentence for the page, which shows it next."""
    me().notice.leave(str(error))
