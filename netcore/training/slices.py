"""A slice of a training: learn for a moment, anywhere, from one state to the next."""

import math
import pickle
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from netcore.activations import Floats
from netcore.data.prepared import TrainingSet, held_out_set
from netcore.training.config import TrainingConfig
from netcore.training.learner import Learner, LearnerState
from netcore.training.processes import give_way
from netcore.training.snapshots import Snapshot, is_sound, look, memorable_steps

MOST_LESSONS, MOST_SETS = 40, 8
"""A process remembers so many trainings whose slices it did, and so many sets that hold own drawings."""
MOST_BYTES = 400_000_000
"""And no more of people's own drawings, prepared, nor of the sets that they learn from."""
KEPT_SECONDS = 600.0
"""And nothing of them for longer than that."""


class UnknownLessonError(Exception):
    """This process doesn't know what is learned: the slice is to be sent again, with its config."""


@dataclass(frozen=True)
class Slice:
    """What is to be done.

    Attributes:
        key: of the training.
        config: a pickled `TrainingConfig`; None if the process may know it by the key.
        state: where to go on; None at the beginning.
        until: this step at most.
        seconds: so long; at least one step, though, but for the beginning, where it is only looked.
        moments: after so many that are memorable, it is enough.
    """

    key: str
    config: bytes | None
    state: LearnerState | None
    until: int
    seconds: float = math.inf
    moments: float = math.inf


@dataclass(frozen=True)
class SliceResult:
    """What came of it.

    Attributes:
        state: where to go on.
        snapshots: those that are memorable, in order.
        now: the newest, memorable or not; None if there is none that is sound.
        prepared: how much of the examples is prepared, 0–1; before all are, nothing is learned.
        has_exploded: its numbers grew beyond all limits after `now`.
        learning: seconds spent learning.
        measuring: and looking.
    """

    state: LearnerState | None
    snapshots: tuple[Snapshot, ...] = ()
    now: Snapshot | None = None
    prepared: float = 1.0
    has_exploded: bool = False
    learning: float = 0.0
    measuring: float = 0.0


def learn_slice(slice_: Slice) -> SliceResult:
    """Learn for a moment. However a training is sliced, and wherever, its numbers are the same.

    Raises:
        UnknownLessonError: it came without its config, which isn't known here.
        DataError: more examples than BUNDLED, and MNIST isn't here.
    """
    ends = time.monotonic() + slice_.seconds
    lesson = _lessons.take(slice_.key)
    if lesson is None:
        if slice_.config is None:
            raise UnknownLessonError
        lesson = _Lesson(pickle.loads(slice_.config))
    try:
        with np.errstate(all="ignore"):  # what overflows is noticed in the loss
            result = lesson.learn(slice_, ends)
    except _NotYet as preparing:
        result = SliceResult(slice_.state, prepared=preparing.part)
    is_over = result.has_exploded or (result.state is not None and result.state.step >= lesson.config.steps)
    if not is_over:
        _lessons.keep(slice_.key, lesson)
    return result


def prepare_ahead() -> None:
    """Prepare what most trainings learn from and are measured by, which takes two seconds."""
    _common_set(TrainingConfig.examples)
    held_out_set()


class _NotYet(Exception):  # nothing is wrong
    """The time is up, and so much is prepared."""

    def __init__(self, part: float) -> None:
        super().__init__(part)
        self.part = part


@dataclass
class _Lesson:
    """What a process remembers of a training from slice to slice, to spare itself the work."""

    config: TrainingConfig
    drawn: Floats | None = None  # own drawings, prepared
    training_set: TrainingSet | None = None
    learner: Learner | None = None
    used: float = 0.0

    @cached_property
    def memorable(self) -> frozenset[int]:
        return frozenset(memorable_steps(self.config))

    @property
    def own_bytes(self) -> int:
        return 0 if self.drawn is None else self.drawn.nbytes

    @property
    def has_own_set(self) -> bool:
        return self.training_set is not None and bool(self.config.drawings)

    def forget_set(self) -> None:
        """It is made again in some milliseconds."""
        self.training_set = self.learner = None

    def learn(self, slice_: Slice, ends: float) -> SliceResult:
        training_set = self._prepared(ends)
        give_way()  # preparing didn't: people wait for that
        learner = self._learner_at(slice_.state, training_set)
        snapshots: list[Snapshot] = []
        now, started, measuring = None, time.monotonic(), 0.0
        is_new = slice_.state is None  # what this step came to
        may_learn = not is_new or time.monotonic() < ends
        while True:
            is_memorable = is_new and learner.step in self.memorable
            is_enough = len(snapshots) + is_memorable >= slice_.moments
            stops = not may_learn or is_enough or learner.step >= slice_.until
            if is_memorable or (stops and (is_new or now is None)):
                began = time.monotonic()
                snapshot = look(learner, training_set)
                measuring += time.monotonic() - began
                if not is_sound(snapshot.network, snapshot.seen.loss, snapshot.unseen.loss):
                    return SliceResult(None, tuple(snapshots), now, has_exploded=True, measuring=measuring)
                now = snapshot
                if is_memorable:
                    snapshots.append(now)
            if stops:
                learning = time.monotonic() - started - measuring
                return SliceResult(
                    learner.state, tuple(snapshots), now, learning=learning, measuring=measuring
                )
            learner.learn()
            is_new, may_learn = True, time.monotonic() < ends

    def _prepared(self, ends: float) -> TrainingSet:
        if self.training_set is None:

            def told(part: float) -> None:
                if part < 1 and time.monotonic() >= ends:
                    raise _NotYet(part)

            self.config.digits(told)  # which remembers how far it came
            if not self.config.drawings:
                self.training_set = _common_set(self.config.examples)
            else:
                if self.drawn is None:
                    self.drawn = self.config.versions()
                self.training_set = self.config.training_set(drawn=self.drawn)
        return self.training_set

    def _learner_at(self, state: LearnerState | None, training_set: TrainingSet) -> Learner:
        if self.learner is None or state is None:
            self.learner = self.config.learner(training_set, state)
        elif self.learner.step != state.step:  # another process did the slices between
            self.learner.go_to(state)
        return self.learner


class _Lessons:
    """The lessons of a process; one that is taken is nobody else's until it is kept again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lessons: OrderedDict[str, _Lesson] = OrderedDict()  # the one that was used last is the last
        self._timer: threading.Timer | None = None

    def take(self, key: str) -> _Lesson | None:
        with self._lock:
            return self._lessons.pop(key, None)

    def keep(self, key: str, lesson: _Lesson) -> None:
        lesson.used = time.monotonic()
        with self._lock:
            self._lessons[key] = lesson
            self._forget_old()
            while self._are_too_many():
                self._lessons.popitem(last=False)
            lessons = list(self._lessons.values())
            for old in [lesson for lesson in lessons if lesson.has_own_set][:-MOST_SETS]:
                old.forget_set()
            for old in lessons[:-1]:
                if self._set_bytes > MOST_BYTES:
                    old.forget_set()

    def _are_too_many(self) -> bool:
        lessons = self._lessons.values()
        own_bytes = sum(lesson.own_bytes for lesson in lessons)
        return len(lessons) > MOST_LESSONS or (len(lessons) > 1 and own_bytes > MOST_BYTES)

    @property
    def _set_bytes(self) -> int:
        """Of all that is learned from, what several share counted once."""
        sets = [lesson.training_set[0] for lesson in self._lessons.values() if lesson.training_set]
        return sum({id(pixels): pixels.nbytes for pixels in sets}.values())

    def _forget_old(self) -> None:
        """Those that nobody went on with, now and, if nobody learns any more, in time."""
        now = time.monotonic()
        while self._lessons and (left := self._oldest.used + KEPT_SECONDS - now) <= 0:
            self._lessons.popitem(last=False)
        if self._lessons and self._timer is None:
            self._timer = threading.Timer(left, self._look_again)
            self._timer.daemon = True
            self._timer.start()

    def _look_again(self) -> None:
        with self._lock:
            self._timer = None
            self._forget_old()

    @property
    def _oldest(self) -> _Lesson:
        return next(iter(self._lessons.values()))


_lessons = _Lessons()


@lru_cache(maxsize=2)
def _common_set(examples: int) -> TrainingSet:
    """What all learn from that have no drawings of their own."""
    return TrainingConfig(examples=examples).training_set()
