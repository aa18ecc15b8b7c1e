"""What a network was like at one step of its training, and which steps are remembered."""

import math
from dataclasses import dataclass

from netcore.data import NO_DIGIT
from netcore.data.prepared import TrainingSet, held_out_set
from netcore.files.npz import Flaw
from netcore.files.weights import check
from netcore.network import Network
from netcore.training.backpropagation import loss, one_hot
from netcore.training.config import TrainingConfig
from netcore.training.learner import Learner

MOST_SNAPSHOTS = 160
MOST_BYTES = 40_000_000
"""Of the networks that a run remembers: so many, and no more bytes than that."""
MEASURED = 1000
"""Seen examples, the first ones, on whose digits loss and accuracy are measured."""


@dataclass(frozen=True)
class Score:
    """How well a network reads some examples.

    Attributes:
        loss: mean over the examples.
        accuracy: 0–1.
    """

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Moment:
    """What is known of a training at one step whose network is not.

    Attributes:
        step: steps done.
        examples: examples seen until then.
        seen: how well it read examples that it learns from.
        unseen: and others.
    """

    step: int
    examples: int
    seen: Score
    unseen: Score


@dataclass(frozen=True)
class Snapshot:
    """A training at one step.

    Attributes:
        step: steps done.
        examples: examples seen until then.
        network: as it was.
        seen: how well it read examples that it learns from.
        unseen: and others.
    """

    step: int
    examples: int
    network: Network
    seen: Score
    unseen: Score


def look(learner: Learner, training_set: TrainingSet) -> Snapshot:
    """What the network of a learner is like now.

    Args:
        learner: it is left as it is.
        training_set: what it learns from.
    """
    network = learner.network
    pixels, labels = (part[:MEASURED] for part in training_set)
    digits = labels != NO_DIGIT
    return Snapshot(
        learner.step,
        learner.seen,
        network,
        score(network, (pixels[digits], labels[digits])),
        score(network, held_out_set()),
    )


def score(network: Network, training_set: TrainingSet) -> Score:
    """How well a network reads labelled pictures that are prepared."""
    pixels, labels = training_set
    outputs = network.predict(pixels)
    right = float((outputs.argmax(axis=1) == labels).mean())
    return Score(loss(outputs, one_hot(labels), network.layers[-1].activation_function), right)


def memorable_steps(config: TrainingConfig) -> list[int]:
    """The steps whose networks are remembered, from 0 to the last: the earlier, the closer together."""
    bytes_each = 4 * config.first_network.parameter_count
    most = max(min(MOST_SNAPSHOTS, MOST_BYTES // bytes_each), 2)
    return sorted({round(config.steps * (part / (most - 1)) ** 2) for part in range(most)})


def is_sound(network: Network, *losses: float) -> bool:
    """Whether a network in training has not exploded: it can be shown and saved, its losses are numbers."""
    try:
        check(network)
    except Flaw:
        return False
    return all(map(math.isfinite, losses))
