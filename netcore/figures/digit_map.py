"""Many digits as the network sees them: those that are alike to it lie together."""

import numpy as np
from numpy.typing import NDArray

from netcore.figures.theme import Palette, PlainFigure, base_layout


def digit_map(
    places: NDArray[np.float64], labels: NDArray[np.uint8], hover: list[str], palette: Palette
) -> PlainFigure:
    """Write each digit at its place, in its colour.

    Args:
        places: (n, 2) in any unit.
        labels: (n,) the digit at each.
        hover: (n,) what is said of each when it is pointed at.
        palette: the colours.
    """
    scaled = places / (float(np.abs(places).max()) or 1.0)  # as large as it may be, from −1 to 1
    digits = {
        "type": "scatter",
        "mode": "text",
        "x": scaled[:, 0].round(4).tolist(),
        "y": scaled[:, 1].round(4).tolist(),
        "text": [str(label) for label in labels],
        "textfont": {"size": 16, "color": [palette.digits[label] for label in labels]},
        "customdata": hover,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    ends = [_with_room(scaled[:, axis]) for axis in (0, 1)]
    axis = {"visible": False, "fixedrange": True}
    layout = base_layout(
        palette, xaxis={**axis, "range": ends[0]}, yaxis={**axis, "range": ends[1]}, hoverdistance=12
    )
    return PlainFigure([digits], layout)


def _with_room(values: NDArray[np.float64]) -> list[float]:
    """From where to where an axis goes."""
    least, most = float(values.min()), float(values.max())
    room = 0.04 * (most - least) or 1.0
    return [least - room, most + room]
