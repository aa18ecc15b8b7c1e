"""The canvas and its buttons: where this person draws, on every page that reads drawings."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from netcore.data import held_out_digits, load_sample
from netcore.data.drawings import CANVAS_SIDE
from netcore.language import N_, _
from netcore.network import Network
from netcore.preprocess import Preparation
from netcore.reading import Reading, read_prepared
from netcore.web.data_url import data_url
from netcore.web.person.drawing import PEN
from netcore.web.person.strokes import drawn
from netcore.web.state import me
from netcore.web.widgets import is_on_page, told


def prepared() -> Preparation:
    """This person's drawing on its way to the network; without ink until the canvas sent some."""
    return me().drawing.preparation


def my_reading(network: Network) -> Reading:
    """What the network reads in this person's drawing."""
    reading = read_prepared(network, prepared())
    return replace(reading, shown=max(min(me().drawing.shown, len(reading.parts) - 1), 0))


def show_canvas() -> None:
    """Put the canvas on the page; what is drawn on it goes to this person's drawing."""
    drawing = me().drawing
    if not is_on_page("canvas") and drawing.objects:
        drawing.show()  # back from another page
    st_canvas(
        key="canvas",
        width=CANVAS_SIDE,
        height=CANVAS_SIDE,
        stroke_width=PEN,
        stroke_color="#ffffff",
        background_color=drawing.ground,
        initial_drawing=drawing.for_canvas,
        return_image_data=True,
        on_change=take_strokes,
    )
    take_strokes()


def show_canvas_buttons(*, has_examples: bool = True) -> None:
    """Put the canvas's buttons on the page, in a row.

    Args:
        has_examples: one can have an example there instead of a drawing of one's own.
    """
    drawing, history = me().drawing, me().drawing.history
    with st.container(horizontal=True, gap="xsmall", key="canvas_buttons"):
        _button(N_("Clear"), drawing.clear, drawing.objects)
        _button(N_("Undo"), drawing.undo, history.can_undo)
        _button(N_("Redo"), drawing.redo, history.can_redo)
        if has_examples:
            _button(N_("Example"), _show_example, True)


def _button(label: str, change: Callable[[], None], is_possible: object) -> None:
    def pressed() -> None:
        # A stroke that was drawn before may come in the same message, and Streamlit tells of it later.
        take_strokes()
        change()

    st.button(_(label), key=label.lower(), on_click=pressed, disabled=not is_possible)


def take_strokes() -> None:
    """Take what the canvas sent last; a second time, it changes nothing."""
    sent = (told("canvas") or {}).get("drawing")
    if not sent:
        return
    address = sent["data"]
    if me().browser.is_blind:  # its pixels are not those that were painted
        address = data_url(drawn(sent["raw"].get("objects", [])))
    me().drawing.receive(sent["raw"], address)


def _show_example() -> None:
    """Put a random digit of the bundled sample on the canvas, one that no network learned from."""
    sample, chosen = load_sample(), np.random.default_rng().choice(held_out_digits())
    me().drawing.replace(sample.pictures[chosen], int(sample.labels[chosen]))
