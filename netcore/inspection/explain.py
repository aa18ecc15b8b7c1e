"""Why a neuron is as active as it is: what it looks for, what each input gave it, what happens without it.

Layers are counted as `Trace.activations` counts them: 0 is the input, the last one the output. Of
every neuron but those of the input, the weighted sum z is explained, before it is squashed. Where
there is no such neuron, ValueError is raised.
"""

from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.activations import Floats
from netcore.network import Network, Trace
from netcore.preprocess import FIELD

ASCENT_STEPS = 80
LONGEST_STEP = 0.1
"""Of the first step; they grow shorter to 0."""
SHRINKING, SMOOTHING = 0.2, 1.0
"""How much `favourite` holds back brightness, and differences between neighbouring pixels."""
RAREST_INK = 1 / 1000
"""Pixels with less ink than this part of the most that any gets are held back no more than those with it."""


def contributions(network: Network, trace: Trace, layer: int, neuron: int) -> NDArray[np.float64]:
    """What each input gave a neuron: its weight times the activation it carries.

    Args:
        network: the network.
        trace: what happened in it for one picture.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.

    Returns:
        (n_in,): together with the bias they add up to the neuron's weighted sum.
    """
    weights = network.layer_of(layer, neuron).weights[neuron].astype(np.float64)
    given: NDArray[np.float64] = weights * trace.activations[layer - 1]
    return given


def gradient(network: Network, pixels: ArrayLike, layer: int, neuron: int) -> Floats:
    """What a neuron responds to in the pixels: ∂z/∂pixel, by the chain rule.

    For the first hidden layer these are its weights, whatever the picture.

    Args:
        network: the network.
        pixels: (784,) or (28, 28), the picture at which; or (n, 784), to average over pictures.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.

    Returns:
        (784,): by how much z grows for each unit that a pixel gets brighter.
    """
    pictures = np.asarray(pixels, dtype=network.layers[0].weights.dtype).reshape(-1, network.sizes[0])
    # Of z by its inputs, (1, n_in).
    slopes: Floats = network.layer_of(layer, neuron).weights[neuron][np.newaxis]
    activations = [active for _, active in islice(network.propagate(pictures), layer - 1)]
    for number in range(layer - 1, 0, -1):
        before = network.layers[number - 1]
        slopes = slopes * before.activation_function.derivative(activations[number - 1])  # (n, n_out)
        if number == 1:
            slopes = slopes.mean(axis=0, keepdims=True)
        slopes = slopes @ before.weights  # (n, n_in)
    return slopes.flatten()  # a copy: of the first hidden layer these are the network's own weights


def favourite(network: Network, layer: int, neuron: int, typical: ArrayLike) -> NDArray[np.float32]:
    """The picture that a neuron would like best: gradient ascent on its weighted sum.

    Every step follows the gradient, scaled to a root mean square of 1, less a pull towards black,
    the stronger the less ink a pixel ever gets, and a pull towards the neighbouring pixels. Without
    these, single pixels would flicker, and those that no digit reaches would be brightest. The gradient
    is the mean of the picture's and of that half-way to it: where every ReLU is dead, it alone is 0.

    Args:
        network: the network.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.
        typical: (784,) or (28, 28), the mean of many digits: where the ascent begins, and how much
            ink a pixel gets.

    Returns:
        (28, 28) in [0, 1]; `typical` if it is black or no pixel there makes any difference to the neuron.

    Source: Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013.
    """
    # In double precision: the square of a slope can be beyond float32.
    ink = np.asarray(typical, dtype=np.float64).reshape(FIELD, FIELD)
    if not ink.any():
        return ink.astype(np.float32)
    pull = SHRINKING * ink.max() / np.maximum(ink, ink.max() * RAREST_INK)
    picture = ink
    for length in np.linspace(LONGEST_STEP, 0, ASCENT_STEPS, endpoint=False):
        on_the_way = np.stack([picture, (picture + ink) / 2]).reshape(2, -1)
        slope = gradient(network, on_the_way, layer, neuron).reshape(FIELD, FIELD)
        size = np.sqrt((ink * slope * slope).sum() / ink.sum())  # where there is ink
        if size == 0:
            break
        edged = np.pad(picture, 1)
        neighbours = edged[:-2, 1:-1] + edged[2:, 1:-1] + edged[1:-1, :-2] + edged[1:-1, 2:]
        step = slope / size - pull * picture - SMOOTHING * (4 * picture - neighbours)
        picture = np.clip(picture + length * step, 0, 1)
    return picture.astype(np.float32)


def without(network: Network, pixels: ArrayLike, layer: int, neuron: int) -> Trace:
    """What happens when a neuron is silent: read a picture with its activation held at 0.

    Args:
        network: the network.
        pixels: (784,) or (28, 28).
        layer: 0 for a pixel, 1 for the first hidden layer.
        neuron: which of that layer, from 0.

    Returns:
        Everything that happens then.
    """
    trace = network.forward(pixels)
    silenced = trace.activations[layer].copy()
    silenced[neuron] = 0
    activations, weighted_sums = [*trace.activations[:layer], silenced], trace.weighted_sums[:layer]
    for sums, active in network.propagate(silenced, layer):
        weighted_sums.append(sums)
        activations.append(active)
    return Trace(activations, weighted_sums)


def carried(network: Network, trace: Trace, layer: int, neuron: int) -> list[Floats]:
    """The way to a neuron's activation: what each connection before it carried there.

    What a connection carried is by how much the neuron's weighted sum would be lower if that one
    connection were cut and everything behind it computed anew.

    Args:
        network: the network.
        trace: what happened in it for one picture.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.

    Returns:
        For each layer up to this one (n_out, n_in), as its weights; in the last, only row `neuron`
        isn't 0.
    """
    direct = np.zeros_like(network.layer_of(layer, neuron).weights)
    direct[neuron] = contributions(network, trace, layer, neuron)
    shares = [direct]
    for number in range(layer - 1, 0, -1):
        here = network.layers[number - 1]
        inputs, outputs = trace.activations[number - 1], trace.activations[number]
        lit = np.flatnonzero(inputs)  # to cut the others changes nothing
        share = np.zeros_like(here.weights)
        for receiver, weights in enumerate(here.weights):
            cut = trace.weighted_sums[number - 1][receiver] - weights[lit] * inputs[lit]
            lost = outputs[receiver] - here.activation_function.value(cut)  # (n_lit,)
            lost_sums = np.outer(lost, network.layers[number].weights[:, receiver])
            # Losses, not the sums that are left: those may be so large that float32 swallows a loss.
            for behind in range(number + 1, layer):
                function = network.layers[behind - 1].activation_function
                left = function.value(trace.weighted_sums[behind - 1] - lost_sums)
                lost_sums = (trace.activations[behind] - left) @ network.layers[behind].weights.T
            share[receiver, lit] = lost_sums[:, neuron]
        shares.insert(0, share)
    return shares


def mean_per_digit(activations: Floats, labels: NDArray[Any]) -> NDArray[np.float64]:
    """How active a neuron is on average for each digit.

    Args:
        activations: (n,), of one neuron for n pictures.
        labels: (n,), what they show.

    Returns:
        (10,); NaN for a digit that none of them shows.
    """
    counts = np.bincount(labels, minlength=10)
    with np.errstate(invalid="ignore"):
        means: NDArray[np.float64] = np.bincount(labels, activations, minlength=10) / counts
    return means


def adding_up(parts: ArrayLike, total: float, decimals: int) -> NDArray[np.float64]:
    """Round numbers so that what is shown adds up to what is shown.

    Args:
        parts: (n,) numbers that add up to the total but for small errors.
        total: their sum, which is shown as Python's `format` rounds it.
        decimals: how many are shown.

    Returns:
        (n,): each part rounded up or down, whichever makes them add up to the rounded total;
        where even that can't, the difference is spread evenly.
    """
    units = np.asarray(parts, dtype=np.float64) * 10.0**decimals
    rounded = np.floor(units)
    # Rounded before it is scaled: scaling can make a tie of what is none.
    shown = round(round(float(total), decimals) * 10.0**decimals)
    whole, rest = divmod(shown - round(rounded.sum()), len(units))
    rounded += whole
    rounded[np.argsort(rounded - units, kind="stable")[:rest]] += 1
    return rounded / 10.0**decimals


def parameters(network: Network) -> dict[str, list[Any]]:
    """Every weight and bias in a row of its own.

    Args:
        network: the network.

    Returns:
        Columns of the same length: `layer`, as `Trace.activations` counts; `neuron`, whose it is;
        `kind`, "weight" or "bias"; `from`, the neuron before, None for a bias; `value`.
    """
    table: dict[str, list[Any]] = {"layer": [], "neuron": [], "kind": [], "from": [], "value": []}
    for number, layer in enumerate(network.layers, start=1):
        n_out, n_in = layer.weights.shape
        table["layer"] += [number] * (n_out * n_in + n_out)
        table["neuron"] += [*np.repeat(np.arange(n_out), n_in).tolist(), *range(n_out)]
        table["kind"] += ["weight"] * (n_out * n_in) + ["bias"] * n_out
        table["from"] += [*range(n_in)] * n_out + [None] * n_out
        table["value"] += [*layer.weights.ravel().tolist(), *layer.biases.tolist()]
    return table
