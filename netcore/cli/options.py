"""Options that several commands share."""

import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from functools import cache
from pathlib import Path
from typing import Any

import click

from netcore.data import PenDrawing, read_drawings
from netcore.training.learner import Progress

Command = Callable[..., Any]
DRAWING_SEED = 1
"""Decides where, how large and with which pen drawings are drawn that networks are judged by."""
MOST_COMPLAINTS = 5
"""About a drawings file; how many more there are is said."""

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the four MNIST files, or those of a set like it, such as EMNIST's digits or one of "
    "your own. Default: the one that NETCORE_DATA names, or the one that the command data fills.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def drawings_option(purpose: str) -> Callable[[Command], Command]:
    """--drawings FILE, any number of times."""
    return click.option(
        "--drawings",
        "drawings_files",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Pen drawings {purpose}: a .ndjson file in the style of Quick, Draw!, or packed, .ndjson.gz. "
        "Can be given several times.",
    )


def check_writable(target: Path) -> None:
    """Learn now, and not after the training, that a file can't be written.

    Raises:
        ClickException: its folder isn't there or is closed, or something else stands in its place.
    """
    if target.exists() and not target.is_file():
        raise click.ClickException(f"{target} is not a file that can be replaced.")
    try:
        tempfile.TemporaryFile(dir=target.parent).close()
    except OSError as error:
        raise click.ClickException(f"{target} can't be written: {error.strerror}.") from error


def progress_shown(progress: Progress | None) -> str:
    """How far a training is, beside its bar."""
    return f"loss {progress.loss:.3f}, {progress.accuracy:.2%} right" if progress else ""


def tell_trouble(executor: Executor) -> None:
    """Say, if a cluster was to do the work, why it doesn't; the same only once."""
    trouble = getattr(executor, "trouble", "")
    if trouble:
        _say_once(trouble)


@cache
def _say_once(sentence: str) -> None:
    click.echo(sentence, err=True)


def read_and_complain(path: Path, *, no_digits: bool = False) -> list[PenDrawing]:
    """Read a drawings file, with what is no digit if so asked for, and say which lines can't be used."""
    drawings, complaints = read_drawings(path, no_digits=no_digits)
    for complaint in complaints[:MOST_COMPLAINTS]:
        click.echo(complaint, err=True)
    if len(complaints) > MOST_COMPLAINTS:
        click.echo(f"{path}: {len(complaints) - MOST_COMPLAINTS:,} more lines can't be used.", err=True)
    return drawings
