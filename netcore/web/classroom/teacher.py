"""The teacher's page: who may join, what is asked for, the wall, and what the class made of it."""

import html
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import segno
import streamlit as st

from netcore.classroom.export import as_ndjson, as_npz
from netcore.classroom.rooms import ALL, HOURS, Room, ask, delete_room, pause
from netcore.classroom.wall import Drawn, empty
from netcore.errors import ClassroomError
from netcore.language import N_, _
from netcore.web.classroom.learned import VIEWS, WALL, learn
from netcore.web.classroom.open_rooms import database, wall
from netcore.web.classroom.place import go_in, said
from netcore.web.classroom.showing import show_now
from netcore.web.components.painter.painter import paint_figures
from netcore.web.components.wall.wall import set_scene
from netcore.web.networks import choose, offered
from netcore.web.person.place import Place
from netcore.web.routes import CLASS, ROOM
from netcore.web.state import me
from netcore.web.text import plain
from netcore.web.tongue import meant
from netcore.web.widgets import hold, preset, told

LOCAL = ("localhost", "127.0.0.1", "[::1]")
SECONDS = 0.5
"""So often the wall asks for what has come."""
PRIVACY = N_(
    "The room deletes itself in {hours} hours. Of the pupils it keeps these drawings, and nothing else: no "
    "name, no address."
)


def show_teacher(room: Room) -> None:
    """Put the teacher's page together.

    Args:
        room: theirs, as it is now.
    """
    usable = offered()
    if not usable:
        return
    link = link_to(room.code)
    with st.container(key="class"):
        with st.container(key="invite", gap="small"):
            _show_invitation(room, link)
            _show_controls(room)
        with st.container(key="showing", gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", key="showing_what"):
                hold(CLASS.view)
                view = st.segmented_control(
                    _("What to show"),
                    VIEWS,
                    format_func=_,
                    default=meant(CLASS.view, VIEWS, WALL),
                    required=True,
                    key=CLASS.view,
                    bind="query-params",
                    label_visibility="collapsed",
                )
                network = choose(usable)
            if trouble := me().notice.take():
                st.warning(plain(trouble))
            st.fragment(show_now, run_every=SECONDS)(view or WALL, network, lobby(room.code, link))
    set_scene()
    paint_figures({})


def link_to(code: str) -> str:
    """What pupils open to join."""
    # Where another page was open before, the address may still end with that one's name.
    here = (st.context.url or "").split("?")[0].rstrip("/")
    return f"{here.removesuffix('/' + CLASS.address)}/{CLASS.address}?{ROOM}={code}"


def lobby(code: str, link: str) -> str:
    """Code and link as large as the wall, as HTML."""
    words = _("Scan this, or open <b>{address}</b> and type the code:")
    address = html.escape(link.split("?")[0].partition("//")[2])
    return (
        f'<div class="lobby">{_code(link)}<div class="words"><p>{words.format(address=address)}</p>'
        f'<p class="code">{html.escape(code)}</p></div></div>'
    )


def _show_invitation(room: Room, link: str) -> None:
    address = html.escape(link.partition("//")[2])
    st.html(f'<p class="code">{html.escape(room.code)}</p>{_code(link)}<p class="address">{address}</p>')
    if any(f"//{host}" in link for host in LOCAL):
        st.caption(_("Only this computer can open that address: open this page by its name in your network."))


def _code(link: str) -> str:
    picture = segno.make(link, error="m", micro=False).svg_data_uri(border=2, omitsize=True)
    alt = _("A code that a telephone reads: the link to this room")
    return f'<img class="qr" alt="{html.escape(alt)}" src="{picture}">'


def _show_controls(room: Room) -> None:
    preset("asked_digit", room.asked)
    st.segmented_control(
        _("**Ask for**"),
        [*range(10), ALL],
        format_func=lambda digit: _("all ten") if digit == ALL else str(digit),
        key="asked_digit",
        required=True,
        on_change=_ask,
    )
    st.button(
        _("Learn from the class"),
        key="learn_from_class",
        type="primary",
        on_click=learn,
        width="stretch",
        help=_(
            "A network goes on learning, with the drawings of the class beside the bundled digits. One pupil "
            "of four is kept back: by their drawings it is judged."
        ),
    )
    with st.container(horizontal=True, gap="xsmall", key="moderating"):
        label = _("Go on") if room.is_paused else _("Pause")
        st.button(label, key="pause_room", on_click=_pause, args=(not room.is_paused,))
        with st.popover(_("Room"), key="room_menu"):
            for label, kind, content_of in (
                (_("Download the drawings (.ndjson)"), "ndjson", as_ndjson),
                (_("Download their pictures (.npz)"), "npz", as_npz),
            ):
                st.download_button(
                    label,
                    partial(_file, content_of, room.number),
                    file_name=f"class-{room.code}.{kind}",
                    key=f"take_{kind}",
                    on_click="ignore",
                    width="stretch",
                )
            st.button(_("Empty the room of all drawings"), key="empty_room", on_click=_empty, width="stretch")
            st.button(
                _("Delete the room, at once and for good"),
                key="delete_room",
                on_click=_delete,
                width="stretch",
            )
    left = max(1, round((room.ends - time.time()) / 3600))
    st.html(f'<p class="privacy">{_(PRIVACY).format(hours=min(left, HOURS))}</p>')


def _file(content_of: Callable[[list[Drawn]], bytes], room: int) -> bytes:
    """All drawings of a room; made when somebody wants them."""
    return content_of(wall().drawings(room))


def _ask() -> None:
    asked = told("asked_digit")
    if asked is not None:
        _moderate(ask, asked)


def _pause(is_paused: bool) -> None:
    _moderate(pause, is_paused=is_paused)


def _empty() -> None:
    _moderate(empty)


def _delete() -> None:
    if _moderate(delete_room):
        go_in(Place())


def _moderate(doing: Callable[..., None], *what: Any, **more: Any) -> bool:
    """Do what only the teacher may; whether it was done."""
    place = me().place
    try:
        doing(database(), place.code, place.key, *what, **more)
    except ClassroomError as error:
        said(error)
        return False
    return True
