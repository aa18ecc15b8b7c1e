"""What takes seconds to make, remembered in the cache folder until anything that it is made by changes."""

import platform
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
import PIL
from numpy.typing import NDArray

from netcore.data.mnist import cache_folder
from netcore.errors import DataError
from netcore.files.atomic import replacing

Arrays = tuple[NDArray[Any], ...]


def remembered(name: str, make: Callable[[], Arrays]) -> Arrays:
    """Take arrays from the cache folder, or make them and leave them there.

    Of each name only the newest are kept. Where nothing can be kept, they are made each time.

    Args:
        name: what they are called there.
        make: makes them, by this package's code and files alone.

    Returns:
        The arrays, to the last bit as they were made.
    """
    try:
        folder = cache_folder().parent
    except DataError:  # there is no home folder
        return make()
    file = folder / f"{name}-{_version()}.npz"
    with (
        suppress(OSError, ValueError, EOFError, zipfile.BadZipFile),  # there is none, or it is damaged
        np.load(file, allow_pickle=False) as kept,
    ):
        return tuple(kept[each] for each in kept.files)
    made = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(file) as target:
            np.savez(target, *made)
        for old in set(folder.glob(f"{name}-*.npz")) - {file}:
            old.unlink()
    return made


@cache
def _version() -> str:
    """Of all that could make another array: this package, those that it uses, the kind of processor."""
    seen = sha256(" ".join((np.__version__, PIL.__version__, platform.machine())).encode())
    package = files("netcore")
    for part in ("data", "."):
        for file in sorted(package.joinpath(part).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".npz")):
                seen.update(file.read_bytes())
    return seen.hexdigest()[:16]
