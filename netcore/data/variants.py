"""Variants: all examples several times over, distorted and prepared, for a long training to learn from."""

import atexit
import io
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netcore.data.augment import distort_pictures, distort_strokes
from netcore.data.drawings import PenDrawing, prepared_drawings
from netcore.data.examples import NO_DIGIT, Examples, Made
from netcore.data.no_digits import make_no_digits
from netcore.data.styles import write_styles
from netcore.preprocess import as_bytes, prepare_all

MOST_KEPT = 3
"""Trainings whose variants a process keeps: each takes a gigabyte or so."""


@dataclass(frozen=True, eq=False)
class Variant:
    """Every example once, ready for a network, and others that are made anew.

    Attributes:
        pictures: (n, 784) prepared pictures, 0–255.
        drawn: (m, 784) prepared pen drawings.
        styled: (s, 784) digits written in ways that drawings lack.
        styles: (s,) which digits those are.
        nothing: (k, 784) what is none of the ten digits, besides drawings of such.
        kinds: (k,) what that is, as numbered by KINDS.
    """

    pictures: NDArray[np.uint8]
    drawn: NDArray[np.uint8]
    styled: NDArray[np.uint8]
    styles: NDArray[np.uint8]
    nothing: NDArray[np.uint8]
    kinds: NDArray[np.uint8]

    def packed(self) -> bytes:
        """All of it in a fifth of the room, for other computers."""
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **vars(self))
        return file.getvalue()


def make_variant(
    examples: Examples, drawings: Sequence[PenDrawing], seed: int, made: Made, number: int
) -> Variant:
    """Distort and prepare all examples.

    Args:
        examples: n pictures, (28, 28).
        drawings: m of them, of digits and of what is none, which are drawn in any size with any pen.
        seed: decides everything.
        made: how many others a variant holds, of pairs none where there are no drawings.
        number: which variant, from 0; of the first, pictures and drawings are undistorted.
    """
    random = np.random.default_rng((seed, number))
    pictures = distort_pictures(examples.pictures, random) if number else examples.pictures
    drawn = [distort_strokes(drawing.strokes, random) if number else drawing.strokes for drawing in drawings]
    written, styles = write_styles(made.styled, random)
    digits = [drawing.strokes for drawing in drawings if drawing.digit != NO_DIGIT]
    nothing, kinds = make_no_digits(Examples(pictures, examples.labels), digits, random, made)
    return Variant(
        as_bytes(prepare_all(pictures)),
        prepared_drawings(drawn, random),
        prepared_drawings([distort_strokes(strokes, random) for strokes in written], random),
        np.array(styles, np.uint8),
        nothing,
        kinds,
    )


def make_packed_variant(
    examples: Examples, drawings: Sequence[PenDrawing], seed: int, made: Made, number: int
) -> bytes:
    """As `make_variant`; what it gives goes to another process."""
    return make_variant(examples, drawings, seed, made, number).packed()


@dataclass(frozen=True)
class KeptVariants:
    """Variants in a folder of this computer, from where its processes read them without copies of their own.

    On another computer there is none of them at first, and it is told by the same name.

    Attributes:
        name: of the folder, among those for temporary files; nobody can guess it.
        count: how many there are in the end.
    """

    name: str
    count: int

    @property
    def are_here(self) -> bool:
        """All of them are on this computer."""
        return all(self._place(number).is_dir() for number in range(self.count))

    def keep(self, number: int, packed: bytes) -> None:
        """Keep one of them until this process ends, or keeps those of a few other trainings."""
        _make_room_for(self._folder)
        place = self._place(number)
        if place.is_dir():
            return
        new = Path(tempfile.mkdtemp(dir=self._folder))
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            for name, array in arrays.items():
                np.save(new / f"{name}.npy", array, allow_pickle=False)
        (new / "packed").write_bytes(packed)
        try:
            new.rename(place)
        except OSError:  # another process was quicker
            shutil.rmtree(new, ignore_errors=True)
            if not place.is_dir():
                raise

    def packed(self) -> list[bytes]:
        """All of them, for another computer."""
        return [(self._place(number) / "packed").read_bytes() for number in range(self.count)]

    def read(self) -> list[Variant]:
        """All of them; the arrays stay in their files, and can't be written to."""
        return _read(self._folder, self.count)

    def remove(self) -> None:
        """Keep them no longer."""
        _remove(self._folder)

    @property
    def _folder(self) -> Path:
        return Path(tempfile.gettempdir()) / self.name

    def _place(self, number: int) -> Path:
        return self._folder / str(number)


_folders: list[Path] = []  # that this process keeps, the oldest first


def _make_room_for(folder: Path) -> None:
    if folder not in _folders:
        _folders.append(folder)
        _remove_folders(MOST_KEPT)
    folder.mkdir(mode=0o700, exist_ok=True)


@atexit.register
def _remove_folders(but: int = 0) -> None:
    while len(_folders) > but:
        _remove(_folders.pop(0))


def _remove(folder: Path) -> None:
    _read.cache_clear()  # Windows removes no file that is still mapped
    shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _read(folder: Path, count: int) -> list[Variant]:
    def array(number: int, name: str) -> NDArray[np.uint8]:
        kept: NDArray[np.uint8] = np.load(folder / str(number) / f"{name}.npy", mmap_mode="r")
        return kept.view(np.ndarray)

    names = [field.name for field in fields(Variant)]
    return [Variant(**{name: array(number, name) for name in names}) for number in range(count)]
