"""One number a pixel, as a 28 × 28 picture: weights, pushes, gradients, or light."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import Palette, PlainFigure, base_layout
from netcore.language import _
from netcore.preprocess import FIELD


def pixel_map(
    values: ArrayLike,
    palette: Palette,
    *,
    name: str,
    signed: bool = True,
    marked: int | None = None,
    form: str = ".4f",
) -> PlainFigure:
    """Draw one number for each pixel.

    Args:
        values: (784,) or (28, 28).
        palette: the colours.
        name: what a number is called: "weight".
        signed: blue above and orange below zero, the furthest 1 in 100 in full colour;
            otherwise 0.0 black to 1.0 white.
        marked: the pixel that gets a ring.
        form: how the hover text writes a number, in D3's words: ".3g" for three digits.
    """
    numbers = np.asarray(values, dtype=np.float64).reshape(FIELD, FIELD)
    reach = max(float(np.percentile(np.abs(numbers), 99)), 1e-9) if signed else 1.0
    data: list[dict[str, Any]] = [
        {
            "type": "heatmap",
            "z": numbers.tolist(),
            "zmin": -reach if signed else 0,
            "zmax": reach,
            "colorscale": palette.weight_scale if signed else palette.light_scale,
            "showscale": False,
            "hovertemplate": f"{_('row %{y}, column %{x}')}<br>{name} <b>%{{z:{form}}}</b><extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "hoverinfo": "skip",
            "x": [] if marked is None else [marked % FIELD],
            "y": [] if marked is None else [marked // FIELD],
            "marker": {"symbol": "circle-open", "size": 14, "color": palette.text, "line": {"width": 2.5}},
        },
    ]
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    start, end = -0.5, FIELD - 0.5
    line = {"color": palette.faint, "width": 1}
    frame = {"type": "rect", "x0": start, "y0": start, "x1": end, "y1": end, "line": line}
    layout = base_layout(
        palette,
        xaxis={**axis, "range": [start, end]},
        yaxis={**axis, "range": [end, start], "scaleanchor": "x"},
        shapes=[frame],
        margin={"l": 1, "r": 1, "t": 1, "b": 1},
    )
    return PlainFigure(data, layout)
