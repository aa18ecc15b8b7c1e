"""Which example, and which weight, a person looks at while they see what one step does."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from netcore.activations import Floats
from netcore.data import load_sample, training_digits
from netcore.inspection.example_gradients import Pull
from netcore.network import Network
from netcore.preprocess import prepare
from netcore.web.components.canvas.canvas import prepared
from netcore.web.text import layer_names, origin_name

BUNDLED, OWN = "Bundled", "My drawing"
ERRORS, NUDGES = "errors", "nudges"
"""Keys of the charts that can be clicked; that of the errors ends in the layer: errors_2."""


@dataclass
class Choice:
    """What this person chose.

    Attributes:
        own: their own drawing, not a bundled digit.
        digit: which digit the example shows, or is meant to show.
        number: which of the bundled ones.
        layer, neuron, origin: the weight of the connection from neuron `origin` of the layer before;
            each None while the one with the largest gradient is shown.
        shown: the weight that is on the page.
    """

    own: bool = False
    digit: int = 7
    number: int = 0
    layer: int | None = None
    neuron: int | None = None
    origin: int | None = None
    shown: tuple[int, int, int] = (1, 0, 0)

    def look_at(self, layer: int | None, neuron: int | None = None, origin: int | None = None) -> None:
        """Choose a weight; what is None is found by its gradient."""
        self.layer, self.neuron, self.origin = layer, neuron, origin

    def weight_in(self, found: Pull) -> tuple[int, int, int]:
        """The weight that is chosen, as far as this network has it, or the one with the largest gradient."""
        sizes = found.network.sizes
        if self.layer is None or self.layer >= len(sizes):
            return found.strongest
        if self.neuron is None or self.neuron >= sizes[self.layer]:
            return found.strongest_into(self.layer)
        if self.origin is None or self.origin >= sizes[self.layer - 1]:
            return found.strongest_into(self.layer, self.neuron)
        return self.layer, self.neuron, self.origin


def my_choice() -> Choice:
    """What this person chose; it stays while other pages are looked at."""
    choice: Choice = st.session_state.setdefault("one_step", Choice())
    return choice


def choose_example(choice: Choice) -> Floats | None:
    """Let this person choose an example.

    Returns:
        (28, 28), as the network receives it; None while there is none.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_chooser"):
        _keep("step_source", OWN if choice.own else BUNDLED)
        st.segmented_control(
            "Example",
            [BUNDLED, OWN],
            required=True,
            key="step_source",
            on_change=_take_source,
            label_visibility="collapsed",
        )
        st.markdown("meant as" if choice.own else "shows a", width="content")
        _keep("step_digit", choice.digit)
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


def choose_neuron(choice: Choice, network: Network) -> None:
    """Let this person choose whose weights they look at."""
    layer, neuron, _ = choice.shown
    names = layer_names(network)
    _keep("step_layer", names[layer])
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
    _keep("step_neuron", neuron)
    st.selectbox(
        "Neuron",
        range(network.sizes[layer]),
        key="step_neuron",
        on_change=_take_neuron,
        label_visibility="collapsed",
        width=84,
    )


def choose_origin(choice: Choice, network: Network) -> None:
    """Let this person choose one of the neuron's weights."""
    layer, _, origin = choice.shown
    # The list has a key of its own wherever it has other entries.
    key = f"step_origin_{'pixel' if layer == 1 else 'neuron'}_{network.sizes[layer - 1]}"
    _keep(key, origin)
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


def take_pick() -> None:
    """Look at the neuron or the weight that was clicked in a chart of this view."""
    where, number = st.session_state.reading.picked.split("/")
    choice = my_choice()
    kind, _, layer = where.partition("_")
    if kind == ERRORS:
        choice.look_at(int(layer), int(number))
    elif kind == NUDGES:
        choice.look_at(*choice.shown[:2], int(number))


def _keep(key: str, value: Any) -> None:
    """Streamlit forgets what isn't on the page; here it is told again."""
    st.session_state[key] = value


def _take_source() -> None:
    my_choice().own = st.session_state.step_source == OWN


def _take_digit() -> None:
    my_choice().digit = st.session_state.step_digit


def _take_another() -> None:
    my_choice().number += 1


def _take_layer(names: list[str]) -> None:
    my_choice().look_at(names.index(st.session_state.step_layer))


def _take_neuron() -> None:
    my_choice().look_at(my_choice().shown[0], st.session_state.step_neuron)


def _take_origin(key: str) -> None:
    my_choice().look_at(*my_choice().shown[:2], st.session_state[key])
