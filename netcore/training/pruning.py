"""Pruning: a network made smaller by the neurons that are missed least.

A large network finds the shapes that matter more surely than a small one does. Made smaller
neuron by neuron, and trained on in between, it ends up better than one that was small from the
beginning.
"""

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.network import Layer, Network
from netcore.training.backpropagation import loss

SHORTLIST = 8
"""So many neurons that seem to be missed least are taken out by way of trial."""

Doubles = NDArray[np.float64]


def prune(network: Network, sizes: Sequence[int], pixels: Floats) -> Network:
    """Take neurons out of the hidden layers, one after the other, until the sizes are reached.

    Args:
        network: left as it is.
        sizes: neurons in each layer, the input first; in no layer more than there are.
        pixels: (n, 784) prepared pictures, by which it is judged what a neuron is worth.

    Returns:
        The smaller network.

    Raises:
        ValueError: other inputs, outputs or number of layers, or a layer that would have to grow
            or to vanish.
    """
    now = network.sizes
    fits = len(sizes) == len(now) and (sizes[0], sizes[-1]) == (now[0], now[-1])
    if not fits or not all(1 <= size <= most for size, most in zip(sizes, now, strict=True)):
        raise ValueError(f"{network} can't be made smaller to {sizes}.")
    for number, size in enumerate(sizes[1:-1]):
        while network.sizes[number + 1] > size:
            network = without_least(network, number, pixels)
    return network


def without_least(network: Network, number: int, pixels: Floats) -> Network:
    """Take out the neuron that is missed least; the others of its layer stand in for it.

    Args:
        network: left as it is.
        number: of the hidden layer, from 0.
        pixels: (n, 784) prepared pictures.

    Returns:
        The network with one neuron fewer: of all such, the one whose answers differ least from
        those of the given one.
    """
    *_, (_, activations) = islice(network.propagate(pixels), number + 1)
    means = activations.mean(axis=0, dtype=np.float64)
    covariance = np.cov(activations, rowvar=False, dtype=np.float64).reshape(len(means), len(means))
    # A little noise, so that a neuron that never fires or doubles another one is no exception.
    precision: Doubles = np.linalg.inv(covariance + 1e-6 * np.eye(len(means))).astype(np.float64)
    # What the others can't foretell of a neuron, as loudly as the next layer listens to it.
    missed = np.linalg.norm(network.layers[number + 1].weights, axis=0) / np.sqrt(np.diag(precision))
    smaller = [
        _without(network, number, int(neuron), means, precision) for neuron in missed.argsort()[:SHORTLIST]
    ]
    answers, function = network.predict(pixels), network.layers[-1].activation_function
    return min(smaller, key=lambda candidate: loss(candidate.predict(pixels), answers, function))


def _without(network: Network, number: int, neuron: int, means: Doubles, precision: Doubles) -> Network:
    """The network with the best linear guess from its neighbours in the place of a neuron."""
    layer, following = network.layers[number], network.layers[number + 1]
    kept = np.arange(len(means)) != neuron
    guess = -precision[neuron, kept] / precision[neuron, neuron]
    outgoing = following.weights[:, neuron]
    weights = following.weights[:, kept] + np.outer(outgoing, guess)
    biases = following.biases + outgoing * (means[neuron] - guess @ means[kept])
    dtype = layer.weights.dtype
    layers = list(network.layers)
    layers[number] = Layer(layer.weights[kept], layer.biases[kept], layer.activation_function)
    layers[number + 1] = Layer(weights.astype(dtype), biases.astype(dtype), following.activation_function)
    return Network(layers, network.meta)
