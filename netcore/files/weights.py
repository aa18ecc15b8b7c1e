"""Weights files: `weights/<name>.npz`, read without trusting them and written whole or not at all.

A file holds the arrays W1 (n_out, n_in), b1 (n_out,), W2, b2, … and `meta`, a JSON text
with at least `activations`, the name of each layer's activation function. Written are float32 numbers;
read are floating-point numbers of any size, byte order and order in memory. Whoever made it, a network
that was loaded can be shown: it keeps the limits below, and so does every network that is saved.
"""

import json
import os
import re
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

import numpy as np

from netcore.activations import ACTIVATION_FUNCTIONS
from netcore.errors import WeightsError
from netcore.files.atomic import replacing
from netcore.files.npz import Flaw, PathOrFile, flaws_of, name_of, read_arrays
from netcore.language import _
from netcore.network import Layer, Network

INPUTS, OUTPUTS = 784, 10
"""Every network here reads 28 × 28 pixels and answers with one of ten digits."""

MOST_LAYERS = 6
"""After the input, the output included; a screen has no room for more."""

LARGEST_LAYER = 256
"""Neurons in any of them."""

LARGEST_NUMBER = 1e6
"""Of any weight or bias; beyond it, float32 sums lose their meaning."""

LARGEST_SUM = 1e18
"""Of any weighted sum that a picture can lead to; the square of more would be no float32."""

LONGEST_META = 400_000
"""Characters of `meta`; ours have eighty thousand, most of them for the drawings that are known."""

NAME = re.compile(r"[\w-]{1,100}")
"""What a network may be called."""

NAMELESS = "uploaded"
"""What a network is called whose file has no such name."""

_PACKAGE = Path(__file__).resolve().parents[1]
WEIGHTS_FOLDER = next(
    (folder for folder in (_PACKAGE / "weights", _PACKAGE.parent / "weights") if folder.is_dir()),
    _PACKAGE.parent / "weights",
)


def available() -> list[str]:
    """The names of the networks in `weights/`, in alphabetical order."""
    files = (path for path in WEIGHTS_FOLDER.glob("*.npz") if NAME.fullmatch(path.stem))
    return sorted(path.stem for path in files if os.path.isfile(path))


def load(source: PathOrFile) -> Network:
    """Read a network from a weights file.

    Args:
        source: a name in `weights/`, such as "classic", the path of a .npz file, or such a file
            open for reading, which is read from its beginning and stays open.

    Returns:
        The network; its arrays can't be written to, so that it can be shared. It is called what its
        file is called, or NAMELESS if that is an open file's name and none for a network. What else
        `meta` says is the file's word: any JSON, up to LONGEST_META.

    Raises:
        WeightsError: no such file, or one that is damaged, of the wrong shapes, not finite, beyond
            the limits, or holding anything but numbers; the message names the file and the reason.
    """
    if isinstance(source, (str, os.PathLike)):
        source = _path_of(source)
    arrays = read_arrays(source)
    with flaws_of(source):
        meta = _read_meta(arrays.pop("meta", None))
        layers = _build_layers(arrays, meta["activations"])
        try:
            network = Network(layers, {**meta, "name": _network_name(source)})
        except ValueError as error:
            raise Flaw(
                _("its layers don't fit together: {reason}").format(reason=str(error).rstrip("."))
            ) from error
        check(network)
    return network


def save(network: Network, target: PathOrFile) -> None:
    """Write a network to a weights file.

    Args:
        network: stored as float32, with its `meta`.
        target: the path to write to, where a file that stands there is replaced only when the new
            one is complete; or a file open for writing, which stays open.

    Raises:
        WeightsError: a network that `load` would refuse; nothing is written.
        TypeError: something in `meta` is nothing that JSON knows; nothing is written.
        OSError: the folder can't be written to.
    """
    functions = [layer.activation_function.name for layer in network.layers]
    with flaws_of(target):
        check(network)
        meta = _write_meta({**network.meta, "sizes": network.sizes, "activations": functions})
    arrays: dict[str, Any] = {}
    for number, layer in enumerate(network.layers, start=1):
        arrays[f"W{number}"] = layer.weights.astype(np.float32)
        arrays[f"b{number}"] = layer.biases.astype(np.float32)
    opened: AbstractContextManager[IO[bytes]] = (
        replacing(Path(target)) if isinstance(target, (str, os.PathLike)) else nullcontext(target)
    )
    with opened as file:
        np.savez(file, meta=meta, allow_pickle=False, **arrays)


def check(network: Network) -> None:
    """Check what must hold of every network that is read, written or shown, beyond the shapes.

    Raises:
        Flaw: it is beyond one of the limits above; the message is the end of a sentence.
    """
    inputs, *sizes = network.sizes
    if len(sizes) > MOST_LAYERS:
        words = _("it has {count} layers; the most that can be shown is {most}")
        raise Flaw(words.format(count=len(sizes), most=MOST_LAYERS))
    if max(sizes) > LARGEST_LAYER:
        words = _("it has a layer of {count:,} neurons; the most that can be shown is {most}")
        raise Flaw(words.format(count=max(sizes), most=LARGEST_LAYER))
    if (inputs, sizes[-1]) != (INPUTS, OUTPUTS):
        words = _("it has {inputs} inputs and {outputs} outputs instead of {all} and {digits}")
        raise Flaw(words.format(inputs=inputs, outputs=sizes[-1], all=INPUTS, digits=OUTPUTS))
    for number, layer in enumerate(network.layers, start=1):
        for numbers in (layer.weights, layer.biases):
            # Not a number is not smaller either.
            if not (np.abs(numbers) <= LARGEST_NUMBER).all():
                words = _("layer {number} holds numbers that are not finite or beyond {most:,.0f}")
                raise Flaw(words.format(number=number, most=LARGEST_NUMBER))
    for number, sums in enumerate(network.largest_sums, start=1):
        if sums.max() > LARGEST_SUM:
            words = _("the weighted sums of layer {number} can go beyond {most:.0e}")
            raise Flaw(words.format(number=number, most=LARGEST_SUM))


def _path_of(name_or_path: str | os.PathLike[str]) -> Path:
    if not isinstance(name_or_path, str) or not NAME.fullmatch(name_or_path):
        return Path(name_or_path)
    path = WEIGHTS_FOLDER / f"{name_or_path}.npz"
    if not os.path.isfile(path):
        words = _("There is no network called {name}; there are: {names}.")
        raise WeightsError(words.format(name=name_or_path, names=", ".join(available())))
    return path


def _network_name(source: Path | IO[bytes]) -> str:
    stem = Path(name_of(source)).stem
    return stem if isinstance(source, Path) or NAME.fullmatch(stem) else NAMELESS


def _read_meta(array: np.ndarray[Any, Any] | None) -> dict[str, Any]:
    # An array of many texts could take forever to be made into one.
    if array is None or array.shape or array.dtype.kind != "U":
        raise Flaw(_("its `meta` is missing or not a text"))
    text = str(array)
    _check_length(text)
    try:
        meta = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Flaw(_("its `meta` is not JSON")) from error
    if not isinstance(meta, dict) or not isinstance(meta.get("activations"), list):
        raise Flaw(_("its `meta` doesn't name the activation function of each layer"))
    _write_meta(meta)  # what can't be written can't be shown either
    return meta


def _write_meta(meta: dict[str, Any]) -> str:
    try:
        text = json.dumps(meta, ensure_ascii=False, allow_nan=False)
        text.encode()  # JSON can spell half a character, which no page can show
    except (ValueError, RecursionError) as error:
        raise Flaw(_("its `meta` holds something that is neither a number nor text")) from error
    _check_length(text)
    return text


def _check_length(meta: str) -> None:
    if len(meta) > LONGEST_META:
        words = _("its `meta` has {count:,} characters; the most is {most:,}")
        raise Flaw(words.format(count=len(meta), most=LONGEST_META))


def _build_layers(arrays: dict[str, Any], functions: list[Any]) -> list[Layer]:
    expected = {f"{kind}{number}" for number in range(1, len(functions) + 1) for kind in "Wb"}
    if not functions or set(arrays) != expected:
        raise Flaw(_("it must hold W1, b1, W2, b2, … and `meta` and nothing else"))
    layers = []
    for number, name in enumerate(functions, start=1):
        weights, biases = arrays[f"W{number}"], arrays[f"b{number}"]
        if not isinstance(name, str) or name not in ACTIVATION_FUNCTIONS:
            raise Flaw(_("it asks for the unknown activation function {name!r}").format(name=name))
        if weights.dtype.kind != "f" or biases.dtype.kind != "f":
            raise Flaw(_("W{number} and b{number} must be floating-point numbers").format(number=number))
        if weights.ndim != 2 or 0 in weights.shape or biases.shape != weights.shape[:1]:
            words = _(
                "W{number} must have the shape (n_out, n_in) and b{number} (n_out,), not {weights} and "
                "{biases}"
            )
            raise Flaw(words.format(number=number, weights=weights.shape, biases=biases.shape))
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused
            weights, biases = (np.ascontiguousarray(numbers, np.float32) for numbers in (weights, biases))
        weights.flags.writeable = False
        biases.flags.writeable = False
        layers.append(Layer(weights, biases, ACTIVATION_FUNCTIONS[name]))
    return layers
