"""The left side of pages that look at one network: the diagram, the small canvas, the answer."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netcore.figures.connections import Focus
from netcore.figures.diagram import network_diagram
from netcore.figures.theme import PlainFigure
from netcore.network import Network, Trace
from netcore.web.charts import Figures, lay_out_chart, my_palette
from netcore.web.components.canvas.canvas import show_canvas, show_canvas_buttons

WIDTH = 606
DIAGRAM_HEIGHT, DIAGRAM_UNIT = 370, 6.5
CANVAS_WIDTH = 204  # inspect.css makes the canvas that small


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
        left = st.container(width=WIDTH, gap="xsmall", key="overview")
        detail = st.container(width="stretch", gap="small", key="detail")
    with left:
        top = st.container(horizontal=True, vertical_alignment="center")
        diagram = st.container()
        with st.container(horizontal=True, key="drawing"):
            with st.container(width=CANVAS_WIDTH, key="small_canvas"):
                show_canvas()
            with st.container(width="stretch", gap="xsmall"):
                show_canvas_buttons()
                reading = st.container()
    return Overview(top, diagram, reading, detail)


def diagram_of(network: Network, trace: Trace | None, focus: Focus | None = None) -> PlainFigure:
    """The network as it is drawn there."""
    return network_diagram(network, trace, my_palette(), focus, unit=DIAGRAM_UNIT)


def lay_out_diagram(diagram: PlainFigure, alt: str) -> Figures:
    """Lay out the chart for the network, as `lay_out_chart` does."""
    return lay_out_chart(diagram, key="network", height=DIAGRAM_HEIGHT, alt=alt)
