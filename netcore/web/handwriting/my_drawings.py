"""This person's own drawings, as their pages keep them."""

import streamlit as st

from netcore.web.handwriting.own_drawings import Drawings, Look, look_of, with_removed


def my_handwriting() -> Drawings:
    """This person's own drawings, in the order in which they were kept."""
    drawings: Drawings = st.session_state.get("handwriting", ())
    return drawings


def drawings_to_learn_from() -> Drawings:
    """Those of this person's drawings that a training learns from; the others are to judge it by."""
    return tuple(drawing for drawing in my_handwriting() if not drawing.kept_back)


def keep(drawings: Drawings) -> None:
    """Go on with these as this person's drawings; one that stays must be the same object as before."""
    st.session_state.handwriting = drawings


def my_looks() -> list[Look]:
    """What each of this person's drawings looks like; prepared once."""
    state = st.session_state
    known = state.get("handwriting_looks", {})
    state.handwriting_looks = {one: known.get(one) or look_of(one) for one in my_handwriting()}
    return list(state.handwriting_looks.values())


def put_away(drawings: Drawings) -> None:
    """Remove drawings; the last that were removed can be brought back."""
    gone = tuple(one for one in my_handwriting() if one in drawings)
    if gone:  # or the second press of a double click, for which nothing is left, takes the way back away
        keep(tuple(one for one in my_handwriting() if one not in gone))
        st.session_state.handwriting_removed = gone


def removed() -> Drawings:
    """The drawings that can be brought back."""
    drawings: Drawings = st.session_state.get("handwriting_removed", ())
    return drawings


def bring_back() -> None:
    """Keep again what was removed last, as far as there is room."""
    drawings, st.session_state.handwriting_removed = with_removed(my_handwriting(), removed())
    keep(drawings)
