"""The network on screen, handed over to the browser; and what else it needs to read and to show light."""

from typing import Any

import numpy as np

from netcore import layout
from netcore.figures.connections import (
    ALL_CONNECTIONS,
    CONNECTIONS,
    INPUT_CONNECTIONS,
    REST_STRENGTH,
    STRENGTHS,
)
from netcore.figures.theme import DIM, Palette
from netcore.network import Network
from netcore.parts import OVERLAP
from netcore.preprocess import BOX, FIELD, INK, LUMA, SOLID, SQUARISH, STEEPEST_SLANT
from netcore.web.components.packaged import packaged
from netcore.web.person.drawing import PEN
from netcore.web.state import me
from netcore.web.text import DECIMALS, STRONGEST

_component = packaged("weights", has_css=False)

LEVELS = 127
"""A rounded weight is one of so many levels on either side of zero, up to the largest of its neuron."""
NUMBERS_A_TICK = 16_000
"""While a network learns, so many numbers are handed over at each look at it, or more at fewer looks."""


def hand_over(network: Network, *, learns: bool = False) -> dict[str, Any]:
    """Hand the weights and biases to the browser, once for each network: it keeps the last one.

    Should they get lost on the way, the browser tells, and they are sent again.

    Args:
        network: the network on screen.
        learns: it is another at each look. Then its weights are rounded to a byte each, which moves an output
            by some 0.0002 in the mean, and the browser may keep an older state of a large one for a while.

    Returns:
        Which network the browser has, as `rules_for` tells it.
    """
    browser = me().browser
    handed = _identity(network, is_rounded=learns)
    is_older = handed | {"fingerprint": browser.network.get("fingerprint")} == browser.network
    if learns and is_older and browser.held_back < network.parameter_count // NUMBERS_A_TICK:
        browser.held_back += 1
        handed = browser.network
    message: bytes = handed["fingerprint"].encode()
    if browser.network != handed:
        browser.network, browser.held_back = handed, 0
        message += rounded(network) if learns else _exact(network)
    _component(key="live", data=message, on_missing_change=_forget)
    return handed


def rounded(network: Network) -> bytes:
    """All numbers of a network with a byte a weight.

    Returns:
        For each layer the step between two levels, one for each neuron, and the biases, float32; then the
        levels of all weights, int8: a weight is its level times its neuron's step.
    """
    floats, levels = [], []
    for layer in network.layers:
        steps = np.abs(layer.weights).max(axis=1, keepdims=True).astype("<f4") / np.float32(LEVELS)
        steps = np.maximum(steps, np.finfo(np.float32).tiny)
        floats += [steps.ravel(), layer.biases.astype("<f4")]
        levels.append((layer.weights / steps).round().astype(np.int8).ravel())
    return np.concatenate(floats).tobytes() + np.concatenate(levels).tobytes()


def _exact(network: Network) -> bytes:
    """All numbers of a network, float32."""
    numbers = [values.ravel() for layer in network.layers for values in (layer.weights, layer.biases)]
    return np.concatenate(numbers).astype("<f4").tobytes()


def _identity(network: Network, *, is_rounded: bool) -> dict[str, Any]:
    """What the browser tells networks apart by, and how it unpacks them."""
    functions = [layer.activation_function.name for layer in network.layers]
    return {
        "fingerprint": ("~" if is_rounded else "") + network.fingerprint[is_rounded:],
        "isRounded": is_rounded,
        "layers": [
            {"inputs": inputs, "neurons": neurons, "activation": activation}
            for inputs, neurons, activation in zip(network.sizes, network.sizes[1:], functions, strict=False)
        ],
    }


def _forget() -> None:
    me().browser.network = {}


LAYOUT = {
    name: value
    for name, value in {**vars(layout), "OVERLAP": OVERLAP}.items()
    if name.isupper() and isinstance(value, int | float)
}
"""The numbers that the browser finds digits and stray marks by."""


def rules_for(network: Network, palette: Palette) -> dict[str, Any]:
    """How the browser is to read with a network and to show it, besides its weights and biases.

    Args:
        network: the network on screen.
        palette: the colours.
    """
    return {
        **_identity(network, is_rounded=False),
        "preparing": {
            "ink": INK,
            "luma": LUMA.tolist(),
            "box": BOX,
            "field": FIELD,
            "steepest": STEEPEST_SLANT,
            "squarish": SQUARISH,
            "solid": SOLID,
        },
        "layout": LAYOUT,
        "pen": PEN,
        "ledger": {"decimals": DECIMALS, "strongest": STRONGEST},
        "strengths": STRENGTHS,
        "restStrength": REST_STRENGTH,
        "allConnections": ALL_CONNECTIONS,
        "connections": CONNECTIONS,
        "inputConnections": INPUT_CONNECTIONS,
        "dim": DIM,
        "faint": palette.faint,
        "cell": palette.cell,
    }
