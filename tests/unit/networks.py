"""Networks of many shapes, and what they do, worked out in plain NumPy."""

import numpy as np

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.network import Network
from netcore.training.learner import new_network

SIZES = [[784, 16, 16, 10], [784, 40, 10], [784, 10], [784, 20, 12, 8, 10]]
PAIRS = [(SIGMOID, SIGMOID), (RELU, SOFTMAX)]
SHIPPED = ["classic", "relu", "wide"]


def random_network(sizes, hidden, output) -> Network:
    """A network of random weights and of biases that aren't all 0."""
    network = new_network(sizes, hidden, output, seed=5)
    random = np.random.default_rng(6)
    for layer in network.layers:
        layer.biases[:] = random.normal(0, 0.3, len(layer.biases))
    return network


NETWORKS = {
    f"{'-'.join(map(str, sizes))} {hidden.name} {output.name}": random_network(sizes, hidden, output)
    for sizes in SIZES
    for hidden, output in PAIRS
} | {name: netcore.load(name) for name in SHIPPED}


FORMULAS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: z * (z > 0),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
}


def by_hand(network: Network, pixels) -> tuple[list, list]:
    """Activations, the input first, and weighted sums of one or many pictures in float64."""
    activations, sums = [np.asarray(pixels, dtype=float)], []
    for layer in network.layers:
        sums.append(activations[-1] @ layer.weights.astype(float).T + layer.biases.astype(float))
        activations.append(FORMULAS[layer.activation_function.name](sums[-1]))
    return activations, sums
