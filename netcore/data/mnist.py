"""MNIST as its authors published it, and sets like it: IDX files, packed or not, known by their content.

Source and format: LeCun, Cortes and Burges, "The MNIST database of handwritten digits"; sets like it are
EMNIST's digits (Cohen et al., 2017, "EMNIST: extending MNIST to handwritten letters") and people's own.
"""

import gzip
import hashlib
import math
import os
import sys
import zlib
from pathlib import Path
from typing import BinaryIO, Literal

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
WORDS = {"train": ("train",), "t10k": ("t10k", "test")}
"""What tells in a file's name which set it belongs to."""
DIMENSIONS = {"images": 3, "labels": 1}
"""What tells in a file's beginning what it holds."""
SIDE = 28
MOST_EXAMPLES = 1_000_000
"""In a file: four times EMNIST's digits."""


def load_mnist(part: Subset, folder: str | os.PathLike[str] | None = None) -> Examples:
    """Read the MNIST training or test set, or that of a set like it.

    Args:
        part: "train", in MNIST 60,000 examples, or "t10k", the 10,000 test examples.
        folder: holds the IDX files, called as MNIST's or otherwise with "train", or "t10k" or "test", in
            their names. Without it, the folder that NETCORE_DATA names, and without that MNIST itself
            from the cache folder that `download_mnist` fills.

    Returns:
        (n, 28, 28) pictures and (n,) labels; EMNIST's pictures, which lie on their side and are
        mirrored, are set upright. `is_mnist` tells whether it is MNIST itself.

    Raises:
        DataError: a file is missing, can't be read, or holds something else than digits. If it is one
            that `download_mnist` wrote into the cache folder, it is then removed; in a folder that
            somebody named, nothing is ever removed.
    """
    folder = folder or os.environ.get("NETCORE_DATA")
    names = (f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte")
    if not folder:
        pictures, labels = map(read_cached_file, names)
        return Examples(pictures, labels)
    (pictures_path, pictures), (labels_path, labels) = (_read(Path(folder), name) for name in names)
    if len(pictures) != len(labels):
        raise DataError(
            f"{pictures_path} holds {len(pictures):,} pictures, but {labels_path} {len(labels):,} labels: "
            "they don't belong together."
        )
    if labels.max() > 9:
        raise DataError(f"{labels_path} holds the label {labels.max()}: only digits, 0 to 9, can be used.")
    if "emnist" in pictures_path.name.lower():
        pictures = np.ascontiguousarray(pictures.transpose(0, 2, 1))
    return Examples(pictures, labels)


def is_mnist(part: Subset, examples: Examples) -> bool:
    """Whether examples are MNIST's own, in its order, by their SHA-256.

    Args:
        part: of which of its two sets.
        examples: from `load_mnist`.
    """
    return all(
        _sha256(numbers) == SHA256[name]
        for name, numbers in (
            (f"{part}-images-idx3-ubyte", examples.pictures),
            (f"{part}-labels-idx1-ubyte", examples.labels),
        )
    )


def is_mnist_here() -> bool:
    """Whether there are four files where `load_mnist` looks for them; only how they begin is checked."""
    named = os.environ.get("NETCORE_DATA")
    try:
        folder = Path(named) if named else cache_folder()
        return all(_find(folder, name) for name in SHA256)
    except DataError:
        return False


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


def read_cached_file(name: str) -> NDArray[np.uint8]:
    """Read one of MNIST's own files from the cache folder, and remove it if it is damaged.

    Args:
        name: a key of `SHA256`.

    Returns:
        (n, 28, 28) pictures or (n,) labels.

    Raises:
        DataError: the file isn't there, was damaged, or is another one.
    """
    path = _find(cache_folder(), name)
    if path is None:
        raise DataError(
            "MNIST is not here: `python -m netcore data` fetches it, or name the folder that holds its "
            "four files with --data or the environment variable NETCORE_DATA."
        )
    flaw = None
    try:
        numbers = _numbers(path, name)
        if _sha256(numbers) == SHA256[name]:
            return numbers
    except DataError as error:
        flaw = error
    if not _is_called(path, name):  # somebody brought it
        raise DataError(
            f"{path} is not MNIST's: `python -m netcore data` fetches MNIST; name the folder of a set of "
            "your own with --data or the environment variable NETCORE_DATA."
        ) from flaw
    path.unlink(missing_ok=True)
    raise DataError(
        f"{path} was damaged and is now removed: `python -m netcore data` fetches it again."
    ) from flaw


def _read(folder: Path, name: str) -> tuple[Path, NDArray[np.uint8]]:
    """The file in a folder that somebody named, and what it holds."""
    path = _find(folder, name)
    if path is None:
        part, kind = name.split("-")[:2]
        words = " or ".join(f'"{word}"' for word in WORDS[part])
        raise DataError(
            f"There is neither {name} nor {name}.gz in {folder}, nor another IDX file of {kind} with "
            f"{words} in its name."
        )
    return path, _numbers(path, name)


def _find(folder: Path, name: str) -> Path | None:
    """The file that is called so, packed or not; otherwise the one that begins so."""
    for path in (folder / name, folder / f"{name}.gz"):
        if os.path.isfile(path):
            return path
    part, kind = name.split("-")[:2]
    try:
        paths = sorted(folder.iterdir(), reverse=True)
    except OSError:
        return None
    found = {  # of a file and the same one packed, the file
        path.name.lower().removesuffix(".gz"): path
        for path in paths
        if any(word in path.name.lower() for word in WORDS[part]) and _begins_as(path, kind)
    }
    if len(found) > 1:
        names = ", ".join(path.name for path in reversed(found.values()))
        raise DataError(
            f"{folder} holds more than one set ({names}): put the files to use into a folder of their own."
        )
    return next(iter(found.values()), None)


def _is_called(path: Path, name: str) -> bool:
    return path.name in (name, f"{name}.gz")


def _begins_as(path: Path, kind: str) -> bool:
    if not os.path.isfile(path):
        return False
    try:
        with _unpacked(path) as file:
            return file.read(4) == _magic(DIMENSIONS[kind])
    except (OSError, EOFError, zlib.error):
        return False


def _unpacked(path: Path) -> BinaryIO | gzip.GzipFile:
    """A file open for reading, whether it is packed or not."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if is_packed else path.open("rb")


def _magic(dimensions: int) -> bytes:
    """How an IDX file of bytes begins; one big-endian 32-bit size a dimension follows."""
    return bytes((0, 0, 8, dimensions))


def _numbers(path: Path, name: str) -> NDArray[np.uint8]:
    """(n, 28, 28) pictures or (n,) labels out of an IDX file."""
    kind = name.split("-")[1]
    magic = _magic(DIMENSIONS[kind])
    try:
        with _unpacked(path) as file:
            header = file.read(4 + 4 * DIMENSIONS[kind])
            if len(header) < 4 + 4 * DIMENSIONS[kind] or header[:4] != magic:
                raise DataError(f"{path} is not an IDX file of {kind}.")
            count, *sides = (int(size) for size in np.frombuffer(header, ">u4", offset=4))
            if sides not in ([], [SIDE, SIDE]):
                size = " × ".join(map(str, sides))
                raise DataError(f"{path} holds pictures of {size} pixels: only {SIDE} × {SIDE} can be used.")
            if not 0 < count <= MOST_EXAMPLES:
                raise DataError(
                    f"{path} holds {count:,} {kind}: between 1 and {MOST_EXAMPLES:,} can be used."
                )
            size_in_bytes = math.prod((count, *sides))
            content = file.read(size_in_bytes + 1)  # one more is enough to see that it is too long
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} can't be read: fetch it again ({error}).") from error
    if len(content) != size_in_bytes:
        much = "more" if len(content) > size_in_bytes else "less"
        raise DataError(f"{path} holds {much} than the {count:,} {kind} that it tells of: fetch it again.")
    return np.frombuffer(content, np.uint8).reshape(count, *sides)


def _sha256(numbers: NDArray[np.uint8]) -> str:
    """Of the IDX file that holds these numbers."""
    sizes = np.array(numbers.shape, ">u4").tobytes()
    return hashlib.sha256(_magic(numbers.ndim) + sizes + numbers.tobytes()).hexdigest()
