"""What the class sees: the drawings as they come, the network that they made, or the code to join with."""

import math

import streamlit as st

from netcore.classroom.learning import read_all
from netcore.classroom.names import colour_of, name_of
from netcore.classroom.rooms import Room, look_up
from netcore.classroom.wall import Drawn, put_aside
from netcore.data import draw
from netcore.errors import ClassroomError
from netcore.language import _
from netcore.network import Network
from netcore.web.charts import my_palette
from netcore.web.classroom.learned import CODE, OURS, keep_what_was_learned, show_learned
from netcore.web.classroom.open_rooms import database, wall
from netcore.web.classroom.place import said
from netcore.web.components.wall.wall import Hung, Tile, path_of, show_wall
from netcore.web.person.drawing import PEN
from netcore.web.person.strokes import stroke_object
from netcore.web.routes import LOOK_INSIDE, go_to
from netcore.web.state import me
from netcore.web.text import in_percent, plain

A_PAGE = 60
"""Tiles that hang at once."""


def show_now(view: str, network: Network, lobby: str) -> None:
    """Show what there is by now.

    Args:
        view: of VIEWS.
        network: that reads the drawings.
        lobby: the code as large as the wall, as HTML.
    """
    try:
        room = look_up(database(), me().place.code)
        drawn = wall().drawings(room.number, room.revision) if room else []
    except ClassroomError as error:
        st.warning(plain(str(error)))
        return
    if room is None:
        st.rerun(scope="app")
    if keep_what_was_learned():
        st.rerun(scope="app")
    if view == OURS:
        if (picked := show_learned(room, drawn)) is not None:
            _look_inside(next(one for one in drawn if one.number == picked))
    elif view == CODE or not drawn:
        st.html(lobby)
        st.html(f'<p class="score" role="status">{_here(room)}</p>')
    else:
        _show_drawings(room, drawn, network)


def _here(room: Room) -> str:
    if not room.pupils:
        return _("Nobody is here yet.")
    words = _("1 pupil is here.") if room.pupils == 1 else _("{count} pupils are here.")
    return words.format(count=room.pupils) + (" " + _("<b>Paused.</b>") if room.is_paused else "")


def _show_drawings(room: Room, drawn: list[Drawn], network: Network) -> None:
    """The wall, and how many are read right."""
    place = me().place
    shown = [one for one in drawn if not one.is_aside]
    reads = dict(zip((one.number for one in drawn), read_all(network, drawn), strict=True))
    right = sum(reads[one.number] == one.digit for one in shown)
    with st.container(horizontal=True, vertical_alignment="center", key="wall_head"):
        part = right / len(shown) if shown else 0.0
        words = _("<b>{right} of {count}</b> are read right ({part}).")
        words = words.format(right=right, count=len(shown), part=in_percent(part, 0))
        st.html(f'<p class="score" role="status">{words} {_here(room)}</p>')
        count = len(drawn) - len(shown)
        is_aside = bool(count) and st.toggle(_("Put aside: {count}").format(count=count), key="show_aside")
        if is_aside:
            shown = [one for one in drawn if one.is_aside]
        newest_first = shown[::-1]
        pages = max(math.ceil(len(shown) / A_PAGE), 1)
        place.page = min(place.page, pages - 1)
        if pages > 1:
            st.button(_("Newer"), key="newer", on_click=_turn, args=(-1,), disabled=place.page == 0)
            st.markdown(f"{place.page + 1} / {pages}", width="content")
            st.button(_("Older"), key="older", on_click=_turn, args=(1,), disabled=place.page == pages - 1)
    hanging = newest_first[place.page * A_PAGE : (place.page + 1) * A_PAGE]
    new = [one for one in hanging if one.number not in place.sent]
    place.sent |= {one.number for one in new}
    wanted = show_wall(
        [_tile(one) for one in new],
        [_hung(one, reads[one.number]) for one in hanging],
        my_palette(),
        on_move=_move,
        on_lack=place.sent.clear,
    )
    if found := [one for one in drawn if one.number == wanted]:
        _look_inside(found[0])


def _tile(one: Drawn) -> Tile:
    return Tile(one.number, one.digit, path_of(one.strokes), name_of(one.place), colour_of(one.place))


def _hung(one: Drawn, read: int | None) -> Hung:
    return Hung(one.number, "–" if read is None else str(read), read == one.digit, one.is_aside)


def _turn(pages: int) -> None:
    me().place.page = max(me().place.page + pages, 0)


def _move(number: int, is_aside: bool) -> None:
    place = me().place
    try:
        put_aside(database(), place.code, place.key, number, is_aside=is_aside)
    except ClassroomError as error:
        said(error)


def _look_inside(one: Drawn) -> None:
    """Put a drawing on this person's canvas, and go to where it is looked into."""
    me().drawing.bring([stroke_object(stroke) for stroke in one.strokes], draw(one.strokes, PEN))
    go_to(LOOK_INSIDE)
