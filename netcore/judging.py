"""How strangers are read: what networks answered to drawings that they did not learn from.

`train` makes such networks, each without whole collections, and judges the recipe by their answers. Out of
these come the figures in a network's file, and what makes its outputs an answer: from how bright on it
answers at all, and how sure that makes it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import SIGMOID, Floats
from netcore.datasets import NO_DIGIT, PenDrawing, style_of
from netcore.evaluation import DEVIATIONS_95, Evaluation
from netcore.reading import Calibration, confidences

ANSWERED = 0.95
"""Of strangers' digits, so many are to get an answer: the threshold is as high as that allows."""
WORTH = 10
"""So many drawings of no digit that are called one weigh as much as one digit that is read wrong."""
LEAST_GAIN = 0.001
"""What a step in a bias is to bring at least, as a part of what is no digit."""
SURE = (0.99, 0.9, 0.7)
"""Of strangers' digits that are read with such confidence, at least so many are to be right."""
TEMPERATURES = np.round(np.arange(0.6, 4.0, 0.02), 2)
"""Those that are tried."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What was read in drawings by networks that did not learn from them.

    Attributes:
        digits: (n,) what each drawing of a digit shows.
        sums: (n, 10) weighted sums of the output layer for it.
        writers: n names of those who drew them.
        collections: n names of what they belong to.
        styles: n ways of writing, "" where none are told apart.
        none_sums: (k, 10) weighted sums for what is no digit.
        none_kinds: k names of what that is.
    """

    digits: NDArray[np.uint8]
    sums: Floats
    writers: NDArray[np.str_]
    collections: NDArray[np.str_]
    styles: NDArray[np.str_]
    none_sums: Floats
    none_kinds: NDArray[np.str_]

    @classmethod
    def of(
        cls,
        drawings: Sequence[PenDrawing],
        sums: Floats,
        made: Floats | None = None,
        kinds: Sequence[str] = (),
    ) -> "Judged":
        """Put answers beside what was shown.

        Args:
            drawings: m of them, of digits and of what is none.
            sums: (m, 10) weighted sums of the output layer for each.
            made: (k, 10) weighted sums for what else was shown that is no digit.
            kinds: k names of what that was.
        """
        is_digit = np.array([drawing.digit != NO_DIGIT for drawing in drawings], dtype=bool)
        digits = [drawing for drawing in drawings if drawing.digit != NO_DIGIT]
        others = np.empty((0, 10), sums.dtype) if made is None else made
        return cls(
            np.array([drawing.digit for drawing in digits], np.uint8),
            sums[is_digit],
            np.array([drawing.writer or drawing.source for drawing in digits], dtype=str),
            np.array([drawing.source for drawing in digits], dtype=str),
            np.array([style_of(drawing) or "" for drawing in digits], dtype=str),
            np.concatenate([sums[~is_digit], others]),
            np.array(["letter or sign"] * int((~is_digit).sum()) + list(kinds), dtype=str),
        )

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """(n,) whether the brightest output is that of the digit."""
        right: NDArray[np.bool_] = self.sums.argmax(axis=1) == self.digits
        return right

    def balance(self) -> Floats:
        """What to add to the outputs' biases, (10,): one threshold then suits all ten digits best.

        Some letters light the output of one digit, such as y that of 4. Steps in one bias after another
        lessen the part of what is no digit that is called one, and hardly that of the digits that are right.
        """
        offsets = np.zeros(10)
        least = float(self.right.mean())

        def cost(offsets: Floats) -> float:
            sums = self.sums + offsets
            threshold = np.quantile(sums.max(axis=1), 1 - ANSWERED)
            called = float(((self.none_sums + offsets).max(axis=1) >= threshold).mean())
            right = float((sums.argmax(axis=1) == self.digits).mean())
            return called + WORTH * max(0.0, least - right)

        if not len(self.none_sums):
            return offsets
        lowest = cost(offsets)
        for step in (1.0, 0.5, 0.25) * 3:
            for digit in range(10):
                for move in (-step, step):
                    moved = offsets + move * (np.arange(10) == digit)
                    if (now := cost(moved)) < lowest - LEAST_GAIN:
                        lowest, offsets = now, moved
        return offsets

    def moved(self, offsets: Floats) -> "Judged":
        """The same with other biases of the outputs."""
        return replace(
            self,
            sums=self.sums + offsets.astype(self.sums.dtype),
            none_sums=self.none_sums + offsets.astype(self.none_sums.dtype),
        )

    @cached_property
    def calibration(self) -> Calibration:
        """The threshold and the temperature that fit."""
        lowest = float(np.quantile(self.sums.max(axis=1), 1 - ANSWERED))
        return Calibration(float(SIGMOID.value(np.array(lowest))), self._temperature())

    def _temperature(self) -> float:
        """The one that makes the right digits likeliest; raised until SURE holds."""
        likelihoods = [self._likelihood(temperature) for temperature in TEMPERATURES]
        first = int(np.argmax(likelihoods))
        fitting = (temperature for temperature in TEMPERATURES[first:] if self._is_sure(temperature))
        return float(next(fitting, TEMPERATURES[first]))

    def _likelihood(self, temperature: float) -> float:
        likely = confidences(self.sums, temperature)[np.arange(len(self.digits)), self.digits]
        return float(np.log(np.maximum(likely, 1e-12)).mean())

    def _is_sure(self, temperature: float) -> bool:
        confidence = confidences(self.sums, temperature).max(axis=1)
        return all(
            self.right[confidence >= least].mean() >= least for least in SURE if (confidence >= least).any()
        )

    def report(self, calibration: Calibration) -> dict[str, Any]:
        """All figures, as JSON takes them: shares are 0–1; pairs are [so many, of so many].

        Without any digits, only how much of the rest is called a digit.
        """
        called = SIGMOID.value(self.none_sums).max(axis=1, initial=0) >= calibration.threshold
        none = counts(called, self.none_kinds)
        if not len(self.digits):
            return {"digits": 0, "writers": 0, "no digits called a digit": none}
        confidence = confidences(self.sums, calibration.temperature).max(axis=1)
        answered = SIGMOID.value(self.sums).max(axis=1) >= calibration.threshold
        return {
            "digits": len(self.digits),
            "writers": len(set(self.writers)),
            "pooled": [float(self.right.mean()), *interval_by_writer(self.right, self.writers)],
            "mean over writers": list(mean_over_writers(self.right, self.writers)),
            "collections": counts(self.right, self.collections),
            "styles": counts(self.right, self.styles),
            "answered": float(answered.mean()),
            "confusion": Evaluation(self.digits, self.sums).confusion_matrix.tolist(),
            "no digits called a digit": none,
            "confident": {
                f"{least:g}": [int(self.right[confidence >= least].sum()), int((confidence >= least).sum())]
                for least in SURE
            },
            "reliability": reliability(confidence, self.right),
        }


Pairs = dict[str, tuple[int, int]]
"""Of each, so many of so many."""


@dataclass(frozen=True)
class Strangers:
    """What a network's file says of how strangers are read.

    Attributes:
        digits: so many were judged.
        writers: of so many people.
        pooled: the part of all digits that was right, and where it lies with 95 % confidence.
        mean_over_writers: the mean of each person's part, and where it lies.
        collections: right, of each collection.
        styles: right, of each way of writing.
        none: called a digit, of each kind of no digit.
        confident: right, of the answers of at least such a confidence.
    """

    digits: int
    writers: int
    pooled: tuple[float, float, float]
    mean_over_writers: tuple[float, float, float]
    collections: Pairs
    styles: Pairs
    none: Pairs
    confident: Pairs


def strangers_of(meta: Mapping[str, Any]) -> Strangers | None:
    """What a network's `meta` says; None if it says nothing, or nonsense."""
    said = meta.get("strangers")
    if not isinstance(said, dict):
        return None
    try:
        return Strangers(
            _whole(said["digits"]),
            _whole(said["writers"]),
            _shares(said["pooled"]),
            _shares(said["mean over writers"]),
            _pairs(said["collections"]),
            _pairs(said["styles"]),
            _pairs(said["no digits called a digit"]),
            _pairs({f"{float(least):g}": pair for least, pair in said["confident"].items()}),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a count")
    return value


def _shares(values: Any) -> tuple[float, float, float]:
    part, least, most = (float(value) for value in values)
    if not all(0 <= value <= 1 for value in (part, least, most)):
        raise ValueError("not shares")
    return part, least, most


def _pairs(values: Any) -> Pairs:
    pairs = {str(name): (_whole(part), _whole(whole)) for name, (part, whole) in values.items()}
    if not all(part <= whole for part, whole in pairs.values()):
        raise ValueError("more than there are")
    return pairs


def counts(is_so: NDArray[np.bool_], groups: Iterable[str]) -> dict[str, list[int]]:
    """In each group, how many are so, and how many there are; "" is no group."""
    groups = np.asarray(groups)
    names = [str(name) for name in dict.fromkeys(groups.tolist()) if name]
    return {name: [int(is_so[groups == name].sum()), int((groups == name).sum())] for name in sorted(names)}


def interval_by_writer(right: NDArray[np.bool_], writers: NDArray[np.str_]) -> tuple[float, float]:
    """Where the accuracy among people like these lies, with 95 % confidence.

    One person's digits are alike, so people are counted and not digits (the ratio estimator of
    cluster sampling: Cochran, 1977, "Sampling techniques", section 9A.1).

    Args:
        right: (n,) whether each answer is right.
        writers: (n,) whose digit it was.

    Returns:
        The least and the most, 0–1.
    """
    accuracy = right.mean()
    _, whose, each = np.unique(writers, return_inverse=True, return_counts=True)
    surplus = np.bincount(whose, right) - accuracy * each
    count = len(each)
    if count < 2:
        return 0.0, 1.0
    reach = DEVIATIONS_95 * math.sqrt(count / (count - 1) * float(surplus @ surplus)) / len(right)
    return max(float(accuracy - reach), 0.0), min(float(accuracy + reach), 1.0)


def mean_over_writers(right: NDArray[np.bool_], writers: NDArray[np.str_]) -> tuple[float, float, float]:
    """The mean of each person's accuracy, and where it lies with 95 % confidence, 0–1."""
    _, whose, each = np.unique(writers, return_inverse=True, return_counts=True)
    accuracies = np.bincount(whose, right) / each
    mean, count = float(accuracies.mean()), len(each)
    if count < 2:
        return mean, 0.0, 1.0
    reach = DEVIATIONS_95 * float(accuracies.std(ddof=1)) / math.sqrt(count)
    return mean, max(mean - reach, 0.0), min(mean + reach, 1.0)


def reliability(confidence: Floats, right: NDArray[np.bool_], bins: int = 10) -> list[list[float]]:
    """Whether what is said to be likely is so likely.

    Args:
        confidence: (n,) 0–1.
        right: (n,) whether each answer is right.
        bins: equally wide ones from 0 to 1.

    Returns:
        For each bin that isn't empty: the mean confidence, the part that is right, and how many there are.
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        [float(confidence[place == one].mean()), float(right[place == one].mean()), int((place == one).sum())]
        for one in range(bins)
        if (place == one).any()
    ]
