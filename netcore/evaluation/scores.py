"""How often a network is right, and where it isn't."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.data import Examples
from netcore.network import Network
from netcore.preprocess import prepare_all

DEVIATIONS_95 = 1.959964
"""95 % of a normal distribution lie within so many standard deviations of its mean."""


@dataclass(frozen=True)
class Evaluation:
    """A network's answers to labelled pictures.

    Attributes:
        labels: (n,) the digit that each picture shows.
        outputs: (n, 10) the output activations for each, or how likely it is each digit.
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
        """The part of the answers that is right, 0–1; NaN when nothing is shown."""
        return float((self.answers == self.labels).mean()) if len(self.labels) else math.nan

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

    def cell(self, digit: int, answer: int) -> NDArray[np.intp]:
        """Indices of the pictures of a digit that got this answer, the surest first."""
        chosen = np.flatnonzero((self.labels == digit) & (self.answers == answer))
        return chosen[np.argsort(-self.outputs[chosen].max(axis=1), kind="stable")]

    def by_certainty(self, thresholds: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What it costs and what it brings to answer only when sure.

        Args:
            thresholds: (k,) the least of the largest output for an answer, 0–1.

        Returns:
            (k,) the part of the pictures that is answered; and (k,) the part of those that is right,
            NaN where none is answered.
        """
        order = np.argsort(self.outputs.max(axis=1), kind="stable")
        certainty = self.outputs.max(axis=1)[order]
        first = np.searchsorted(certainty, np.asarray(thresholds, dtype=certainty.dtype), side="left")
        answered = len(order) - first
        # How many of the answers from each place onwards are right; none from beyond the last.
        right_from = np.append(np.cumsum((self.answers == self.labels)[order][::-1])[::-1], 0)
        with np.errstate(invalid="ignore"):
            right: NDArray[np.float64] = right_from[first] / answered
        return answered / max(len(order), 1), right

    def summary(self) -> dict[str, Any]:
        """The figures as JSON takes them; the accuracy of what isn't shown is None."""
        per_digit = self.accuracy_per_digit.tolist()
        return {
            "examples": len(self.labels),
            "accuracy": self.accuracy if len(self.labels) else None,
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


def wilson_interval(right: int, shown: int) -> tuple[float, float]:
    """Where the true accuracy lies, with 95 % confidence, when so many of so many answers are right.

    Unlike accuracy ± 1.96 standard errors, it stays within 0–1 and holds for few mistakes, too.

    Args:
        right: how many answers are right.
        shown: how many there are.

    Returns:
        The least and the most, 0–1; from 0 to 1 when there are no answers.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if shown == 0:
        return 0.0, 1.0
    part, share = right / shown, DEVIATIONS_95**2 / shown
    middle = part + share / 2
    reach = DEVIATIONS_95 * math.sqrt(part * (1 - part) / shown + share / (4 * shown))
    return max((middle - reach) / (1 + share), 0.0), min((middle + reach) / (1 + share), 1.0)
