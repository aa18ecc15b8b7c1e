"""The digits that a person's trainings learn from and are judged by: prepared once, and shared by all."""

import os
import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.data import (
    NO_DIGIT,
    Examples,
    Made,
    distort_strokes,
    held_out_digits,
    is_mnist,
    leave_out,
    load_mnist,
    load_sample,
    make_no_digits,
    prepared_drawings,
    sample_indices,
    training_digits,
    write_styles,
)
from netcore.data.remembered import remembered
from netcore.errors import DataError
from netcore.preprocess import FIELD, as_light, prepare_all

BUNDLED, MNIST = 4000, 55_000
"""So many examples there are to learn from: bundled ones, and those of MNIST that aren't bundled."""
MADE = Made(styled=500, doodles=600, pairs=0, pasted=300, parts=300)
"""So many are made beside them: digits written in rare ways, and what is no digit."""
_MADE_SEED = 1
_CHUNK = 500
_ORDER = 1
"""Seed of the order in which examples are taken: fewer of them are the first ones of more."""

TrainingSet = tuple[Floats, NDArray[np.uint8]]
"""(n, 784) prepared pictures, and (n,) what they show or NO_DIGIT; shared ones can't be written to."""

Value = TypeVar("Value")
Shared = TypeVar("Shared", bound=NDArray[Any])


def _once(make: Callable[[], Value]) -> Callable[[], Value]:
    """Make something when it is first asked for; who asks meanwhile waits for it."""
    lock, kept = threading.Lock(), cache(make)

    @wraps(make)
    def give() -> Value:
        with lock:
            return kept()

    return give


@_once
def prepared_sample() -> Floats:
    """(5000, 784) the bundled digits, prepared as drawings are; shared, so they can't be written to."""
    (pixels,) = remembered("prepared", lambda: (prepare_all(load_sample().pictures),))
    return shared(pixels)


@_once
def held_out_set() -> TrainingSet:
    """The 1,000 bundled digits that no training learns from, in the order of `held_out_digits`."""
    return shared(prepared_sample()[held_out_digits()]), shared(load_sample().labels[held_out_digits()])


def bundled_training_set(count: int) -> TrainingSet:
    """Some of the bundled digits that trainings learn from.

    Args:
        count: how many, up to BUNDLED; the first ones in an order that is always the same.
    """
    pixels, labels = _all_bundled()
    return pixels[:count], labels[:count]


@_once
def _all_bundled() -> TrainingSet:
    order = np.random.default_rng(_ORDER).permutation(training_digits())
    return shared(prepared_sample()[order]), shared(load_sample().labels[order])


def made_training_set(count: int) -> TrainingSet:
    """Digits written in rare ways, and what is no digit, labelled NO_DIGIT; all made by netcore.

    Args:
        count: how many, up to the total of MADE; the first ones in an order that is always the same.
    """
    pixels, labels = _all_made()
    return pixels[:count], labels[:count]


@_once
def _all_made() -> TrainingSet:
    pixels, labels = remembered("made", _make_all)
    return shared(pixels), shared(labels)


def _make_all() -> TrainingSet:
    random = np.random.default_rng(_MADE_SEED)
    sample = load_sample()
    learned = training_digits()
    written, digits = write_styles(MADE.styled, random)
    styled = prepared_drawings([distort_strokes(strokes, random) for strokes in written], random)
    nothing, _ = make_no_digits(Examples(sample.pictures[learned], sample.labels[learned]), [], random, MADE)
    pixels = as_light(np.concatenate([styled, nothing]))
    labels = np.array(digits + [NO_DIGIT] * len(nothing), np.uint8)
    order = random.permutation(MADE.total)
    return pixels[order], labels[order]


def mnist_training_set(
    count: int,
    told: Callable[[float], None] = lambda part: None,
    folder: str | os.PathLike[str] | None = None,
) -> TrainingSet:
    """Some of MNIST's training set without the bundled digits; 5,000 are prepared in a second or so.

    Args:
        count: how many, up to MNIST; the first ones in an order that is always the same.
        told: is called with how much is prepared, 0–1; not while somebody else's call prepares it.
        folder: holds the MNIST files, as for `load_mnist`.

    Raises:
        DataError: MNIST isn't there, or it is another set of fewer examples.
    """
    return _mnist.first(count, told, folder)


class _Mnist:
    """MNIST in a fixed order, of which the first ones are prepared."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._examples: Examples | None = None
        self._pixels = np.empty((0, FIELD * FIELD), np.float32)
        self._done = 0

    def first(
        self, count: int, told: Callable[[float], None], folder: str | os.PathLike[str] | None
    ) -> TrainingSet:
        with self._lock:
            if self._examples is None:
                examples = load_mnist("train", folder)
                if is_mnist("train", examples):
                    examples = leave_out(examples, sample_indices())
                order = np.random.default_rng(_ORDER).permutation(len(examples))
                self._examples = Examples(examples.pictures[order], examples.labels[order])
                self._pixels = np.empty((len(order), FIELD * FIELD), np.float32)
            if count > len(self._pixels):
                raise DataError(f"Of your set, {len(self._pixels):,} digits can be learned, not {count:,}.")
            while self._done < count:
                chunk = slice(self._done, self._done + _CHUNK)
                self._pixels[chunk] = prepare_all(self._examples.pictures[chunk])
                self._done = min(chunk.stop, len(self._pixels))
                told(min(1.0, self._done / count))
            return shared(self._pixels[:count]), shared(self._examples.labels[:count])


_mnist = _Mnist()


def shared(array: Shared) -> Shared:
    """The same, but it can't be written to."""
    array.flags.writeable = False
    return array
