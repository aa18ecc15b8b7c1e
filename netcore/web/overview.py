"""What pages have in common that look at one network: the diagram, the small canvas, the answer."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netcore.activations import SIGMOID
from netcore.figures.diagram import HINT, network_diagram
from netcore.figures.theme import meta_of
from netcore.network import Layer, Network, Trace
from netcore.web.charts import my_palette, show_chart
from netcore.web.components.canvas.canvas import show_canvas, show_canvas_buttons
from netcore.web.room import OVERVIEW, UNTIL_IT_FITS, my_room
from netcore.web.state import me

SIZES_KNOWN = 16
"""Of so many sizes the empty network is kept."""


@dataclass(frozen=True)
class Overview:
    """Places on the page.

    Attributes:
        top: a row for what is chosen and the legend.
        diagram: for the network.
        reading: beside the canvas, for the answer.
        detail: the right side.
    """

    top: DeltaGenerator
    diagram: DeltaGenerator
    reading: DeltaGenerator
    detail: DeltaGenerator


def lay_out() -> Overview:
    """Lay out the page, with the canvas and its buttons."""
    with st.container(horizontal=True, key="inspect"):
        left = st.container(gap="xsmall", key="overview")
        detail = st.container(width="stretch", gap="small", key="detail")
    with left:
        top = st.container(horizontal=True, vertical_alignment="center", key="chosen")
        diagram = st.container(key="diagram")
        show_canvas()
        show_canvas_buttons()
        reading = st.container(gap="xsmall", key="read")
    return Overview(top, diagram, reading, detail)


def show_diagram(
    network: Network, trace: Trace | None, alt: str, hint: str = HINT, place: str = OVERVIEW
) -> str:
    """Lay out the diagram, without numbers unless the browser can't put them in.

    Args:
        network: whose size decides.
        trace: what happened in it.
        alt: what it shows, for those who don't see it.
        hint: what is said in it.
        place: whose room it is laid out for.

    Returns:
        What `show_reading` is to find it by.
    """
    empty = _blank(tuple(network.sizes))
    meta = meta_of(empty, my_palette())
    if not me().browser.cannot_paint:
        network, trace = empty, None
    figure = network_diagram(network, trace, my_palette(), room=my_room(place), hint=hint)
    figure.to_dict()["layout"]["meta"] = meta
    st.html(UNTIL_IT_FITS)
    show_chart(figure, key="network", height="stretch", alt=alt)
    return meta


@lru_cache(maxsize=SIZES_KNOWN)
def _blank(sizes: tuple[int, ...]) -> Network:
    """A network with nothing in it: the layout of the diagram depends on nothing but its size."""
    layers = [
        Layer(np.zeros((after, before), np.float32), np.zeros(after, np.float32), SIGMOID)
        for before, after in pairwise(sizes)
    ]
    return Network(layers, {})
