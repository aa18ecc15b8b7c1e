"""How the page says numbers, layers and neurons."""

import re

from netcore.figures.blocks import layer_label
from netcore.language import _
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
    if layer == 1:
        return _("row {row}, column {column}").format(row=origin // FIELD, column=origin % FIELD)
    return _("neuron {neuron}").format(neuron=origin)


def plain(text: str) -> str:
    """A text that may hold anything, such as a file's name, as Markdown that shows just that."""
    return re.sub(r"([\\`*_~\[\]<>$:|#!&])", r"\\\1", text)


def neuron_name(network: Network, layer: int, neuron: int) -> str:
    """What a neuron is called: hidden 1 neuron 5."""
    name = layer_label(layer_names(network)[layer])
    return _("{layer} neuron {neuron}").format(layer=name, neuron=neuron)


def layer_names(network: Network) -> list[str]:
    """What the layers are called in diagrams, lists and addresses: input, hidden 1, hidden 2, output."""
    return ["input", *(f"hidden {number}" for number in range(1, len(network.layers))), "output"]


def in_words(name: str) -> str:
    """A layer's name in a sentence: "hidden 1" is hidden layer 1, "output" the output layer."""
    if name == "input":
        return _("the input layer")
    if name == "output":
        return _("the output layer")
    return _("hidden layer {number}").format(number=name.split(" ")[1])
