"""Threads that work beside the pages: a few at once, what else is to be done waits in order."""

import logging
import threading
import time
from collections import deque
from typing import Protocol

ANSWERING = 0.03
"""Seconds that an answer takes, with which nothing should interfere."""
LONGEST_WAIT = 0.005
"""So long work gives way at once: it goes on, however many ask."""

_log = logging.getLogger(__name__)


class Work(Protocol):
    """What a worker can do."""

    def work(self) -> None:
        """Do it, in the worker's thread."""


class Workers:
    """At most so many threads; the others wait in order.

    Attributes:
        most: so many.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._waiting: deque[Work] = deque()
        self._busy = 0
        self._lock = threading.Lock()
        self._answering_until = 0.0

    def take(self, work: Work) -> None:
        """Do this when its turn comes.

        Raises:
            RuntimeError: the system gives no thread; nothing is taken.
        """
        with self._lock:
            if self._busy < self.most:
                threading.Thread(target=self._work, daemon=True, name="training").start()
                self._busy += 1
            self._waiting.append(work)

    def drop(self, work: Work) -> bool:
        """Take this out of the queue; whether it was waiting there."""
        with self._lock:
            waits = work in self._waiting
            if waits:
                self._waiting.remove(work)
            return waits

    def let_pass(self) -> None:
        """Somebody waits for an answer: until they have it, the work is to give way to them."""
        self._answering_until = time.monotonic() + ANSWERING

    def give_way(self) -> None:
        """Wait a little while somebody is answered; called by the work, between two steps of it."""
        left = self._answering_until - time.monotonic()
        if left > 0:
            time.sleep(min(left, LONGEST_WAIT))

    @property
    def has_queue(self) -> bool:
        """Something waits."""
        with self._lock:
            return bool(self._waiting)

    def place_in_queue(self, work: Work) -> int:
        """1 for the first that waits, and so on; 0 for what doesn't wait."""
        with self._lock:
            return self._waiting.index(work) + 1 if work in self._waiting else 0

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._busy -= 1
                    return
                work = self._waiting.popleft()
            try:
                work.work()
            except Exception:  # of which the others are not to suffer
                _log.exception("%r broke off.", work)
            del work  # or a thread that waits would keep it
