"""Trainings that run beside the page, in the threads of `Workers`: they pause, go on and can be looked at."""

import itertools
import math
import secrets
import threading
import time
from dataclasses import dataclass
from enum import Enum

import numpy as np

from netcore.data.prepared import TrainingSet
from netcore.errors import NetcoreError
from netcore.language import N_
from netcore.training.config import TrainingConfig
from netcore.training.learner import Learner
from netcore.training.snapshots import Moment, Snapshot, is_sound, look, memorable_steps
from netcore.training.workers import Workers

NEWS_SECONDS = 0.1
"""So often a run tells how far it is."""
SLOW_SECONDS = 0.05
"""In slow motion every moment that is remembered takes that long at least."""
RECENT_SECONDS = 3.0
"""How fast a run learns is the mean over about so long."""

_numbers = itertools.count(1)


class Status(Enum):
    """What a run is doing."""

    READY = "ready"
    WAITING = "waiting"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_busy(self) -> bool:
        """It goes on by itself."""
        return self in (Status.WAITING, Status.PREPARING, Status.RUNNING)


@dataclass(frozen=True)
class News:
    """How far a run is.

    Attributes:
        status: what it is doing.
        snapshots: those that are remembered, in order.
        now: the newest, remembered or not; None before the first.
        speed: examples a second while it learns, measuring and slow motion left out; 0 before that is known.
        seconds_left: until it is done if nothing holds it up, all included; NaN before that is known.
        prepared: how much of the examples is prepared, 0–1, while it is preparing.
        failure: a sentence in English that says why it failed; "" otherwise.
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


class Run:
    """One training: it goes on, pauses, and remembers what the network was like on the way.

    All that a page asks is answered at once, whatever the training is doing.

    Attributes:
        config: what is learned, and how.
        number: tells it from all other runs.
        key: does so, too, and can't be guessed.
    """

    def __init__(self, config: TrainingConfig, workers: Workers) -> None:
        self.config = config
        self.number = next(_numbers)
        self.key = secrets.token_urlsafe(16)
        self._workers = workers
        self._changed = threading.Condition()  # guards all that follows but the learner and its material
        self._status = Status.READY
        self._until = 0  # this step it goes on
        self._is_slow = False
        self._pausing = False
        self._before: tuple[Moment, ...] = ()
        self._snapshots: list[Snapshot] = []
        self._now: Snapshot | None = None
        self._memorable = memorable_steps(config)
        self._learned = self._learning = 0.0  # of late: examples, and the seconds that they took
        self._measuring = 0.0  # seconds that the last measurement took
        self._prepared = 0.0
        self._failure = ""
        self._learner: Learner | None = None
        self._training_set: TrainingSet | None = None

    @classmethod
    def brought_back(
        cls, config: TrainingConfig, workers: Workers, before: tuple[Moment, ...], last: Snapshot
    ) -> "Run":
        """A training that was; it is over, as what it needs to go on is gone.

        Args:
            config: what was learned, and how.
            workers: unused.
            before: what is known of the moments until the last.
            last: what it came to.
        """
        run = cls(config, workers)
        run._before, run._now, run._status = before, last, Status.DONE
        return run

    def go(self, steps: int | None = None, *, slow: bool = False) -> None:
        """Go on, as soon as a thread is free; nothing happens if it does already, or is over.

        A pause that it has not come to yet is taken back.

        Args:
            steps: at most so many; None for all that are left.
            slow: in slow motion as long as there is much to see, which is in the beginning, and
                nobody waits.

        Raises:
            RuntimeError: the system gives no thread; it rests as before.
        """
        with self._changed:
            is_busy = self._status.is_busy
            if self._status in (Status.DONE, Status.FAILED) or (is_busy and not self._pausing):
                return
            left = self.config.steps - self._step
            self._until = self._step + (left if steps is None else min(steps, left))
            self._is_slow, self._pausing = slow, False
            if not is_busy:
                self._workers.take(self)
                self._tell(Status.WAITING)

    def pause(self) -> None:
        """Stop after this step, or leave the queue."""
        with self._changed:
            self._pausing = True
            self._changed.notify_all()
            if self._workers.drop(self):
                self._rest()

    def wait(self, seconds: float) -> bool:
        """Wait until it is not busy, but no longer than that; whether it isn't."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._status.is_busy, seconds)

    @property
    def steps_to_epoch(self) -> int:
        """To the end of this epoch, or of the next if one has just ended."""
        with self._changed:
            return self.config.steps_per_epoch - self._step % self.config.steps_per_epoch

    @property
    def place_in_queue(self) -> int:
        """In the queue: 1 for the first that waits; 0 when it doesn't wait, or is just beginning."""
        return self._workers.place_in_queue(self)

    @property
    def news(self) -> News:
        """How far it is."""
        with self._changed:
            return News(
                self._status,
                tuple(self._snapshots),
                self._now,
                self._speed,
                self._seconds_left,
                self._prepared,
                self._failure,
                self._before,
            )

    def work(self) -> None:
        """Go on until the end, or until it is to pause; called in a worker's thread."""
        try:
            with np.errstate(all="ignore"):  # what overflows is noticed in the loss
                self._work()
        except NetcoreError as error:
            self._fail(str(error))
        except MemoryError:
            self._fail(N_("There is not enough memory for so many examples: choose fewer."))
        except Exception:
            self._fail(
                N_("The training broke off, which is netcore's own fault; what it had learned is kept.")
            )
            raise

    @property
    def _step(self) -> int:
        if self._learner:
            return self._learner.step
        return self._now.step if self._now else 0

    @property
    def _speed(self) -> float:
        return self._learned / self._learning if self._learning else 0.0

    @property
    def _seconds_left(self) -> float:
        if self._now is None or not self._speed:
            return math.nan
        # From one moment that is remembered to the next, as slow motion stops at each.
        ahead = [step for step in self._memorable if step > self._now.step]
        examples = self.config.examples_per_epoch / self.config.steps_per_epoch  # of a step, in the mean
        gaps = np.diff([self._now.step, *ahead]) * examples / self._speed + self._measuring
        return float(np.maximum(gaps, SLOW_SECONDS if self._is_slow else 0.0).sum())

    def _work(self) -> None:
        with self._changed:
            if self._pausing:
                self._rest()
                return
            self._tell(Status.RUNNING if self._learner else Status.PREPARING)
        if self._learner is None or self._training_set is None:
            self._training_set = self.config.training_set(self._tell_prepared)
            self._learner = self.config.learner(self._training_set)
            self._tell(Status.RUNNING)
            if not self._publish(0.0):
                return
        learner, memorable, began = self._learner, frozenset(self._memorable), time.monotonic()
        while True:
            with self._changed:
                stops = self._pausing or learner.step >= self._until
                if stops and self._now and self._now.step == learner.step:
                    self._rest()
                    return
            if not stops:
                learner.learn()
                self._workers.give_way()
            seconds = time.monotonic() - began
            is_memorable = learner.step in memorable
            if stops or is_memorable or seconds >= NEWS_SECONDS:
                if not self._publish(seconds):
                    return
                if self._is_slow and is_memorable and not self._workers.has_queue:
                    self._sleep(SLOW_SECONDS - (time.monotonic() - began))
                began = time.monotonic()

    def _publish(self, seconds: float) -> bool:
        """Measure the network of this moment, so many seconds of learning after the last.

        Returns:
            False, and the end of it all, if it has exploded.
        """
        assert self._learner and self._training_set
        began = time.monotonic()
        snapshot = look(self._learner, self._training_set)
        if not is_sound(snapshot.network, snapshot.seen.loss, snapshot.unseen.loss):
            self._fail(
                N_(
                    "The training has exploded: its numbers grew beyond all limits. The last network that "
                    "was fine is kept. Choose a smaller learning rate and start again."
                )
            )
            return False
        with self._changed:
            fade = math.exp(-seconds / RECENT_SECONDS)
            self._learned = (
                self._learned * fade + snapshot.examples - (self._now.examples if self._now else 0)
            )
            self._learning = self._learning * fade + seconds
            self._measuring = time.monotonic() - began
            self._now = snapshot
            if snapshot.step in self._memorable:
                self._snapshots.append(snapshot)
        return True

    def _rest(self) -> None:
        """Be busy no longer."""
        with self._changed:
            is_done = self._learner is not None and self._learner.is_done
            if is_done:
                self._forget()
            self._tell(Status.DONE if is_done else Status.PAUSED if self._now else Status.READY)

    def _fail(self, sentence: str) -> None:
        with self._changed:
            self._failure = sentence
            self._forget()
            self._tell(Status.FAILED)

    def _forget(self) -> None:
        """Let go of what only learning needs: it is large, and a person's own drawings are in it."""
        self._learner = self._training_set = None

    def _tell(self, status: Status) -> None:
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def _tell_prepared(self, part: float) -> None:
        with self._changed:
            self._prepared = part

    def _sleep(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._pausing, max(seconds, 0))
