"""What `python -m netcore train` does: all networks of a training made at once, with bars that tell of it."""

import hashlib
import math
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

import netcore
from netcore.cli.options import DRAWING_SEED, progress_shown, tell_trouble
from netcore.data import (
    KINDS,
    Examples,
    KeptVariants,
    PenDrawing,
    folds,
    make_packed_variant,
)
from netcore.evaluation.answers import in_chunks, prepared
from netcore.evaluation.judging import Judged
from netcore.evaluation.scores import evaluate
from netcore.preprocess import Ink, as_light
from netcore.training.checkpoints import Checkpoints
from netcore.training.making import Job, Reached, make_networks
from netcore.training.pieces import in_order
from netcore.training.recipes import (
    JUDGING_PART,
    MADE_PER_VARIANT,
    SEEN_PER_EPOCH,
    VARIANTS,
    VARIANTS_SEED,
    Recipe,
)


@dataclass(frozen=True, eq=False)
class Training:
    """What is trained from what: a network from everything, and others that judge, a fold left out of each.

    From several seeds, as many networks are made, and the best one is judged.

    Attributes:
        recipe: how; with the first seed.
        examples: MNIST.
        drawings: pen drawings of digits and of what is none, perhaps without any.
        seeds: how many.
        validation: tell which seed's network is the best; nothing is learned from them.
    """

    recipe: Recipe
    examples: Examples
    drawings: list[PenDrawing]
    seeds: int
    validation: Examples

    @property
    def task(self) -> str:
        """The same for the same recipe, examples, drawings and seeds, and for no others."""
        rest = VARIANTS, MADE_PER_VARIANT, SEEN_PER_EPOCH, JUDGING_PART, self.seeds
        digest = hashlib.sha256(repr((self.recipe, rest)).encode())
        digest.update(self.examples.pictures.tobytes())
        digest.update(self.examples.labels.tobytes())
        for drawing in self.drawings:
            digest.update(repr((drawing.digit, drawing.word, drawing.source, drawing.writer)).encode())
            for stroke in drawing.strokes:
                digest.update(stroke.tobytes())
        return digest.hexdigest()

    @cached_property
    def folds(self) -> list[NDArray[np.bool_]]:
        """For each network that judges, which drawings it doesn't learn from."""
        return folds(self.drawings)

    @cached_property
    def candidates(self) -> dict[int, Job]:
        """The networks that learn from everything, one a seed."""
        recipes = (replace(self.recipe, seed=self.recipe.seed + more) for more in range(self.seeds))
        everything = np.zeros(len(self.drawings), dtype=bool), np.zeros(len(KINDS), dtype=bool)
        return {number: self._job(recipe, *everything) for number, recipe in enumerate(recipes)}

    def judges(self, seed: int) -> dict[int, Job]:
        """The networks that judge the one of a seed: more briefly trained, each without some kinds, too."""
        recipe, kinds = replace(self.recipe.brief, seed=seed), np.arange(len(KINDS))
        return {
            self.seeds + number: self._job(recipe, fold, kinds % len(self.folds) == number)
            for number, fold in enumerate(self.folds)
        }

    def judged(self, shown: Ink, kinds: NDArray[np.uint8], judges: Mapping[int, netcore.Network]) -> Judged:
        """How strangers are read.

        Args:
            shown: (m + k, 784) the drawings, then what else is no digit.
            kinds: (k,) what that is.
            judges: the networks that judge, by their numbers.
        """
        sums = np.full((len(shown), 10), np.nan, np.float32)
        for number, fold in enumerate(self.folds):
            unseen = np.concatenate([fold, kinds % len(self.folds) == number])
            with threadpool_limits(1):  # rounded alike on any number of processors
                sums[unseen] = judges[self.seeds + number].forward_all(shown[unseen]).weighted_sums[-1]
        drawn, made = sums[: len(self.drawings)], sums[len(self.drawings) :]
        read = np.flatnonzero(~np.isnan(drawn[:, 0]))  # letters whose contributors drew no digits are not
        return Judged.of(
            [self.drawings[number] for number in read],
            drawn[read],
            made,
            [KINDS[kind] for kind in kinds],
            np.array(self.folds).argmax(axis=0)[read],
            kinds.astype(np.intp) % len(self.folds),
        )

    def _job(self, recipe: Recipe, drawings: NDArray[np.bool_], kinds: NDArray[np.bool_]) -> Job:
        """A network that learns from everything but these."""
        drawn_labels = np.array([drawing.digit for drawing in self.drawings], np.uint8)
        return Job(recipe, self.examples.labels, drawn_labels, ~drawings, ~kinds)


@dataclass(frozen=True, eq=False)
class Made:
    """What came of a training.

    Attributes:
        network: the best, if there were several.
        recipe: with its seed.
        judged: how networks like it read strangers, where there are people to judge by.
    """

    network: netcore.Network
    recipe: Recipe
    judged: Judged | None


def follow(training: Training, executor: Executor, checkpoints: Checkpoints, resume: bool) -> Made:
    """Make all networks of a training.

    Args:
        training: what is trained from what.
        executor: does the work.
        checkpoints: where it is noted how far each has come.
        resume: go on from there.

    Raises:
        ClickException: the training has failed.
        WeightsError: there is nothing to go on from, or it doesn't fit.
    """
    # What is learned from goes to each computer of a cluster once, however large it is.
    warnings.filterwarnings("ignore", "Sending large graph")
    found = checkpoints.load() if resume else {}
    starts = {number: (point.stage, point.state) for number, point in found.items()}
    with _variants(training, executor) as variants:

        def make(jobs: Mapping[int, Job], label: str) -> dict[int, netcore.Network]:
            networks: dict[int, netcore.Network] = {}
            begun = {number: starts[number] for number in jobs if number in starts}
            done = dict.fromkeys(jobs, 0)
            done |= {n: jobs[n].epochs_before(stage, state.epoch) for n, (stage, state) in begun.items()}
            whole = sum(job.recipe.epochs for job in jobs.values())

            def shown(reached: Reached | None) -> str:
                ready = f"{len(networks)} of {len(jobs)} done, " if len(jobs) > 1 else ""
                return ready + progress_shown(reached.progress) if reached else ""

            with click.progressbar(length=whole, label=label, item_show_func=shown) as bar:
                bar.update(sum(done.values()))
                for number, reached in make_networks(executor, variants, jobs, begun):
                    if not math.isfinite(reached.progress.loss):
                        raise click.ClickException("The loss is no longer a number: the training has failed.")
                    checkpoints.save(number, reached.stage, reached.progress.state)
                    if reached.is_done:
                        networks[number] = reached.progress.network
                    bar.update(reached.epochs - done[number], reached)
                    done[number] = reached.epochs
            tell_trouble(executor)
            return networks

        tell_trouble(executor)
        first = variants.read()[0]
        shown = _shown_to_judge(training, executor, first.nothing) if training.folds else None
        if training.seeds > 1:
            networks = make(training.candidates, f"Training {training.seeds} networks")
            best = _best(training, networks)
            judges = training.judges(training.candidates[best].recipe.seed)
            judging = make(judges, f"Training {len(judges)} to judge it") if judges else {}
        else:
            best, judges = 0, training.judges(training.recipe.seed)
            label = f"Training it and {len(judges)} to judge it" if judges else "Training"
            networks = judging = make(training.candidates | judges, label)
        judged = training.judged(shown, first.kinds, judging) if shown is not None else None
    return Made(networks[best], training.candidates[best].recipe, judged)


def _best(training: Training, networks: Mapping[int, netcore.Network]) -> int:
    """The number of the network that reads most of what it is validated by; the first of several such."""
    right = {number: evaluate(networks[number], training.validation).accuracy for number in sorted(networks)}
    best = max(right, key=right.__getitem__)
    for number, part in right.items():
        seed = training.candidates[number].recipe.seed
        click.echo(f"{part:7.2%} right in validation, seed {seed}{', the best' * (number == best)}")
    return best


@contextmanager
def _variants(training: Training, executor: Executor) -> Iterator[KeptVariants]:
    count = min(VARIANTS, max(stage.epochs for stage in training.recipe.stages))
    ingredients = training.examples, training.drawings, VARIANTS_SEED, MADE_PER_VARIANT
    arguments = ((*ingredients, number) for number in range(count))
    variants = KeptVariants(Path(tempfile.mkdtemp(prefix="netcore-")).name, count)
    try:
        with click.progressbar(
            in_order(executor, make_packed_variant, arguments),
            length=count,
            label="Distorting and preparing the pictures",
        ) as making:
            for number, packed in enumerate(making):
                variants.keep(number, packed)
        yield variants
    finally:
        variants.remove()


def _shown_to_judge(training: Training, executor: Executor, nothing: NDArray[np.uint8]) -> Ink:
    """(m + k, 784): the drawings as the page would get them, and what is no digit."""
    chunks = in_chunks(training.drawings, DRAWING_SEED)
    drawn = []
    with click.progressbar(length=len(training.drawings), label="Drawing what to judge it by") as bar:
        for pixels in in_order(executor, prepared, ((chunk,) for chunk in chunks)):
            drawn.append(pixels)
            bar.update(len(pixels))
    return np.concatenate([*drawn, as_light(nothing)])
