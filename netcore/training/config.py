"""What a network of one's own learns from, and how: all that decides its numbers."""

import math
import numbers
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from netcore.activations import ACTIVATION_FUNCTIONS, SIGMOID, Floats
from netcore.data import NO_DIGIT, PenDrawing, SeenDrawings, distort_strokes, prepared_drawing
from netcore.data.prepared import (
    BUNDLED,
    MADE,
    MNIST,
    TrainingSet,
    bundled_training_set,
    made_training_set,
    mnist_training_set,
    shared,
)
from netcore.errors import ConfigError
from netcore.network import Network
from netcore.preprocess import FIELD
from netcore.training.learner import Learner, LearnerState, always, new_network

MOST_HIDDEN, LARGEST_HIDDEN = 4, 128
"""Hidden layers, and neurons in each."""
HIDDEN_FUNCTIONS = ("sigmoid", "relu")
WEIGHT_DECAY = 0.1
"""As for `Learner`; of 0.03 to 0.4, this reads unseen digits best with few examples."""
VERSIONS = 20
"""So many times a person's own drawing stands among the examples, each time distorted in another way."""


@dataclass(frozen=True)
class TrainingConfig:
    """How a network learns. The same settings give the same numbers, on the page and elsewhere.

    Attributes:
        hidden: neurons in each hidden layer, at most MOST_HIDDEN times 1 to LARGEST_HIDDEN.
        activation: name of the hidden layers' activation function, "sigmoid" or "relu".
        learning_rate: the length of the first steps; it falls to zero along half a cosine.
        batch_size: examples between two steps.
        epochs: how often all examples are seen.
        examples: how many digits; up to BUNDLED they are bundled ones, of more all are MNIST's, up to
            MNIST. Beside them it learns from some that are made, see `made`.
        seed: decides the first weights and the order of the examples.
        drawings: a person's own, to learn from beside the examples.
        start: the network to go on from, which then decides `hidden` and `activation`; None for
            random weights.
    """

    hidden: tuple[int, ...] = (16, 16)
    activation: str = "sigmoid"
    learning_rate: float = 0.01
    batch_size: int = 10
    epochs: int = 100
    examples: int = BUNDLED
    seed: int = 1
    drawings: tuple[PenDrawing, ...] = ()
    start: Network | None = None

    def __post_init__(self) -> None:
        """Refuse at once what can't be.

        Raises:
            ConfigError: a setting is of the wrong kind or beyond its limits; the message says which.
        """
        sizes = self.hidden
        if not (isinstance(sizes, tuple) and len(sizes) <= MOST_HIDDEN and all(map(_is_layer, sizes))):
            raise ConfigError(
                f"hidden must be at most {MOST_HIDDEN} sizes of 1 to {LARGEST_HIDDEN}, such as (16, 16), "
                f"not {sizes!r}."
            )
        if self.activation not in HIDDEN_FUNCTIONS:
            raise ConfigError(f"activation must be {' or '.join(HIDDEN_FUNCTIONS)}, not {self.activation!r}.")
        rate = self.learning_rate
        if isinstance(rate, bool) or not (isinstance(rate, int | float) and 0 < rate < math.inf):
            raise ConfigError(f"learning_rate must be a number above 0, not {self.learning_rate!r}.")
        for name, least in {"batch_size": 1, "epochs": 1, "examples": 1, "seed": 0}.items():
            value = getattr(self, name)
            if not _is_whole(value) or value < least:
                raise ConfigError(f"{name} must be a whole number from {least}, not {value!r}.")
        if self.examples > MNIST:
            raise ConfigError(f"examples must be at most {MNIST:,}, not {self.examples:,}.")
        if not (isinstance(self.drawings, tuple) and all(map(_is_of_a_digit, self.drawings))):
            raise ConfigError("drawings must be a tuple of drawings of digits.")
        if not isinstance(self.start, Network | None):
            raise ConfigError(f"start must be a network, such as netcore.load gives, not {self.start!r}.")

    @cached_property
    def first_network(self) -> Network:
        """What it starts with; drawn once."""
        if self.start is not None:
            return Network(self.start.layers, self.meta)
        sizes = (FIELD * FIELD, *self.hidden, 10)
        network = new_network(sizes, ACTIVATION_FUNCTIONS[self.activation], SIGMOID, seed=self.seed)
        return Network(network.layers, self.meta)

    @property
    def made(self) -> int:
        """How many examples are made: digits written in rare ways and, most of them, what is no digit."""
        return min(math.ceil(self.examples * MADE.total / BUNDLED), MADE.total)

    @property
    def examples_per_epoch(self) -> int:
        """The examples, those that are made, and all versions of the drawings."""
        return self.examples + self.made + VERSIONS * len(self.drawings)

    @property
    def steps_per_epoch(self) -> int:
        """Batches that they make; the last may be smaller."""
        return math.ceil(self.examples_per_epoch / self.batch_size)

    @property
    def steps(self) -> int:
        """Of all epochs."""
        return self.epochs * self.steps_per_epoch

    @property
    def meta(self) -> dict[str, Any]:
        """What a weights file says of how the network was made."""
        before = {} if self.start is None else self.start.meta
        known = SeenDrawings.from_meta(before)
        if self.drawings:
            known = known.joined(SeenDrawings.of(self.drawings)) if known else SeenDrawings.of(self.drawings)
        # Until it has learned something, it answers as the network that it began with.
        handed_on = {"calibration": before["calibration"]} if "calibration" in before else {}
        return {
            "name": "mine",
            "about": "trained by yourself",
            **handed_on,
            "training": {
                "sample": True,  # whatever the examples are: those that are made are made of it, too
                "examples": self.examples,
                "drawings": len(self.drawings),
                "epochs": self.epochs,
                "batch size": self.batch_size,
                "learning rate": self.learning_rate,
                "seed": self.seed,
                "started from": before.get("name", "random weights"),
                **({"known drawings": known.as_texts} if known else {}),
            },
        }

    def learner(self, training_set: TrainingSet, state: LearnerState | None = None) -> Learner:
        """Get ready to learn.

        Args:
            training_set: what `training_set` gave.
            state: of an earlier learner of the same, to go on with.
        """
        return Learner(
            self.first_network,
            always(*training_set),
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            weight_decay=WEIGHT_DECAY,
            seed=self.seed,
            state=state,
        )

    def digits(
        self,
        told: Callable[[float], None] = lambda part: None,
        folder: str | os.PathLike[str] | None = None,
    ) -> TrainingSet:
        """The examples that people wrote, without those that are made and the drawings; as `training_set`."""
        if self.examples > BUNDLED:
            return mnist_training_set(self.examples, told, folder)
        return bundled_training_set(self.examples)

    def training_set(
        self,
        told: Callable[[float], None] = lambda part: None,
        folder: str | os.PathLike[str] | None = None,
        drawn: Floats | None = None,
    ) -> TrainingSet:
        """All that it learns from.

        Args:
            told: is called with how much of it is prepared, 0–1, where that takes long.
            folder: holds the MNIST files, as for `load_mnist`.
            drawn: what `versions` gave, if it was asked before.

        Returns:
            The examples in a fixed order, those that are made, then the drawings; not to be written to.

        Raises:
            DataError: more examples than BUNDLED, and MNIST isn't there.
        """
        count = self.examples
        pixels, labels = self.digits(told, folder)
        made, made_labels = made_training_set(self.made)
        everything = np.empty((self.examples_per_epoch, FIELD * FIELD), np.float32)
        everything[:count] = pixels
        everything[count : count + len(made)] = made
        everything[count + len(made) :] = self.versions(told) if drawn is None else drawn
        digits = np.repeat(np.array([drawing.digit for drawing in self.drawings], np.uint8), VERSIONS)
        return shared(everything), shared(np.concatenate([labels, made_labels, digits]))

    def versions(self, told: Callable[[float], None] = lambda part: None) -> Floats:
        """The drawings, each VERSIONS times: (n, 784); `told` is as for `training_set`."""
        random = np.random.default_rng(self.seed)
        drawn = np.empty((VERSIONS * len(self.drawings), FIELD * FIELD), np.float32)
        for number, row in enumerate(drawn):
            drawing = self.drawings[number // VERSIONS]
            # The first version is the drawing itself.
            strokes = distort_strokes(drawing.strokes, random) if number % VERSIONS else drawing.strokes
            row[:] = prepared_drawing(strokes, random)
            told((number + 1) / len(drawn))
        return drawn


def _is_layer(size: Any) -> bool:
    return _is_whole(size) and 1 <= size <= LARGEST_HIDDEN


def _is_of_a_digit(drawing: Any) -> bool:
    return isinstance(drawing, PenDrawing) and drawing.digit != NO_DIGIT


def _is_whole(value: Any) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)
