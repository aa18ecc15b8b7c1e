"""Where a person is in a class: their address holds it, on every page and through every reload.

It is looked at on all pages, so nothing here needs the rooms themselves, nor their database.
"""

import streamlit as st

from netcore.classroom.codes import written
from netcore.errors import NetcoreError
from netcore.web.person.place import Place
from netcore.web.routes import KEY, ROOM, SEAT
from netcore.web.state import me

LONGEST = 100
"""Characters of a code or a key in an address."""


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


def said(error: NetcoreError) -> None:
    """Leave a sentence for the page, which shows it next."""
    me().notice.leave(str(error))
