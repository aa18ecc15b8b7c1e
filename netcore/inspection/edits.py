"""Turning a network's knobs: each function gives a changed copy and leaves the network as it is.

All raise ValueError where there is no such neuron.
"""

from dataclasses import replace

import numpy as np

from netcore.activations import Floats
from netcore.network import Layer, Network

OFF = -10_000.0
"""The bias of a neuron that is switched off; a lower one where its weights could outweigh this."""
MARGIN = 200.0
"""With a weighted sum so far below 0 any activation is exactly 0, a sigmoid's too."""


def with_weight(network: Network, layer: int, neuron: int, source: int, value: float) -> Network:
    """Set one weight.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0: where the connection ends.
        source: which of the layer before, from 0: where the connection begins.
        value: the new weight.
    """
    weights = network.layer_of(layer, neuron).weights.copy()
    weights[neuron, source] = value
    return _with_layer(network, layer, weights=weights)


def with_bias(network: Network, layer: int, neuron: int, value: float) -> Network:
    """Set one bias.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.
        value: the new bias.
    """
    biases = network.layer_of(layer, neuron).biases.copy()
    biases[neuron] = value
    return _with_layer(network, layer, biases=biases)


def with_weights(network: Network, layer: int, neuron: int, values: Floats) -> Network:
    """Set all the weights of one neuron.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.
        values: (n_in,), the new weights.
    """
    weights = network.layer_of(layer, neuron).weights.copy()
    weights[neuron] = values
    return _with_layer(network, layer, weights=weights)


def scaled(network: Network, layer: int, neuron: int, like: Floats, factor: float) -> Network:
    """Make all the weights of one neuron larger or smaller together.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.
        like: (n_in,), weights that are as large together as factor 1 stands for, by their root sum
            of squares; where the neuron's own are all 0, these take their place.
        factor: 0 or more.
    """
    weights = network.layer_of(layer, neuron).weights[neuron]
    size, unit = (float(np.linalg.norm(numbers)) for numbers in (weights, like))
    return with_weights(network, layer, neuron, weights * (factor * unit / size) if size else like * factor)


def switched_off(network: Network, layer: int, neuron: int) -> Network:
    """Make a neuron inactive for every picture, by a bias that nothing it sees outweighs.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.
    """
    return with_bias(network, layer, neuron, min(OFF, -_most_seen(network, layer, neuron) - MARGIN))


def is_off(network: Network, layer: int, neuron: int) -> bool:
    """Whether a neuron is switched off: no picture can make it active."""
    bias = float(network.layer_of(layer, neuron).biases[neuron])
    return bias <= min(OFF, -_most_seen(network, layer, neuron) - MARGIN / 2)


def with_noise(network: Network, layer: int, strength: float, seed: int | None = None) -> Network:
    """Shake all the weights of a layer at random.

    Args:
        network: the network; it isn't changed.
        layer: 1 for the first hidden layer.
        strength: 1.0 shakes the weights as much as they differ from one another.
        seed: for the same noise again.
    """
    weights = network.layers[layer - 1].weights
    shocks = np.random.default_rng(seed).standard_normal(weights.shape, dtype=np.float32)
    return _with_layer(network, layer, weights=weights + np.float32(strength) * weights.std() * shocks)


def shaken(network: Network, strength: float, seed: int) -> Network:
    """Turn all the knobs at random, every weight and every bias.

    Args:
        network: the network; it isn't changed.
        strength: 1.0 turns the knobs of a layer as far as its weights differ from one another.
        seed: for the same noise again, as strong as one likes.
    """
    random = np.random.default_rng(seed)
    for number, layer in enumerate(network.layers, start=1):
        size = np.float32(strength) * layer.weights.std()
        weights, biases = (
            knobs + size * random.standard_normal(knobs.shape, dtype=np.float32)
            for knobs in (layer.weights, layer.biases)
        )
        network = _with_layer(network, number, weights=weights, biases=biases)
    return network


def pruned(network: Network, part: float) -> Network:
    """Set the smallest weights to 0: cut the connections that matter least by themselves.

    Args:
        network: the network; it isn't changed.
        part: 0–1, how many of all its weights, those that are 0 already included.
    """
    sizes = np.concatenate([np.abs(layer.weights).ravel() for layer in network.layers])
    cut = np.zeros(len(sizes), dtype=bool)
    cut[np.argsort(sizes, kind="stable")[: round(part * len(sizes))]] = True
    ends = np.cumsum([layer.weights.size for layer in network.layers])
    for number, layer_cut in enumerate(np.split(cut, ends[:-1]), start=1):
        weights = network.layers[number - 1].weights
        network = _with_layer(network, number, weights=np.where(layer_cut.reshape(weights.shape), 0, weights))
    return network


def _most_seen(network: Network, layer: int, neuron: int) -> float:
    """The most that all its inputs together can give to a neuron."""
    bias = float(network.layer_of(layer, neuron).biases[neuron])
    return float(network.largest_sums[layer - 1][neuron]) - abs(bias)


def _with_layer(
    network: Network, layer: int, *, weights: Floats | None = None, biases: Floats | None = None
) -> Network:
    """The network with other numbers in one layer, of arrays of its own; the other layers are shared."""
    before = network.layers[layer - 1]
    new = Layer(
        (before.weights if weights is None else weights).astype(before.weights.dtype),
        (before.biases if biases is None else biases).astype(before.biases.dtype),
        before.activation_function,
    )
    new.weights.flags.writeable = new.biases.flags.writeable = False
    return replace(network, layers=[*network.layers[: layer - 1], new, *network.layers[layer:]])
