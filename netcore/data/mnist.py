"""MNIST as its authors published it: four IDX files, packed with gzip or not.

Source and format: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
"""

import gzip
import hashlib
import os
import sys
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from netcore.data.examples import Examples
from netcore.errors import DataError

Subset = Literal["train", "t10k"]

# SHA-256 of the unpacked files: mirrors pack them differently.
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
UNPACKED_BYTES = {
    "train-images-idx3-ubyte": 47_040_016,
    "train-labels-idx1-ubyte": 60_008,
    "t10k-images-idx3-ubyte": 7_840_016,
    "t10k-labels-idx1-ubyte": 10_008,
}
# Magic number, then one big-endian 32-bit size a dimension.
HEADER_BYTES = {"idx3": 16, "idx1": 8}


def load_mnist(part: Subset, folder: str | os.PathLike[str] | None = None) -> Examples:
    """Read the MNIST training or test set.

    Args:
        part: "train", 60,000 examples, or "t10k", the 10,000 test examples.
        folder: holds the four files; without it, the folder that NETCORE_DATA names, and
            without that, the cache folder that `download_mnist` fills.

    Returns:
        (n, 28, 28) pictures and (n,) labels.

    Raises:
        DataError: a file is missing, or its content isn't MNIST's. It is then removed from
            the cache folder; in a folder that somebody named, nothing is ever removed.
    """
    folder = folder or os.environ.get("NETCORE_DATA")
    pictures, labels = (
        _numbers(name, read_file(Path(folder), name) if folder else read_cached_file(name))
        for name in (f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte")
    )
    return Examples(pictures.reshape(-1, 28, 28), labels)


def is_mnist_here() -> bool:
    """Whether all four files are where `load_mnist` looks for them; what they hold is not checked."""
    named = os.environ.get("NETCORE_DATA")
    try:
        folder = Path(named) if named else cache_folder()
    except DataError:
        return False
    return all(_find(folder, name) for name in SHA256)


def cache_folder() -> Path:
    """Where the downloaded files are kept: netcore/mnist in this person's cache folder.

    Source: the XDG Base Directory Specification on Linux, the platforms' own guides on macOS and Windows.

    Returns:
        The folder, which need not be there yet.

    Raises:
        DataError: this person has no home folder.
    """
    if sys.platform == "win32":
        cache, default = os.environ.get("LOCALAPPDATA", ""), "~/AppData/Local"
    elif sys.platform == "darwin":
        cache, default = "", "~/Library/Caches"
    else:
        cache, default = os.environ.get("XDG_CACHE_HOME", ""), "~/.cache"
    try:
        # The specification says to ignore a path that isn't absolute.
        base = Path(cache) if Path(cache).is_absolute() else Path(default).expanduser()
    except RuntimeError as error:
        raise DataError(
            "There is no home folder to keep MNIST in: name the folder that holds its four files with "
            "--data or the environment variable NETCORE_DATA."
        ) from error
    return base / "netcore" / "mnist"


def read_cached_file(name: str) -> bytes:
    """Read one of the four files from the cache folder, and remove it if it is damaged.

    Args:
        name: a key of `SHA256`.

    Returns:
        The unpacked content.

    Raises:
        DataError: the file isn't there, or was damaged.
    """
    path = _find(cache_folder(), name)
    if path is None:
        raise DataError(
            "MNIST is not here: `python -m netcore data` fetches it, or name the folder that holds its "
            "four files with --data or the environment variable NETCORE_DATA."
        )
    try:
        return _content(path, name)
    except DataError as error:
        path.unlink(missing_ok=True)
        raise DataError(
            f"{path} was damaged and is now removed: `python -m netcore data` fetches it again."
        ) from error


def read_file(folder: Path, name: str) -> bytes:
    """Read one of the four files from a folder that somebody named.

    Args:
        folder: holds the file, packed as `name`.gz or not.
        name: a key of `SHA256`.

    Returns:
        The unpacked content.

    Raises:
        DataError: the file isn't there, can't be read, or is another one.
    """
    path = _find(folder, name)
    if path is None:
        raise DataError(f"There is neither {name} nor {name}.gz in {folder}.")
    return _content(path, name)


def _find(folder: Path, name: str) -> Path | None:
    paths = (folder / name, folder / f"{name}.gz")
    return next((path for path in paths if os.path.isfile(path)), None)


def _content(path: Path, name: str) -> bytes:
    """What a file holds, unpacked and checked."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            # One byte more than there should be is enough to see that it is another file.
            content = file.read(UNPACKED_BYTES[name] + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} can't be read: fetch it again ({error}).") from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise DataError(f"{path} is not the MNIST file of that name (its SHA-256 differs): fetch it again.")
    return content


def _numbers(name: str, content: bytes) -> NDArray[np.uint8]:
    """The numbers of an IDX file, flat."""
    return np.frombuffer(content, dtype=np.uint8, offset=HEADER_BYTES[name.split("-")[2]])
