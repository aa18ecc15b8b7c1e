"""The knobs: any weight and bias, on this person's own copy of a network."""

import io
import math
from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from netcore.archives import Flaw
from netcore.errors import WeightsError
from netcore.figures.bars import signed_bars
from netcore.figures.pixel_map import pixel_map
from netcore.figures.theme import PlainFigure
from netcore.knobs import is_off, noisy, pruned, scaled, switched_off, with_bias, with_weight
from netcore.network import Network, Trace
from netcore.pages.effect import before_turning, show_accuracy
from netcore.pages.neuron import heading
from netcore.pages.own_network import OWN
from netcore.pages.shared import my_own, my_stage, place
from netcore.pages.words import in_words, layer_names, number, origin_name
from netcore.storage import LARGEST_LAYER, LARGEST_NUMBER, MOST_LAYERS, check, load, save

MAP_HEIGHT = 190
LARGEST_SCALE = 3.0
LARGEST_UPLOAD = 4  # MB; the largest network that is taken has 2 MB
BIAS_REACH = 10.0


def show_knobs(
    network: Network, trace: Trace | None, layer: int, neuron: int, figures: dict[str, PlainFigure]
) -> None:
    """Show what was turned and what came of it, then the knobs of one neuron and of the whole network.

    Args:
        network: the network on screen.
        trace: what happened in it for the drawing; None at rest.
        layer: 0 for the input.
        neuron: which of that layer.
        figures: where the figures are put that `show_reading` is to paint.
    """
    before = before_turning(network)
    show_accuracy(before, network, figures)
    show_history()
    if layer == 0:
        st.markdown(
            "**An input neuron has no knobs**: its activation is the pixel. Choose a neuron of a later layer."
        )
    else:
        show_neuron_knobs(before, network, layer, neuron, figures)
    show_network_knobs(network, max(layer, 1))
    show_files(network)


def show_history() -> None:
    """The way back and forward."""
    own = my_own()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button("Undo turn", key="undo_turn", on_click=_go, args=(own.undo,), disabled=not own.can_undo)
        st.button("Redo turn", key="redo_turn", on_click=_go, args=(own.redo,), disabled=not own.can_redo)
        st.button("As trained", key="reset", on_click=_go, args=(own.reset,), disabled=own.state is None)
        if own.state is None:
            st.markdown("Turn any knob: you get a copy of your own.", width="content")
        else:
            st.markdown(f"Last: {own.state.change}", width="content")
    if refusal := st.session_state.pop("turn_refusal", None):
        st.error(refusal)


def show_neuron_knobs(
    before: Network, network: Network, layer: int, neuron: int, figures: dict[str, PlainFigure]
) -> None:
    """One weight, the bias, all weights together, and the switch."""
    weights = network.layers[layer - 1].weights[neuron]
    state = st.session_state
    if state.get("origin", 0) >= len(weights):
        state.origin = 0
    elif "origin" not in state and layer == 1:
        state.origin = int(np.abs(weights).argmax())
    left, right = st.columns([1, 2])
    with right:
        origin = st.selectbox(
            "The weight of the connection from",
            range(len(weights)),
            format_func=partial(origin_name, layer),
            key="origin",
        )
        here = before.layers[layer - 1]
        name = f"{layer_names(network)[layer]} neuron {neuron}"
        connection = f"{origin_name(layer, origin)} → {name}"
        _knob(
            "Weight",
            float(weights[origin]),
            1.5 * float(np.abs(here.weights).max()),
            f"weight of {connection}",
            lambda latest, value: with_weight(latest, layer, neuron, origin, value),
            network,
        )
    with left:
        heading("Its weights", "click the one to turn")
        figure = (
            pixel_map(weights, my_stage(), hover="weight|.4f", marked=origin)
            if layer == 1
            else signed_bars(weights, my_stage(), hover="weight|.4f", marked=origin)
        )
        place(
            figures,
            figure,
            key="weights_to_turn",
            height=MAP_HEIGHT,
            alt="Its weights; the chosen one is marked",
        )
    off = is_off(network, layer, neuron)
    with right:
        _knob(
            "Bias",
            float(network.layers[layer - 1].biases[neuron]),
            BIAS_REACH,
            f"bias of {name}",
            lambda latest, value: with_bias(latest, layer, neuron, value),
            network,
            disabled=off,
        )
    size, trained = (float(np.linalg.norm(w)) for w in (weights, here.weights[neuron]))
    scale_column, switch_column = st.columns([2, 1], vertical_alignment="bottom")
    with scale_column:
        state.scale = min(size / trained, LARGEST_SCALE) if trained else 1.0
        st.slider(
            "All its weights, times",
            0.0,
            LARGEST_SCALE,
            step=0.05,
            key="scale",
            disabled=not trained,
            on_change=_turn_from,
            args=(
                "scale",
                network,
                lambda latest, factor: scaled(latest, layer, neuron, here.weights[neuron], factor),
                f"all weights of {name}, times",
            ),
        )
    with switch_column:
        state.off = off
        st.toggle(
            "Switched off",
            key="off",
            help="Its bias becomes so low that it is never active.",
            on_change=_turn,
            args=(
                network,
                partial(_switched_on if off else switched_off, layer=layer, neuron=neuron),
                f"{name} switched {'on' if off else 'off'}",
            ),
        )


def show_network_knobs(network: Network, layer: int) -> None:
    """Noise and pruning."""
    left, right = st.columns(2)
    name = in_words(layer_names(network)[layer])
    with left:
        strength = st.slider("Noise, in percent of the weights' spread", 5, 200, 50, step=5, key="noise")
        st.button(
            f"Shake the weights into {name}",
            key="shake",
            on_click=_turn,
            args=(
                network,
                lambda latest: noisy(latest, layer, strength / 100),
                f"{strength} % noise in {name}",
            ),
        )
    with right:
        part = st.slider("The smallest weights, in percent of all", 5, 100, 50, step=5, key="smallest")
        st.button(
            f"Cut the smallest {part} %",
            key="prune",
            on_click=_turn,
            args=(
                network,
                lambda latest: pruned(latest, part / 100),
                f"the smallest {part} % of all weights cut",
            ),
        )


def show_files(network: Network) -> None:
    """Take the network home, or bring one."""
    left, right = st.columns(2)
    with left:
        st.download_button(
            "Download this network (.npz)",
            partial(as_file, network),
            file_name=f"{network.meta['name']}.npz".replace(" ", "-"),
            key="download",
            on_click="ignore",
        )
    with right:
        st.file_uploader(
            "Bring a network of your own (.npz)",
            help=f"784 pixels to 10 digits, at most {MOST_LAYERS} layers after the input and {LARGEST_LAYER} "
            "neurons in each, as numpy.savez writes W1, b1, W2, … and meta; the README says more.",
            type="npz",
            max_upload_size=LARGEST_UPLOAD,
            key="upload",
            on_change=_take_upload,
        )
        if refusal := st.session_state.pop("upload_refusal", None):
            st.error(refusal)


def as_file(network: Network) -> bytes:
    """The network as a weights file."""
    file = io.BytesIO()
    save(network, file)
    return file.getvalue()


def _knob(
    label: str,
    value: float,
    reach: float,
    what: str,
    turned: Callable[[Network, float], Network],
    network: Network,
    *,
    disabled: bool = False,
) -> None:
    """A slider and a number for one weight or bias."""
    slider, typed = f"{label.lower()}_slider", f"{label.lower()}_number"
    end = float(math.ceil(max(reach, 0 if disabled else 1.2 * abs(value)) or 1))
    st.session_state[slider] = min(max(value, -end), end)
    st.session_state[typed] = value
    wide, narrow = st.columns([3, 2], vertical_alignment="bottom")
    with wide:
        st.slider(
            label,
            -end,
            end,
            step=0.05,
            key=slider,
            disabled=disabled,
            on_change=_turn_from,
            args=(slider, network, turned, what),
        )
    with narrow:
        st.number_input(
            f"{label}, typed",
            -LARGEST_NUMBER,
            LARGEST_NUMBER,
            step=0.1,
            format="%.3f",
            key=typed,
            label_visibility="collapsed",
            disabled=disabled,
            on_change=_turn_from,
            args=(typed, network, turned, what),
        )


def _turn_from(key: str, shown: Network, turned: Callable[[Network, float], Network], what: str) -> None:
    """A slider or a number was changed: what it says now is the new value."""
    value = st.session_state[key]
    if value is not None:
        _turn(shown, lambda latest: turned(latest, value), f"{what}: {number(value, 2)}")


def _turn(shown: Network, turned: Callable[[Network], Network], change: str) -> None:
    """Go on with a changed copy, on every page.

    Args:
        shown: the network that was on screen with the knob. If another knob was turned before the
            page could show it, this one is turned after that one.
        turned: gives the changed copy.
        change: what is done, in words.
    """
    own = my_own().state
    latest = own.network if own is not None and st.session_state.choice == OWN else shown
    changed = turned(latest)
    try:
        check(changed)
    except Flaw as flaw:
        st.session_state.turn_refusal = f"That turn went too far and is not taken: {flaw}."
        return
    my_own().turn(latest, latest.meta["name"], changed, change)
    st.session_state.choice = OWN


def _switched_on(network: Network, layer: int, neuron: int) -> Network:
    """Give a neuron the bias back that it had before it was switched off."""
    for earlier in my_own().earlier(network):
        if not is_off(earlier, layer, neuron):
            return with_bias(network, layer, neuron, float(earlier.layers[layer - 1].biases[neuron]))
    return with_bias(network, layer, neuron, 0.0)


def _go(step: Callable[[], None]) -> None:
    """Back, forward, or to the beginning; without an own network, the one that it came from."""
    own = my_own()
    step()
    st.session_state.choice = OWN if own.state is not None else own.states[0].source


def _take_upload() -> None:
    """Go on with the network that was brought, or say what is wrong with it."""
    file = st.session_state.upload
    if file is None:
        return
    try:
        network = load(file)
    except WeightsError as error:
        st.session_state.upload_refusal = str(error)
        return
    my_own().take(network, network.meta["name"], "a network from a file")
    st.session_state.choice = OWN
