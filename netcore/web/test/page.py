"""The page that puts networks to the test: how often they are right, and when they aren't."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import held_out_digits, load_sample
from netcore.language import N_, _
from netcore.network import Network
from netcore.web.charts import Figures
from netcore.web.components.painter.painter import paint_figures
from netcore.web.networks import choose, offered
from netcore.web.routes import DRAW, go_to
from netcore.web.state import arrive, me
from netcore.web.test.digit_map import show_map
from netcore.web.test.endurance import show_endurance
from netcore.web.test.how_often import show_how_often
from netcore.web.test.mistakes import show_mistakes, take_cell
from netcore.web.test.strangers import show_strangers
from netcore.web.test.unseen import (
    BUNDLED_DIGITS,
    MNIST_TEST,
    UnseenDigits,
    bundled,
    has_mnist_test,
    mnist_test,
)
from netcore.web.tongue import meant

RIGHT, PEOPLE, WRONG = N_("Accuracy"), N_("Strangers"), N_("Mistakes")
CHANGED, SEEN = N_("Changed digits"), N_("Map")
VIEWS = [RIGHT, PEOPLE, WRONG, CHANGED, SEEN]


@st.fragment
def page() -> None:
    """Lay out the page: what is tested and with which digits, then what is asked of it."""
    arrive()
    usable = offered()
    if not usable:
        paint_figures({})
        return
    with st.container(horizontal=True, vertical_alignment="center", key="test"):
        network = choose(usable)
        view = st.segmented_control(
            _("What to see"),
            VIEWS,
            format_func=_,
            default=meant("part", VIEWS, RIGHT),
            required=True,
            key="part",
            bind="query-params",
            label_visibility="collapsed",
        )
        data = st.container(width="content")
    figures: Figures = {}
    picture: tuple[NDArray[np.uint8], int] | None = None
    on_pick: Callable[[str], None] | None = None
    if view == PEOPLE:
        show_strangers(network)
    elif view == CHANGED:
        figures = show_endurance(network)
    elif view == SEEN:
        figures, wanted = show_map(network)
        if wanted is not None:
            sample, place = load_sample(), held_out_digits()[wanted]
            picture = sample.pictures[place], int(sample.labels[place])
    else:
        with data:
            digits = choose_digits(network)
        if view == WRONG:
            figures, clicked = show_mistakes(digits)
            if clicked is not None:
                picture = digits.picture(clicked), int(digits.result.labels[clicked])
            on_pick = partial(take_cell, digits)
        else:
            figures = show_how_often(digits)
    paint_figures(figures, on_pick)
    if picture is not None:
        read_on_draw_page(*picture)


def choose_digits(network: Network) -> UnseenDigits:
    """The digits that the network is asked, chosen by this person where there is a choice."""
    if not has_mnist_test():
        with st.spinner(_("Reading the digits …")):
            return bundled(network)
    chosen = st.segmented_control(
        _("Digits"),
        [BUNDLED_DIGITS, MNIST_TEST],
        format_func=_,
        default=BUNDLED_DIGITS,
        required=True,
        key="digits",
        label_visibility="collapsed",
    )
    return (mnist_test(network) if chosen == MNIST_TEST else None) or bundled(network)


def read_on_draw_page(picture: NDArray[np.uint8], truth: int) -> None:
    """Go to the Draw page with a digit on the canvas.

    Args:
        picture: (28, 28), 0 black to 255 white.
        truth: which digit it shows.
    """
    me().drawing.replace(picture, truth)
    go_to(DRAW)


page()
