"""The page that looks inside: ask any neuron why, turn any knob, see every number."""

from functools import partial

import numpy as np
import streamlit as st

from netcore.figures.blocks import layer_label
from netcore.figures.connections import Focus
from netcore.figures.diagram import HINT_IN_FOCUS
from netcore.inspection.explain import carried
from netcore.language import N_, _
from netcore.network import Network, Trace
from netcore.web.charts import Figures, follow, my_palette, weights_legend
from netcore.web.components.canvas.canvas import my_reading
from netcore.web.components.reading.reading import show_reading
from netcore.web.components.weights.weights import hand_over
from netcore.web.look_inside.effect import show_effect
from netcore.web.look_inside.knobs import show_knobs
from netcore.web.look_inside.neuron import show_neuron
from netcore.web.look_inside.parameters import show_parameters
from netcore.web.networks import choose, offered
from netcore.web.overview import lay_out, show_diagram
from netcore.web.person.link import ANSWER
from netcore.web.room import OVERVIEW, follow_room, my_room
from netcore.web.state import arrive, me
from netcore.web.text import layer_names
from netcore.web.tongue import meant
from netcore.web.widgets import hold, keep_among, overrule

LOOK, TURN, COUNT = N_("Look inside"), N_("Turn knobs"), N_("All numbers")


@st.fragment
def page() -> None:
    """Lay out the page: network and drawing to the left, what is asked of them to the right."""
    arrive()
    usable = offered()
    if not usable:
        show_reading(None, me().drawing, None, my_palette())
        return
    figures: Figures = {}
    overview = lay_out()
    with overview.top:
        network = choose(usable)
        weights_legend(width="5rem")
    reading = my_reading(network)
    trace = reading.trace
    with overview.detail:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            view = st.segmented_control(
                _("What to do"),
                [LOOK, TURN, COUNT],
                format_func=_,
                default=meant("view", [LOOK, TURN, COUNT], LOOK),
                required=True,
                key="view",
                bind="query-params",
                label_visibility="collapsed",
            )
            layer, neuron = choose_neuron(network)
        if view == COUNT:
            show_parameters(network)
        elif view == TURN:
            figures = show_knobs(network, trace, layer, neuron)
        else:
            figures = show_neuron(network, trace, layer, neuron)
    with overview.diagram:
        meta = show_diagram(
            network,
            trace,
            _(
                "The network: inputs, hidden layers and outputs, each neuron as bright as it is active; "
                "the chosen neuron has a ring"
            ),
            HINT_IN_FOCUS,
        )
    with overview.reading:
        hand_over(network)
        result = show_reading(
            network,
            me().drawing,
            reading,
            my_palette(),
            meta=meta,
            room=my_room(OVERVIEW),
            focus=focus_on(network, trace, layer, neuron),
            figures=figures,
            on_pick=partial(take_pick, network),
        )
        is_told = not reading.is_blot and ANSWER not in me().link.hides
        with st.container(key="said"):
            show_effect(network, trace if is_told else None)
    follow(result)
    follow_room(result, OVERVIEW)


def choose_neuron(network: Network) -> tuple[int, int]:
    """The layer and the neuron that this person looks into, by click or from two lists."""
    names = layer_names(network)
    if (wanted := me().neuron.take()) is not None:
        look_at(*wanted)
    hold("layer")
    keep_among(names, names[1], key="layer")
    meant("layer", names, names[1], layer_label)
    name = st.selectbox(
        _("Layer"),
        names,
        index=1,
        format_func=layer_label,
        key="layer",
        bind="query-params",
        label_visibility="collapsed",
        width=126,
    )
    layer = names.index(name)
    neurons = range(network.sizes[layer])
    hold("neuron")
    keep_among(neurons, 0, key="neuron")
    st.markdown(_("neuron"), width="content")
    neuron = st.selectbox(
        _("Neuron"), neurons, key="neuron", bind="query-params", label_visibility="collapsed", width=84
    )
    return layer, neuron


def take_pick(network: Network, picked: str) -> None:
    """Look into the neuron, or turn the knob, that was clicked."""
    where, number = picked.split("/")
    if where in layer_names(network):
        look_at(where, int(number))
    elif where == "weights_to_turn":
        me().origin.leave(int(number))


def look_at(layer: str, neuron: int) -> None:
    """Set both lists."""
    overrule("layer", layer)
    overrule("neuron", neuron)


def focus_on(network: Network, trace: Trace | None, layer: int, neuron: int) -> Focus:
    """The way to a neuron, from an input neuron the way on; at rest the weights alone."""
    if layer == 0:
        onwards = np.zeros_like(network.layers[0].weights)
        onwards[:, neuron] = network.layers[0].weights[:, neuron]
        if trace is not None:
            onwards *= trace.activations[0][neuron]
        return Focus(layer, neuron, [onwards])
    if trace is not None:
        return Focus(layer, neuron, carried(network, trace, layer, neuron))
    weights = [np.zeros_like(before.weights) for before in network.layers[:layer]]
    weights[-1][neuron] = network.layers[layer - 1].weights[neuron]
    return Focus(layer, neuron, weights)


page()
