"""Many 28 × 28 pictures of weights in one chart, quick enough to watch them change."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.figures.theme import Palette, PlainFigure, as_bytes, base_layout
from netcore.language import N_, _
from netcore.preprocess import FIELD

COLUMNS = 8
MOST_TILES = 32
"""Of more, the first ones are drawn."""
GAP = 2
"""Free space between two pictures, in their pixels."""
HOVER = N_("neuron %{customdata}<br>weight <b>%{z:.4f}</b><extra></extra>")
HOVER_ROUNDED = N_("neuron %{customdata}<br>weight about <b>%{z:.2f}</b><extra></extra>")
"""While a network learns, the page has its weights rounded."""


def tiles_height(count: int, width: int) -> int:
    """How high a figure of `weight_tiles` is to be, in pixels.

    Args:
        count: of pictures.
        width: of the figure, in pixels.
    """
    rows, columns = _grid(count)
    return round(width * rows / columns)


def weight_tiles(weights: ArrayLike, palette: Palette) -> PlainFigure:
    """Draw the weights of each neuron of the first hidden layer as a picture, in rows of eight.

    All share one scale, centred on zero; all but 1 in 200 are within it.

    Args:
        weights: (n, 784).
        palette: the colours.
    """
    numbers = np.asarray(weights, dtype=np.float32)[:MOST_TILES]
    figure = empty_tiles(len(numbers), palette)
    cells = tile_cells(numbers)
    neurons = np.zeros(cells.shape, np.uint8)
    for neuron, (top, left) in enumerate(_corners(len(numbers))):
        neurons[top : top + FIELD, left : left + FIELD] = neuron
    (heatmap,) = figure.to_dict()["data"]
    reach = tiles_reach(numbers)
    heatmap |= {"z": as_bytes(cells), "customdata": as_bytes(neurons), "zmin": -reach, "zmax": reach}
    return figure


def tile_cells(weights: ArrayLike) -> NDArray[np.float32]:
    """The pictures beside each other, in rows of eight: (n, 784) → (h, w), not a number between them."""
    numbers = np.asarray(weights, dtype=np.float32)[:MOST_TILES]
    rows, columns = _grid(len(numbers))
    side = FIELD + GAP
    cells = np.full((rows * side, columns * side), np.nan, dtype=np.float32)
    for picture, (top, left) in zip(numbers, _corners(len(numbers)), strict=True):
        cells[top : top + FIELD, left : left + FIELD] = picture.reshape(FIELD, FIELD)
    return cells


def tiles_reach(weights: ArrayLike) -> float:
    """The weight that gets the full colour: of the neurons that are drawn, all but 1 in 200 are within it.

    Args:
        weights: (n, 784).
    """
    return max(float(np.percentile(np.abs(np.asarray(weights)[:MOST_TILES]), 99.5)), 1e-9)


def empty_tiles(count: int, palette: Palette) -> PlainFigure:
    """Lay out `weight_tiles`, into which the page puts the weights.

    Args:
        count: of neurons.
        palette: the colours.
    """
    count = min(count, MOST_TILES)
    rows, columns = _grid(count)
    side = FIELD + GAP
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    heatmap = {
        "type": "heatmap",
        "name": "tiles",
        "meta": {"count": count, "columns": columns, "gap": GAP, "hover": [_(HOVER), _(HOVER_ROUNDED)]},
        "colorscale": palette.weight_scale,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": _(HOVER),
    }
    layout = base_layout(
        palette,
        xaxis={**axis, "range": [-0.5, columns * side - GAP - 0.5]},
        yaxis={**axis, "range": [rows * side - GAP - 0.5, -0.5], "scaleanchor": "x"},
        shapes=[_frames(_corners(count), palette)],
    )
    return PlainFigure([heatmap], layout)


def _grid(count: int) -> tuple[int, int]:
    """Rows and columns."""
    count = min(count, MOST_TILES)
    return -(-count // COLUMNS), COLUMNS


def _corners(count: int) -> list[tuple[int, int]]:
    """Where each picture begins: row and column."""
    side, columns = FIELD + GAP, _grid(count)[1]
    return [(neuron // columns * side, neuron % columns * side) for neuron in range(count)]


def _frames(corners: list[tuple[int, int]], palette: Palette) -> dict[str, Any]:
    """Around each picture, which is invisible where its weights are zero: one shape is quicker than many."""
    path = "".join(
        f"M{left - 0.5},{top - 0.5}H{left + FIELD - 0.5}V{top + FIELD - 0.5}H{left - 0.5}Z"
        for top, left in corners
    )
    return {"type": "path", "path": path, "line": {"color": palette.faint, "width": 1}}
