"""What a training tells: what it is doing, how far it is, and how fast it learns."""

import math
from dataclasses import dataclass
from enum import Enum

from netcore.training.snapshots import Moment, Snapshot

RECENT_SECONDS = 3.0
"""How fast a training learns is the mean over about so long."""


class Status(Enum):
    """What a run is doing."""

    READY = "ready"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_busy(self) -> bool:
        """It goes on by itself."""
        return self in (Status.PREPARING, Status.RUNNING)


@dataclass(frozen=True)
class News:
    """How far a run is.

    Attributes:
        status: what it is doing.
        snapshots: those that are remembered, in order.
        now: the newest, remembered or not; None before the first.
        speed: examples a second, others' turns included, but for slow motion; measuring left out; 0 before
            that is known.
        seconds_left: until it is done if nothing holds it up, all included; NaN before that is known.
        prepared: how much of the examples is prepared, 0–1, while it is preparing.
        failure: a sentence in English that says why it failed, or could not go on; "" otherwise.
        before: moments before the first snapshot, of a training that was brought back.
    """

    status: Status
    snapshots: tuple[Snapshot, ...]
    now: Snapshot | None
    speed: float
    seconds_left: float
    prepared: float
    failure: str
    before: tuple[Moment, ...] = ()


class Pace:
    """How fast a training learns, of late.

    Attributes:
        measuring: seconds that the last measurement took.
    """

    def __init__(self) -> None:
        self.measuring = 0.0
        self._examples = self._seconds = 0.0

    def note(self, examples: int, seconds: float, measuring: float) -> None:
        """It learned from so many examples in so many seconds, and a measurement took so many."""
        fade = math.exp(-seconds / RECENT_SECONDS)
        self._examples = self._examples * fade + examples
        self._seconds = self._seconds * fade + seconds
        self.measuring = measuring

    @property
    def speed(self) -> float:
        """Examples a second; 0 before that is known."""
        return self._examples / self._seconds if self._seconds else 0.0
