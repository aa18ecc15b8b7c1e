"""The canvas and its buttons: where this person draws, on every page that reads drawings."""

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from netcore.data import held_out, load_sample
from netcore.data.drawings import CANVAS_SIDE
from netcore.network import Network
from netcore.preprocess import Preparation
from netcore.reading import Reading, read_prepared
from netcore.web.person.drawing import PEN
from netcore.web.state import me
from netcore.web.widgets import is_on_page, told


def prepared() -> Preparation:
    """This person's drawing on its way to the network; without ink until the canvas sent some."""
    return me().drawing.preparation


def my_reading(network: Network) -> Reading:
    """What the network reads in this person's drawing."""
    return read_prepared(network, prepared())


def show_canvas() -> None:
    """Put the canvas on the page; what is drawn on it goes to this person's drawing."""
    drawing = me().drawing
    if not is_on_page("canvas") and drawing.objects:
        drawing.show()  # back from another page
    canvas = st_canvas(
        key="canvas",
        width=CANVAS_SIDE,
        height=CANVAS_SIDE,
        stroke_width=PEN,
        stroke_color="#ffffff",
        background_color="#000000",
        initial_drawing=drawing.for_canvas,
        return_image_data=True,
        on_change=take_strokes,
    )
    picture = canvas.image_data  # decoded anew each time that it is asked for
    if picture is not None:
        drawing.picture = picture


def show_canvas_buttons() -> None:
    """Put the canvas's buttons on the page, in a row."""
    drawing, history = me().drawing, me().drawing.history
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Clear", key="clear", on_click=drawing.clear, disabled=not drawing.objects)
        st.button("Undo", key="undo", on_click=drawing.undo, disabled=not history.can_undo)
        st.button("Redo", key="redo", on_click=drawing.redo, disabled=not history.can_redo)
        st.button("Example", key="example", on_click=_show_example)


def take_strokes() -> None:
    """Take what the canvas sent last; a second time, it changes nothing."""
    sent = (told("canvas") or {}).get("drawing")
    if sent:
        me().drawing.receive(sent["raw"].get("objects", []))


def _show_example() -> None:
    """Put a random digit of the bundled sample on the canvas, one that no network learned from."""
    chosen = np.random.default_rng().choice(np.flatnonzero(held_out()))
    me().drawing.replace(load_sample().pictures[chosen])
