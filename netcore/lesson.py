"""What a network of one's own learns from, and how: all that decides its numbers."""

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.activations import ACTIVATION_FUNCTIONS, SIGMOID
from netcore.datasets import PenDrawing, distort_strokes, draw, learned_from, place
from netcore.material import BUNDLED, Material, bundled_material, mnist_material, shared
from netcore.network import Network
from netcore.preprocess import FIELD, prepare
from netcore.training import Learner, always, new_network

MOST_HIDDEN, LARGEST_HIDDEN = 4, 128
"""Hidden layers, and neurons in each."""
WEIGHT_DECAY = 0.1
"""As for `Learner`; of 0.03 to 0.4, this reads unseen digits best with few examples."""
VERSIONS = 20
"""So many times a person's own drawing stands among the examples, each time distorted in another way."""
DRAWN_SIDE = 70
"""Of the canvas that they are drawn on, in pixels; a quarter of the page's is fine enough for 28 × 28."""


@dataclass(frozen=True)
class Lesson:
    """How a network learns. The same lesson gives the same numbers, on the page and elsewhere.

    Attributes:
        hidden: neurons in each hidden layer, at most MOST_HIDDEN times 1 to LARGEST_HIDDEN.
        activation: name of the hidden layers' activation function, "sigmoid" or "relu".
        learning_rate: the length of the first steps; it falls to zero along half a cosine.
        batch_size: examples between two steps.
        epochs: how often all examples are seen.
        examples: how many; up to BUNDLED they are bundled ones, of more all are MNIST's, up to MNIST.
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

    @property
    def first_network(self) -> Network:
        """What it starts with."""
        if self.start is not None:
            return Network(self.start.layers, self.meta)
        sizes = (FIELD * FIELD, *self.hidden, 10)
        network = new_network(sizes, ACTIVATION_FUNCTIONS[self.activation], SIGMOID, seed=self.seed)
        return Network(network.layers, self.meta)

    @property
    def examples_per_epoch(self) -> int:
        """The examples and all versions of the drawings."""
        return self.examples + VERSIONS * len(self.drawings)

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
        return {
            "name": "mine",
            "about": "trained by yourself",
            "training": {
                "sample": self.examples <= BUNDLED or learned_from(before),
                "examples": self.examples,
                "drawings": len(self.drawings),
                "epochs": self.epochs,
                "batch size": self.batch_size,
                "learning rate": self.learning_rate,
                "seed": self.seed,
                "started from": before.get("name", "random weights"),
            },
        }

    def learner(self, material: Material) -> Learner:
        """Get ready to learn from what `material` gave."""
        return Learner(
            self.first_network,
            always(*material),
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            weight_decay=WEIGHT_DECAY,
            seed=self.seed,
        )

    def material(
        self,
        told: Callable[[float], None] = lambda part: None,
        folder: str | os.PathLike[str] | None = None,
    ) -> Material:
        """All that it learns from.

        Args:
            told: is called with how much of it is prepared, 0–1, where that takes long.
            folder: holds the MNIST files, as for `load_mnist`.

        Returns:
            The examples in a fixed order, then the drawings; not to be written to.

        Raises:
            DataError: more examples than BUNDLED, and MNIST isn't there.
        """
        count = self.examples
        pixels, labels = mnist_material(count, told, folder) if count > BUNDLED else bundled_material(count)
        if not self.drawings:
            return pixels, labels
        random = np.random.default_rng(self.seed)
        everything = np.empty((self.examples_per_epoch, FIELD * FIELD), np.float32)
        everything[:count] = pixels
        drawn = everything[count:]
        for number, row in enumerate(drawn):
            drawing = self.drawings[number // VERSIONS]
            # The first version is the drawing itself.
            strokes = distort_strokes(drawing.strokes, random) if number % VERSIONS else drawing.strokes
            row[:] = prepare(draw(*place(strokes, random, DRAWN_SIDE), DRAWN_SIDE)).reshape(-1)
            told((number + 1) / len(drawn))
        digits = np.repeat(np.array([drawing.digit for drawing in self.drawings], np.uint8), VERSIONS)
        return shared(everything), shared(np.concatenate([labels, digits]))
