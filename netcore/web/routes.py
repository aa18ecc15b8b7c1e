"""The pages of the app, each once: what it is called, where it lies, and at which address."""

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from netcore.language import N_


@dataclass(frozen=True)
class Route:
    """A page.

    Attributes:
        script: its file, seen from the folder of app.py.
        title: what it is called in the navigation, in English.
        address: its path in the browser's address; "" for the page that opens first.
        view: what the choice of its views is called in the address; "" for a page without.
    """

    script: str
    title: str
    address: str
    view: str = ""


DRAW = Route("netcore/web/draw/page.py", N_("Draw"), "")
LESSON = Route("netcore/web/lesson/page.py", N_("Lesson"), "lesson", "step")
LOOK_INSIDE = Route("netcore/web/look_inside/page.py", N_("Look inside"), "inspect", "view")
LEARN = Route("netcore/web/learn/page.py", N_("Learn"), "learn", "lesson")
TEST = Route("netcore/web/test/page.py", N_("Test"), "test", "part")
CLASS = Route("netcore/web/classroom/page.py", N_("Class"), "class", "show")
ROUTES = (DRAW, LESSON, LOOK_INSIDE, LEARN, TEST, CLASS)
"""In the order in which the navigation shows them."""
CHOICE, HIDE, LANGUAGE = "choice", "hide", "lang"
ROOM, KEY, SEAT = "room", "key", "seat"
"""A place in a class: the room's code, and the key of its teacher or of a pupil, which are theirs alone."""
EVERYWHERE = (CHOICE, HIDE, LANGUAGE, ROOM, KEY, SEAT)
"""What addresses of all pages hold: the network, what a link hides, the language, the place in a class."""
TEACHER = "teacher"
"""Of the lesson's address: "1" shows the notes for the one in front."""


def go_to(page: Route, **more: str) -> NoReturn:
    """Go to another page, which is told what counts on all of them; address.js sees to the way back.

    Args:
        page: the other one.
        more: what else its address is to hold.
    """
    st.switch_page(page.script, query_params={**more, **told_everywhere()})


def told_everywhere() -> dict[str, list[str]]:
    """What another page is told by its address: what counts on all of them."""
    return {name: st.query_params.get_all(name) for name in EVERYWHERE if name in st.query_params}
