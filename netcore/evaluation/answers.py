"""What networks answer to drawings that are put on a canvas, as on the page."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.data import NO_DIGIT, PenDrawing, draw, placed_drawings
from netcore.network import Network
from netcore.preprocess import FIELD, Ink, Preparation, prepare, prepare_steps
from netcore.reading import read_prepared

CHUNK = 200
"""So many drawings are drawn and read at once: some half a second of work."""

Placed: TypeAlias = Sequence[tuple[list[NDArray[np.float64]], float]]
"""Drawings on their canvases: strokes in pixels, and the pen's width."""


def in_chunks(drawings: Sequence[PenDrawing], seed: int) -> list[Placed]:
    """Put each drawing once onto a canvas; the seed decides how.

    Returns:
        All of them in order, some at a time.
    """
    placed = placed_drawings(drawings, seed)
    return list(iter(lambda: list(islice(placed, CHUNK)), []))


def prepared(placed: Placed) -> Ink:
    """Draw and prepare: (n, 784)."""
    return np.array([prepare(draw(*one)).reshape(FIELD * FIELD) for one in placed])


def answers(
    networks: Mapping[str, Network],
    placed: Placed,
    labels: NDArray[np.uint8],
    asked: Mapping[str, NDArray[np.bool_]],
) -> dict[str, Floats]:
    """Draw and read, stray marks put aside.

    Args:
        networks: by any names.
        placed: n drawings.
        labels: (n,) what they show, NO_DIGIT for what is none.
        asked: (n,) by the same names, which of the drawings a network is asked.

    Returns:
        (n, 10) weighted sums of the output layer, of each network; zeros for what it isn't asked.
    """
    sums = {name: np.zeros((len(placed), 10), np.float32) for name in networks}
    for number, one in enumerate(placed):
        steps = prepare_steps(draw(*one))
        for name, network in networks.items():
            if asked[name][number]:
                sums[name][number] = _sums(network, steps, int(labels[number]))
    return sums


def _sums(network: Network, steps: Preparation, label: int) -> Floats:
    """(10,) weighted sums of the output layer for what is read.

    Of several parts, those of the one that is most wrong: the picture shows one digit, or none.
    """
    parts = read_prepared(network, steps).parts
    if not parts:
        return network.forward(steps.pixels).weighted_sums[-1]
    if label == NO_DIGIT:
        part = max(parts, key=lambda part: part.trace.confidence)
    else:
        part = min(parts, key=lambda part: part.answer.confidences[label])
    return part.trace.weighted_sums[-1]
