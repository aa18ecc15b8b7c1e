"""How the page says numbers, layers and neurons."""

import re

from netcore.network import Network
from netcore.preprocess import FIELD

DECIMALS = 3
"""Of every number that is added up on the page."""
STRONGEST = 10
"""So many pushes up and down are listed of those that add up to a neuron's sum."""


def signed(value: float, decimals: int = DECIMALS) -> str:
    """A number with its sign, as people write it."""
    rounded = round(value, decimals) + 0.0  # which makes 0 of -0
    return f"{rounded:+,.{decimals}f}".replace("-", "\u2212")


def in_percent(part: float, decimals: int = 1) -> str:
    """0–1 in percent; it doesn't break over two lines. How sure an answer is, `saying.percent` says.

    Args:
        part: 0–1.
        decimals: a thousand digits allow one, several thousand two.
    """
    return f"{100 * part:.{decimals}f}\u00a0%"


def certainty(part: float) -> str:
    """0–1 in percent with one decimal, never rounded to all."""
    return in_percent(min(part, 0.999))


def origin_name(layer: int, origin: int) -> str:
    """What a neuron of the layer before is called, as seen from a layer."""
    return f"row {origin // FIELD}, column {origin % FIELD}" if layer == 1 else f"neuron {origin}"


def plain(text: str) -> str:
    """A text that may hold anything, such as a file's name, as Markdown that shows just that."""
    return re.sub(r"([\\`*_~\[\]<>$:|#!&])", r"\\\1", text)


def neuron_name(network: Network, layer: int, neuron: int) -> str:
    """What a neuron is called: hidden 1 neuron 5."""
    return f"{layer_names(network)[layer]} neuron {neuron}"


def layer_names(network: Network) -> list[str]:
    """What the layers are called in the diagram and in lists: input, hidden 1, hidden 2, output."""
    return ["input", *(f"hidden {number}" for number in range(1, len(network.layers))), "output"]


def in_words(name: str) -> str:
    """A layer's name in a sentence: "hidden 1" is hidden layer 1, "output" the output layer."""
    kind, _, number = name.partition(" ")
    return f"hidden layer {number}" if number else f"the {kind} layer"
