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

from netcore.data.augment import distort_pictures, distort_strokes
from netcore.data.drawings import PenDrawing, Points, draw, put_on_canvas
from netcore.data.examples import NO_DIGIT, Examples
from netcore.data.no_digits import CUTS, KINDS, PART, TWO_DIGITS, beside, doodle, part_of, paste_beside
from netcore.data.styles import write_styles
from netcore.preprocess import FIELD, prepare, prepare_all

DRAWN_SIDE = 70
"""A quarter of the canvas is fine enough for what becomes 20 pixels, and twice as fast."""


@dataclass(frozen=True)
class Made:
    """How many examples are made beside those that people wrote.

    Attributes:
        styled: digits written in the ways that drawings lack.
        doodles: drawings of this and that.
        pairs: two drawings of digits side by side.
        pasted: two pictures of digits side by side.
        parts: parts of pictures of digits.
    """

    styled: int
    doodles: int
    pairs: int
    pasted: int
    parts: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.styled + self.doodles + self.pairs + self.pasted + self.parts


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
        _as_bytes(prepare_all(pictures)),
        as_drawn(drawn, random),
        as_drawn([distort_strokes(strokes, random) for strokes in written], random),
        np.array(styles, np.uint8),
        nothing,
        kinds,
    )


def as_drawn(drawings: Sequence[Sequence[Points]], random: np.random.Generator) -> NDArray[np.uint8]:
    """Draw each in any size with any pen, and prepare it: (n, 784), 0–255."""
    drawn = np.empty((len(drawings), FIELD * FIELD), np.uint8)
    for row, strokes in zip(drawn, drawings, strict=True):
        row[:] = _as_bytes(prepare(draw(*put_on_canvas(strokes, random, DRAWN_SIDE), DRAWN_SIDE))).ravel()
    return drawn


def make_no_digits(
    examples: Examples, drawings: Sequence[Sequence[Points]], random: np.random.Generator, made: Made
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Make what is none of the ten digits, and prepare it.

    Args:
        examples: pictures of digits, to put beside each other and to cut.
        drawings: strokes of digits, to put beside each other; distorted here.
        random: decides everything.
        made: how many of each.

    Returns:
        (k, 784), 0–255; and (k,) what they are, as numbered by KINDS.
    """
    pairs = made.pairs if drawings else 0
    drawn, kinds = doodle(made.doodles, random)
    for one, other in random.integers(max(len(drawings), 1), size=(pairs, 2)):
        left, right = (distort_strokes(drawings[number], random) for number in (one, other))
        drawn.append(beside(left, right, random))
    pictures = [
        paste_beside(examples.pictures[one], examples.pictures[other], int(random.integers(1, 8)))
        for one, other in random.integers(len(examples), size=(made.pasted, 2))
    ]
    cuttable = np.flatnonzero(np.isin(examples.labels, list(CUTS)))
    for one in random.choice(cuttable, made.parts):
        pictures.append(part_of(examples.pictures[one], int(examples.labels[one]), random))
    nothing = np.empty((len(drawn) + len(pictures), FIELD * FIELD), np.uint8)
    nothing[: len(drawn)] = as_drawn([distort_strokes(strokes, random) for strokes in drawn], random)
    for row, picture in zip(nothing[len(drawn) :], pictures, strict=True):
        row[:] = _as_bytes(prepare(picture)).ravel()
    kinds += [KINDS.index(TWO_DIGITS)] * (pairs + made.pasted) + [KINDS.index(PART)] * made.parts
    return nothing, np.array(kinds, np.uint8)


def _as_bytes(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (pixels * 255 + np.float32(0.5)).astype(np.uint8)
