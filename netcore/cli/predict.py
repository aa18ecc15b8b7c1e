"""`python -m netcore predict`: which digits pictures show."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from PIL import Image

import netcore
from netcore.cli.options import json_option
from netcore.files.pictures import FORMATS, read_picture
from netcore.reading import Reading
from netcore.saying import sentence

BAR_WIDTH = 30
TELEPHONES = frozenset({".heic", ".heif"})
"""How pictures end that are read with `pillow-heif`, besides those that Pillow knows."""
ERASE = "\r\033[K"
"""What makes a terminal's line empty."""


@click.command(name="predict")
@click.argument("pictures", nargs=-1, required=True, metavar="PICTURE...", type=click.Path(path_type=Path))
@click.option("--network", default="classic", show_default=True, help="Name in weights/, or a .npz file.")
@json_option
def predict_command(pictures: tuple[Path, ...], network: str, as_json: bool) -> None:
    """Say which digits each PICTURE shows, or that it shows none.

    A PICTURE is a drawing, a scan or a photograph, or a folder with such files in it and in its folders.
    With --json, each gets a line of its own: `file`, `network`, `kind`, `digit` if it shows one, `digits`
    from left to right, `confidence`, and the ten `outputs` for the first. Those that can't be read are
    named on stderr, and the exit code is then 1.
    """
    net = netcore.load(network)
    reasons: list[str] = []
    files = [file for path in pictures for file in _files_of(path, reasons.append)]
    for reason in reasons:
        _complain(reason)
    # On one terminal the answers themselves show how far it is.
    has_bar = len(files) > 1 and sys.stderr.isatty() and not sys.stdout.isatty()
    with click.progressbar(files, label="Reading", show_pos=True, file=sys.stderr, hidden=not has_bar) as bar:
        for file in bar:
            try:
                reading = netcore.read(net, read_picture(file))
            except netcore.PictureError as error:
                reasons.append(str(error))
                _complain(str(error), ERASE if has_bar else "")
                continue
            if as_json:
                click.echo(json.dumps(_as_json(file, net, reading)))
                continue
            click.echo(f"{file}: {sentence(reading, on_page=False)}")
            if len(files) == 1:
                _echo_outputs(reading)
    if reasons:
        sys.exit(1)


def _files_of(path: Path, complain: Callable[[str], None]) -> list[Path]:
    """A file; of a folder all pictures in it and in its folders, by their names, in alphabetical order."""
    if not os.path.isdir(path):
        return [path]
    endings = TELEPHONES | {end for end, format in Image.registered_extensions().items() if format in FORMATS}

    def closed(error: OSError) -> None:
        complain(f"{error.filename} can't be opened: {error.strerror}.")

    files = [
        Path(folder, name)
        for folder, _, names in os.walk(path, onerror=closed)
        for name in names
        if not name.startswith(".") and Path(name).suffix.lower() in endings
    ]
    if not files:
        complain(f"There are no pictures in {path}.")
    return sorted(files)


def _complain(reason: str, before: str = "") -> None:
    click.echo(f"{before}Error: {reason}", err=True)


def _as_json(file: Path, net: netcore.Network, reading: Reading) -> dict[str, Any]:
    return {
        "file": str(file),
        "network": net.meta["name"],
        "kind": reading.kind,
        "digit": reading.digits[0] if len(reading.digits) == 1 else None,
        "digits": reading.digits,
        "confidence": reading.confidence,
        "outputs": reading.trace.activations[-1].tolist() if reading.trace else None,
    }


def _echo_outputs(reading: Reading) -> None:
    """The ten outputs for each digit."""
    for part in reading.parts:
        click.echo()
        for digit, output in enumerate(part.trace.activations[-1]):
            bar = "█" * round(float(output) * BAR_WIDTH)
            click.echo(f"  {digit}  {bar:<{BAR_WIDTH}}  {output:6.1%}")
