"""What is none of the ten digits, made to learn from: doodles, two digits side by side, parts of digits.

A network that has only ever seen digits takes everything for one. From these, with ten zeros for targets,
it learns to stay dark.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netcore.data.augment import distort_strokes
from netcore.data.doodles import DOODLES, doodle
from netcore.data.drawings import Points, prepared_drawings
from netcore.data.examples import Examples, Made
from netcore.data.strokes import Random, Strokes
from netcore.preprocess import FIELD, as_bytes, prepare

CUTS = {0: ("top", "bottom"), 2: ("top",), 3: ("top", "bottom"), 4: ("left",), 5: ("top", "bottom")}
"""The halves of digits that look like no digit; those of the others may."""


TWO_DIGITS, PART = "two digits", "part of a digit"
KINDS = (*(way.__name__.replace("_", " ") for way in DOODLES), TWO_DIGITS, PART)
"""What is made here that is no digit."""


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
    nothing[: len(drawn)] = prepared_drawings([distort_strokes(strokes, random) for strokes in drawn], random)
    for row, picture in zip(nothing[len(drawn) :], pictures, strict=True):
        row[:] = as_bytes(prepare(picture)).ravel()
    kinds += [KINDS.index(TWO_DIGITS)] * (pairs + made.pasted) + [KINDS.index(PART)] * made.parts
    return nothing, np.array(kinds, np.uint8)


def is_narrow(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which prepared pictures, (n, 784), stand upright and are less than half as wide as high, (n,).

    Half of a 4, a small-headed arrow or a long spot that is so narrow may be taken for a 1.
    """
    inked = pixels.reshape(-1, FIELD, FIELD) > 64
    height, width = _extent(inked.max(axis=2)), _extent(inked.max(axis=1))
    return width * 2 < height


def _extent(inked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """(n, 28) whether a line of pixels holds ink → (n,) from the first that does to the last."""
    last = inked.shape[1] - inked[:, ::-1].argmax(axis=1)
    extent: NDArray[np.intp] = np.where(inked.max(axis=1), last - inked.argmax(axis=1), 0)
    return extent


def beside(left: Sequence[Points], right: Sequence[Points], random: Random) -> Strokes:
    """Two drawings side by side, about as high as each other, close or apart or nearly touching."""
    placed, edge = [], 0.0
    for strokes in (left, right):
        points = np.concatenate(list(strokes))
        corner, size = points.min(axis=0), np.ptp(points, axis=0)
        scale = random.uniform(0.8, 1.2) / max(float(size[1]), float(size[0]) * 0.5, 1e-9)
        start = np.array([edge, random.normal(0, 0.08)])
        placed += [(stroke - corner) * scale + start for stroke in strokes]
        edge += float(size[0]) * scale + random.uniform(0.1, 0.6)
    return placed


def paste_beside(left: NDArray[np.uint8], right: NDArray[np.uint8], gap: int) -> NDArray[np.uint8]:
    """Two pictures of digits in one, (28, 28 + 28), as `beside` for strokes.

    Args:
        left: (28, 28), bright ink on black, with a margin.
        right: likewise.
        gap: columns of black between their ink.
    """
    crops = []
    for picture in (left, right):
        inked = np.flatnonzero(picture.any(axis=0))
        crops.append(picture[:, inked[0] : inked[-1] + 1] if inked.size else picture)
    return np.concatenate([crops[0], np.zeros((len(left), gap), np.uint8), crops[1]], axis=1)


def part_of(picture: NDArray[np.uint8], digit: int, random: Random) -> NDArray[np.uint8]:
    """About half of a digit, which looks like no digit.

    Args:
        picture: (H, W), bright ink on black.
        digit: what it shows, one of CUTS.
        random: decides which part.

    Returns:
        (H, W), the rest black.
    """
    side, cut = random.choice(CUTS[digit]), random.uniform(0.4, 0.5)
    rows, columns = (np.flatnonzero(picture.any(axis=axis)) for axis in (1, 0))
    part = np.zeros_like(picture)
    if side == "left":
        across = columns[0] + int(np.ptp(columns) * cut)
        part[:, :across] = picture[:, :across]
    elif side == "top":
        end = rows[0] + int(np.ptp(rows) * cut)
        part[:end] = picture[:end]
    else:
        start = rows[0] + int(np.ptp(rows) * (1 - cut))
        part[start:] = picture[start:]
    return part
