"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from netcore.datasets import PenDrawing, read_drawings

Command = Callable[..., Any]
DRAWING_SEED = 1
"""Decides where, how large and with which pen drawings are drawn that networks are judged by."""
MOST_COMPLAINTS = 5
"""About a drawings file; how many more there are is said."""

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the four MNIST files. Default: the one that NETCORE_DATA names, "
    "or the one that the command data fills.",
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


def read_and_complain(path: Path) -> list[PenDrawing]:
    """Read a drawings file and say which lines can't be used."""
    drawings, complaints = read_drawings(path)
    for complaint in complaints[:MOST_COMPLAINTS]:
        click.echo(complaint, err=True)
    if len(complaints) > MOST_COMPLAINTS:
        click.echo(f"{path}: {len(complaints) - MOST_COMPLAINTS:,} more lines can't be used.", err=True)
    return drawings
