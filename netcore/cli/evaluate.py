"""`python -m netcore evaluate`: how often networks are right."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

import netcore
from netcore.cli.options import (
    DRAWING_SEED,
    data_option,
    drawings_option,
    json_option,
    read_and_complain,
)
from netcore.datasets import Examples, canvas_pictures, load_mnist, load_sample
from netcore.errors import DataError
from netcore.evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class TestData:
    """Labelled pictures, as raw as they come.

    Attributes:
        name: what the table calls them.
        pictures: n of them, (H, W) uint8.
        labels: (n,).
    """

    name: str
    pictures: Iterable[NDArray[np.uint8]]
    labels: NDArray[np.uint8]


@click.command(name="evaluate")
@click.argument("names", nargs=-1, metavar="[NETWORK]...")
@data_option
@drawings_option("to measure with, drawn as on the page in any size with any pen")
@click.option("--per-digit", is_flag=True, help="Also how often each digit is read right.")
@click.option("--confusion", is_flag=True, help="Also which digit is taken for which.")
@json_option
def evaluate_command(
    names: tuple[str, ...],
    data: Path | None,
    drawings_files: tuple[Path, ...],
    per_digit: bool,
    confusion: bool,
    as_json: bool,
) -> None:
    """Measure how often networks are right.

    Without a NETWORK, all in weights/ are measured. The data: the 10,000 MNIST test digits where
    they are to be found, the 5,000 bundled digits, and drawings files.
    """
    networks = dict(_networks(names))
    if not networks:
        raise click.ClickException("There is no network to measure. Train one with: python -m netcore train")
    report: dict[str, dict[str, Evaluation]] = {name: {} for name in networks}
    for test_data in _test_data(data, drawings_files):
        pixels = _prepared(test_data)
        for name, network in networks.items():
            report[name][test_data.name] = Evaluation(test_data.labels, network.predict(pixels))
    if as_json:
        click.echo(
            json.dumps(
                {
                    name: {data_name: result.summary() for data_name, result in results.items()}
                    for name, results in report.items()
                }
            )
        )
        return
    _echo_table(report)
    for name, results in report.items():
        for data_name, result in results.items():
            if per_digit or confusion:
                click.echo(f"\n{name}, {data_name}")
            if per_digit:
                _echo_per_digit(result)
            if confusion:
                _echo_confusion(result)


def _networks(names: tuple[str, ...]) -> Iterator[tuple[str, netcore.Network]]:
    """Those that are asked for; or all that can be read."""
    for name in names or netcore.available():
        try:
            yield name, netcore.load(name)
        except netcore.WeightsError as error:
            if names:
                raise
            click.echo(f"Left out: {error}", err=True)


def _test_data(folder: Path | None, drawings_files: tuple[Path, ...]) -> list[TestData]:
    def of(name: str, examples: Examples) -> TestData:
        return TestData(name, examples.pictures, examples.labels)

    data = []
    try:
        data.append(of("mnist-test", load_mnist("t10k", folder)))
    except DataError as error:
        if folder:
            raise
        click.echo(f"Without the MNIST test digits: {error}", err=True)
    data.append(of("sample", load_sample()))
    for path in drawings_files:
        drawings = read_and_complain(path)
        labels = np.array([drawing.digit for drawing in drawings], np.uint8)
        name = path.name.removesuffix(".gz").removesuffix(".ndjson")
        while name in (other.name for other in data):
            name += "'"
        data.append(TestData(name, canvas_pictures(drawings, DRAWING_SEED), labels))
    return data


def _prepared(data: TestData) -> NDArray[np.float32]:
    """(n, 784)."""
    bar = click.progressbar(
        data.pictures,
        length=len(data.labels),
        label=f"Preparing {data.name}",
        file=sys.stderr,
    )
    with bar as pictures:
        return np.stack([netcore.prepare(picture).ravel() for picture in pictures])


def _echo_table(report: dict[str, dict[str, Evaluation]]) -> None:
    """Networks down, data sets across."""
    data_sets = next(iter(report.values()))
    first = max(len("right on"), *map(len, report)) + 2
    widths = [max(len(name), 9) + 2 for name in data_sets]

    def row(title: str, cells: Iterable[str]) -> None:
        aligned = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        click.echo(f"{title:<{first}}" + "".join(aligned))

    row("right on", data_sets)
    row("", (f"{len(result.labels):,}" for result in data_sets.values()))
    for name, results in report.items():
        row(name, (f"{result.accuracy:.2%}" for result in results.values()))


def _echo_per_digit(result: Evaluation) -> None:
    for digit, accuracy in enumerate(result.accuracy_per_digit):
        click.echo(f"  {digit}: " + ("not shown" if np.isnan(accuracy) else f"{accuracy:7.2%}"))


def _echo_confusion(result: Evaluation) -> None:
    click.echo("  shown ↓  answered →" + "".join(f"{digit:6}" for digit in range(10)))
    for digit, row in enumerate(result.confusion_matrix):
        click.echo(f"  {digit:>7}            " + "".join(f"{count:6}" for count in row))
