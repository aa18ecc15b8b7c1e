"""Where the neurons of a network stand in its diagram."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.preprocess import FIELD

# All lengths are in units of one input neuron, which stand in a square of 28 × 28; y points down.
HEIGHT = 56.0
"""Of the whole picture; the middle of the input square is its middle."""
WIDTH = 92.0
"""Of the whole picture, at most, where that leaves room between the layers."""
UNIT = 10.0
"""Pixels that a unit takes on the Draw page."""
RIGHT = 8.0, 62.0
"""Room for the digits beside the output layer, in units and in pixels, whichever is more."""
MIDDLE = (FIELD - 1) / 2
LAYER_GAPS = (9.0, 15.5)
"""Between neighbouring layers, at least and at most."""
NEURON_GAP = 2.95
"""Between neighbours of a small layer; larger layers stand closer."""
OUTPUT_GAP = 4.4
MOST_ROWS = 24
"""A layer of more neurons stands in several columns of at least ROWS each."""
ROWS = 16
WIDEST_BLOCK = 20.0
"""Several columns are no wider than this together, and stand closer if they must."""
TITLES = MIDDLE - HEIGHT / 2 + 2.5
"""Where the titles of the layers stand."""
SCALES = MIDDLE + HEIGHT / 2 - 1.2
"""Where it is said what full light stands for."""


@dataclass(frozen=True)
class Block:
    """Where the neurons of one layer stand: in a column, or in several if there are many.

    Attributes:
        name: what the layer's Plotly trace is called.
        points: (n, 2) x and y of each neuron, down the first column, then down the next.
        radius: of a neuron.
    """

    name: str
    points: NDArray[Any]
    radius: float

    @property
    def middle(self) -> float:
        """Half way across."""
        return float(self.points[0, 0] + self.points[-1, 0]) / 2


def input_block() -> Block:
    """The input neurons, row by row."""
    row, column = np.divmod(np.arange(FIELD * FIELD), FIELD)
    return Block("input", np.stack([column, row], axis=1), 0.0)


def layer_blocks(sizes: list[int]) -> list[Block]:
    """All layers after the input, side by side."""
    shapes = [_shape(size, is_output=number == len(sizes) - 1) for number, size in enumerate(sizes) if number]
    widths = [(columns - 1) * gap for columns, _, gap in shapes]
    room = (WIDTH - FIELD - RIGHT[0] - sum(widths)) / len(widths)
    layer_gap = min(max(room, LAYER_GAPS[0]), LAYER_GAPS[1])
    blocks, left = [], FIELD - 0.4
    for number, ((_, rows, gap), width, size) in enumerate(zip(shapes, widths, sizes[1:], strict=True), 1):
        left += layer_gap
        column, row = np.divmod(np.arange(size), rows)
        in_column = np.minimum(size - column * rows, rows)  # the last column may be shorter
        points = np.stack([left + gap * column, MIDDLE + 1.2 + gap * (row - (in_column - 1) / 2)], axis=1)
        name = "output" if number == len(widths) else f"hidden {number}"
        blocks.append(Block(name, points, min(0.42 * gap, 1.25)))
        left += width
    return blocks


def _shape(size: int, *, is_output: bool) -> tuple[int, int, float]:
    """Columns, rows, and the gap between neighbours of a layer."""
    if size <= MOST_ROWS:
        return 1, size, min((HEIGHT - 7) / size, OUTPUT_GAP if is_output else NEURON_GAP)
    # About as wide as WIDEST_BLOCK allows, and never lower than ROWS.
    rows = max(ROWS, math.ceil(math.sqrt(size * (HEIGHT - 7) / WIDEST_BLOCK)))
    columns = math.ceil(size / rows)
    rows = math.ceil(size / columns)
    return columns, rows, min((HEIGHT - 7) / rows, WIDEST_BLOCK / (columns - 1))
