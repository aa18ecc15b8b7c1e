"""How strangers are read: what networks answered to drawings that they did not learn from.

`train` makes such networks, each without whole collections, and judges the recipe by their answers. Out of
these come the figures in a network's file, and what makes its outputs an answer: from how bright on it
answers at all, and how sure that makes it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import SIGMOID, Floats
from netcore.data import NO_DIGIT, PenDrawing, style_of
from netcore.evaluation.scores import DEVIATIONS_95, Evaluation
from netcore.evaluation.strangers import LETTERS
from netcore.reading import Calibration, confidences

ANSWERED = 0.95
"""Of strangers' digits, so many are to get an answer: the threshold is as high as that allows."""
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
        folds: (n,) which network read each digit: those of one fold are read by the same one.
        none_folds: (k,) likewise of what is no digit.
    """

    digits: NDArray[np.uint8]
    sums: Floats
    writers: NDArray[np.str_]
    collections: NDArray[np.str_]
    styles: NDArray[np.str_]
    none_sums: Floats
    none_kinds: NDArray[np.str_]
    folds: NDArray[np.intp]
    none_folds: NDArray[np.intp]

    @classmethod
    def of(
        cls,
        drawings: Sequence[PenDrawing],
        sums: Floats,
        made: Floats | None = None,
        kinds: Sequence[str] = (),
        folds: NDArray[np.intp] | None = None,
        made_folds: NDArray[np.intp] | None = None,
    ) -> "Judged":
        """Put answers beside what was shown.

        Args:
            drawings: m of them, of digits and of what is none.
            sums: (m, 10) weighted sums of the output layer for each.
            made: (k, 10) weighted sums for what else was shown that is no digit.
            kinds: k names of what that was.
            folds: (m,) which network read each drawing; one read all if that is None.
            made_folds: (k,) likewise.
        """
        is_digit = np.array([drawing.digit != NO_DIGIT for drawing in drawings], dtype=bool)
        digits = [drawing for drawing in drawings if drawing.digit != NO_DIGIT]
        others = np.empty((0, 10), sums.dtype) if made is None else made
        folds = np.zeros(len(drawings), np.intp) if folds is None else folds
        made_folds = np.zeros(len(others), np.intp) if made_folds is None else made_folds
        return cls(
            np.array([drawing.digit for drawing in digits], np.uint8),
            sums[is_digit],
            np.array([drawing.writer or drawing.source for drawing in digits], dtype=str),
            np.array([drawing.source for drawing in digits], dtype=str),
            np.array([style_of(drawing) or "" for drawing in digits], dtype=str),
            np.concatenate([sums[~is_digit], others]),
            np.array([LETTERS] * int((~is_digit).sum()) + list(kinds), dtype=str),
            folds[is_digit],
            np.concatenate([folds[~is_digit], made_folds]),
        )

    @cached_property
    def calibration(self) -> Calibration:
        """The threshold and the temperature that fit."""
        lowest = float(np.quantile(self.sums.max(axis=1), 1 - ANSWERED))
        threshold = float(SIGMOID.value(np.array(lowest)))
        likelihoods = [self._likelihood(temperature) for temperature in TEMPERATURES]
        first = int(np.argmax(likelihoods))
        temperatures = TEMPERATURES[first:].tolist()
        sure = (one for one in temperatures if self._is_sure(Calibration(threshold, one)))
        return Calibration(threshold, next(sure, temperatures[-1]))

    def _likelihood(self, temperature: float) -> float:
        """Of the right digits."""
        likely = confidences(self.sums, temperature)[np.arange(len(self.digits)), self.digits]
        return float(np.log(np.maximum(likely, 1e-12)).mean())

    def _is_sure(self, calibration: Calibration) -> bool:
        outcome = self.outcome(calibration)
        chosen = (outcome.answered & (outcome.confidence >= least) for least in SURE)
        return all(
            outcome.right[one].mean() >= least for least, one in zip(SURE, chosen, strict=True) if one.any()
        )

    def outcome(self, calibration: Calibration) -> "Outcome":
        """What would have been answered with such a calibration."""
        return Outcome(
            self.sums.argmax(axis=1),
            self.digits,
            confidences(self.sums, calibration.temperature).max(axis=1, initial=0),
            SIGMOID.value(self.sums).max(axis=1, initial=0) >= calibration.threshold,
            SIGMOID.value(self.none_sums).max(axis=1, initial=0) >= calibration.threshold,
        )

    def cross_fitted(self) -> "Outcome":
        """What is answered in each fold with the calibration that the others gave.

        What is fitted to answers would flatter, were it judged by the same.
        """
        whole = self.outcome(Calibration())
        for fold in np.unique(self.folds):
            mine, others = self.folds == fold, self._only(self.folds != fold, self.none_folds != fold)
            found = self._only(mine, self.none_folds == fold).outcome(others.calibration)
            whole.confidence[mine], whole.answered[mine] = found.confidence, found.answered
            whole.called[self.none_folds == fold] = found.called
        return whole

    def _only(self, digits: NDArray[np.bool_], none: NDArray[np.bool_]) -> "Judged":
        of_digits = ("digits", "sums", "writers", "collections", "styles", "folds")
        of_none = ("none_sums", "none_kinds", "none_folds")
        return replace(
            self,
            **{name: getattr(self, name)[digits] for name in of_digits},
            **{name: getattr(self, name)[none] for name in of_none},
        )

    def report(self, outcome: "Outcome") -> dict[str, Any]:
        """All figures, as JSON takes them: shares are 0–1; pairs are [so many, of so many].

        Without any digits, only how much of the rest is called a digit.
        """
        none = counts(outcome.called, self.none_kinds)
        if not len(self.digits):
            return {"digits": 0, "writers": 0, "no digits called a digit": none}
        right, answered = outcome.right, outcome.answered
        sure = {least: answered & (outcome.confidence >= least) for least in SURE}
        return {
            "digits": len(self.digits),
            "writers": len(set(self.writers)),
            "pooled": [float(right.mean()), *interval_by_writer(right, self.writers)],
            "mean over writers": list(mean_over_writers(right, self.writers)),
            "collections": counts(right, self.collections),
            "styles": counts(right, self.styles),
            "answered": float(answered.mean()),
            "confusion": outcome.confusion_matrix.tolist(),
            "no digits called a digit": none,
            "confident": {
                f"{least:g}": [int(right[chosen].sum()), int(chosen.sum())] for least, chosen in sure.items()
            },
            "reliability": reliability(outcome.confidence[answered], right[answered]),
        }


@dataclass(frozen=True, eq=False)
class Outcome:
    """What was answered.

    Attributes:
        answers: (n,) the digit of the brightest output, for each drawing of a digit.
        digits: (n,) what it shows.
        confidence: (n,) of that answer, 0–1.
        answered: (n,) whether it gets one at all, or all outputs are dark.
        called: (k,) whether what is no digit is called one.
    """

    answers: NDArray[np.intp]
    digits: NDArray[np.uint8]
    confidence: NDArray[np.float64]
    answered: NDArray[np.bool_]
    called: NDArray[np.bool_]

    @property
    def right(self) -> NDArray[np.bool_]:
        """(n,) whether the brightest output is that of the digit."""
        right: NDArray[np.bool_] = self.answers == self.digits
        return right

    @property
    def confusion_matrix(self) -> NDArray[np.int64]:
        """(10, 10): row = digit drawn, column = answer."""
        return Evaluation(self.digits, np.eye(10)[self.answers]).confusion_matrix


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


def reliability(
    confidence: Floats, right: NDArray[np.bool_], bins: int = 10
) -> list[tuple[float, float, int]]:
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
        (float(confidence[place == one].mean()), float(right[place == one].mean()), int((place == one).sum()))
        for one in range(bins)
        if (place == one).any()
    ]
