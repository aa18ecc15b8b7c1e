"""The network: layers of neurons, and what they do with a picture. Forward, and nothing else."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.activations import SIGMOID, SOFTMAX, ActivationFunction, Floats

MOST_LIGHT = 1.001
"""The mean square of pixels from 0 to 1, rounding included."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of neurons: activations = f(weights @ inputs + biases).

    Attributes:
        weights: (n_out, n_in); row i is what neuron i looks for in the layer before.
        biases: (n_out,), how easily each neuron fires.
        activation_function: f.
    """

    weights: Floats
    biases: Floats
    activation_function: ActivationFunction

    def __repr__(self) -> str:
        n_out, n_in = self.weights.shape
        return f"Layer({n_in} → {n_out}, {self.activation_function.name})"


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything that happened in the network while it read one picture, or many.

    Attributes:
        activations: one array per layer, the input first: (784,), (16,), (16,), (10,); of n pictures
            (n, 784), (n, 16), (n, 16), (n, 10).
        weighted_sums: z before the activation function, hidden layers and output, likewise.
    """

    activations: list[Floats]
    weighted_sums: list[Floats]

    @property
    def digit(self) -> int:
        """The network's answer to one picture, 0–9: the brightest output neuron."""
        return int(self.activations[-1].argmax(axis=-1))

    @property
    def confidence(self) -> float:
        """The activation of the brightest output neuron for one picture, 0–1."""
        return float(self.activations[-1].max(axis=-1))


@dataclass(frozen=True, eq=False)
class Network:
    """A fully connected feed-forward network.

    Attributes:
        layers: at least one; each takes as many inputs as the one before has neurons. The last
            answers with numbers from 0 to 1, by sigmoid or softmax; softmax is for it alone.
        meta: what its weights file says of it: name, how it was trained, what it scores.

    Raises:
        ValueError: the layers don't fit together.
    """

    layers: Sequence[Layer]
    meta: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.layers:
            raise ValueError("A network needs at least one layer.")
        object.__setattr__(self, "layers", tuple(self.layers))
        for before, after in pairwise(self.layers):
            if after.weights.shape[1] != len(before.biases):
                raise ValueError(f"{after} can't follow {before}.")
            if before.activation_function is SOFTMAX:
                raise ValueError("Softmax is for the output layer alone.")
        if self.layers[-1].activation_function not in (SIGMOID, SOFTMAX):
            raise ValueError("The output layer must be sigmoid or softmax.")

    @cached_property
    def sizes(self) -> list[int]:
        """Neurons in each layer, the input first: [784, 16, 16, 10]."""
        return [self.layers[0].weights.shape[1], *(len(layer.biases) for layer in self.layers)]

    @cached_property
    def fingerprint(self) -> str:
        """Tells networks apart: the same for the same weights, biases and activation functions."""
        digest = hashlib.sha256(repr(self.layers).encode())
        for layer in self.layers:
            digest.update(layer.weights.tobytes())
            digest.update(layer.biases.tobytes())
        return digest.hexdigest()

    @cached_property
    def largest_sums(self) -> list[Floats]:
        """How far from 0 the weighted sum of each neuron can go, whatever the picture: (n_out,) a layer."""
        reach: Floats = np.ones(self.sizes[0])  # the most that each neuron can be active
        sums = []
        for layer in self.layers:
            sums.append(np.abs(layer.weights) @ reach + np.abs(layer.biases))
            reach = layer.activation_function.value(sums[-1])
        return sums

    def layer_of(self, layer: int, neuron: int) -> Layer:
        """The layer that a neuron is in.

        Args:
            layer: as `Trace.activations` counts: 1 for the first hidden layer.
            neuron: which of that layer, from 0.

        Raises:
            ValueError: there is no such neuron, or it is one of the input, which have no layer.
        """
        if not (1 <= layer <= len(self.layers) and 0 <= neuron < self.sizes[layer]):
            raise ValueError(f"{self} has no neuron {neuron} in layer {layer}.")
        return self.layers[layer - 1]

    @property
    def parameter_count(self) -> int:
        """All weights and biases: 13,002 for 784-16-16-10."""
        return sum(layer.weights.size + layer.biases.size for layer in self.layers)

    def forward(self, pixels: ArrayLike) -> Trace:
        """Read one picture and keep every number on the way.

        Args:
            pixels: (28, 28) or (784,), 0.0 black to 1.0 white.

        Returns:
            The activations and weighted sums of every layer.

        Raises:
            ValueError: not as many pixels as the network has inputs, or not from 0 to 1.
        """
        inputs = np.asarray(pixels, dtype=self.layers[0].weights.dtype).reshape(-1)
        if inputs.size != self.sizes[0]:
            raise ValueError(f"This network reads {self.sizes[0]} pixels, the picture has {inputs.size}.")
        _check_light(inputs)
        return self._trace(inputs)

    def forward_all(self, batch: ArrayLike) -> Trace:
        """Read many pictures at once and keep every number on the way.

        Args:
            batch: (n, 784), or (n, 28, 28), 0.0 black to 1.0 white.

        Returns:
            The activations and weighted sums of every layer, a row for each picture.

        Raises:
            ValueError: not as many pixels as the network has inputs, or not from 0 to 1.
        """
        return self._trace(self._inputs_of(batch))

    def predict(self, batch: ArrayLike) -> NDArray[Any]:
        """Read many pictures at once.

        Args:
            batch: as for `forward_all`.

        Returns:
            (n, 10): the output activations for each picture.

        Raises:
            ValueError: not as many pixels as the network has inputs, or not from 0 to 1.
        """
        # Only the last layer's numbers are kept: those of many pictures are large.
        _, outputs = deque(self.propagate(self._inputs_of(batch)), maxlen=1).pop()
        return outputs

    def classify(self, batch: ArrayLike) -> NDArray[np.intp]:
        """Read many pictures at once: (n, 784) or (n, 28, 28) → (n,) digits, those of the brightest outputs.

        Raises:
            ValueError: not as many pixels as the network has inputs, or not from 0 to 1.
        """
        digits: NDArray[np.intp] = self.predict(batch).argmax(axis=1)
        return digits

    def propagate(self, activations: Floats, layer: int = 0) -> Iterator[tuple[Floats, Floats]]:
        """Go through the layers one by one, with one picture or with many.

        Args:
            activations: (…, n_in), of the layer to begin with.
            layer: which that is, as `Trace.activations` counts: 0 for the input.

        Yields:
            For each layer behind it, its weighted sums and its activations, (…, n_out).
        """
        for following in self.layers[layer:]:
            weighted_sums = activations @ following.weights.T + following.biases
            activations = following.activation_function.value(weighted_sums)
            yield weighted_sums, activations

    def _trace(self, inputs: Floats) -> Trace:
        """What happens with one picture, (784,), or with many, (n, 784)."""
        trace = Trace([inputs], [])
        for weighted_sums, activations in self.propagate(inputs):
            trace.weighted_sums.append(weighted_sums)
            trace.activations.append(activations)
        return trace

    def _inputs_of(self, batch: ArrayLike) -> Floats:
        """(n, 784) many pictures, in the numbers that the network computes with."""
        pictures = np.asarray(batch, dtype=self.layers[0].weights.dtype)
        inputs = self.sizes[0]
        if pictures.ndim < 2 or pictures.size != len(pictures) * inputs:
            raise ValueError(
                f"This network reads pictures of {inputs} pixels, not a batch of shape {pictures.shape}."
            )
        _check_light(pictures.reshape(-1))
        return pictures.reshape(-1, inputs)

    def __repr__(self) -> str:
        name = self.meta.get("name", "untrained")
        return f"Network({name!r}, {'-'.join(map(str, self.sizes))}, {self.parameter_count:,} parameters)"


def _check_light(pixels: Floats) -> None:
    """Refuse what would be misread without a word; one sum of squares costs a pass next to nothing."""
    # What is no number is not smaller either.
    if not float(pixels @ pixels) <= MOST_LIGHT * pixels.size:
        raise ValueError(
            "Pixels must be numbers from 0.0 black to 1.0 white, bright ink on black: netcore.read_picture "
            "and netcore.prepare make them so."
        )
