"""`python -m netcore train`: make a network of `weights/` again, or one like it."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click
import numpy as np

import netcore
from netcore.cli.options import check_writable, data_option, drawings_option, read_and_complain
from netcore.cli.training import Training, follow
from netcore.data import (
    NO_DIGIT,
    Examples,
    SeenDrawings,
    is_mnist,
    leave_out,
    load_mnist,
    load_sample,
    sample_indices,
    unambiguous,
)
from netcore.evaluation.scores import evaluate
from netcore.files.weights import NAME, WEIGHTS_FOLDER
from netcore.training.checkpoints import Checkpoints
from netcore.training.computers import computers
from netcore.training.recipes import RECIPES

MOST_SEEDS = 100
KEPT_BACK = 10
"""Of a set of one's own, every such example is kept back, to find the best of several networks."""


@contextmanager
def _tidy_at_sigterm() -> Iterator[None]:
    """Leave no gigabyte among the temporary files: SIGTERM by itself ends a process there and then."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
@click.option(
    "--seeds",
    type=click.IntRange(1, MOST_SEEDS),
    default=1,
    show_default=True,
    help="Train so many networks, from this seed on, and keep the best by validation.",
)
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
    seeds: int,
    resume: bool,
    out: Path | None,
) -> None:
    """Train the network NAME on MNIST, or a set like it, and write it to weights/NAME.npz.

    The 5,000 bundled digits are left out, so that they stay unseen. With --drawings, it learns
    from pen drawings too, of digits and of what is none; other networks are then trained beside it, more
    briefly, each without a fifth of the collections: they tell how people are read whose writing was
    not learned from, and what isn't a digit.

    With --seeds, as many networks are trained, and the one is kept that reads most of the 5,000 bundled
    digits; of a set of your own, every tenth example is kept back for that. All networks are trained at
    once, on all processors; or on a Dask cluster, whose scheduler NETCORE_SCHEDULER names.

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
    validation = load_sample()
    if is_mnist("train", examples):
        learned_from = "MNIST training set without the bundled sample"
        examples = leave_out(examples, sample_indices())
    elif seeds > 1:
        kept_back = np.arange(KEPT_BACK - 1, len(examples), KEPT_BACK)
        validation = Examples(examples.pictures[kept_back], examples.labels[kept_back])
        examples = leave_out(examples, kept_back)
    drawings = unambiguous(
        drawing for path in drawings_files for drawing in read_and_complain(path, no_digits=True)
    )
    training = Training(chosen, examples, drawings, seeds, validation)
    checkpoints = Checkpoints(target, training.task)

    began = time.monotonic()
    try:
        with _tidy_at_sigterm():
            made = follow(training, computers(), checkpoints, resume)
    except KeyboardInterrupt:
        further = ". The same command with --resume goes on." if checkpoints else "."
        raise click.ClickException(f"Stopped; {target} is as it was{further}") from None
    network = made.network
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
            "seed": made.recipe.seed,
        }
        | ({"best of seeds": seeds} if seeds > 1 else {}),
        "accuracy": accuracy,
    }
    if made.judged is not None:
        outcome = made.judged.cross_fitted()
        meta |= {
            "calibration": asdict(made.judged.calibration),
            "strangers": made.judged.report(outcome),
        }
        accuracy["strangers"] = float(outcome.right.mean())
    netcore.save(netcore.Network(network.layers, meta), target)
    checkpoints.remove()
    for data_name, part in accuracy.items():
        click.echo(f"{part:7.2%} right on {data_name}")
    click.echo(f"{target} written after {(time.monotonic() - began) / 60:.1f} minutes.")
