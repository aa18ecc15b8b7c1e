"""The button that gives a person the handout."""

from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import held_out_digits, load_sample
from netcore.data.prepared import prepared_sample
from netcore.language import _
from netcore.network import Network
from netcore.web.components.canvas.canvas import my_reading
from netcore.web.lesson.handout import handout
from netcore.web.lesson.steps import STEPS
from netcore.web.routes import CHOICE, LESSON

USUAL_DIGIT = 7
"""What is summed up where nothing is drawn."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""Hosts that no other device finds."""


def show_handout(network: Network) -> None:
    """Offer the handout, as a file to open and print.

    Args:
        network: the one on screen.
    """
    address = st.context.url or ""
    is_local = any(f"//{host}" in address for host in LOCAL)
    st.download_button(
        _("Handout"),
        partial(my_handout, network, address.split("?")[0]),
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


def my_handout(network: Network, address: str) -> str:
    """The handout for this person, with their drawing, or a bundled digit while there is none.

    Args:
        network: the one on screen.
        address: of the page that they have the lesson at.
    """
    trace = my_reading(network).trace
    pixels = _usual_pixels() if trace is None else trace.activations[0].astype(np.float32)
    held = {name: st.query_params[name] for name in (CHOICE, "lang") if name in st.query_params}
    more = "".join(f"&{name}={value}" for name, value in held.items())
    links = [
        (_(step.title), f"{address}?{LESSON.view}={number}{more}") for number, step in enumerate(STEPS, 1)
    ]
    return handout(network, pixels, links, held.get("lang", "en"))


def _usual_pixels() -> NDArray[np.float32]:
    places = held_out_digits()
    first = next(place for place in places if load_sample().labels[place] == USUAL_DIGIT)
    pixels: NDArray[np.float32] = prepared_sample()[first]
    return pixels
