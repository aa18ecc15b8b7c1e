"""The step in the address, and whether the notes for the one in front are shown."""

import streamlit as st

from netcore.web.person.lesson import Lesson
from netcore.web.routes import LESSON, TEACHER
from netcore.web.state import me


def take_address(lesson: Lesson, count: int) -> None:
    """Open the step that the address holds, or the nearest one that there is; without one, it stays.

    Args:
        lesson: of this person.
        count: of the steps.
    """
    address = st.query_params
    try:
        step = min(max(int(address[LESSON.view]), 1), count)
    except (KeyError, ValueError):
        step = lesson.step
    if step != lesson.step:
        lesson.go(step, me().drawing.begun)
    if TEACHER in address:
        lesson.teaches = address[TEACHER] == "1"
    in_address(lesson)


def in_address(lesson: Lesson) -> None:
    """Have the address follow."""
    address = st.query_params
    if address.get(LESSON.view) != str(lesson.step):
        address[LESSON.view] = str(lesson.step)
    if lesson.teaches and TEACHER not in address:
        address[TEACHER] = "1"
