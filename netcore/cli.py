"""The command line: `python -m netcore predict | evaluate | train | data`."""

import json
import math
import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import numpy as np

import netcore
from netcore.datasets import (
    DownloadProgress,
    Examples,
    cache_folder,
    download_mnist,
    load_mnist,
    load_sample,
    sample_indices,
)
from netcore.errors import DataError, NetcoreError
from netcore.evaluation import Evaluation, evaluate
from netcore.pictures import read_picture
from netcore.storage import NAME, WEIGHTS_FOLDER
from netcore.training import new_network, train

BAR_WIDTH = 30
CLASSIC_SIZES = (784, 16, 16, 10)

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the four MNIST files. Default: the one that NETCORE_DATA names, "
    "or the one that the command data fills.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


class Commands(click.Group):
    """A group whose commands show an error of ours as its one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except NetcoreError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'A file'}: {error.strerror or error}.") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Read handwritten digits with a small neural network, test it and train it.

    To draw digits and watch the network read them, start the app: streamlit run app.py
    """


@main.command()
@click.argument("picture", type=click.Path(path_type=Path))
@click.option("--network", default="classic", show_default=True, help="Name in weights/, or a .npz file.")
@json_option
def predict(picture: Path, network: str, as_json: bool) -> None:
    """Say which digit PICTURE shows: one digit, in any colour on a plain ground."""
    net = netcore.load(network)
    steps = netcore.prepare_steps(read_picture(picture))
    if steps.is_empty:
        raise netcore.PictureError(f"Nothing is drawn in {picture}.")
    if steps.is_filled:
        raise netcore.PictureError(f"{picture} shows a filled spot, not a digit drawn with a pen.")
    trace = net.forward(steps.pixels)
    outputs = trace.activations[-1]
    if as_json:
        answer = {
            "picture": str(picture),
            "network": net.meta["name"],
            "digit": trace.digit,
            "confidence": trace.confidence,
            "outputs": outputs.tolist(),
        }
        click.echo(json.dumps(answer))
        return
    click.echo(f"{picture} shows a {trace.digit}, confidence {trace.confidence:.1%}.\n")
    for digit, output in enumerate(outputs):
        bar = "█" * round(float(output) * BAR_WIDTH)
        click.echo(f"  {digit}  {bar:<{BAR_WIDTH}}  {output:6.1%}")


@main.command(name="evaluate")
@click.argument("names", nargs=-1, metavar="[NETWORK]...")
@data_option
@click.option("--per-digit", is_flag=True, help="Also how often each digit is read right.")
@click.option("--confusion", is_flag=True, help="Also which digit is taken for which.")
@json_option
def evaluate_command(
    names: tuple[str, ...], data: Path | None, per_digit: bool, confusion: bool, as_json: bool
) -> None:
    """Measure how often networks are right on digits they were not trained on.

    Without a NETWORK, all in weights/ are measured. The data: the 5,000 bundled digits, and the
    10,000 MNIST test digits where they are to be found.
    """
    test_data = {
        data_name: (netcore.prepare_all(examples.pictures), examples.labels)
        for data_name, examples in _test_data(data).items()
    }
    report: dict[str, dict[str, Any]] = {}
    for name in names or netcore.available():
        try:
            network = netcore.load(name)
        except netcore.WeightsError as error:
            if names:
                raise
            click.echo(f"Left out: {error}", err=True)
            continue
        for data_name, (pixels, labels) in test_data.items():
            result = Evaluation(labels, network.predict(pixels))
            report.setdefault(name, {})[data_name] = _summary(result)
            if not as_json:
                click.echo(f"{name:<12} {data_name:<12} {result.accuracy:7.2%} of {len(labels):,}")
                if per_digit:
                    _echo_per_digit(result)
                if confusion:
                    _echo_confusion(result)
    if as_json:
        click.echo(json.dumps(report))


def _test_data(folder: Path | None) -> dict[str, Examples]:
    data = {"sample": load_sample()}
    try:
        data["mnist-test"] = load_mnist("t10k", folder)
    except DataError as error:
        if folder:
            raise
        click.echo(f"Only the bundled digits: {error}", err=True)
    return data


def _summary(result: Evaluation) -> dict[str, Any]:
    return {
        "examples": len(result.labels),
        "accuracy": result.accuracy,
        "accuracy_per_digit": result.accuracy_per_digit.tolist(),
        "confusion_matrix": result.confusion_matrix.tolist(),
    }


def _echo_per_digit(result: Evaluation) -> None:
    for digit, accuracy in enumerate(result.accuracy_per_digit):
        click.echo(f"  {digit}: {accuracy:7.2%}")


def _echo_confusion(result: Evaluation) -> None:
    click.echo("  shown ↓  answered →" + "".join(f"{digit:6}" for digit in range(10)))
    for digit, row in enumerate(result.confusion_matrix):
        click.echo(f"  {digit:>7}            " + "".join(f"{count:6}" for count in row))


def _network_name(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not NAME.fullmatch(name):
        raise click.BadParameter("use letters, digits, - and _, 100 at most.")
    return name


@main.command(name="train")
@click.argument("name", default="classic", callback=_network_name)
@data_option
@click.option("--epochs", default=30, show_default=True, type=click.IntRange(1))
@click.option("--batch-size", default=128, show_default=True, type=click.IntRange(1))
@click.option("--learning-rate", default=0.01, show_default=True, type=click.FloatRange(0, min_open=True))
@click.option("--weight-decay", default=0.03, show_default=True, type=click.FloatRange(0))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the network. Default: weights/NAME.npz",
)
def train_command(
    name: str,
    data: Path | None,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    weight_decay: float,
    seed: int,
    out: Path | None,
) -> None:
    """Train a 784-16-16-10 network called NAME on MNIST and write it to weights/NAME.npz.

    The 5,000 bundled digits are left out, so that they stay unseen. The file is written when the
    training is done, whole or not at all: stopping it changes nothing.
    """
    target = out or WEIGHTS_FOLDER / f"{name}.npz"
    # Better to learn now than after the training that the folder isn't there or is closed.
    tempfile.TemporaryFile(dir=target.parent).close()
    examples = load_mnist("train", data)
    test = load_mnist("t10k", data)
    click.echo("Preparing the pictures …")
    seen = np.ones(len(examples), dtype=bool)
    seen[sample_indices()] = False
    pixels = netcore.prepare_all(examples.pictures[seen])
    progress = train(
        new_network(CLASSIC_SIZES, seed=seed),
        pixels,
        examples.labels[seen],
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        seed=seed,
    )
    with click.progressbar(
        progress,
        length=epochs,
        label="Training",
        item_show_func=lambda p: f"loss {p.loss:.3f}, {p.accuracy:.2%} right" if p else "",
    ) as bar:
        for last in bar:
            if not math.isfinite(last.loss):
                raise click.ClickException("The loss is no longer a number: use a smaller learning rate.")
            network = last.network
    accuracy = {
        "mnist-test": evaluate(network, test).accuracy,
        "sample": evaluate(network, load_sample()).accuracy,
    }
    meta = {
        "name": name,
        "training": {
            "data": "MNIST training set without the bundled sample",
            "examples": len(pixels),
            "epochs": epochs,
            "batch_size": batch_size,
            "learning_rate": learning_rate,
            "weight_decay": weight_decay,
            "seed": seed,
        },
        "accuracy": accuracy,
    }
    netcore.save(netcore.Network(network.layers, meta), target)
    click.echo(f"{target}: {accuracy['mnist-test']:.2%} right on the MNIST test set.")


@main.command(name="data")
@data_option
def data_command(data: Path | None) -> None:
    """Fetch the four MNIST files (11 MB), to train on and to measure with.

    They come from public mirrors, are checked, and are kept in your cache folder (55 MB), where the
    other commands find them. Where --data or NETCORE_DATA names a folder, the files in it are
    checked and nothing is fetched.
    """
    named = data or os.environ.get("NETCORE_DATA")
    if named:
        load_mnist("train", named)
        load_mnist("t10k", named)
        click.echo(f"All four MNIST files are in {named}, whole and right.")
        return

    def shown(progress: DownloadProgress | None) -> str:
        return f"{progress.file} from {progress.mirror}" if progress else ""

    # Closed, so that Ctrl+C leaves no half file behind.
    with closing(download_mnist()) as download:
        first = next(download, None)
        if first is None:
            click.echo(f"All four MNIST files are already in {cache_folder()}.")
            return
        with click.progressbar(
            length=first.total, label="Fetching MNIST", show_eta=False, item_show_func=shown
        ) as bar:
            bar.update(first.done, first)
            for progress in download:
                # A mirror that failed is made up for before the bar grows again.
                bar.update(max(0, progress.done - bar.pos), progress)
    click.echo(f"All four MNIST files are in {cache_folder()}.")
