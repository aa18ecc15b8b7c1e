"""The changed digits that every network is put to the test with: made once, by whoever does the work."""

import threading
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.data import held_out_digits, load_sample
from netcore.evaluation.robustness import CHANGES, prepared_anew
from netcore.preprocess import Ink
from netcore.training.computers import computers
from netcore.training.pieces import HERE

EVERY = 2
"""Of the digits that nothing learns from, every second is changed: 500, which takes some 0.2 s a level."""
MOST_LOSSES = 2
"""A level that its process dies of so often is made here."""

Place = tuple[int, int]
"""A change and a level of it, each by its number."""


class ChangedDigits:
    """Each level of each change, made when it is first asked for, and kept for everyone."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._lock = threading.Lock()
        self._made: dict[Place, Ink] = {}
        self._on_their_way: dict[Place, Future[Any]] = {}
        self._losses: dict[Place, int] = {}

    def part_made(self) -> float:
        """How much of it is made, 0–1; all else is on its way from now on, and nobody waits for it."""
        places = [
            (number, level) for number, change in enumerate(CHANGES) for level in range(len(change.levels))
        ]
        with self._lock:
            for place in places:
                self._advance(place)
            return len(self._made) / len(places)

    def levels(self, number: int) -> list[Ink]:
        """Of a change that is made, the digits at each level: (500, 784) that can't be written to."""
        return [self._made[number, level] for level in range(len(CHANGES[number].levels))]

    def _advance(self, place: Place) -> None:
        if place in self._made:
            return
        if place not in self._on_their_way:
            change = CHANGES[place[0]]
            executor: Executor = computers() if self._losses.get(place, 0) < MOST_LOSSES else HERE
            self._on_their_way[place] = executor.submit(
                prepared_anew, changed_pictures(), change, change.levels[place[1]]
            )
        if self._on_their_way[place].done():
            future = self._on_their_way.pop(place)
            try:
                pixels: Ink = future.result()
            except (BrokenExecutor, CancelledError):  # it is given again when next looked at
                self._losses[place] = self._losses.get(place, 0) + 1
            else:
                pixels.flags.writeable = False
                self._made[place] = pixels


def changed_pictures() -> NDArray[np.uint8]:
    """(500, 28, 28) the digits that are changed."""
    pictures: NDArray[np.uint8] = load_sample().pictures[held_out_digits()[::EVERY]]
    return pictures


everyones = ChangedDigits()
