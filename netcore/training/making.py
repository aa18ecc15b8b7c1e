"""Networks are made beside each other, each as its recipe says, a slice of its training after the other."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netcore.data import KeptVariants
from netcore.training.learner import LearnerState, Progress
from netcore.training.pieces import Pieces, processors_of
from netcore.training.recipes import Recipe, epochs_of, follow_recipe

SLICE = 20.0
"""Seconds that a slice takes, and a little more: it ends with an epoch. Getting ready for one takes 2."""

Start = tuple[int, LearnerState]
"""The stage of the recipe, from 0, and the state in it that a training goes on from."""


@dataclass(frozen=True, eq=False)
class Job:
    """A network to be made.

    Attributes:
        recipe: how.
        labels: (n,) the digits on the pictures.
        drawn_labels: (m,) what is drawn, NO_DIGIT for what is none.
        drawings: (m,) which drawings it learns from.
        kinds: (KINDS,) which kinds of no digit it learns from.
    """

    recipe: Recipe
    labels: NDArray[np.uint8]
    drawn_labels: NDArray[np.uint8]
    drawings: NDArray[np.bool_]
    kinds: NDArray[np.bool_]

    def epochs_before(self, stage: int, epoch: int) -> int:
        """Epochs of the recipe that are done in such a stage after so many of its own."""
        return sum(earlier.epochs for earlier in self.recipe.stages[:stage]) + epoch


@dataclass(frozen=True, eq=False)
class Reached:
    """How far a network has come.

    Attributes:
        stage: of its recipe, from 0.
        progress: within it.
        epochs: of the recipe that are done.
        is_done: the network is made.
    """

    stage: int
    progress: Progress
    epochs: int
    is_done: bool


def make_networks(
    executor: Executor,
    variants: KeptVariants,
    jobs: Mapping[int, Job],
    starts: Mapping[int, Start] | None = None,
) -> Iterator[tuple[int, Reached]]:
    """Make several networks at once. The numbers are those of making one after the other.

    As many are trained at once as there are processors: those that have the furthest way to go.

    Args:
        executor: does the work, on this computer or on others.
        variants: what is learned from, all of them here.
        jobs: the networks, each by its number.
        starts: from where earlier trainings go on.

    Yields:
        The number of a network and how far it has come, whenever some of its epochs are done; the last of
        each holds the network that was made.
    """
    where: dict[int, Start | None] = {number: (starts or {}).get(number) for number in jobs}
    left = {
        number: job.recipe.epochs - _epochs_done(job, where[number])
        for number, job in jobs.items()
    }  # fmt: skip
    waiting = set(jobs)
    with Pieces[int](executor) as pieces:
        while waiting or len(pieces):
            while waiting and len(pieces) < processors_of(executor):
                number = max(sorted(waiting), key=left.__getitem__)
                waiting.remove(number)
                pieces.give(number, train_slice, jobs[number], where[number], variants)
            number, reached = pieces.take()
            if reached is None:  # on another computer: it brings them there
                pieces.give(number, train_slice, jobs[number], where[number], variants, variants.packed())
                continue
            where[number] = reached.stage, reached.progress.state
            left[number] = jobs[number].recipe.epochs - reached.epochs
            if not reached.is_done:
                waiting.add(number)
            yield number, reached


def train_slice(
    job: Job, start: Start | None, variants: KeptVariants, brought: Sequence[bytes] = ()
) -> Reached | None:
    """Train a network for a while, at least for an epoch.

    Args:
        job: what is made.
        start: from where it goes on; from its beginning if None.
        variants: what it learns from.
        brought: the variants themselves, packed, if it takes them along.

    Returns:
        How far it has come; None if the variants are not on this computer. It stops early where the loss
        is no longer a number.
    """
    for number, packed in enumerate(brought):
        variants.keep(number, packed)
    if not variants.are_here:
        return None
    recipe, ends = job.recipe, time.monotonic() + SLICE
    examples = epochs_of(variants.read(), job.labels, job.drawn_labels, job.drawings, job.kinds, recipe)
    first, state = start or (0, None)
    for stage, progress in follow_recipe(recipe, examples, stage=first, state=state):
        epochs = job.epochs_before(stage, progress.epoch)
        if not math.isfinite(progress.loss):
            break
        if time.monotonic() >= ends and epochs > _epochs_done(job, start):
            break
    return Reached(stage, progress, epochs, epochs == recipe.epochs)


def _epochs_done(job: Job, start: Start | None) -> int:
    return job.epochs_before(start[0], start[1].epoch) if start else 0
