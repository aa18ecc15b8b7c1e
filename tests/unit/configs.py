"""Small trainings for tests, and such as stop where a test wants to look."""

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from netcore.data import PenDrawing
from netcore.data.prepared import TrainingSet
from netcore.network import Network
from netcore.training.config import TrainingConfig
from netcore.training.learner import Learner
from tests.strokes import DIGITS

PATIENCE = 60.0
"""Seconds after which a test gives up waiting; nothing here takes one of them."""

SMALL: dict[str, Any] = {"hidden": (4,), "examples": 42, "epochs": 3}
"""18 steps of a small network: beside 42 digits it learns from 18 that are made."""
EXPLODING: dict[str, Any] = {
    "hidden": (4,),
    "examples": 60,
    "epochs": 100,
    "batch_size": 1,
    "learning_rate": 100.0,
}
"""Its weights grow beyond all limits, after a thousand steps or so."""


@dataclass(frozen=True, eq=False)
class Gated(TrainingConfig):
    """A lesson whose preparing and whose steps wait at gates that a test opens.

    Attributes:
        preparing: the gate before its examples are prepared.
        steps: the gates before some steps, counted from 1.
    """

    preparing: "Gate | None" = None
    steps_at: dict[int, "Gate"] = field(default_factory=dict)

    def training_set(self, *told: Any) -> TrainingSet:
        if self.preparing:
            self.preparing.pass_through()
        return super().training_set(*told)

    def learner(self, training_set: TrainingSet) -> Learner:
        learner = super().learner(training_set)
        learn = learner.learn

        def gated() -> None:
            if gate := self.steps_at.get(learner.step + 1):
                gate.pass_through()
            learn()

        learner.learn = gated  # type: ignore[method-assign]  # the gate stands in its place
        return learner


class Gate:
    """Where a training waits until the test lets it pass."""

    def __init__(self) -> None:
        self._reached, self._open = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        """Called by the training."""
        self._reached.set()
        assert self._open.wait(PATIENCE)

    def wait(self) -> None:
        """Until the training has come to it."""
        assert self._reached.wait(PATIENCE)

    @property
    def is_reached(self) -> bool:
        return self._reached.is_set()

    def open(self) -> None:
        self._open.set()


def drawing(digit: int, source: str = "") -> PenDrawing:
    return PenDrawing(digit, tuple(np.array(stroke, float) for stroke in DIGITS[digit]), source)


def learned_alone(config: TrainingConfig) -> Network:
    """What a lesson makes of its network without a run, without a pause."""
    *_, last = config.learner(config.training_set()).finish()
    return last.network


def assert_same(one: Network, other: Network) -> None:
    """To the last bit."""
    assert one.sizes == other.sizes
    for layer, same in zip(one.layers, other.layers, strict=True):
        np.testing.assert_array_equal(layer.weights, same.weights)
        np.testing.assert_array_equal(layer.biases, same.biases)
