"""Many 28 × 28 pictures of weights in one chart, quick enough to watch them change."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import PlainFigure, Stage, as_bytes, base_layout
from netcore.preprocess import FIELD

COLUMNS = 8
MOST_TILES = 32
"""Of more, the first ones are drawn."""
GAP = 2
"""Free space between two pictures, in their pixels."""


def tiles_height(count: int, width: int) -> int:
    """How high a figure of `weight_tiles` is to be, in pixels.

    Args:
        count: of pictures.
        width: of the figure, in pixels.
    """
    rows, columns = _grid(count)
    return round(width * (rows * (FIELD + GAP)) / (columns * (FIELD + GAP)))


def weight_tiles(weights: ArrayLike, stage: Stage) -> PlainFigure:
    """Draw the weights of each neuron of the first hidden layer as a picture, in rows of eight.

    All share one scale, centred on zero; all but 1 in 200 are within it.

    Args:
        weights: (n, 784).
        stage: the colours.
    """
    numbers = np.asarray(weights, dtype=np.float64)[:MOST_TILES]
    reach = max(float(np.percentile(np.abs(numbers), 99.5)), 1e-9)
    rows, columns = _grid(len(numbers))
    side = FIELD + GAP
    cells = np.full((rows * side, columns * side), np.nan, dtype=np.float32)
    for neuron, picture in enumerate(numbers.reshape(-1, FIELD, FIELD)):
        top, left = neuron // columns * side, neuron % columns * side
        cells[top : top + FIELD, left : left + FIELD] = picture
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    heatmap = {
        "type": "heatmap",
        "z": as_bytes(cells),
        "zmin": -reach,
        "zmax": reach,
        "colorscale": stage.weight_scale,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "weight <b>%{z:.4f}</b><extra></extra>",
    }
    corners = [
        (neuron // columns * side - 0.5, neuron % columns * side - 0.5) for neuron in range(len(numbers))
    ]
    layout = base_layout(
        stage,
        xaxis={**axis, "range": [-0.5, columns * side - GAP - 0.5]},
        yaxis={**axis, "range": [rows * side - GAP - 0.5, -0.5], "scaleanchor": "x"},
        shapes=[_frame(top, left, stage) for top, left in corners],
        annotations=[_number(neuron, top, left) for neuron, (top, left) in enumerate(corners)],
    )
    return PlainFigure([heatmap], layout)


def _grid(count: int) -> tuple[int, int]:
    """Rows and columns."""
    count = min(count, MOST_TILES)
    return -(-count // COLUMNS), COLUMNS


def _frame(top: float, left: float, stage: Stage) -> dict[str, Any]:
    """Around a picture, which is invisible where its weights are zero."""
    line = {"color": stage.faint, "width": 1}
    return {"type": "rect", "x0": left, "y0": top, "x1": left + FIELD, "y1": top + FIELD, "line": line}


def _number(neuron: int, top: float, left: float) -> dict[str, Any]:
    """Which neuron it is, in the corner of its picture, where there is never ink."""
    place = {"x": left, "y": top, "xanchor": "left", "yanchor": "top", "showarrow": False}
    return {**place, "text": str(neuron), "font": {"size": 13}, "borderpad": 0}
