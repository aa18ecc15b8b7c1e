"""What one example does in a step of learning: its loss, the errors on their way back, the nudges.

Everything is in double precision, so that finite differences can check it. Layers are counted as
`Trace.activations` counts them: 0 is the input, the last one the output.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.activations import SOFTMAX, Floats
from netcore.network import Layer, Network, Trace
from netcore.training.backpropagation import backpropagate, one_hot

SMALL_STEP = 1e-5
"""By so much a weight is turned to try out what the loss does: less drowns in rounding, more in the curve."""
LARGE_WEIGHT = 1000.0
"""Beyond it the small step grows with the weight, or rounding would swallow it."""


@dataclass(frozen=True, eq=False)
class Pull:
    """How one example pulls at every weight and bias, the learning rate left out.

    Attributes:
        network: in float64.
        trace: what happened in it.
        targets: (10,), 1 for the digit that the example shows, 0 elsewhere.
        loss_shares: (10,), what each output adds to the loss of this example, 0 or more.
        gradients: ∂loss/∂weights (n_out, n_in) and ∂loss/∂biases (n_out,) of each layer, first layer first.
    """

    network: Network
    trace: Trace
    targets: Floats
    loss_shares: Floats
    gradients: list[tuple[Floats, Floats]]

    @property
    def loss(self) -> float:
        """Cross-entropy, as `training.backpropagation.loss` of this example alone; 0 would be perfect."""
        return float(self.loss_shares.sum())

    def errors(self, layer: int) -> Floats:
        """By how much the loss grows for each unit that a neuron's weighted sum grows: ∂loss/∂z, (n_out,).

        A bias goes into the weighted sum as it is, so this is ∂loss/∂bias, too.
        """
        return self.gradients[layer - 1][1]

    @cached_property
    def strongest(self) -> tuple[int, int, int]:
        """The weight with the largest gradient: layer, neuron, and the neuron before that it is from."""
        return max((self.strongest_into(layer) for layer in self._layers), key=lambda one: abs(self.of(*one)))

    def strongest_into(self, layer: int, neuron: int | None = None) -> tuple[int, int, int]:
        """The weight with the largest gradient into a layer, or into one neuron of it."""
        sizes = np.abs(self.gradients[layer - 1][0])
        if neuron is None:
            neuron = int(sizes.max(axis=1).argmax())
        return layer, neuron, int(sizes[neuron].argmax())

    def of(self, layer: int, neuron: int, origin: int) -> float:
        """∂loss/∂weight of one weight."""
        return float(self.gradients[layer - 1][0][neuron, origin])

    @property
    def _layers(self) -> range:
        return range(1, len(self.gradients) + 1)


@dataclass(frozen=True)
class Trial:
    """The loss of an example with one weight a little lower and a little higher, all else as it is.

    Attributes:
        step: how far the weight was turned.
        below, above: the loss with weight − step, with weight + step.
    """

    step: float
    below: float
    above: float

    @property
    def slope(self) -> float:
        """By how much the loss grows for each unit of the weight, found by trying out."""
        return (self.above - self.below) / (2 * self.step)

    @property
    def finest(self) -> float:
        """A slope smaller than this can't be told from 0: the two losses are rounded to 16 digits."""
        return float(4 * np.spacing(max(abs(self.above), abs(self.below))) / self.step)


def pull_of(network: Network, pixels: ArrayLike, digit: int) -> Pull:
    """Read one example, and take its error back through the network.

    Args:
        network: at its present weights.
        pixels: (784,) or (28, 28), 0.0 black to 1.0 white.
        digit: what it shows, 0–9.

    Returns:
        How it pulls at every weight and bias.

    Raises:
        ValueError: not as many pixels as the network has inputs.
    """
    precise = in_double_precision(network)
    trace = precise.forward(pixels)
    targets = one_hot(np.array([digit], np.uint8), precise.sizes[-1]).astype(np.float64)
    gradients, _ = backpropagate(precise, trace.activations[0][np.newaxis], targets)
    return Pull(precise, trace, targets[0], _loss_shares(precise, trace, targets[0]), gradients)


def in_double_precision(network: Network) -> Network:
    """The same network with float64 weights and biases of its own."""
    return Network(
        [
            Layer(
                layer.weights.astype(np.float64), layer.biases.astype(np.float64), layer.activation_function
            )
            for layer in network.layers
        ],
        network.meta,
    )


def from_behind(pull: Pull, layer: int, neuron: int) -> tuple[Floats, float]:
    """What the error of a hidden neuron is made of.

    Args:
        pull: of the example.
        layer: of the neuron, 1 for the first hidden layer; not the output.
        neuron: which of that layer, from 0.

    Returns:
        (n,) for each neuron of the layer behind it: the weight of the connection to it × its error;
        and the slope of the neuron's activation function where it stands. The sum of the former times
        the latter is the neuron's error.
    """
    function = pull.network.layer_of(layer, neuron).activation_function
    parts = pull.network.layers[layer].weights[:, neuron] * pull.errors(layer + 1)
    return parts, float(function.derivative(pull.trace.activations[layer])[neuron])


def nudges(pull: Pull, learning_rate: float, layer: int, neuron: int) -> Floats:
    """What a step changes each weight of a neuron by: −learning rate × ∂loss/∂weight, (n_in,)."""
    pull.network.layer_of(layer, neuron)  # raises where there is none
    changes: Floats = -learning_rate * pull.gradients[layer - 1][0][neuron]
    return changes


def nudged(pull: Pull, learning_rate: float) -> Network:
    """The network after every weight and bias took its nudge.

    Returns:
        A network of its own, in float64.
    """
    return Network(
        [
            Layer(
                layer.weights - learning_rate * for_weights,
                layer.biases - learning_rate * for_biases,
                layer.activation_function,
            )
            for layer, (for_weights, for_biases) in zip(pull.network.layers, pull.gradients, strict=True)
        ],
        pull.network.meta,
    )


def loss_of(network: Network, pixels: ArrayLike, digit: int) -> float:
    """The loss of one example: cross-entropy, computed from the last weighted sums.

    Args:
        network: the network.
        pixels: (784,) or (28, 28), 0.0 black to 1.0 white.
        digit: what it shows, 0–9.

    Returns:
        0 or more; infinite or NaN where the numbers on the way grow too large.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        trace = network.forward(pixels)
        targets = np.eye(network.sizes[-1])[digit]
        return float(_loss_shares(network, trace, targets).sum())


def try_out(pull: Pull, layer: int, neuron: int, origin: int) -> Trial:
    """Turn one weight a little down and a little up, and let the network read the example each time.

    Backpropagation has no part in this.

    Args:
        pull: of the example.
        layer: 1 for the first hidden layer.
        neuron: whose weight, from 0.
        origin: the neuron before that it is from.

    Returns:
        The two losses, and how far the weight was turned for each.

    Raises:
        ValueError: there is no such neuron.
    """
    before = pull.network.layer_of(layer, neuron)
    weight = abs(float(before.weights[neuron, origin]))
    step = SMALL_STEP
    if weight > LARGE_WEIGHT:
        step *= 10.0 ** math.ceil(math.log10(weight / LARGE_WEIGHT))
    digit, losses = int(pull.targets.argmax()), []
    for change in (-step, step):
        weights = before.weights.copy()
        weights[neuron, origin] += change
        layers = list(pull.network.layers)
        layers[layer - 1] = Layer(weights, before.biases, before.activation_function)
        losses.append(loss_of(Network(layers), pull.trace.activations[0], digit))
    return Trial(step, *losses)


def agreeing_digits(one: float, other: float) -> int:
    """In how many digits, the leading zeros left out, two numbers agree: 0–15."""
    if one == other:
        return 15
    difference = abs(one - other) / max(abs(one), abs(other))
    return min(max(math.floor(-math.log10(difference)), 0), 15)


def _loss_shares(network: Network, trace: Trace, targets: Floats) -> NDArray[np.float64]:
    """What each output adds to the cross-entropy, (10,).

    From the weighted sums, not from the activations: of an output that is wrong beyond doubt, those
    are rounded to 0 or 1, whose logarithm says nothing.
    """
    z = trace.weighted_sums[-1]
    shares: NDArray[np.float64]
    if network.layers[-1].activation_function is SOFTMAX:
        right = targets > 0
        shares = np.where(right, np.logaddexp.reduce(z - z[right]), 0.0)
    else:
        shares = np.logaddexp(0.0, np.where(targets > 0, -z, z))
    return shares
