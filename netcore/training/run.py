"""Trainings beside the page, done slice by slice elsewhere: they pause, go on and can be looked at."""

import itertools
import logging
import math
import pickle
import random
import secrets
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future

import numpy as np

from netcore.errors import NetcoreError
from netcore.language import N_
from netcore.training.config import TrainingConfig
from netcore.training.learner import LearnerState
from netcore.training.news import News, Pace, Status
from netcore.training.processes import NotBegun
from netcore.training.slices import Slice, SliceResult, UnknownLessonError, learn_slice
from netcore.training.snapshots import Moment, Snapshot, memorable_steps

FIRST_SECONDS, SLICE_SECONDS = 0.05, 0.2
"""So long is the first slice, after which there is something to see, and each other at most."""
SHORTEST_SECONDS, ROUND_SECONDS = 0.025, 0.75
"""And at least, as a round of slices of all who learn takes so long on one processor."""
SLOW_SECONDS, SLOW_MOMENTS = 0.05, 4
"""In slow motion every moment that is remembered takes that long at least, and a slice has so many."""
MOST_BREAKS = 5
"""A slice that breaks off with the process that does it is done again, but not more often in a row."""
LONGEST_BREAK = 0.3
"""Seconds until then at most, times the breaks: whoever breaks processes shall not always come first."""

_log = logging.getLogger(__name__)
_numbers = itertools.count(1)
_busy: set[int] = set()
"""Numbers of the runs that go on."""


class Run:
    """One training: it goes on, pauses, and remembers what the network was like on the way.

    At most one slice of it is under way. All that a page asks is answered at once, whatever that is doing.

    Attributes:
        config: what is learned, and how.
        number: tells it from all other runs.
        key: does so, too, and can't be guessed.
    """

    def __init__(self, config: TrainingConfig, computers: Executor) -> None:
        self.config = config
        self.number = next(_numbers)
        self.key = secrets.token_urlsafe(16)
        self._computers = computers
        # Guards all that follows; never held while the computers are asked for anything.
        self._changed = threading.Condition()
        self._status = Status.READY
        self._until = 0  # this step it goes on
        self._is_slow = False
        self._pausing = False
        self._before: tuple[Moment, ...] = ()
        self._snapshots: list[Snapshot] = []
        self._now: Snapshot | None = None
        self._memorable = memorable_steps(config)
        self._pace = Pace()
        self._prepared = 0.0
        self._failure = ""
        self._state: LearnerState | None = None
        self._pickled: bytes | None = None  # the config
        self._is_known = False  # the config, to a process that did a slice
        self._began = 0.0  # the slice that is under way, at this time
        self._future: Future[SliceResult] | None = None
        self._timer: threading.Timer | None = None  # until the next slice
        self._breaks = 0  # in a row

    @classmethod
    def brought_back(
        cls, config: TrainingConfig, computers: Executor, before: tuple[Moment, ...], last: Snapshot
    ) -> "Run":
        """A training that was; it is over, as what it needs to go on is gone.

        Args:
            config: what was learned, and how.
            computers: unused.
            before: what is known of the moments until the last.
            last: what it came to.
        """
        run = cls(config, computers)
        run._before, run._now, run._status = before, last, Status.DONE
        return run

    def go(self, steps: int | None = None, *, slow: bool = False) -> None:
        """Go on, in turn with others; nothing happens if it does already, or is over.

        A pause that it has not come to yet is taken back. Where no process can be started, it rests as
        before, or has failed if it has learned nothing yet; the news say so.

        Args:
            steps: at most so many; None for all that are left.
            slow: in slow motion as long as there is much to see, which is in the beginning.
        """
        with self._changed:
            is_busy = self._status.is_busy
            if self._status in (Status.DONE, Status.FAILED) or (is_busy and not self._pausing):
                return
            left = self.config.steps - self._step
            self._until = self._step + (left if steps is None else min(steps, left))
            self._is_slow, self._pausing = slow, False
            if is_busy:
                return
            self._breaks, self._failure = 0, ""
            self._tell(Status.RUNNING if self._state else Status.PREPARING)
        try:
            self._submit()
        except Exception:  # the server ends, or has no memory for processes, or may have no more of them
            _log.exception("No process can be started for a training.")
            with self._changed:
                if self._now is None:
                    self._fail(_NO_PROCESS)
                else:
                    self._failure = _NO_PROCESS
                    self._rest()

    def pause(self) -> None:
        """Stop after this slice, or before it if it hasn't begun."""
        with self._changed:
            self._pausing = True
            future, timer, self._timer = self._future, self._timer, None
            if timer:
                timer.cancel()
                self._rest()
                return
        if future:
            future.cancel()  # `_take` is told of it

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
    def news(self) -> News:
        """How far it is."""
        with self._changed:
            return News(
                self._status,
                tuple(self._snapshots),
                self._now,
                self._pace.speed,
                self._seconds_left,
                self._prepared,
                self._failure,
                self._before,
            )

    @property
    def _step(self) -> int:
        return self._now.step if self._now else 0

    @property
    def _seconds_left(self) -> float:
        if self._now is None or not self._pace.speed:
            return math.nan
        # From one moment that is remembered to the next, as slow motion stops at each.
        ahead = [step for step in self._memorable if step > self._now.step]
        examples = self.config.examples_per_epoch / self.config.steps_per_epoch  # of a step, in the mean
        gaps = np.diff([self._now.step, *ahead]) * examples / self._pace.speed + self._pace.measuring
        return float(np.maximum(gaps, SLOW_SECONDS if self._is_slow else 0.0).sum())

    def _submit(self) -> None:
        """Have the next slice done.

        Raises:
            Exception: no process can be started.
        """
        with self._changed:
            if self._pickled is None:
                self._pickled = pickle.dumps(self.config)
            work = Slice(
                self.key,
                None if self._is_known else self._pickled,
                self._state,
                self._until,
                _seconds_of_slice() if self._state else FIRST_SECONDS,
                SLOW_MOMENTS if self._is_slow else math.inf,
            )
            self._began = time.monotonic()
        future = self._computers.submit(learn_slice, work)
        with self._changed:
            self._future = future
        future.add_done_callback(self._take)

    def _take(self, future: "Future[SliceResult]") -> None:
        """Take what came of a slice, and go on."""
        with self._changed:
            self._future = None
        try:
            pause = self._learn_from(future.result())
        except CancelledError:  # by a pause, or because the server ends
            self._rest()
        except UnknownLessonError:
            self._is_known = False
            self._go_on()
        except NotBegun:  # another's slice broke it
            self._go_on()
        except BrokenExecutor:
            self._breaks += 1
            if self._breaks > MOST_BREAKS:
                self._fail(_BROKEN)
            else:
                self._go_on(random.random() * LONGEST_BREAK * self._breaks)
        except NetcoreError as error:
            self._fail(str(error))
        except MemoryError:
            self._fail(N_("There is not enough memory for so many examples: choose fewer."))
        except Exception:
            _log.exception("A training broke off.")
            self._fail(_FAULT)
        else:
            self._go_on(pause)

    def _learn_from(self, result: SliceResult) -> float:
        """Remember what came of a slice; how many seconds to rest before the next."""
        with self._changed:
            taken = time.monotonic() - self._began
            self._breaks, self._is_known = 0, True
            self._prepared = max(self._prepared, result.prepared)  # each process prepares for itself
            if result.now:
                seconds = result.learning if self._is_slow else max(taken - result.measuring, 0.0)
                learned = result.now.examples - (self._now.examples if self._now else 0)
                self._pace.note(learned, seconds, result.measuring / max(len(result.snapshots), 1))
                self._now = result.now
            self._snapshots += result.snapshots
            if result.has_exploded:
                self._fail(_EXPLODED)
                return 0.0
            self._state = result.state
            if self._status.is_busy:
                self._tell(Status.RUNNING if self._now else Status.PREPARING)
            return SLOW_SECONDS * len(result.snapshots) - taken if self._is_slow else 0.0

    def _go_on(self, pause: float = 0.0) -> None:
        """With the next slice, in so many seconds, unless it is to rest."""
        try:
            with self._changed:
                if not self._status.is_busy:
                    return
                if self._pausing or (self._now and self._now.step >= self._until):
                    self._rest()
                    return
                if pause > 0:
                    self._timer = threading.Timer(pause, self._wake_up)
                    self._timer.daemon = True
                    self._timer.start()
                    return
            self._submit()
        except Exception:  # as in `go`
            _log.exception("No process can be started for a training.")
            self._fail(_BROKEN)

    def _wake_up(self) -> None:
        with self._changed:
            if self._timer is not threading.current_thread():  # a pause came before
                return
            self._timer = None  # in this very moment: a pause after it waits for the slice
        self._go_on()

    def _rest(self) -> None:
        """Be busy no longer."""
        with self._changed:
            is_done = self._now is not None and self._now.step >= self.config.steps
            if is_done:
                self._forget()
            self._tell(Status.DONE if is_done else Status.PAUSED if self._now else Status.READY)

    def _fail(self, sentence: str) -> None:
        with self._changed:
            self._failure = sentence
            self._forget()
            self._tell(Status.FAILED)

    def _forget(self) -> None:
        """Let go of what only learning needs; a person's own drawings are in it."""
        self._state = self._pickled = None

    def _tell(self, status: Status) -> None:
        with self._changed:
            self._status = status
            (_busy.add if status.is_busy else _busy.discard)(self.number)
            self._changed.notify_all()


def _seconds_of_slice() -> float:
    """The more people learn, the shorter, so that everyone's turn comes soon."""
    return min(SLICE_SECONDS, max(SHORTEST_SECONDS, ROUND_SECONDS / max(len(_busy), 1)))


_EXPLODED = N_(
    "The training has exploded: its numbers grew beyond all limits. The last network that "
    "was fine is kept. Choose a smaller learning rate and start again."
)
_FAULT = N_("The training broke off, which is netcore's own fault; what it had learned is kept.")
_NO_PROCESS = N_("The server can start no process that learns now. Try again in a moment.")
_BROKEN = N_(
    "The processes that learn end again and again, for want of memory perhaps; what it had learned is kept. "
    "Start again."
)
