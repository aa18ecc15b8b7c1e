"""Backpropagation: how wrong a network is, and how that changes with each of its weights and biases.

The loss is the cross-entropy of the outputs. Its gradient by the weighted sums of the output
layer is the plain error, activation − target, for sigmoid outputs and for softmax alike
(Nielsen, "Neural Networks and Deep Learning", chapter 3).
"""

import numpy as np
from numpy.typing import NDArray

from netcore.activations import SOFTMAX, ActivationFunction, Floats
from netcore.data.examples import NO_DIGIT
from netcore.network import Network


def one_hot(labels: NDArray[np.uint8], classes: int = 10) -> NDArray[np.float32]:
    """(n,) digits → (n, 10) targets: 1 for the digit shown, 0 elsewhere; all 0 for NO_DIGIT."""
    return np.eye(NO_DIGIT + 1, classes, dtype=np.float32)[labels]


def loss(outputs: Floats, targets: Floats, activation_function: ActivationFunction) -> float:
    """Cross-entropy between what the network answered and what was right.

    Args:
        outputs: (n, 10) output activations.
        targets: (n, 10), 1 for the digit shown, 0 elsewhere.
        activation_function: of the output layer.

    Returns:
        The mean over the n examples; 0 would be perfect.
    """
    tiny = np.finfo(outputs.dtype).tiny
    losses = -targets * np.log(outputs + tiny)
    if activation_function is not SOFTMAX:
        losses -= (1 - targets) * np.log(1 - outputs + tiny)
    return float(losses.sum() / len(outputs))


def backpropagate(
    network: Network, batch: Floats, targets: Floats
) -> tuple[list[tuple[Floats, Floats]], Floats]:
    """How the mean loss of a batch changes with every weight and bias.

    Args:
        network: at its present weights.
        batch: (n, 784) pictures, 0.0–1.0.
        targets: (n, 10), 1 for the digit shown, 0 elsewhere.

    Returns:
        ∂loss/∂weights and ∂loss/∂biases of each layer, first layer first, and the (n, 10) outputs.
    """
    activations = [batch, *(active for _, active in network.propagate(batch))]
    outputs = activations[-1]
    if network.layers[-1].activation_function is SOFTMAX:
        outputs = outputs * targets.sum(axis=1, keepdims=True)  # what is no digit has no part in its loss
    delta = (outputs - targets) / len(batch)  # ∂loss/∂z of the output layer, (n, 10)
    gradients: list[tuple[Floats, Floats]] = []
    for number in reversed(range(len(network.layers))):
        gradients.append((delta.T @ activations[number], delta.sum(axis=0)))
        if number > 0:
            before = network.layers[number - 1].activation_function
            delta = (delta @ network.layers[number].weights) * before.derivative(activations[number])
    return gradients[::-1], activations[-1]
