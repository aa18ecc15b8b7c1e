"""`python -m netcore data`: fetch MNIST."""

import os
from contextlib import closing
from pathlib import Path

import click

from netcore.cli.options import data_option
from netcore.data import DownloadProgress, cache_folder, download_mnist, is_mnist, load_mnist


@click.command(name="data")
@data_option
def data_command(data: Path | None) -> None:
    """Fetch the four MNIST files (11 MB), to train on and to measure with.

    They come from public mirrors, are checked, and are kept in your cache folder (55 MB), where the
    other commands find them. Where --data or NETCORE_DATA names a folder, the files in it are
    checked, whether they are MNIST or a set of your own, and nothing is fetched.
    """
    named = data or os.environ.get("NETCORE_DATA")
    if named:
        train, test = load_mnist("train", named), load_mnist("t10k", named)
        if is_mnist("train", train) and is_mnist("t10k", test):
            click.echo(f"All four MNIST files are in {named}, whole and right.")
        else:
            click.echo(f"{named} holds your set, not MNIST: {len(train):,} and {len(test):,} to test with.")
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
