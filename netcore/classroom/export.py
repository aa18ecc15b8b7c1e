"""A room's drawings as files, to be taken home."""

import io
from collections.abc import Collection, Iterable

import numpy as np

from netcore.classroom.wall import Drawn
from netcore.data import as_lines
from netcore.language import ENGLISH, speaking
from netcore.preprocess import FIELD, as_bytes


def as_ndjson(drawn: Iterable[Drawn]) -> bytes:
    """A drawings file of them; who drew each stands in it as their animal and colour, in English."""
    with speaking(ENGLISH):
        return as_lines(one.as_pen_drawing for one in drawn)


def as_npz(drawn: Collection[Drawn]) -> bytes:
    """`pictures` (n, 28, 28) uint8, 0 black to 255 white, `labels` (n,), `pupils` (n,): a .npz file."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        pictures=np.array([as_bytes(one.pixels) for one in drawn], np.uint8).reshape(-1, FIELD, FIELD),
        labels=np.array([one.digit for one in drawn], np.uint8),
        pupils=np.array([one.place for one in drawn], np.uint8),
    )
    return file.getvalue()
