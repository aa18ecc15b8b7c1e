"""Learning: epoch by epoch, find the weights and biases that get labelled examples right."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import RELU, SIGMOID, ActivationFunction, Floats
from netcore.network import Layer, Network
from netcore.preprocess import BYTE, as_light
from netcore.training.backpropagation import backpropagate, loss, one_hot
from netcore.training.optimizer import AdamW, along_half_a_cosine

CENTRE_EXAMPLES = 5000
"""So many are enough to tell the mean of each pixel."""


Epoch = tuple[Floats | NDArray[np.uint8], Floats]
"""What one epoch learns from: (n, 784) prepared pictures, and (n, 10) targets, see `one_hot`.

The pictures are 0.0–1.0; or bytes, 0–255, which need a quarter of the memory.
"""


@dataclass(frozen=True, eq=False)
class LearnerState:
    """All that the training needs to go on later as if it had never stopped.

    Attributes:
        epoch: epochs done; within an epoch, that one is counted.
        step: steps done.
        vectors: (4, p) float32, those of `AdamW`; the weights and biases are for centred pixels.
        place: examples of this epoch that it has learned from; 0 between two epochs.
        seen: as `Learner.seen`.
    """

    epoch: int
    step: int
    vectors: Floats
    place: int = 0
    seen: int = 0


@dataclass(frozen=True)
class Progress:
    """How far the training has come; given after every epoch.

    Attributes:
        epoch: epochs done, from 1.
        loss: mean over the examples of this epoch, each taken just before it was learned from.
        accuracy: the part of the digits among them that was right, 0–1.
        network: a network of its own, holding the weights and biases of this moment, averaged if
            that was asked for.
        state: from which `train` can go on.
    """

    epoch: int
    loss: float
    accuracy: float
    network: Network
    state: LearnerState


def new_network(
    sizes: Sequence[int],
    hidden: ActivationFunction = SIGMOID,
    output: ActivationFunction = SIGMOID,
    *,
    seed: int,
) -> Network:
    """Make a network of random weights, which knows nothing yet.

    Weights are drawn so that each layer's weighted sums vary as much as its inputs do
    (Glorot and Bengio, 2010; He et al., 2015, for ReLU); biases start at 0.

    Args:
        sizes: neurons in each layer, the input first.
        hidden: activation function of the hidden layers.
        output: activation function of the output layer, sigmoid or softmax.
        seed: the same seed gives the same network.

    Returns:
        The network, in float32.

    Raises:
        ValueError: fewer than two sizes, or activation functions that `Network` refuses.
    """
    random = np.random.default_rng(seed)
    layers = []
    for number, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        activation_function = output if number == len(sizes) - 1 else hidden
        gain = 2 / n_in if activation_function is RELU else 2 / (n_in + n_out)
        weights = random.normal(0, math.sqrt(gain), (n_out, n_in)).astype(np.float32)
        layers.append(Layer(weights, np.zeros(n_out, dtype=np.float32), activation_function))
    return Network(layers)


class Learner:
    """A network that learns with AdamW, one step at a time.

    The learning rate falls to zero along half a cosine. The pixels are centred, each around its mean,
    and the biases of `network` take this up: gradients then point at the goal more straightly (LeCun,
    Bottou, Orr and Müller, 1998, "Efficient BackProp", section 4.3).

    Attributes:
        epoch: which epoch it is in or has just ended, from 1; 0 before the first step.
        seen: examples learned from, counted as often as they were, those that the state counts included.
    """

    def __init__(
        self,
        network: Network,
        examples: Callable[[int], Epoch],
        *,
        epochs: int,
        batch_size: int = 128,
        learning_rate: float = 0.01,
        weight_decay: float = 0.03,
        averaging: float = 0.0,
        seed: int,
        state: LearnerState | None = None,
    ) -> None:
        """Get ready to learn.

        Args:
            network: where to start; it is left as it is.
            examples: gives the examples of an epoch, which is counted from 1; see `always`.
            epochs: how many.
            batch_size: examples between two steps.
            learning_rate: the length of the first steps.
            weight_decay: as for `AdamW`.
            averaging: as for `AdamW`.
            seed: decides the order of the examples; the same seed gives the same numbers.
            state: of an earlier training with the same arguments, to go on with.
        """
        self.epoch = self.seen = 0
        self._epochs, self._batch_size, self._learning_rate = epochs, batch_size, learning_rate
        self._start, self._examples, self._seed = network, examples, seed
        first = examples(1)[0]
        self._centre = as_light(first[:: max(len(first) // CENTRE_EXAMPLES, 1)]).mean(axis=0)
        values = _as_vector(_for_moved_pixels(network, self._centre)).astype(network.layers[0].weights.dtype)
        self._optimizer = AdamW(values, weight_decay=weight_decay, averaging=averaging)
        self._learning = _on_vector(self._optimizer.vectors[0], network)
        self._gradient = np.empty_like(values)
        self._order = np.empty(0, dtype=np.intp)  # of the examples in this epoch
        self._next = 0  # place in it
        self._has_missed = False  # the outputs for the first examples of this epoch
        if state:
            self.go_to(state)

    @property
    def step(self) -> int:
        """Steps done."""
        return self._optimizer.step

    @property
    def is_between_epochs(self) -> bool:
        """An epoch has just ended, or none has begun."""
        return self._next >= len(self._order)

    @property
    def is_done(self) -> bool:
        """All epochs are over."""
        return self.epoch >= self._epochs and self.is_between_epochs

    @property
    def network(self) -> Network:
        """A network of its own with the weights and biases of this moment, averaged if so asked for."""
        return _for_moved_pixels(_on_vector(self._optimizer.result.copy(), self._start), -self._centre)

    @property
    def state(self) -> LearnerState:
        """From which another learner with the same arguments goes on, between two epochs or within one."""
        place = 0 if self.is_between_epochs else self._next
        return LearnerState(self.epoch, self.step, self._optimizer.vectors.copy(), place, self.seen)

    def go_to(self, state: LearnerState) -> None:
        """Be where this learner was, or another with the same arguments."""
        self.epoch, self.seen, self._optimizer.step = state.epoch, state.seen, state.step
        self._optimizer.vectors[:] = state.vectors
        self._order, self._next, self._has_missed = self._order[:0], 0, False
        if state.place:
            self.epoch -= 1
            self._begin_epoch()
            self._next, self._has_missed = state.place, True

    def learn(self) -> None:
        """Learn from the next batch: one step down the gradient of its mean loss.

        Raises:
            ValueError: all epochs are over.
        """
        if self.is_between_epochs:
            self._begin_epoch()
        chosen = self._order[self._next : self._next + self._batch_size]
        passed = (self.epoch - 1 + self._next / len(self._order)) / self._epochs
        batch = self._batch[: len(chosen)]  # always the same memory, which is quicker
        if self._pixels.dtype == np.uint8:
            np.multiply(self._pixels[chosen], BYTE, out=batch)
        else:
            np.take(self._pixels, chosen, axis=0, out=batch, mode="clip")
        batch -= self._centre
        gradients, self._outputs[chosen] = backpropagate(self._learning, batch, self._targets[chosen])
        np.concatenate([part.ravel() for pair in gradients for part in pair], out=self._gradient)
        self._optimizer.descend(self._gradient, along_half_a_cosine(self._learning_rate, passed))
        self._next += len(chosen)
        self.seen += len(chosen)

    def finish(self) -> Iterator[Progress]:
        """Learn until all epochs are over.

        Yields:
            The progress after each epoch; the last one holds the trained network.
        """
        while not self.is_done:
            self.learn()
            if self.is_between_epochs:
                yield self.progress()

    def progress(self) -> Progress:
        """How far it is, between two epochs.

        The loss and accuracy are those of the epoch, each example taken just before it was learned from;
        of a learner that went on within this epoch or after it, those of its examples as it is now.

        Raises:
            ValueError: it is within an epoch.
        """
        if not self.is_between_epochs:
            raise ValueError("The progress is known between two epochs, not within one.")
        if self._order.size and not self._has_missed:
            outputs, targets = self._outputs, self._targets
        else:
            pixels, targets = self._examples(max(self.epoch, 1))
            outputs = self._learning.predict(as_light(pixels) - self._centre)
        return Progress(
            self.epoch,
            loss(outputs, targets, self._start.layers[-1].activation_function),
            float((outputs.argmax(axis=1) == targets.argmax(axis=1))[targets.any(axis=1)].mean()),
            self.network,
            self.state,
        )

    def _begin_epoch(self) -> None:
        if self.is_done:
            raise ValueError(f"All {self._epochs} epochs are over.")
        self.epoch += 1
        self._pixels, self._targets = self._examples(self.epoch)
        self._order = np.random.default_rng((self._seed, self.epoch)).permutation(len(self._targets))
        self._outputs = np.empty_like(self._targets)
        size = min(self._batch_size, len(self._order)), self._pixels.shape[1]
        as_bytes = self._pixels.dtype == np.uint8
        self._batch: Floats = np.empty(size, self._gradient.dtype if as_bytes else self._pixels.dtype)
        self._next, self._has_missed = 0, False


def train(
    network: Network, examples: Callable[[int], Epoch], *, epochs: int, seed: int, **settings: Any
) -> Iterator[Progress]:
    """Train a network epoch by epoch.

    Args:
        network: where to start; it is left as it is.
        examples: gives the examples of an epoch, which is counted from 1; see `always`.
        epochs: how many.
        seed: decides the order of the examples; the same seed gives the same numbers.
        settings: further ones of `Learner`.

    Yields:
        The progress after each epoch; the last one holds the trained network. For the state of a
        training that had come to its end, that end once more, measured on its last examples.
    """
    learner = Learner(network, examples, epochs=epochs, seed=seed, **settings)
    if learner.is_done:
        yield learner.progress()
    yield from learner.finish()


def always(pixels: Floats, labels: NDArray[np.uint8]) -> Callable[[int], Epoch]:
    """The same examples in every epoch, for `train`: (n, 784) prepared pictures and (n,) digits."""
    targets = one_hot(labels)
    return lambda _epoch: (pixels, targets)


def _for_moved_pixels(network: Network, centre: Floats) -> Network:
    """The network that answers to pixels − centre as the given one answers to pixels."""
    first, *others = network.layers
    moved = Layer(first.weights, first.biases + first.weights @ centre, first.activation_function)
    return Network([moved, *others], network.meta)


def _as_vector(network: Network) -> Floats:
    """All weights and biases in a row, (p,)."""
    return np.concatenate(
        [part.ravel() for layer in network.layers for part in (layer.weights, layer.biases)]
    )


def _on_vector(vector: Floats, network: Network) -> Network:
    """A network like the given one, whose weights and biases are views of the vector."""
    layers, start = [], 0
    for layer in network.layers:
        middle = start + layer.weights.size
        end = middle + layer.biases.size
        weights = vector[start:middle].reshape(layer.weights.shape)
        layers.append(Layer(weights, vector[middle:end], layer.activation_function))
        start = end
    return Network(layers, network.meta)
