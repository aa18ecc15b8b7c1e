"""MNIST as its authors published it: four IDX files, packed with gzip or not.

Source and format: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
"""

import gzip
import hashlib
import os
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from netcore.datasets.examples import Examples
from netcore.errors import DataError

Part = Literal["train", "t10k"]

# SHA-256 of the unpacked files: mirrors pack them differently.
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
# Magic number, then one big-endian 32-bit size a dimension.
HEADER_BYTES = {"idx3": 16, "idx1": 8}


def load_mnist(part: Part, folder: str | os.PathLike[str] | None = None) -> Examples:
    """Read the MNIST training or test set.

    Args:
        part: "train", 60,000 examples, or "t10k", the 10,000 test examples.
        folder: holds the four files; without it, the folder that NETCORE_DATA names.

    Returns:
        (n, 28, 28) pictures and (n,) labels.

    Raises:
        DataError: no folder is named, a file is missing, or its content isn't MNIST's.
    """
    folder = folder or os.environ.get("NETCORE_DATA")
    if not folder:
        raise DataError(
            "MNIST is not here: name the folder that holds its four files with --data "
            "or the environment variable NETCORE_DATA."
        )
    pictures = _read(Path(folder), f"{part}-images-idx3-ubyte").reshape(-1, 28, 28)
    return Examples(pictures, _read(Path(folder), f"{part}-labels-idx1-ubyte"))


def _read(folder: Path, name: str) -> NDArray[np.uint8]:
    """The numbers of one IDX file, flat, after its content was checked."""
    plain, packed = folder / name, folder / f"{name}.gz"
    path = next((path for path in (plain, packed) if os.path.isfile(path)), None)
    if path is None:
        raise DataError(f"There is neither {name} nor {name}.gz in {folder}.")
    try:
        content = path.read_bytes() if path is plain else gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} can't be read: fetch it again ({error}).") from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise DataError(f"{path} is not the MNIST file of that name (its SHA-256 differs): fetch it again.")
    return np.frombuffer(content, dtype=np.uint8, offset=HEADER_BYTES[name.split("-")[2]])
