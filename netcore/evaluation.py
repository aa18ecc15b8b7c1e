"""How often a network is right, and where it isn't."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.datasets import Examples
from netcore.network import Network
from netcore.preprocess import prepare_all


@dataclass(frozen=True)
class Evaluation:
    """A network's answers to labelled pictures.

    Attributes:
        labels: (n,) the digit that each picture shows.
        outputs: (n, 10) the output activations for each.
    """

    labels: NDArray[np.uint8]
    outputs: NDArray[Any]

    @cached_property
    def answers(self) -> NDArray[np.intp]:
        """(n,) the network's answers."""
        answers: NDArray[np.intp] = self.outputs.argmax(axis=1)
        return answers

    @property
    def accuracy(self) -> float:
        """The part of the answers that is right, 0–1."""
        return float((self.answers == self.labels).mean())

    @property
    def confusion_matrix(self) -> NDArray[np.int64]:
        """(10, 10): row = digit shown, column = answer, entry = how often."""
        matrix = np.zeros((10, 10), dtype=np.int64)
        np.add.at(matrix, (self.labels, self.answers), 1)
        return matrix

    @property
    def accuracy_per_digit(self) -> NDArray[np.float64]:
        """(10,) the part of each digit's pictures that is read right; NaN for a digit not shown."""
        shown = self.confusion_matrix.sum(axis=1)
        with np.errstate(invalid="ignore"):
            right: NDArray[np.float64] = self.confusion_matrix.diagonal() / shown
        return right

    @property
    def mistakes(self) -> NDArray[np.intp]:
        """Indices of the wrong answers, the surest first."""
        wrong = np.flatnonzero(self.answers != self.labels)
        return wrong[np.argsort(-self.outputs[wrong].max(axis=1), kind="stable")]

    def summary(self) -> dict[str, Any]:
        """The figures as JSON takes them; the accuracy of a digit that isn't shown is None."""
        per_digit = self.accuracy_per_digit.tolist()
        return {
            "examples": len(self.labels),
            "accuracy": self.accuracy,
            "accuracy_per_digit": [None if np.isnan(part) else part for part in per_digit],
            "confusion_matrix": self.confusion_matrix.tolist(),
        }


def evaluate(network: Network, examples: Examples) -> Evaluation:
    """Let a network read every picture, prepared as drawings are.

    Args:
        network: the network.
        examples: labelled pictures.

    Returns:
        Its answers beside the labels.
    """
    return Evaluation(examples.labels, network.predict(prepare_all(examples.pictures)))
