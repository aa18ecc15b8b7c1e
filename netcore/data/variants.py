"""Variants: all examples several times over, distorted and prepared, for a long training to learn from."""

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

from netcore.data.augment import distort_pictures, distort_strokes
from netcore.data.drawings import PenDrawing, prepared_drawings
from netcore.data.examples import NO_DIGIT, Examples, Made
from netcore.data.no_digits import make_no_digits
from netcore.data.styles import write_styles
from netcore.preprocess import as_bytes, prepare_all


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


def make_variants(
    examples: Examples, drawings: Sequence[PenDrawing], count: int, seed: int, made: Made
) -> Iterator[Variant]:
    """Distort and prepare all examples several times, on all processors.

    Args:
        examples: n pictures, (28, 28).
        drawings: m of them, of digits and of what is none, which are drawn in any size with any pen.
        count: how many variants, from 1.
        seed: decides everything.
        made: how many others each variant holds, of pairs none where there are no drawings.

    Yields:
        The variants one by one; of the first, pictures and drawings are undistorted.
    """
    workers = ProcessPoolExecutor(
        max_workers=min(count, os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(examples, drawings, seed, made),
    )
    try:
        yield from workers.map(_make_variant, range(count))
    finally:
        workers.shutdown(cancel_futures=True)


_worker: dict[str, Any] = {}


def _start_worker(examples: Examples, drawings: Sequence[PenDrawing], seed: int, made: Made) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who waits for the workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.update(examples=examples, drawings=drawings, seed=seed, made=made)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _make_variant(number: int) -> Variant:
    random = np.random.default_rng((_worker["seed"], number))
    examples, drawings, made = _worker["examples"], _worker["drawings"], _worker["made"]
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
