"""Trainings that run beside the page: in threads of their own, a few at once, the others in a queue."""

import math
import threading
import time
from collections import deque
from dataclasses import dataclass
from enum import Enum

import numpy as np

from netcore.archives import Flaw
from netcore.errors import NetcoreError
from netcore.lesson import Lesson, Material, unseen_material
from netcore.network import Network
from netcore.storage import check
from netcore.training import Learner, loss, one_hot

MOST_MOMENTS = 160
MOST_BYTES = 40_000_000
"""Of the networks that a run remembers: so many, and no more bytes than that."""
NEWS_SECONDS = 0.1
"""So often a run tells how far it is."""
SLOW_SECONDS = 0.05
"""In slow motion every moment that is remembered takes that long at least."""
MEASURED = 1000
"""Seen examples that loss and accuracy are measured on, the first ones."""


@dataclass(frozen=True)
class Score:
    """How well a network reads some examples.

    Attributes:
        loss: mean cost.
        accuracy: 0–1.
    """

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Moment:
    """A training at one step.

    Attributes:
        step: steps done.
        examples: examples seen until then.
        network: as it was.
        seen: how well it read examples that it learns from.
        unseen: and others.
    """

    step: int
    examples: int
    network: Network
    seen: Score
    unseen: Score


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
        moments: those that are remembered, in order.
        now: the newest, remembered or not; None before the first.
        speed: examples a second while it learns; 0 before that is known.
        seconds_left: until it is done; NaN before that is known.
        prepared: how much of the examples is prepared, 0–1, while it is preparing.
        failure: a sentence that says why it failed; "" otherwise.
    """

    status: Status
    moments: tuple[Moment, ...]
    now: Moment | None
    speed: float
    seconds_left: float
    prepared: float
    failure: str


class Workers:
    """Threads for runs: at most so many at once, the others wait in order.

    Attributes:
        most: so many.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._waiting: deque[Run] = deque()
        self._busy = 0
        self._lock = threading.Lock()

    def take(self, run: "Run") -> None:
        """Let a run go on when its turn comes."""
        with self._lock:
            self._waiting.append(run)
            if self._busy < self.most:
                self._busy += 1
                threading.Thread(target=self._work, daemon=True, name="training").start()

    def drop(self, run: "Run") -> bool:
        """Take a run out of the queue; whether it was waiting there."""
        with self._lock:
            waits = run in self._waiting
            if waits:
                self._waiting.remove(run)
            return waits

    def place(self, run: "Run") -> int:
        """1 for the first that waits, and so on; 0 for a run that doesn't wait."""
        with self._lock:
            return self._waiting.index(run) + 1 if run in self._waiting else 0

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._busy -= 1
                    return
                run = self._waiting.popleft()
            run.work()


class Run:
    """One training: it goes on, pauses, and remembers what the network was like on the way.

    All that a page asks is answered at once, whatever the training is doing.

    Attributes:
        lesson: what is learned, and how.
    """

    def __init__(self, lesson: Lesson, workers: Workers) -> None:
        self.lesson = lesson
        self._workers = workers
        self._changed = threading.Condition()
        self._status = Status.READY
        self._learner: Learner | None = None
        self._material: Material | None = None
        self._until = 0  # this step it goes on
        self._is_slow = False
        self._pausing = False
        self._moments: list[Moment] = []
        self._now: Moment | None = None
        self._memorable = frozenset(memorable_steps(lesson))
        self._seconds = 0.0  # of learning and measuring, until now
        self._prepared = 0.0
        self._failure = ""

    def go(self, steps: int | None = None, *, slow: bool = False) -> None:
        """Go on, as soon as a thread is free; nothing happens if it does already, or is over.

        Args:
            steps: at most so many; None for all that are left.
            slow: in slow motion as long as there is much to see, which is in the beginning.
        """
        with self._changed:
            if self._status not in (Status.READY, Status.PAUSED):
                return
            left = self.lesson.steps - self._step
            self._until = self._step + (left if steps is None else min(steps, left))
            self._is_slow, self._pausing = slow, False
            self._status = Status.WAITING
            self._changed.notify_all()
        self._workers.take(self)

    def pause(self) -> None:
        """Stop after this step, or leave the queue."""
        left_queue = self._workers.drop(self)
        with self._changed:
            self._pausing = True
            if left_queue:
                self._status = Status.PAUSED if self._now else Status.READY
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until it is not busy, but no longer than that."""
        with self._changed:
            self._changed.wait_for(lambda: not self._status.is_busy, seconds)

    @property
    def steps_to_epoch(self) -> int:
        """To the end of this epoch, or of the next if one has just ended."""
        return self.lesson.steps_per_epoch - self._step % self.lesson.steps_per_epoch

    @property
    def place(self) -> int:
        """In the queue: 1 for the first that waits; 0 when it doesn't wait."""
        return self._workers.place(self)

    @property
    def news(self) -> News:
        """How far it is."""
        with self._changed:
            speed = self._now.examples / self._seconds if self._now and self._seconds else 0.0
            return News(
                self._status,
                tuple(self._moments),
                self._now,
                speed,
                self._seconds_left(speed),
                self._prepared,
                self._failure,
            )

    def work(self) -> None:
        """Go on until the end, or until it is to pause; called in a worker's thread."""
        try:
            with np.errstate(all="ignore"):  # what overflows is noticed in the loss
                self._work()
        except NetcoreError as error:
            self._fail(str(error))
        except MemoryError:
            self._fail("There is not enough memory for so many examples: choose fewer.")
        except Exception:
            self._fail("The training broke off, which is netcore's own fault; what it had learned is kept.")
            raise

    @property
    def _step(self) -> int:
        return self._learner.step if self._learner else 0

    def _work(self) -> None:
        if self._learner is None:
            self._tell(Status.PREPARING)
            self._material = self.lesson.material(self._tell_prepared)
            self._learner = self.lesson.learner(self._material)
            if not self._publish():
                return
        self._tell(Status.RUNNING)
        learner, began = self._learner, time.monotonic()
        while not self._pausing and learner.step < self._until:
            learner.learn()
            is_memorable = learner.step in self._memorable
            if not is_memorable and time.monotonic() - began < NEWS_SECONDS:
                continue
            if not self._publish():
                return
            spent = time.monotonic() - began
            self._seconds += spent
            if is_memorable and self._is_slow:
                self._sleep(SLOW_SECONDS - spent)
            began = time.monotonic()
        if self._now is None or self._now.step != learner.step:
            if not self._publish():
                return
            self._seconds += time.monotonic() - began
        if learner.is_done:
            self._material = None  # a person's own examples are theirs to forget
        self._tell(Status.DONE if learner.is_done else Status.PAUSED)

    def _publish(self) -> bool:
        """Measure the network of this moment; False, and the end of it all, if it has exploded."""
        assert self._learner and self._material
        network, step = self._learner.network, self._learner.step
        pixels, labels = self._material
        moment = Moment(
            step,
            self._learner.seen,
            network,
            score(network, (pixels[:MEASURED], labels[:MEASURED])),
            score(network, unseen_material()),
        )
        if not _is_sound(moment):
            self._fail(
                f"The training has exploded at step {step:,}: its numbers grew beyond all limits. The last "
                "network that was fine is kept. Choose a smaller learning rate and start again."
            )
            return False
        with self._changed:
            self._now = moment
            if step in self._memorable:
                self._moments.append(moment)
        return True

    def _tell(self, status: Status) -> None:
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def _tell_prepared(self, part: float) -> None:
        self._prepared = part

    def _fail(self, sentence: str) -> None:
        self._failure = sentence
        self._tell(Status.FAILED)

    def _sleep(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._pausing, max(seconds, 0))

    def _seconds_left(self, speed: float) -> float:
        if not speed or self._now is None:
            return math.nan
        steps, moments = self.lesson.steps - self._now.step, len(self._memorable) - len(self._moments)
        return max(steps * self.lesson.batch_size / speed, SLOW_SECONDS * moments if self._is_slow else 0.0)


def score(network: Network, material: Material) -> Score:
    """How well a network reads labelled pictures that are prepared."""
    pixels, labels = material
    outputs = network.predict(pixels)
    right = float((outputs.argmax(axis=1) == labels).mean())
    return Score(loss(outputs, one_hot(labels), network.layers[-1].activation_function), right)


def memorable_steps(lesson: Lesson) -> list[int]:
    """The steps whose networks are remembered, from 0 to the last: the earlier, the closer together."""
    bytes_each = 4 * lesson.first_network.parameter_count
    most = max(min(MOST_MOMENTS, MOST_BYTES // bytes_each), 2)
    return sorted({round(lesson.steps * (part / (most - 1)) ** 2) for part in range(most)})


def _is_sound(moment: Moment) -> bool:
    """Its loss is a number, and its network one that can be shown and saved."""
    try:
        check(moment.network)
    except Flaw:
        return False
    return math.isfinite(moment.seen.loss) and math.isfinite(moment.unseen.loss)
