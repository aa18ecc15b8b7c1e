"""The page of a class: a teacher opens a room, pupils join it and write, and all see what is read."""

import streamlit as st

from netcore.errors import ClassroomError
from netcore.language import _
from netcore.web.classroom.door import show_door
from netcore.web.classroom.learned import keep_what_was_learned
from netcore.web.classroom.open_rooms import my_room
from netcore.web.classroom.place import go_in
from netcore.web.classroom.pupil import show_pupil
from netcore.web.classroom.teacher import show_teacher
from netcore.web.person.place import Place
from netcore.web.state import arrive, me
from netcore.web.text import plain


def page() -> None:
    """Show what belongs to this person's place."""
    arrive()
    try:
        room, seat = my_room()
        if room is None:
            show_door()
        elif seat is None:
            keep_what_was_learned()
            show_teacher(room)
        else:
            show_pupil(room, seat)
    except ClassroomError as error:
        st.error(plain(str(error)))
        if me().place.is_refused:
            st.button(_("Leave this room"), key="leave", on_click=go_in, args=(Place(),))


page()
