"""Every example several times, distorted and prepared: what a long training learns from."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.datasets.augment import distort_pictures, distort_strokes
from netcore.datasets.drawings import PenDrawing, draw, place
from netcore.preprocess import prepare, prepare_all

DRAWN_SIDE = 70
"""A quarter of the canvas is fine enough for what becomes 20 pixels, and twice as fast."""


@dataclass(frozen=True, eq=False)
class Variant:
    """Every example once, ready for a network.

    Attributes:
        pictures: (n, 784) prepared pictures, 0–255.
        drawn: (m, 784) prepared pen drawings, 0–255.
    """

    pictures: NDArray[np.uint8]
    drawn: NDArray[np.uint8]


def make_variants(
    pictures: NDArray[np.uint8], drawings: Sequence[PenDrawing], count: int, seed: int
) -> Iterator[Variant]:
    """Distort and prepare all examples several times, on all processors.

    Args:
        pictures: (n, 28, 28), 0 black to 255 white.
        drawings: m of them, which are drawn in any size with any pen.
        count: how many variants, from 1.
        seed: decides everything.

    Yields:
        The variants one by one; the first is undistorted.
    """
    workers = ProcessPoolExecutor(
        max_workers=min(count, os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(pictures, drawings, seed),
    )
    try:
        yield from workers.map(_make_variant, range(count))
    finally:
        workers.shutdown(cancel_futures=True)


_worker: dict[str, Any] = {}


def _start_worker(pictures: NDArray[np.uint8], drawings: Sequence[PenDrawing], seed: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who waits for the workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.update(pictures=pictures, drawings=drawings, seed=seed)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _make_variant(number: int) -> Variant:
    random = np.random.default_rng((_worker["seed"], number))
    pictures, drawings = _worker["pictures"], _worker["drawings"]
    if number:
        pictures = distort_pictures(pictures, random)
    drawn = np.empty((len(drawings), 784), np.uint8)
    for row, drawing in zip(drawn, drawings, strict=True):
        strokes = distort_strokes(drawing.strokes, random) if number else drawing.strokes
        row[:] = _as_bytes(prepare(draw(*place(strokes, random, DRAWN_SIDE), DRAWN_SIDE))).ravel()
    return Variant(_as_bytes(prepare_all(pictures)), drawn)


def _as_bytes(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (pixels * 255 + np.float32(0.5)).astype(np.uint8)
