"""The way into a room: to open one, or to join one."""

import streamlit as st

from netcore.classroom.codes import CODE_LENGTH, written
from netcore.classroom.rooms import HOURS, join, open_room
from netcore.errors import ClassroomError
from netcore.language import N_, _
from netcore.web.classroom.client import client
from netcore.web.classroom.open_rooms import database
from netcore.web.classroom.place import go_in, said
from netcore.web.components.painter.painter import paint_figures
from netcore.web.components.wall.wall import set_scene
from netcore.web.person.place import Place
from netcore.web.state import me
from netcore.web.text import plain
from netcore.web.widgets import told

KEPT = N_(
    "Nobody gives a name: you are called by an animal and a colour. Of you, the room keeps what you send and "
    "nothing else, and deletes itself {hours} hours after it was opened."
)


def show_door() -> None:
    """Two choices; who comes with a room's link has only to press."""
    code = me().place.code
    with st.container(key="door"):
        st.title(_("A class that writes together"), anchor=False)
        if trouble := me().notice.take():
            st.error(plain(trouble))
        with st.container(key="doors"):
            with st.container(border=True, key="join_room"):
                st.subheader(_("I join"), anchor=False)
                if code:
                    st.markdown(_("You are about to join the room **{code}**.").format(code=plain(code)))
                    st.button(
                        _("Join the class"),
                        key="join",
                        type="primary",
                        on_click=_join,
                        args=(code,),
                        width="stretch",
                    )
                else:
                    with st.form("joining", border=False):
                        st.text_input(
                            _("The room's code, as it stands on the board"),
                            key="code",
                            max_chars=4 * CODE_LENGTH,
                            autocomplete="off",
                        )
                        st.form_submit_button(
                            _("Join the class"), key="join", type="primary", on_click=_join, width="stretch"
                        )
                st.caption(_(KEPT).format(hours=HOURS))
            if not code:
                with st.container(border=True, key="open_room"):
                    st.subheader(_("I teach"), anchor=False)
                    st.markdown(
                        _(
                            "Open a room and show its code. Your class draws, on telephones or tablets, and "
                            "every drawing appears on your wall, with what the network reads in it."
                        )
                    )
                    st.button(_("Open a room"), key="open", on_click=_open, width="stretch")
                    st.caption(
                        _(
                            "Your page's address is the key to the room: keep it to yourself. The menu "
                            "*Share* leaves it out."
                        )
                    )
            else:
                st.button(_("Another room"), key="another", on_click=go_in, args=(Place(),))
    set_scene()
    paint_figures({})


def _join(code: str | None = None) -> None:
    typed = told("code") or "" if code is None else code
    try:
        seat = join(database(), typed, client())
    except ClassroomError as error:
        said(error)
    else:
        go_in(Place(written(typed), seat=seat))


def _open() -> None:
    try:
        opened = open_room(database(), client())
    except ClassroomError as error:
        said(error)
    else:
        go_in(Place(opened.code, opened.key))
