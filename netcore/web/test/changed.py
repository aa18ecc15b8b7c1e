"""The changed digits that every network is put to the test with: made once, by whoever does the work."""

import logging
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

_log = logging.getLogger(__name__)

Place = tuple[int, int]
"""A change and a level of it, each by its number."""


class ChangedDigits:
    """Each level of each change, made when it is first asked for, and kept for everyone."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._lock = threading.Lock()
        self._made: dict[Place, Ink] = {}
        self._on_their_way: dict[Place, Future[Any] | None] = {}  # None while it is being given
        self._losses: dict[Place, int] = {}

    def part_made(self) -> float:
        """How much of it is made, 0–1; all else is on its way from now on, and nobody waits for it."""
        places = [
            (number, level) for number, change in enumerate(CHANGES) for level in range(len(change.levels))
        ]
        self._take()
        with self._lock:
            missing = [
                place for place in places if place not in self._made and place not in self._on_their_way
            ]
            self._on_their_way |= dict.fromkeys(missing)
        for place in missing:
            self._give(place)
        self._take()
        return len(self._made) / len(places)

    def levels(self, number: int) -> list[Ink]:
        """Of a change that is made, the digits at each level: (500, 784) that can't be written to."""
        return [self._made[number, level] for level in range(len(CHANGES[number].levels))]

    def _give(self, place: Place) -> None:
        """Have it made. Nobody else is held up meanwhile: a cluster may take its time to answer."""
        future: Future[Any] | None = None
        try:
            change = CHANGES[place[0]]
            executor: Executor = computers() if self._losses.get(place, 0) < MOST_LOSSES else HERE
            future = executor.submit(prepared_anew, changed_pictures(), change, change.levels[place[1]])
        except Exception:
            _log.exception("A change of digits can't be made elsewhere.")
        with self._lock:
            if future is None:
                self._lose(place)
            else:
                self._on_their_way[place] = future

    def _take(self) -> None:
        """Take what is done; what was lost is given again when next looked at."""
        with self._lock:
            for place, future in list(self._on_their_way.items()):
                if future is None or not future.done():
                    continue
                try:
                    pixels: Ink = future.result()
                except (BrokenExecutor, CancelledError):
                    self._lose(place)
                except Exception:
                    _log.exception("A change of digits broke off.")
                    self._lose(place)
                else:
                    pixels.flags.writeable = False
                    self._made[place] = pixels
                    del self._on_their_way[place]

    def _lose(self, place: Place) -> None:
        del self._on_their_way[place]
        self._losses[place] = self._losses.get(place, 0) + 1


def changed_pictures() -> NDArray[np.uint8]:
    """(500, 28, 28) the digits that are changed."""
    pictures: NDArray[np.uint8] = load_sample().pictures[held_out_digits()[::EVERY]]
    return pictures


everyones = ChangedDigits()
