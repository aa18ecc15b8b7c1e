"""Which example, and which weight, a person looks at while they see what one step does."""

from typing import Any

import streamlit as st

from netcore.activations import Floats
from netcore.data import load_sample, training_digits
from netcore.figures.blocks import layer_label
from netcore.language import _
from netcore.network import Network
from netcore.reading import Reading
from netcore.web.person.example_choice import ExampleChoice
from netcore.web.state import me
from netcore.web.text import layer_names, origin_name
from netcore.web.widgets import hold, is_outdated, overrule, preset, told

ERRORS, NUDGES = "errors", "nudges"
"""Keys of the charts that can be clicked; that of the errors ends in the layer: errors_2."""
DIGIT = "digit"
"""What is picked by a number key."""


def choose_example(choice: ExampleChoice, reading: Reading) -> Floats | None:
    """Let this person say what their drawing is meant to show, or choose a bundled digit.

    Args:
        choice: this person's.
        reading: what the network read in what lies on the canvas, which is the example.

    Returns:
        (28, 28), as the network receives it; None while there is none.
    """
    drawing = me().drawing
    is_bundled = drawing.truth is not None
    part = reading.part if drawing.objects else None  # its picture goes a little after them
    if part is not None:
        choice.guess(part.digit if drawing.truth is None else drawing.truth, drawing.objects[0])
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_chooser"):
        words = _("The example shows a") if is_bundled else _("Your drawing is meant as a")
        st.markdown(words, width="content")
        preset("step_digit", choice.digit)
        st.selectbox(
            _("Digit"),
            range(10),
            key="step_digit",
            on_change=_take_digit,
            label_visibility="collapsed",
            width=76,
        )
        st.button(_("Another example"), key="step_another", on_click=put_example)
    return None if part is None else part.preparation.pixels


def put_example() -> None:
    """Put a bundled digit on the canvas, one that lessons learn from."""
    choice, sample = me().example, load_sample()
    indices = training_digits(choice.digit)
    me().drawing.replace(sample.pictures[indices[choice.number % len(indices)]], choice.digit)
    choice.number += 1


def choose_neuron(choice: ExampleChoice, network: Network) -> None:
    """Let this person choose whose weights they look at."""
    layer, neuron = choice.shown[:2]
    names = layer_names(network)
    _show(choice, "step_layer", names[layer])
    st.selectbox(
        _("Layer"),
        names[1:],
        format_func=layer_label,
        key="step_layer",
        on_change=_take_layer,
        args=(names,),
        label_visibility="collapsed",
        width=126,
    )
    st.markdown(_("neuron"), width="content")
    _show(choice, "step_neuron", neuron)
    st.selectbox(
        _("Neuron"),
        range(network.sizes[layer]),
        key="step_neuron",
        on_change=_take_neuron,
        label_visibility="collapsed",
        width=84,
    )


def choose_origin(choice: ExampleChoice, network: Network) -> None:
    """Let this person choose one of the neuron's weights."""
    layer, _neuron, origin = choice.shown
    # The list has a key of its own wherever it has other entries.
    key = f"step_origin_{'pixel' if layer == 1 else 'neuron'}_{network.sizes[layer - 1]}"
    _show(choice, key, origin)
    st.selectbox(
        _("The weight of the connection from"),
        range(network.sizes[layer - 1]),
        format_func=lambda origin: origin_name(layer, origin),
        key=key,
        on_change=_take_origin,
        args=(key,),
        label_visibility="collapsed",
        width=190,
    )
    st.button(_("The largest"), key="step_largest", on_click=choice.look_at, args=(None,))


def _show(choice: ExampleChoice, key: str, value: Any) -> None:
    """Set what a list shows; after a click, the browser may not have heard yet."""
    (overrule if choice.is_picked else preset)(key, value)
    hold(key)


def take_pick(picked: str) -> None:
    """Look at the neuron or the weight that was clicked in a chart of this view; or take a key's digit."""
    where, number = picked.split("/")
    choice = me().example
    kind, _line, layer = where.partition("_")
    if kind == ERRORS:
        choice.look_at(int(layer), int(number), is_picked=True)
    elif kind == NUDGES:
        choice.look_at(*choice.shown[:2], int(number), is_picked=True)
    elif kind == DIGIT:
        _mean(int(number))


def _take_digit() -> None:
    _mean(told("step_digit"))


def _mean(digit: int) -> None:
    """This is what the drawing is meant as; or a bundled one is wanted."""
    choice, drawing = me().example, me().drawing
    if drawing.objects and drawing.truth is None:
        choice.mean(digit, drawing.objects[0])
    else:
        choice.digit = digit
        put_example()


def _take_layer(names: list[str]) -> None:
    if not is_outdated("step_layer"):
        me().example.look_at(names.index(told("step_layer")))


def _take_neuron() -> None:
    if not is_outdated("step_neuron"):
        me().example.look_at(me().example.shown[0], told("step_neuron"))


def _take_origin(key: str) -> None:
    if not is_outdated(key):
        me().example.look_at(*me().example.shown[:2], told(key))
