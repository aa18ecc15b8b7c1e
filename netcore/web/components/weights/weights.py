"""The network on screen, handed over to the browser; and what else it needs to read and to show light."""

from typing import Any

import numpy as np

from netcore.figures.blocks import layer_blocks
from netcore.figures.connections import (
    ALL_CONNECTIONS,
    CONNECTIONS,
    INPUT_CONNECTIONS,
    REST_STRENGTH,
    STRENGTHS,
)
from netcore.figures.theme import DIM, Palette
from netcore.network import Network
from netcore.preprocess import BOX, FIELD, INK, LUMA, SOLID, SQUARISH, STEEPEST_SLANT
from netcore.web.components.packaged import packaged
from netcore.web.person.drawing import PEN
from netcore.web.state import me

_component = packaged("weights", has_css=False)


def hand_over(network: Network) -> None:
    """Hand the weights and biases to the browser, once for each network: it keeps the last one.

    Should they get lost on the way, the browser tells, and they are sent again.
    """
    browser = me().browser
    message = network.fingerprint.encode()
    if browser.has_network != network.fingerprint:
        browser.has_network = network.fingerprint
        numbers = [values.ravel() for layer in network.layers for values in (layer.weights, layer.biases)]
        message += np.concatenate(numbers).astype("<f4").tobytes()
    _component(key="live", data=message, on_missing_change=_forget)


def _forget() -> None:
    me().browser.has_network = ""


def rules_for(network: Network, palette: Palette) -> dict[str, Any]:
    """How the browser is to read with a network and to show it, besides its weights and biases.

    Args:
        network: the network on screen.
        palette: the colours.
    """
    functions = [layer.activation_function.name for layer in network.layers]
    return {
        "fingerprint": network.fingerprint,
        "layers": [
            {"inputs": inputs, "neurons": neurons, "activation": activation}
            for inputs, neurons, activation in zip(network.sizes, network.sizes[1:], functions, strict=False)
        ],
        "preparing": {
            "ink": INK,
            "luma": LUMA.tolist(),
            "box": BOX,
            "field": FIELD,
            "steepest": STEEPEST_SLANT,
            "squarish": SQUARISH,
            "solid": SOLID,
        },
        "pen": PEN,
        "radii": [0.0, *(block.radius for block in layer_blocks(network.sizes))],
        "strengths": STRENGTHS,
        "restStrength": REST_STRENGTH,
        "allConnections": ALL_CONNECTIONS,
        "connections": CONNECTIONS,
        "inputConnections": INPUT_CONNECTIONS,
        "dim": DIM,
        "faint": palette.faint,
        "cell": palette.cell,
    }
