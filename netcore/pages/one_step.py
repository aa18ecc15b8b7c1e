"""What one step of learning does, for one example."""

import streamlit as st

from netcore.figures.theme import PlainFigure
from netcore.network import Network


def show_one_step(network: Network, learning_rate: float, figures: dict[str, PlainFigure]) -> None:
    """Show what one example does to the network: forward, the errors on their way back, the nudges.

    Args:
        network: as it is now.
        learning_rate: how long the nudges are.
        figures: where the figures are put that `show_reading` is to paint.
    """
    st.markdown("To come.")
