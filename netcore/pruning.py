"""Pruning: a network made smaller by the neurons that are missed least.

A large network finds the shapes that matter more surely than a small one does. Made smaller
neuron by neuron, and trained on in between, it ends up better than one that was small from the
beginning.
"""

from collections.abc import Sequence

import numpy as np

from netcore.activations import Floats
from netcore.network import Layer, Network


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

    A neuron is missed as far as the others can't foretell it and the next layer listens to it:
    the standard deviation of its activation around the best linear guess from the others, times
    the length of its outgoing weights. The guess replaces it.

    Args:
        network: left as it is.
        number: of the hidden layer, from 0.
        pixels: (n, 784) prepared pictures.

    Returns:
        The network with one neuron fewer.
    """
    layer, following = network.layers[number], network.layers[number + 1]
    activations = pixels
    for earlier in network.layers[: number + 1]:
        z = activations @ earlier.weights.T + earlier.biases
        activations = earlier.activation_function.value(z)
    means = activations.mean(axis=0, dtype=np.float64)
    covariance = np.cov(activations, rowvar=False, dtype=np.float64).reshape(len(means), len(means))
    # A little noise, so that a neuron that never fires or doubles another one is no exception.
    precision = np.linalg.inv(covariance + 1e-6 * np.eye(len(means)))
    unforeseen = 1 / np.sqrt(np.diag(precision))
    least = int((unforeseen * np.linalg.norm(following.weights, axis=0)).argmin())

    kept = np.arange(len(means)) != least
    guess = -precision[least, kept] / precision[least, least]  # of its activation, from the others'
    outgoing = following.weights[:, least]
    weights = following.weights[:, kept] + np.outer(outgoing, guess)
    biases = following.biases + outgoing * (means[least] - guess @ means[kept])
    dtype = layer.weights.dtype
    layers = list(network.layers)
    layers[number] = Layer(layer.weights[kept], layer.biases[kept], layer.activation_function)
    layers[number + 1] = Layer(weights.astype(dtype), biases.astype(dtype), following.activation_function)
    return Network(layers, network.meta)
