"""`python -m netcore train`: make a network of `weights/` again, or one like it."""

import hashlib
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

import netcore
from netcore.activations import Floats
from netcore.cli.options import (
    DRAWING_SEED,
    check_writable,
    data_option,
    drawings_option,
    progress_shown,
    read_and_complain,
)
from netcore.data import (
    KINDS,
    NO_DIGIT,
    Examples,
    PenDrawing,
    SeenDrawings,
    Variant,
    canvas_pictures,
    folds,
    is_mnist,
    leave_out,
    load_mnist,
    load_sample,
    make_variants,
    sample_indices,
    unambiguous,
)
from netcore.evaluation.judging import Judged
from netcore.evaluation.scores import evaluate
from netcore.files.weights import NAME, WEIGHTS_FOLDER
from netcore.preprocess import FIELD, as_light
from netcore.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from netcore.training.learner import Progress
from netcore.training.recipes import (
    JUDGING_PART,
    MADE_PER_VARIANT,
    RECIPES,
    SEEN_PER_EPOCH,
    VARIANTS,
    VARIANTS_SEED,
    Recipe,
    epochs_of,
    follow_recipe,
)


def _network_name(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not NAME.fullmatch(name):
        raise click.BadParameter("use letters, digits, - and _, 100 at most.")
    return name


@click.command(name="train")
@click.argument("name", default="classic", callback=_network_name)
@data_option
@drawings_option("to learn from beside MNIST")
@click.option(
    "--recipe",
    type=click.Choice(list(RECIPES)),
    help="Which kind of network. Default: the one called NAME, otherwise classic.",
)
@click.option("--epochs", type=click.IntRange(1), help="At most so many a stage, to try something out.")
@click.option("--seed", type=click.IntRange(0), help="Default: the recipe's own.")
@click.option("--resume", is_flag=True, help="Go on with a training that was interrupted.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the network. Default: weights/NAME.npz",
)
def train_command(
    name: str,
    data: Path | None,
    drawings_files: tuple[Path, ...],
    recipe: str | None,
    epochs: int | None,
    seed: int | None,
    resume: bool,
    out: Path | None,
) -> None:
    """Train the network NAME on MNIST, or a set like it, and write it to weights/NAME.npz.

    The 5,000 bundled digits are left out, so that they stay unseen. With --drawings, it learns
    from pen drawings too, of digits and of what is none; other networks are then trained first, more
    briefly, each without a fifth of the collections: they tell how people are read whose writing was
    not learned from, and what isn't a digit.

    The file is written when the training is done, whole or not at all. A training that was
    interrupted goes on with --resume.
    """
    target = out or WEIGHTS_FOLDER / f"{name}.npz"
    check_writable(target)
    recipe_name = recipe or (name if name in RECIPES else "classic")
    chosen = RECIPES[recipe_name]
    chosen = replace(chosen, seed=chosen.seed if seed is None else seed)
    if epochs:
        chosen = chosen.shortened(epochs)
    examples, test = load_mnist("train", data), load_mnist("t10k", data)
    learned_from, test_name = "your set", "mnist-test" if is_mnist("t10k", test) else "your set"
    if is_mnist("train", examples):
        learned_from = "MNIST training set without the bundled sample"
        examples = leave_out(examples, sample_indices())
    drawings = unambiguous(
        drawing for path in drawings_files for drawing in read_and_complain(path, no_digits=True)
    )
    training = Training(chosen, examples, drawings, target.with_suffix(".resume.npz"))
    start = training.checkpoint() if resume else None

    began = time.monotonic()
    try:
        # One thread multiplies small matrices fastest, and with the same rounding on any machine's
        # number of processors.
        with threadpool_limits(1):
            network, judged = _run(training, start)
    except KeyboardInterrupt:
        further = ". The same command with --resume goes on." if training.resume_file.exists() else "."
        raise click.ClickException(f"Stopped; {target} is as it was{further}") from None
    accuracy = {
        test_name: evaluate(network, test).accuracy,
        "sample": evaluate(network, load_sample()).accuracy,
    }
    meta = {
        "name": name,
        "about": chosen.about,
        "training": {
            "recipe": recipe_name,
            "data": learned_from + (", pen drawings" if drawings else ""),
            "examples": len(examples),
            "drawings": sum(drawing.digit != NO_DIGIT for drawing in drawings),
            "drawings of no digit": sum(drawing.digit == NO_DIGIT for drawing in drawings),
            "known drawings": SeenDrawings.of(drawings).as_texts,
            "epochs": chosen.epochs,
            "seed": chosen.seed,
        },
        "accuracy": accuracy,
    }
    if judged is not None:
        outcome = judged.cross_fitted()
        meta |= {
            "calibration": asdict(judged.calibration),
            "strangers": judged.report(outcome),
        }
        accuracy["strangers"] = float(outcome.right.mean())
    netcore.save(netcore.Network(network.layers, meta), target)
    training.resume_file.unlink(missing_ok=True)
    for data_name, part in accuracy.items():
        click.echo(f"{part:7.2%} right on {data_name}")
    click.echo(f"{target} written after {(time.monotonic() - began) / 60:.1f} minutes.")


@dataclass(frozen=True, eq=False)
class Training:
    """What is trained from what, in several runs: each fold of the drawings left out once, then none.

    Attributes:
        recipe: how.
        examples: MNIST.
        drawings: pen drawings of digits and of what is none, perhaps without any.
        resume_file: where the checkpoints go.
    """

    recipe: Recipe
    examples: Examples
    drawings: list[PenDrawing]
    resume_file: Path

    @property
    def task(self) -> str:
        """The same for the same recipe, examples, drawings and seed, and for no others."""
        rest = VARIANTS, MADE_PER_VARIANT, SEEN_PER_EPOCH, JUDGING_PART
        digest = hashlib.sha256(repr((self.recipe, rest)).encode())
        digest.update(self.examples.pictures.tobytes())
        digest.update(self.examples.labels.tobytes())
        for drawing in self.drawings:
            digest.update(repr((drawing.digit, drawing.word, drawing.source, drawing.writer)).encode())
            for stroke in drawing.strokes:
                digest.update(stroke.tobytes())
        return digest.hexdigest()

    @cached_property
    def left_out(self) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
        """For each run, which drawings and which KINDS are not learned from; in the last one, none."""
        of_drawings, kinds = folds(self.drawings), np.arange(len(KINDS))
        return [
            *((fold, kinds % len(of_drawings) == run) for run, fold in enumerate(of_drawings)),
            (np.zeros(len(self.drawings), dtype=bool), np.zeros(len(KINDS), dtype=bool)),
        ]

    @cached_property
    def drawn_labels(self) -> NDArray[np.uint8]:
        """(m,) what the drawings show."""
        return np.array([drawing.digit for drawing in self.drawings], np.uint8)

    def checkpoint(self) -> Checkpoint:
        """Where it was interrupted."""
        return load_checkpoint(self.resume_file, self.task)

    def recipe_of(self, run: int) -> Recipe:
        """The recipe; for those that only judge, a shorter one."""
        return self.recipe if run == len(self.left_out) - 1 else self.recipe.brief

    def steps(
        self, variants: list[Variant], run: int, start: Checkpoint | None
    ) -> Iterator[tuple[int, Progress]]:
        """Stage and progress of one run, after every epoch."""
        recipe, (drawings, kinds) = self.recipe_of(run), self.left_out[run]
        examples = epochs_of(variants, self.examples.labels, self.drawn_labels, ~drawings, ~kinds, recipe)
        if start:
            return follow_recipe(recipe, examples, stage=start.stage, state=start.state)
        return follow_recipe(recipe, examples)

    def judged(self, sums: Floats, kinds: NDArray[np.uint8]) -> Judged:
        """What the runs answered: (m + k, 10) weighted sums for the drawings, then for what is no digit."""
        drawn, made = sums[: len(self.drawings)], sums[len(self.drawings) :]
        read = np.flatnonzero(~np.isnan(drawn[:, 0]))  # letters whose contributors drew no digits are not
        runs = np.array([drawings for drawings, _ in self.left_out[:-1]])
        return Judged.of(
            [self.drawings[number] for number in read],
            drawn[read],
            made,
            [KINDS[kind] for kind in kinds],
            runs.argmax(axis=0)[read],
            kinds.astype(np.intp) % len(runs),
        )


def _run(training: Training, start: Checkpoint | None) -> tuple[netcore.Network, Judged | None]:
    """All runs of a training: the network, and how the runs before read strangers."""
    count = min(VARIANTS, max(stage.epochs for stage in training.recipe.stages))
    with click.progressbar(
        make_variants(training.examples, training.drawings, count, VARIANTS_SEED, MADE_PER_VARIANT),
        length=count,
        label="Distorting and preparing the pictures",
    ) as making:
        variants = list(making)
    task, runs, kinds = training.task, len(training.left_out), variants[0].kinds
    shown = _shown_to_judge(training, variants[0]) if runs > 1 else np.empty((0, FIELD * FIELD), np.float32)
    answers = start.judged if start else np.full((len(shown), 10), np.nan, np.float32)
    for run, left_out in enumerate(training.left_out):
        if start and run < start.run:
            continue
        recipe, done = training.recipe_of(run), 0
        if start:
            done = sum(stage.epochs for stage in recipe.stages[: start.stage]) + start.state.epoch
        purpose = f"to judge it, {run + 1} of {runs - 1}" if run < runs - 1 else "from everything"
        label = f"Training {purpose}" if runs > 1 else "Training"
        with click.progressbar(length=recipe.epochs, label=label, item_show_func=progress_shown) as bar:
            bar.update(done)
            for stage, progress in training.steps(variants, run, start):
                if not math.isfinite(progress.loss):
                    raise click.ClickException("The loss is no longer a number: the training has failed.")
                save_checkpoint(Checkpoint(task, run, stage, answers, progress.state), training.resume_file)
                network = progress.network
                bar.update(1, progress)
        start = None
        if run < runs - 1:
            drawings, kinds_left_out = left_out
            unseen = np.concatenate([drawings, kinds_left_out[kinds]])
            answers = answers.copy()
            answers[unseen] = network.forward_all(shown[unseen]).weighted_sums[-1]
    return network, training.judged(answers, kinds) if runs > 1 else None


def _shown_to_judge(training: Training, variant: Variant) -> NDArray[np.float32]:
    """(m + k, 784): the drawings as the page would get them, and what is no digit."""
    with click.progressbar(
        canvas_pictures(training.drawings, DRAWING_SEED),
        length=len(training.drawings),
        label="Drawing what to judge it by",
    ) as pictures:
        drawn = [netcore.prepare(picture).ravel() for picture in pictures]
    return np.concatenate([np.array(drawn), as_light(variant.nothing)])
