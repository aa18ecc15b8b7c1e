"""`python -m netcore learn`: a network of one's own, as the Learn view of the page trains it."""

import math
import time
from pathlib import Path

import click
import numpy as np
from threadpoolctl import threadpool_limits

import netcore
from netcore.cli.options import (
    check_writable,
    data_option,
    drawings_option,
    progress_shown,
    read_and_complain,
)
from netcore.data import training_drawings
from netcore.data.prepared import BUNDLED, MNIST, held_out_set
from netcore.training.config import LARGEST_HIDDEN, MOST_HIDDEN, TrainingConfig
from netcore.training.snapshots import is_sound, score

MOST_DRAWINGS = 1000
"""Each becomes many examples; `train` learns from more."""


def _target(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if path.suffix != ".npz":
        raise click.BadParameter("give the file a name that ends in .npz.")
    return path


def _sizes(_context: click.Context, _parameter: click.Parameter, typed: str | None) -> tuple[int, ...] | None:
    if typed is None:
        return None
    try:
        sizes = tuple(map(int, typed.split(",")))
    except ValueError:
        sizes = ()
    if not (1 <= len(sizes) <= MOST_HIDDEN and all(1 <= size <= LARGEST_HIDDEN for size in sizes)):
        raise click.BadParameter(f"give 1 to {MOST_HIDDEN} sizes of 1 to {LARGEST_HIDDEN}, such as 16,16.")
    return sizes


def _rate(_context: click.Context, _parameter: click.Parameter, rate: float) -> float:
    if not 0 < rate < math.inf:  # not a number is not larger either
        raise click.BadParameter("give a number above 0.")
    return rate


@click.command(name="learn")
@click.argument(
    "target", metavar="OUT.npz", type=click.Path(dir_okay=False, path_type=Path), callback=_target
)
@click.option(
    "--hidden",
    metavar="SIZES",
    callback=_sizes,
    help=f"Neurons in each hidden layer: at most {MOST_HIDDEN} layers of 1 to {LARGEST_HIDDEN}. "
    f"Default: {','.join(map(str, TrainingConfig.hidden))}",
)
@click.option(
    "--activation",
    type=click.Choice(["sigmoid", "relu"]),
    help=f"What hidden neurons squash with. Default: {TrainingConfig.activation}",
)
@click.option(
    "--learning-rate",
    callback=_rate,
    default=TrainingConfig.learning_rate,
    show_default=True,
    help="How long the first steps are.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, MNIST),
    default=TrainingConfig.batch_size,
    show_default=True,
    help="Examples between two steps.",
)
@click.option(
    "--epochs",
    type=click.IntRange(1),
    default=TrainingConfig.epochs,
    show_default=True,
    help="How often it sees all examples.",
)
@click.option(
    "--examples",
    type=click.IntRange(1, MNIST),
    default=TrainingConfig.examples,
    show_default=True,
    help=f"How many; more than {BUNDLED:,} need MNIST, which the command data fetches.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=TrainingConfig.seed,
    show_default=True,
    help="The same gives the same numbers.",
)
@click.option(
    "--start",
    metavar="NETWORK",
    help="Go on from this network, a name in weights/ or a .npz file, instead of from random numbers.",
)
@drawings_option(f"to learn from beside the examples, {MOST_DRAWINGS:,} at most")
@data_option
def learn_command(
    target: Path,
    hidden: tuple[int, ...] | None,
    activation: str | None,
    learning_rate: float,
    batch_size: int,
    epochs: int,
    examples: int,
    seed: int,
    start: str | None,
    drawings_files: tuple[Path, ...],
    data: Path | None,
) -> None:
    """Train a network of your own, as Learn does on the page, and write it to OUT.npz.

    The same settings give the same numbers as on the page. From a file of drawings that the page
    wrote, those are left out that it keeps back to judge by.

    The file is written when the training is done, whole or not at all.
    """
    if start and (hidden or activation):
        raise click.UsageError("--start decides the layers: leave --hidden and --activation out.")
    check_writable(target)
    config = TrainingConfig(
        hidden=hidden or TrainingConfig.hidden,
        activation=activation or TrainingConfig.activation,
        learning_rate=learning_rate,
        batch_size=batch_size,
        epochs=epochs,
        examples=examples,
        seed=seed,
        drawings=training_drawings(drawing for path in drawings_files for drawing in read_and_complain(path)),
        start=netcore.load(start) if start else None,
    )
    if len(config.drawings) > MOST_DRAWINGS:
        raise click.ClickException(
            f"{len(config.drawings):,} drawings are more than the {MOST_DRAWINGS:,} that learn takes: "
            "use the command train, or give fewer."
        )
    began = time.monotonic()
    try:
        # One thread multiplies small matrices fastest, and rounds as the page does. What overflows
        # is noticed after each epoch.
        with threadpool_limits(1), np.errstate(all="ignore"):
            network = _learned(config, data)
            right = score(network, held_out_set()).accuracy
    except KeyboardInterrupt:
        raise click.ClickException(f"Stopped; {target} is as it was.") from None
    netcore.save(network, target)
    click.echo(f"{right:.1%} right on 1,000 digits that it never saw.")
    click.echo(f"{target} written after {time.monotonic() - began:.1f} seconds.")


def _learned(config: TrainingConfig, data: Path | None) -> netcore.Network:
    """The network that a training makes."""
    with click.progressbar(length=1000, label="Preparing the examples") as bar:
        learner = config.learner(
            config.training_set(lambda part: bar.update(round(1000 * part) - bar.pos), data)
        )
        bar.update(1000 - bar.pos)
    with click.progressbar(length=config.epochs, label="Learning", item_show_func=progress_shown) as bar:
        for progress in learner.finish():
            if not is_sound(progress.network, progress.loss):
                raise click.ClickException(
                    f"The training has exploded in epoch {progress.epoch}: its numbers grew beyond all "
                    "limits. Nothing is written; choose a smaller --learning-rate."
                )
            bar.update(1, progress)
    return progress.network
