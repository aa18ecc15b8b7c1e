"""Archives of arrays, .npz files: whoever made them, reading one is safe and takes little.

They are measured before they are read, unpacked no further than they say, and never unpickled.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np

from netcore.errors import WeightsError
from netcore.language import _

PathOrFile: TypeAlias = str | os.PathLike[str] | IO[bytes]

LARGEST_FILE = 16 * 2**20
"""Bytes of a file, and what it may unpack to. The largest network that is shown takes two megabytes, its
checkpoint eight; finding the arrays in 16 MB that are made to be slow takes a second or two."""

MOST_ARRAYS = 100
"""In a file; each takes time, however small."""

COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What NumPy writes, and all that zipfile unpacks no further than it is asked to."""

LONGEST_QUOTE = 300
"""Characters of a file's name, or of what is wrong with it, that a message repeats."""


class Flaw(Exception):
    """What is wrong with a file: the end of a sentence that begins with the file's name."""


@contextmanager
def flaws_of(file: PathOrFile) -> Iterator[None]:
    """Say of which file a flaw is.

    Args:
        file: what the block reads or writes.

    Raises:
        WeightsError: instead of a Flaw; one sentence in one line, whatever the file is called or holds.
    """
    try:
        yield
    except Flaw as flaw:
        words = _("{file} can't be used: {reason}.")
        raise WeightsError(words.format(file=_quoted(name_of(file)), reason=_quoted(str(flaw)))) from flaw


def name_of(file: PathOrFile) -> str:
    """The file's path, or what an open file says it is called; "The file" if that is nothing."""
    name = file if isinstance(file, (str, os.PathLike)) else getattr(file, "name", None)
    # A file without a name can have a number there.
    return str(name) if name and isinstance(name, (str, os.PathLike)) else _("The file")


def read_arrays(source: PathOrFile) -> dict[str, np.ndarray[Any, Any]]:
    """Read all arrays of a .npz file.

    Args:
        source: its path, or the file open for reading, which is read from its beginning and stays open.

    Raises:
        WeightsError: there is no such file; it is damaged; it is larger than LARGEST_FILE, packed or
            unpacked; or it holds more than MOST_ARRAYS.
    """
    with flaws_of(source):
        try:
            if not isinstance(source, (str, os.PathLike)):
                return _unpack(source)
            if not os.path.isfile(source):
                raise Flaw(_("there is no such file"))
            with Path(source).open("rb") as file:
                return _unpack(file)
        except Flaw:
            raise
        # zipfile and NumPy raise nearly anything on damaged files; all of it means the same here.
        except Exception as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise Flaw(_("it is damaged or not a weights file ({reason})").format(reason=reason)) from error


def _unpack(file: IO[bytes]) -> dict[str, np.ndarray[Any, Any]]:
    file.seek(0, os.SEEK_END)
    if file.tell() > LARGEST_FILE:
        raise Flaw(_("it is larger than {most} MB").format(most=LARGEST_FILE // 2**20))
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MOST_ARRAYS:
            words = _("it holds {count:,} arrays; the most is {most}")
            raise Flaw(words.format(count=len(members), most=MOST_ARRAYS))
        if any(member.compress_type not in COMPRESSIONS for member in members):
            raise Flaw(_("it is packed in another way than NumPy packs its files"))
        if sum(member.file_size for member in members) > LARGEST_FILE:
            raise Flaw(_("it unpacks to more than {most} MB").format(most=LARGEST_FILE // 2**20))
        return {member.filename.removesuffix(".npy"): _read_array(archive, member) for member in members}


def _read_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray[Any, Any]:
    with archive.open(member) as packed:
        # As much as it says it holds, before NumPy asks for as much as the array says it has.
        content = packed.read(member.file_size)
    return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)


def _quoted(words: str) -> str:
    """What may be anyone's words as part of a sentence: one line, short enough to be read."""
    line = "".join(character if character.isprintable() else " " for character in words)
    half = LONGEST_QUOTE // 2
    return line if len(line) <= LONGEST_QUOTE else f"{line[:half]} … {line[-half:]}"
