"""Which example, and which weight, a person looks at while they see what one step does."""

import streamlit as st

from netcore.activations import Floats
from netcore.data import load_sample, training_digits
from netcore.network import Network
from netcore.preprocess import prepare
from netcore.web.components.canvas.canvas import prepared
from netcore.web.person.example_choice import ExampleChoice
from netcore.web.state import me
from netcore.web.text import layer_names, origin_name
from netcore.web.widgets import preset, told

FROM_SAMPLE, MY_DRAWING = "Bundled", "My drawing"
ERRORS, NUDGES, DIGIT = "errors", "nudges", "digit"
"""Keys of the charts that can be clicked; that of the errors ends in the layer: errors_2. And of a digit's key."""


def choose_example(choice: ExampleChoice) -> Floats | None:
    """Let this person choose an example.

    Returns:
        (28, 28), as the network receives it; None while there is none.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_chooser"):
        preset("step_source", MY_DRAWING if choice.own else FROM_SAMPLE)
        st.segmented_control(
            "Example",
            [FROM_SAMPLE, MY_DRAWING],
            required=True,
            key="step_source",
            on_change=_take_source,
            label_visibility="collapsed",
        )
        st.markdown("meant as" if choice.own else "shows a", width="content")
        preset("step_digit", choice.digit)
        st.selectbox(
            "Digit",
            range(10),
            key="step_digit",
            on_change=_take_digit,
            label_visibility="collapsed",
            width=76,
        )
        st.button("Another", key="step_another", on_click=_take_another, disabled=choice.own)
    if choice.own:
        steps = prepared()
        return None if steps.is_empty else steps.pixels
    indices = training_digits(choice.digit)
    return prepare(load_sample().pictures[indices[choice.number % len(indices)]])


def choose_neuron(choice: ExampleChoice, network: Network) -> None:
    """Let this person choose whose weights they look at."""
    layer, neuron, _ = choice.shown
    names = layer_names(network)
    preset("step_layer", names[layer])
    st.selectbox(
        "Layer",
        names[1:],
        key="step_layer",
        on_change=_take_layer,
        args=(names,),
        label_visibility="collapsed",
        width=112,
    )
    st.markdown("neuron", width="content")
    preset("step_neuron", neuron)
    st.selectbox(
        "Neuron",
        range(network.sizes[layer]),
        key="step_neuron",
        on_change=_take_neuron,
        label_visibility="collapsed",
        width=84,
    )


def choose_origin(choice: ExampleChoice, network: Network) -> None:
    """Let this person choose one of the neuron's weights."""
    layer, _, origin = choice.shown
    # The list has a key of its own wherever it has other entries.
    key = f"step_origin_{'pixel' if layer == 1 else 'neuron'}_{network.sizes[layer - 1]}"
    preset(key, origin)
    st.selectbox(
        "The weight of the connection from",
        range(network.sizes[layer - 1]),
        format_func=lambda origin: origin_name(layer, origin),
        key=key,
        on_change=_take_origin,
        args=(key,),
        label_visibility="collapsed",
        width=190,
    )
    st.button("The largest", key="step_largest", on_click=choice.look_at, args=(None,))


def take_pick(picked: str) -> None:
    """Look at the neuron or the weight that was clicked in a chart of this view, or take the digit of a key."""
    where, number = picked.split("/")
    choice = me().example
    kind, _, layer = where.partition("_")
    if kind == ERRORS:
        choice.look_at(int(layer), int(number))
    elif kind == NUDGES:
        choice.look_at(*choice.shown[:2], int(number))
    elif kind == DIGIT:
        choice.digit = int(number)


def _take_source() -> None:
    me().example.own = told("step_source") == MY_DRAWING


def _take_digit() -> None:
    me().example.digit = told("step_digit")


def _take_another() -> None:
    me().example.number += 1


def _take_layer(names: list[str]) -> None:
    me().example.look_at(names.index(told("step_layer")))


def _take_neuron() -> None:
    me().example.look_at(me().example.shown[0], told("step_neuron"))


def _take_origin(key: str) -> None:
    me().example.look_at(*me().example.shown[:2], told(key))
