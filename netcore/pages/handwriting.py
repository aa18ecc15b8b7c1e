"""A person's own handwriting: digits that they draw and name, to learn from."""

import streamlit as st

from netcore.datasets import PenDrawing
from netcore.network import Network


def my_handwriting() -> tuple[PenDrawing, ...]:
    """This person's own drawings."""
    drawings: tuple[PenDrawing, ...] = st.session_state.get("handwriting", ())
    return drawings


def drawings_to_learn_from() -> tuple[PenDrawing, ...]:
    """Those of this person's drawings that a training learns from; the others are to judge it by."""
    return my_handwriting()


def show_handwriting(before: Network, after: Network) -> None:
    """Show the drawings, what two networks make of them, and how to keep more.

    Args:
        before: the network as it was before it learned.
        after: as it is now.
    """
    st.markdown("To come.")
