"""`python -m netcore evaluate`: how often networks are right."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

import netcore
from netcore.activations import Floats
from netcore.cli.options import (
    DRAWING_SEED,
    data_option,
    drawings_option,
    json_option,
    read_and_complain,
    tell_trouble,
)
from netcore.data import (
    NO_DIGIT,
    Examples,
    PenDrawing,
    is_mnist,
    load_mnist,
    load_sample,
    unambiguous,
    unseen_digits,
    unseen_drawings,
)
from netcore.errors import DataError
from netcore.evaluation.answers import CHUNK, answers, in_chunks
from netcore.evaluation.judging import Judged
from netcore.evaluation.scores import Evaluation
from netcore.evaluation.strangers import LETTERS, strangers_of
from netcore.preprocess import FIELD
from netcore.reading import calibration_of
from netcore.training.computers import computers
from netcore.training.pieces import HERE, in_order

SAMPLE = "sample"
FOUND = "as found when it was made"
FEW = 1000
"""So many drawings are read sooner than other processes are started."""


@dataclass(frozen=True, eq=False)
class TestData:
    """Labelled pictures, as raw as they come.

    Attributes:
        name: what the table calls them.
        pictures: n of them, (28, 28) uint8; none if they are of drawings.
        labels: (n,), NO_DIGIT for what is none.
        drawings: the n drawings that the pictures are of, if they are of drawings.
    """

    name: str
    pictures: Iterable[NDArray[np.uint8]]
    labels: NDArray[np.uint8]
    drawings: Sequence[PenDrawing] = ()

    def unseen_by(self, network: netcore.Network) -> NDArray[np.intp]:
        """Which of them a network did not learn from."""
        if self.name == SAMPLE:
            return unseen_digits(network.meta)
        return unseen_drawings(network.meta, self.drawings) if self.drawings else np.arange(len(self.labels))


@dataclass(frozen=True, eq=False)
class Result:
    """What a network answered to what it did not learn from.

    Attributes:
        evaluation: of the digits.
        judged: where people are known: figures by writer, style and kind.
        shown: how many digits there are, those that it learned from, too.
        left_out: how many of all pictures it learned from.
    """

    evaluation: Evaluation
    judged: dict[str, Any] | None
    shown: int
    left_out: int


@click.command(name="evaluate")
@click.argument("names", nargs=-1, metavar="[NETWORK]...")
@data_option
@drawings_option("to measure with, drawn as on the page in any size with any pen")
@click.option("--per-digit", is_flag=True, help="Also how often each digit is read right.")
@click.option("--confusion", is_flag=True, help="Also which digit is taken for which.")
@click.option(
    "--strangers",
    is_flag=True,
    help="Also who is read how well, and what is taken for a digit.",
)
@json_option
def evaluate_command(
    names: tuple[str, ...],
    data: Path | None,
    drawings_files: tuple[Path, ...],
    per_digit: bool,
    confusion: bool,
    strangers: bool,
    as_json: bool,
) -> None:
    """Measure how often networks are right.

    Without a NETWORK, all in weights/ are measured. The data: the 10,000 MNIST test digits where
    they are to be found, or your set, if that is what --data names; the 5,000 bundled digits; and
    drawings files. Whatever a network learned
    from is left out. How those in weights/ read strangers was found while they were made, by networks
    that had not learned from them: see --strangers.
    """
    networks = dict(_networks(names))
    if not networks:
        raise click.ClickException("There is no network to measure. Train one with: python -m netcore train")
    report: dict[str, dict[str, Result]] = {name: {} for name in networks}
    for test_data in _test_data(data, drawings_files):
        for name, sums in _read(networks, test_data).items():
            report[name][test_data.name] = _result(networks[name], test_data, sums)
    made = {
        name: network.meta["strangers"]
        for name, network in networks.items()
        if strangers_of(network.meta) is not None
    }
    if as_json:
        click.echo(json.dumps({name: _as_json(results, made.get(name)) for name, results in report.items()}))
        return
    _echo_table(report)
    for name, results in report.items():
        for data_name, result in results.items():
            if result.judged:
                _echo_judged(f"{name}, {data_name}", result.judged, strangers)
            if per_digit or confusion:
                click.echo(f"\n{name}, {data_name}")
            if per_digit:
                _echo_per_digit(result.evaluation)
            if confusion:
                _echo_confusion(result.evaluation)
        if name in made:
            _echo_judged(f"{name}, strangers, {FOUND}", made[name], strangers)


def _result(network: netcore.Network, data: TestData, sums: Floats) -> Result:
    unseen = data.unseen_by(network)
    sums = sums[unseen]
    is_digit = data.labels[unseen] != NO_DIGIT
    drawings = [data.drawings[number] for number in unseen] if data.drawings else []
    report: dict[str, Any] | None = None
    if drawings:
        judged = Judged.of(drawings, sums)
        report = judged.report(judged.outcome(calibration_of(network)))
    shown = int((data.labels != NO_DIGIT).sum())
    outputs = network.layers[-1].activation_function.value(sums[is_digit])
    evaluation = Evaluation(data.labels[unseen][is_digit], outputs)
    return Result(evaluation, report, shown, len(data.labels) - len(unseen))


def _as_json(results: dict[str, Result], made: dict[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: result.evaluation.summary() | ({"strangers": result.judged} if result.judged else {})
        for name, result in results.items()
    }
    return told | ({FOUND: made} if made else {})


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
        examples = load_mnist("t10k", folder)
        data.append(of("mnist-test" if is_mnist("t10k", examples) else "your set", examples))
    except DataError as error:
        if folder:
            raise
        click.echo(f"Without the MNIST test digits: {error}", err=True)
    data.append(of(SAMPLE, load_sample()))
    for path in drawings_files:
        drawings = unambiguous(read_and_complain(path, no_digits=True))
        if not drawings:
            raise click.ClickException(f"{path} holds nothing but letters that may be digits, too.")
        labels = np.array([drawing.digit for drawing in drawings], np.uint8)
        name = path.name.removesuffix(".gz").removesuffix(".ndjson")
        while name in (other.name for other in data):
            name += "'"
        data.append(TestData(name, (), labels, drawings))
    return data


def _read(networks: dict[str, netcore.Network], data: TestData) -> dict[str, Floats]:
    """(n, 10) weighted sums of the output layer, of each network; zeros for drawings that it learned from."""
    with click.progressbar(length=len(data.labels), label=f"Reading {data.name}", file=sys.stderr) as bar:
        if not data.drawings:
            # What is 28 × 28 holds one digit and nothing else: all at once is faster, and gives the same.
            pixels = np.empty((len(data.labels), FIELD * FIELD), np.float32)
            for row, picture in zip(pixels, data.pictures, strict=True):
                row[:] = netcore.prepare(picture).ravel()
                bar.update(1)
            return {name: network.forward_all(pixels).weighted_sums[-1] for name, network in networks.items()}
        asked = {name: np.zeros(len(data.labels), bool) for name in networks}
        for name, network in networks.items():
            asked[name][data.unseen_by(network)] = True
        chunks = in_chunks(data.drawings, DRAWING_SEED)
        places = (slice(CHUNK * number, CHUNK * (number + 1)) for number in range(len(chunks)))
        arguments = (
            (networks, chunk, data.labels[place], {name: mask[place] for name, mask in asked.items()})
            for chunk, place in zip(chunks, places, strict=True)
        )
        executor = HERE if len(data.labels) <= FEW else computers()
        read = []
        for sums in in_order(executor, answers, arguments):
            read.append(sums)
            bar.update(len(next(iter(sums.values()))))
    tell_trouble(executor)
    return {name: np.concatenate([sums[name] for sums in read]) for name in networks}


def _echo_table(report: dict[str, dict[str, Result]]) -> None:
    """Networks down, data sets across."""
    data_sets = next(iter(report.values()))
    first = max(len("right on"), *map(len, report)) + 2
    widths = [max(len(name), 9) + 2 for name in data_sets]

    def row(title: str, cells: Iterable[str]) -> None:
        aligned = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        click.echo(f"{title:<{first}}" + "".join(aligned))

    row("right on", data_sets)
    row("", (f"{result.shown:,}" if result.shown else "no digits" for result in data_sets.values()))
    for name, results in report.items():
        row(name, (_cell(result) for result in results.values()))
        for data_name, result in results.items():
            if result.left_out:
                click.echo(f"  {data_name}: without {result.left_out:,} that {name} learned from")


def _cell(result: Result) -> str:
    return f"{result.evaluation.accuracy:.2%}" if len(result.evaluation.labels) else "–"


def _echo_judged(title: str, report: dict[str, Any], at_length: bool) -> None:
    """How people are read, and what is no digit; at length, each collection, style and kind."""
    click.echo(f"\n{title}: {report['digits']:,} digits of {report['writers']:,} people")
    found = strangers_of({"strangers": report})
    if found:
        pooled, mean = (
            "{:.1%} ({:.1%}–{:.1%})".format(*shares) for shares in (found.pooled, found.mean_over_writers)
        )
        click.echo(f"  right {pooled}, mean over people {mean}; {found.answered:.1%} get an answer")
    for kind, (called, shown) in _no_digits(report["no digits called a digit"]).items():
        click.echo(f"  of {shown:,} {kind}, {called / shown:.1%} are called a digit")
    if not at_length or not found:
        return
    for name, pairs in {
        "collection": found.collections,
        "style": found.styles,
        "no digit called one": found.none,
        "at least so sure": found.confident,
    }.items():
        for what, (part, whole) in pairs.items():
            share = f"{part / whole:.1%}" if whole else "–"
            click.echo(f"    {name}: {what:<32} {share:>7} of {whole:,}")
    for confidence, right, count in found.reliability:
        click.echo(f"    about {confidence:.1%} sure: {right:27.1%} of {count:,.0f} are right")


def _no_digits(kinds: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Letters, and all else that is no digit: called one, of how many."""
    letters = kinds.get(LETTERS, (0, 0))
    others = [pair for name, pair in kinds.items() if name != LETTERS]
    pairs = {
        "letters and signs": (letters[0], letters[1]),
        "doodles, pairs and parts": (sum(one for one, _ in others), sum(all_ for _, all_ in others)),
    }
    return {name: pair for name, pair in pairs.items() if pair[1]}


def _echo_per_digit(result: Evaluation) -> None:
    for digit, accuracy in enumerate(result.accuracy_per_digit):
        click.echo(f"  {digit}: " + ("not shown" if np.isnan(accuracy) else f"{accuracy:7.2%}"))


def _echo_confusion(result: Evaluation) -> None:
    click.echo("  shown ↓  answered →" + "".join(f"{digit:6}" for digit in range(10)))
    for digit, row in enumerate(result.confusion_matrix):
        click.echo(f"  {digit:>7}            " + "".join(f"{count:6}" for count in row))
