"""The knobs: any weight and bias, on this person's own copy of a network."""

import html
import math
from functools import partial

import numpy as np
import streamlit as st

from netcore.figures.bars import signed_bars
from netcore.figures.pixel_map import pixel_map
from netcore.files.weights import LARGEST_LAYER, LARGEST_NUMBER, MOST_LAYERS
from netcore.inspection.edits import is_off, pruned, switched_off, with_bias, with_noise, with_weight
from netcore.inspection.explain import contributions
from netcore.language import _
from netcore.network import Network, Trace
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.components.knob.knob import show_knob
from netcore.web.look_inside.effect import before_turning, show_accuracy
from netcore.web.look_inside.turning import as_file, scaled_again, switched_on, take_upload, turn, turner
from netcore.web.state import me
from netcore.web.text import in_words, layer_names, neuron_name, origin_name, plain
from netcore.web.widgets import hold, is_on_page, overrule, preset

MAP_HEIGHT = 190
LARGEST_SCALE, LARGEST_FACTOR = 3.0, 1000.0
"""How many times as large all weights of a neuron become, by slider and typed."""
LARGEST_UPLOAD = 4
"""Megabytes; the largest network that is taken has two."""
BIAS_REACH = 10.0
"""How far the slider of a bias goes, unless the bias itself lies further out."""


def show_knobs(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """Show what was turned and what came of it, then the knobs of one neuron and of the whole network.

    Args:
        network: the network on screen.
        trace: what happened in it for the drawing; None at rest.
        layer: 0 for the input.
        neuron: which of that layer.

    Returns:
        The figures that `show_reading` is to paint.
    """
    with st.container():  # also without one: what follows, and the file that is on its way to it, stays
        if refusal := me().refusal.take():
            st.error(plain(refusal))
    before = before_turning(network)
    figures = show_accuracy(before, network)
    show_history()
    if layer == 0:
        st.markdown(
            _(
                "**An input neuron has no knobs**: its activation is the pixel. "
                "Choose a neuron of a later layer."
            )
        )
    else:
        figures |= show_neuron_knobs(before, network, trace, layer, neuron)
    show_network_knobs(network, max(layer, 1))
    show_files(network)
    return figures


def show_history() -> None:
    """The way back and forward."""
    own, go = me().own, me().go
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(_("Undo turn"), key="undo_turn", on_click=go, args=(own.undo,), disabled=not own.can_undo)
        st.button(_("Redo turn"), key="redo_turn", on_click=go, args=(own.redo,), disabled=not own.can_redo)
        st.button(_("As trained"), key="reset", on_click=go, args=(own.reset,), disabled=own.version is None)
    last = _("Turn any knob: you get a copy of your own.")
    if own.version is not None:
        last = _("Last: {change}").format(change=own.version.change)
    st.html(f'<p class="heading last" title="{html.escape(last)}">{html.escape(last)}</p>')


def show_neuron_knobs(
    before: Network, network: Network, trace: Trace | None, layer: int, neuron: int
) -> Figures:
    """One weight, the bias, all weights together, and the switch; gives the figure to paint."""
    left, right = st.columns([1, 2])
    with right:
        origin = show_weight(before, network, trace, layer, neuron)
        show_bias(before, network, layer, neuron)
    with left:
        heading(_("Its weights"), _("click the one to turn"))
        weights, draw = network.layers[layer - 1].weights[neuron], pixel_map if layer == 1 else signed_bars
        figures = lay_out_chart(
            draw(weights, my_palette(), name=_("weight"), marked=origin),
            key="weights_to_turn",
            height=MAP_HEIGHT,
            alt=_("Its weights; the chosen one is marked"),
        )
    scale_column, switch_column = st.columns([2, 1], vertical_alignment="bottom")
    with scale_column:
        show_scale(before, network, layer, neuron)
    with switch_column:
        show_switch(network, layer, neuron)
    return figures


def show_weight(before: Network, network: Network, trace: Trace | None, layer: int, neuron: int) -> int:
    """One weight of a neuron.

    Returns:
        Which one this person chose: the neuron of the layer before that it comes from.
    """
    weights = network.layers[layer - 1].weights[neuron]
    # The list has a key of its own wherever it has other entries.
    key = f"origin_{'pixel' if layer == 1 else 'neuron'}_{len(weights)}"
    if (picked := me().origin.take()) in range(len(weights)):
        overrule(key, picked)
    elif not is_on_page(key):
        given = weights if trace is None else contributions(network, trace, layer, neuron)
        preset(key, int(np.abs(given).argmax()))
    hold(key)
    with st.container(key="origin"):
        origin = st.selectbox(
            _("The weight of the connection from"),
            range(len(weights)),
            format_func=partial(origin_name, layer),
            key=key,
        )
    value, reach = float(weights[origin]), 1.5 * float(np.abs(before.layers[layer - 1].weights).max())
    end = slider_end(value, max(reach, 1), LARGEST_NUMBER)
    show_knob(
        _("Weight"),
        value,
        turner(
            network,
            lambda network, value: with_weight(network, layer, neuron, origin, value),
            _("weight of {origin} → {neuron}").format(
                origin=origin_name(layer, origin), neuron=neuron_name(network, layer, neuron)
            ),
        ),
        key="weight",
        target=f"{before.fingerprint} {layer} {neuron} {origin}",
        least=-end,
        most=end,
        limits=(-LARGEST_NUMBER, LARGEST_NUMBER),
    )
    return origin


def show_bias(before: Network, network: Network, layer: int, neuron: int) -> None:
    """The bias of a neuron; while it is switched off, the one that it will have again."""
    off = is_off(network, layer, neuron)
    own = switched_on(network, layer, neuron) if off else network
    value = float(own.layers[layer - 1].biases[neuron])
    end = slider_end(value, BIAS_REACH, LARGEST_NUMBER)
    show_knob(
        _("Bias, once it is switched on again") if off else _("Bias"),
        value,
        turner(
            network,
            lambda network, value: with_bias(network, layer, neuron, value),
            _("bias of {neuron}").format(neuron=neuron_name(network, layer, neuron)),
        ),
        key="bias",
        target=f"{before.fingerprint} {layer} {neuron}",
        least=-end,
        most=end,
        limits=(-LARGEST_NUMBER, LARGEST_NUMBER),
        disabled=off,
    )


def show_scale(before: Network, network: Network, layer: int, neuron: int) -> None:
    """All the weights of a neuron, as many times as large as before."""
    weights, trained = (one.layers[layer - 1].weights[neuron] for one in (network, before))
    size, unit = (float(np.linalg.norm(numbers)) for numbers in (weights, trained))
    value = size / unit if unit else 1.0
    show_knob(
        _("All its weights, times"),
        value,
        turner(
            network,
            lambda network, factor: scaled_again(network, layer, neuron, trained, factor),
            _("all weights of {neuron}, times").format(neuron=neuron_name(network, layer, neuron)),
        ),
        key="scale",
        target=f"{before.fingerprint} {layer} {neuron}",
        least=0.0,
        most=slider_end(value, LARGEST_SCALE, LARGEST_FACTOR),
        limits=(0.0, LARGEST_FACTOR),
        disabled=not unit,
    )


def slider_end(value: float, usual: float, limit: float) -> float:
    """How far a slider goes: as usual, beyond a large value, but no further than can be typed.

    Args:
        value: where the knob stands.
        usual: how far it goes at least.
        limit: the most that can be typed; a knob that stands beyond it ends where it stands.
    """
    return float(max(min(math.ceil(max(usual, 1.2 * abs(value))), limit), math.ceil(abs(value))))


def show_switch(network: Network, layer: int, neuron: int) -> None:
    """Switches a neuron off, and on again with the bias that it had before."""
    off = is_off(network, layer, neuron)
    change = _("{neuron} switched on") if off else _("{neuron} switched off")
    st.button(
        _("Switch on again") if off else _("Switch off"),
        key="off",
        on_click=turn,
        args=(
            network,
            partial(switched_on if off else switched_off, layer=layer, neuron=neuron),
            change.format(neuron=neuron_name(network, layer, neuron)),
        ),
    )


def show_network_knobs(network: Network, layer: int) -> None:
    """Noise and pruning."""
    left, right = st.columns(2)
    name = in_words(layer_names(network)[layer])
    with left:
        strength = st.slider(_("Noise, in percent of the weights' spread"), 5, 200, 50, step=5, key="noise")
        st.button(
            _("Shake the weights into {layer}").format(layer=name),
            key="shake",
            on_click=turn,
            args=(
                network,
                lambda network: with_noise(network, layer, strength / 100),
                _("{percent} % noise in {layer}").format(percent=strength, layer=name),
            ),
        )
    with right:
        part = st.slider(_("The smallest weights, in percent of all"), 5, 100, 50, step=5, key="smallest")
        st.button(
            _("Cut the smallest {percent} %").format(percent=part),
            key="prune",
            on_click=turn,
            args=(
                network,
                lambda network: pruned(network, part / 100),
                _("the smallest {percent} % of all weights cut").format(percent=part),
            ),
        )


def show_files(network: Network) -> None:
    """Take the network home, or bring one."""
    left, right = st.columns(2)
    with left:
        st.download_button(
            _("Download this network (.npz)"),
            partial(as_file, network),
            file_name=f"{network.meta['name']}.npz".replace(" ", "-"),
            key="download",
            on_click="ignore",
        )
    with right:
        st.file_uploader(
            _("Bring a network of your own (.npz)"),
            help=_(
                "784 pixels to 10 digits, at most {layers} layers after the input and {neurons} neurons in "
                "each, as numpy.savez writes W1, b1, W2, … and meta; the README says more."
            ).format(layers=MOST_LAYERS, neurons=LARGEST_LAYER),
            max_upload_size=LARGEST_UPLOAD,
            key="upload",
            on_change=take_upload,
        )
