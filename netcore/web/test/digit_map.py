"""A map of the digits as a network sees them, layer by layer."""

import io
from base64 import b64encode

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from netcore.data import held_out_digits, load_sample
from netcore.data.prepared import held_out_set
from netcore.figures.blocks import layer_label
from netcore.figures.digit_map import digit_map
from netcore.inspection.pca import Projection, alike_neighbours, project
from netcore.language import _
from netcore.network import Network
from netcore.preprocess import FIELD
from netcore.reading import confidences_in
from netcore.web.charts import Figures, lay_out_chart, my_palette
from netcore.web.components.magnifier.magnifier import Sheet, show_magnifier
from netcore.web.text import certainty, in_percent, in_words, layer_names
from netcore.web.tongue import meant
from netcore.web.widgets import keep_among

MAP_HEIGHT = 510
SHEET_COLUMNS = 40
LEAST_PARTING, LEAST_APART = 0.45, 0.9
"""From so large a part of neighbours that are alike, digits are said to begin to part, or to be apart."""
GREYS = 16
"""Shades of grey of the pictures that are shown large: a quarter of the size of 256."""


def show_map(network: Network) -> tuple[Figures, int | None]:
    """Show the map of one layer, and the digit that is pointed at.

    Args:
        network: whose layers are shown.

    Returns:
        The figures that are to be painted; and which of the digits nothing learns from is wanted on the Draw
        page, in the one rerun after the click.
    """
    names = layer_names(network)
    left, right = st.columns([9, 5], gap="medium")
    with left:
        keep_among(names, names[0], key="map")
        name = st.segmented_control(
            _("Layer"),
            names,
            format_func=layer_label,
            default=meant("map", names, names[0], layer_label),
            required=True,
            key="map",
            bind="query-params",
            label_visibility="collapsed",
        )
        layer = names.index(name or names[0])
        known, alike = projection(network, layer)
        figures = lay_out_chart(
            digit_map(known.places, load_sample().labels[held_out_digits()], _hover(network), my_palette()),
            key="map_of_digits",
            height=MAP_HEIGHT,
            # The same for every layer: with other words, Streamlit would build the chart anew.
            alt=_("A map of {count:,} digits as the chosen layer sees them: alike ones lie together").format(
                count=len(known.places)
            ),
        )
    with right:
        st.markdown(what_is_seen(network, layer, known, alike))
        return figures, show_magnifier("map_of_digits", _sheet())


def what_is_seen(network: Network, layer: int, known: Projection, alike: float) -> str:
    """What the map of a layer tells, as Markdown."""
    size = network.sizes[layer]
    where = in_words(layer_names(network)[layer])
    is_last = layer == len(network.layers)
    holds = _("the activations of the output neurons") if is_last else _("the activations of its neurons")
    if layer == 0:
        holds = _("its pixels")
    tells = _("a mixed cloud")
    if alike >= LEAST_APART:
        tells = _("clusters, one a digit")
    elif alike >= LEAST_PARTING:
        tells = _("digits that begin to part")
    return _(
        "**{count:,} unseen digits as {layer} sees them.** Each is a point with {size} coordinates, {holds}. "
        "The map shows the two directions in which they differ most, which hold {part} of all differences."
        "\n\nYou see **{tells}**: the nearest neighbour of **{alike}** shows the same digit."
    ).format(
        count=len(known.places),
        layer=where,
        size=size,
        holds=holds,
        part=in_percent(float(known.explained.sum()), 0),
        tells=tells,
        alike=in_percent(alike, 0),
    )


def projection(network: Network, layer: int) -> tuple[Projection, float]:
    """The map of a layer; and how often a digit's nearest neighbour there is one of its own kind."""
    with st.spinner(_("Drawing the map …")):
        return _projection(network.fingerprint if layer else "the same for all", layer, network)


# Streamlit doesn't look at arguments that begin with an underscore: the fingerprint stands for them.
@st.cache_resource(max_entries=128, show_spinner=False)
def _projection(fingerprint: str, layer: int, _network: Network) -> tuple[Projection, float]:
    known = project(_network.forward_all(held_out_set()[0]).activations[layer])
    for array in (known.places, known.explained):
        array.flags.writeable = False
    return known, alike_neighbours(known.places, load_sample().labels[held_out_digits()])


def _hover(network: Network) -> list[str]:
    """What is said of each digit."""
    outputs = confidences_in(network, held_out_set()[0])
    words = _("<b>{digit}</b> read as <b>{answer}</b>,<br>{certainty} sure")
    return [
        words.format(digit=digit, answer=answer, certainty=certainty(float(confidence)))
        for digit, answer, confidence in zip(
            load_sample().labels[held_out_digits()], outputs.argmax(axis=1), outputs.max(axis=1), strict=True
        )
    ]


@st.cache_resource(show_spinner=False)
def _sheet() -> Sheet:
    """The digits as networks read them, all in one picture of few greys."""
    pixels: NDArray[np.float32] = held_out_set()[0].reshape(-1, SHEET_COLUMNS, FIELD, FIELD)
    levels = (pixels * (GREYS - 1)).round().astype(np.uint8).transpose(0, 2, 1, 3)
    picture = Image.fromarray(levels.reshape(-1, SHEET_COLUMNS * FIELD), "P")
    picture.putpalette(np.repeat(np.linspace(0, 255, GREYS).round().astype(np.uint8), 3).tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4, optimize=True)
    return Sheet("data:image/png;base64," + b64encode(file.getvalue()).decode(), SHEET_COLUMNS)
