"""What a page has for the diagram: style sheets decide, the browser tells, and it is laid out for that."""

from typing import Any

import streamlit as st

from netcore.figures.blocks import Room
from netcore.web.state import me

DRAW, OVERVIEW, LESSON = "draw", "overview", "lesson"
"""The pages that have it are laid out in three ways."""
ROOMS = {DRAW: Room(910, 544), OVERVIEW: Room(600, 370), LESSON: Room(600, 416)}
"""On a screen of 1280 × 720; the browser tells of others."""
UNTIL_IT_FITS = (
    "<style>.st-key-network:not([data-fits]) {animation: appear 3s step-end}"
    "@keyframes appear {from {visibility: hidden}}</style>"
)
"""Hides a diagram that is laid out for another room, which room.js tells: what fits is about to come."""
LEAST, MOST = 100, 5000
"""Pixels that are believed."""


def my_room(place: str) -> Room:
    """What this person's browser has for the diagram.

    Args:
        place: `DRAW`, `OVERVIEW` or `LESSON`.
    """
    return me().browser.rooms.get(place, ROOMS[place])


def follow_room(result: Any, place: str) -> None:
    """Run the page again where the browser told that it has another room.

    Args:
        result: of `show_reading`: `room`, once it isn't what was laid out for: width and height in pixels,
            and whether layers are to stand below each other.
        place: `DRAW`, `OVERVIEW` or `LESSON`.
    """
    told = result.room
    if not (isinstance(told, list) and len(told) == 3 and all(isinstance(part, int) for part in told)):
        return
    width, height = (min(max(side, LEAST), MOST) for side in told[:2])
    room = Room(width, height, is_high=bool(told[2]))
    if room != my_room(place):
        me().browser.rooms[place] = room
        st.rerun()
