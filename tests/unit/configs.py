"""Small trainings for tests, and an executor that does their slices when a test wants it to."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any

import numpy as np

from netcore.data import PenDrawing
from netcore.network import Network
from netcore.training.config import TrainingConfig
from tests.strokes import DIGITS

PATIENCE = 120.0
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


class ByHand(Executor):
    """Does what was submitted when the test says so, in the test's own thread."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, partial(fn, *args, **kwargs)))
        return future

    def do(self, count: int = 1) -> None:
        """The first so many that nobody cancelled."""
        for _ in range(count):
            future, work = self.begin()
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

    def begin(self) -> tuple[Future[Any], Callable[[], Any]]:
        """The first that nobody cancelled, which runs from now on."""
        while True:
            future, work = self.waiting.popleft()
            if future.set_running_or_notify_cancel():
                return future, work


class AtOnce(ByHand):
    """Does everything when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self.do()
        return future


def until(condition: Callable[[], object]) -> None:
    """Wait for this to hold."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


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
