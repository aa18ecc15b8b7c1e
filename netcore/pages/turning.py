"""What a turned knob does: this person goes on with a changed copy, unless that can't be."""

import io
from collections.abc import Callable

import streamlit as st

from netcore.errors import WeightsError
from netcore.network import Network
from netcore.pages.own_network import OWN
from netcore.pages.shared import my_own
from netcore.pages.words import number
from netcore.storage import LARGEST_NUMBER, load, save


def as_file(network: Network) -> bytes:
    """The network as a weights file."""
    file = io.BytesIO()
    save(network, file)
    return file.getvalue()


def turn_to(key: str, network: Network, turned: Callable[[Network, float], Network], what: str) -> None:
    """A slider or a number was changed: what it says now is the new value."""
    value = st.session_state[key]
    if value is not None:
        turn(network, lambda network: turned(network, value), f"{what}: {number(value, 2)}")


def turn(network: Network, turned: Callable[[Network], Network], change: str) -> None:
    """Go on with a changed copy, on every page.

    Args:
        network: the one on screen when the knob was shown; where an earlier turn has not been shown
            yet, the own network is already another.
        turned: what gives the changed copy.
        change: what was done, in words.
    """
    own, state = my_own(), st.session_state
    if own.state is not None and state.get("choice") == OWN:
        network = own.state.network
    changed = turned(network)
    try:
        as_file(changed)
    except WeightsError:
        state.refusal = (
            f"That was left as it was: no number of a network may go beyond {LARGEST_NUMBER:,.0f}, "
            "and no sum beyond what the browser can show."
        )
        return
    own.turn(network, network.meta["name"], changed, change)
    state.choice = OWN


def go(step: Callable[[], None]) -> None:
    """Back, forward, or to the beginning; without an own network, the one that it came from."""
    own = my_own()
    step()
    st.session_state.choice = OWN if own.state is not None else own.states[0].source


def take_upload() -> None:
    """Go on with the network that was brought, or say what is wrong with it."""
    file = st.session_state.upload
    if file is None:
        return
    try:
        network = load(file)
    except WeightsError as error:
        st.session_state.refusal = str(error)
        return
    my_own().take(network, network.meta["name"], "a network from a file")
    st.session_state.choice = OWN
