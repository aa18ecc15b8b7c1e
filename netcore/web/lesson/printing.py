"""The button that gives a person the handout."""

from functools import partial
from urllib.parse import urlencode

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import held_out_digits, load_sample
from netcore.language import _
from netcore.network import Network
from netcore.preprocess import prepare
from netcore.web.components.canvas.canvas import my_reading
from netcore.web.lesson.handout import handout
from netcore.web.lesson.steps import STEPS
from netcore.web.person.own_network import OWN
from netcore.web.routes import CHOICE, LANGUAGE, LESSON
from netcore.web.tongue import my_language

USUAL_DIGIT = 7
"""What is summed up where nothing is drawn."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""Hosts that no other device finds."""


def show_handout(network: Network) -> None:
    """Offer the handout, as a file to open and print.

    Args:
        network: the one on screen.
    """
    is_local = any(f"//{host}" in (st.context.url or "") for host in LOCAL)
    st.download_button(
        _("Handout"),
        partial(handout, network, *material(network)),
        file_name="handout.html",
        mime="text/html",
        key="handout",
        type="tertiary",
        on_click="ignore",
        help=_(
            "Two pages to print. Its codes lead to this computer alone: for other devices, open this page by "
            "the Network URL, which the terminal tells."
        )
        if is_local
        else _("Two pages to print, with a code for each step."),
    )


def material(network: Network) -> tuple[NDArray[np.float32], list[tuple[str, str]], str]:
    """What this person's handout is made of, besides the network: it is made once they want it, by nobody.

    Args:
        network: the one on screen.

    Returns:
        Their drawing, or a bundled digit while there is none, the steps with their addresses, the language.
    """
    trace = my_reading(network).trace
    pixels = _usual_pixels() if trace is None else trace.activations[0].astype(np.float32)
    held = {LANGUAGE: my_language()}
    if st.query_params.get(CHOICE, OWN) != OWN:  # which nobody else has
        held[CHOICE] = st.query_params[CHOICE]
    address = (st.context.url or "").split("?")[0]
    links = [
        (step.title, f"{address}?{urlencode({LESSON.view: number, **held})}")
        for number, step in enumerate(STEPS, 1)
    ]
    return pixels, links, held[LANGUAGE]


def _usual_pixels() -> NDArray[np.float32]:
    sample = load_sample()
    first = next(place for place in held_out_digits() if sample.labels[place] == USUAL_DIGIT)
    return prepare(sample.pictures[first]).reshape(-1)
