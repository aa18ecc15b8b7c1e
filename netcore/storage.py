"""Weights files: `weights/<name>.npz`, read without trusting them and written whole or not at all.

A file holds the float32 arrays W1 (n_out, n_in), b1 (n_out,), W2, b2, … and `meta`, a JSON text
with at least `activations`, the name of each layer's activation function.
"""

import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from netcore.activations import ACTIVATION_FUNCTIONS
from netcore.errors import WeightsError
from netcore.files import replacing
from netcore.network import Layer, Network

INPUTS, OUTPUTS = 784, 10
"""Every network here reads 28 × 28 pixels and answers with one of ten digits."""

LARGEST_NUMBER = 1e6
"""Of any weight or bias; beyond it, float32 sums lose their meaning and can overflow."""

NAME = re.compile(r"[\w-]{1,100}")
"""What a network may be called."""

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
LARGEST_FILE = 64 * 2**20
"""Bytes that a weights file may unpack to; the largest network of ours needs half a megabyte."""

COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What NumPy writes, and all that zipfile unpacks no further than it is asked to."""


def available() -> list[str]:
    """The names of the networks in `weights/`, in alphabetical order."""
    files = (path for path in WEIGHTS_FOLDER.glob("*.npz") if NAME.fullmatch(path.stem))
    return sorted(path.stem for path in files if os.path.isfile(path))


def load(name_or_path: str | os.PathLike[str]) -> Network:
    """Read a network from a weights file.

    Args:
        name_or_path: a name in `weights/`, such as "classic", or the path of a .npz file.

    Returns:
        The network; its arrays can't be written to, so that it can be shared.

    Raises:
        WeightsError: no such file, or one that is damaged, of the wrong shapes, not finite,
            or holding anything but numbers; the message names the file and the reason.
    """
    path = _path_of(name_or_path)
    arrays = read_arrays(path)
    meta = _read_meta(path, arrays.pop("meta", None))
    layers = _build_layers(path, arrays, meta)
    try:
        network = Network(layers, {**meta, "name": path.stem})
    except ValueError as error:
        raise _refusal(path, f"its layers don't fit together: {str(error).rstrip('.')}") from error
    _check(path, network)
    return network


def save(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network to a weights file, whole or not at all.

    Args:
        network: stored as float32, with its `meta`.
        path: where to; a file that stands there is replaced only when the new one is complete.

    Raises:
        WeightsError: a network that `load` would refuse.
        TypeError: something in `meta` is nothing that JSON knows.
        OSError: the folder can't be written to.
    """
    _check(Path(path), network)
    arrays: dict[str, Any] = {}
    for number, layer in enumerate(network.layers, start=1):
        arrays[f"W{number}"] = layer.weights.astype(np.float32)
        arrays[f"b{number}"] = layer.biases.astype(np.float32)
    meta = {
        **network.meta,
        "sizes": network.sizes,
        "activations": [layer.activation_function.name for layer in network.layers],
    }
    with replacing(Path(path)) as file:
        np.savez(file, meta=json.dumps(meta, ensure_ascii=False), allow_pickle=False, **arrays)


def _refusal(path: Path, reason: str) -> WeightsError:
    return WeightsError(f"{path} can't be used: {reason}.")


def _path_of(name_or_path: str | os.PathLike[str]) -> Path:
    if isinstance(name_or_path, str) and NAME.fullmatch(name_or_path):
        path = WEIGHTS_FOLDER / f"{name_or_path}.npz"
        if not os.path.isfile(path):
            raise WeightsError(
                f"There is no network called {name_or_path}; there are: {', '.join(available())}."
            )
        return path
    path = Path(name_or_path)
    if not os.path.isfile(path):
        raise _refusal(path, "there is no such file")
    return path


def read_arrays(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Read all arrays of a .npz file, never unpickled.

    Raises:
        WeightsError: the file is damaged, or larger than LARGEST_FILE when unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.compress_type not in COMPRESSIONS for member in members):
                raise _refusal(path, "it is packed in another way than NumPy packs its files")
            if sum(member.file_size for member in members) > LARGEST_FILE:
                raise _refusal(path, f"it unpacks to more than {LARGEST_FILE // 2**20} MB")
            return {member.filename.removesuffix(".npy"): _read_array(archive, member) for member in members}
    except WeightsError:
        raise
    # zipfile and NumPy raise nearly anything on damaged files; all of it means the same here.
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise _refusal(path, f"it is damaged or not a weights file ({reason})") from error


def _read_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray[Any, Any]:
    with archive.open(member) as packed:
        # As much as it says it holds, before NumPy asks for as much as the array says it has.
        content = packed.read(member.file_size)
    return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)


def _read_meta(path: Path, text: np.ndarray[Any, Any] | None) -> dict[str, Any]:
    # An array of more than one text can take forever to be put into words.
    if text is None or text.shape or text.dtype.kind != "U":
        raise _refusal(path, "its `meta` is missing or not a text")
    try:
        meta = json.loads(str(text))
    except (ValueError, RecursionError) as error:
        raise _refusal(path, "its `meta` is not JSON") from error
    if not isinstance(meta, dict) or not isinstance(meta.get("activations"), list):
        raise _refusal(path, "its `meta` doesn't name the activation function of each layer")
    return meta


def _build_layers(path: Path, arrays: dict[str, Any], meta: dict[str, Any]) -> list[Layer]:
    names = meta["activations"]
    expected = {f"{kind}{number}" for number in range(1, len(names) + 1) for kind in "Wb"}
    if not names or set(arrays) != expected:
        raise _refusal(path, "it must hold W1, b1, W2, b2, … and `meta` and nothing else")
    layers = []
    for number, name in enumerate(names, start=1):
        weights, biases = arrays[f"W{number}"], arrays[f"b{number}"]
        if not isinstance(name, str) or name not in ACTIVATION_FUNCTIONS:
            raise _refusal(path, f"it asks for the unknown activation function {name!r}")
        if weights.dtype != np.float32 or biases.dtype != np.float32:
            raise _refusal(path, f"W{number} and b{number} must be float32")
        if weights.ndim != 2 or 0 in weights.shape or biases.shape != weights.shape[:1]:
            raise _refusal(
                path,
                f"W{number} must have the shape (n_out, n_in) and b{number} (n_out,), "
                f"not {weights.shape} and {biases.shape}",
            )
        weights.flags.writeable = False
        biases.flags.writeable = False
        layers.append(Layer(weights, biases, ACTIVATION_FUNCTIONS[name]))
    return layers


def _check(path: Path, network: Network) -> None:
    """What must hold of every network that is read or written, beyond the shapes."""
    if (network.sizes[0], network.sizes[-1]) != (INPUTS, OUTPUTS):
        raise _refusal(
            path,
            f"it has {network.sizes[0]} inputs and {network.sizes[-1]} outputs "
            f"instead of {INPUTS} and {OUTPUTS}",
        )
    for number, layer in enumerate(network.layers, start=1):
        for numbers in (layer.weights, layer.biases):
            # Not a number is not smaller either.
            if not (np.abs(numbers) <= LARGEST_NUMBER).all():
                raise _refusal(
                    path, f"layer {number} holds numbers that are not finite or beyond {LARGEST_NUMBER:,.0f}"
                )
