"""How a neuron squashes its weighted sum: the curve of its activation function, and its point on it."""

import math
from dataclasses import dataclass

import numpy as np

from netcore.activations import SIGMOID, SOFTMAX, ActivationFunction
from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout
from netcore.language import _

FURTHEST = 6.0
"""The curve is drawn so far to both sides of zero, and further if the neuron's sum lies outside."""


@dataclass(frozen=True)
class Point:
    """Where a neuron is.

    Attributes:
        weighted_sum: z.
        activation: what became of it.
        light: how brightly it glows, 0–1.
    """

    weighted_sum: float
    activation: float
    light: float


def squashing_curve(function: ActivationFunction, point: Point | None, palette: Palette) -> PlainFigure:
    """Draw activation over weighted sum, and where a neuron is.

    Args:
        function: the neuron's; of softmax the curve holds as long as the other neurons' sums stay.
        point: where the neuron is; None at rest.
        palette: the colours.
    """
    end = FURTHEST if point is None else max(FURTHEST, 1.15 * abs(point.weighted_sum))
    z = np.linspace(-end, end, 241)
    shift = 0.0
    if function is SOFTMAX and point is not None:
        # eᶻ / (eᶻ + rest) is a sigmoid, shifted to run through the neuron's point.
        share = min(max(point.activation, 1e-7), 1 - 1e-7)
        shift = point.weighted_sum - math.log(share / (1 - share))
    curve = {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": z.round(4).tolist(),
        "y": (SIGMOID if function is SOFTMAX else function).value(z - shift).round(4).tolist(),
        "line": {"color": palette.text, "width": 2},
    }
    marker = {
        "type": "scatter",
        "mode": "markers",
        "x": [0.0 if point is None else point.weighted_sum],
        "y": [0.0 if point is None else point.activation],
        "cliponaxis": False,
        "hoverinfo": "skip" if point is None else None,
        "hovertemplate": _("z %{x:.3f}<br>activation <b>%{y:.4f}</b><extra></extra>"),
        "marker": {
            "size": 17,
            "opacity": 0 if point is None else 1,  # the page moves it while the pen is moving
            "color": palette.shine([0.0 if point is None else point.light]),
            "line": {"color": palette.text, "width": 2},
        },
    }
    layout = base_layout(
        palette,
        xaxis=base_axis(
            palette, nticks=5, title={"text": _("weighted sum z"), "standoff": 4}, range=[-end, end]
        ),
        yaxis=base_axis(
            palette, nticks=5, title={"text": _("activation"), "standoff": 4}, rangemode="tozero"
        ),
        margin={"l": 52, "r": 10, "t": 12, "b": 40},
    )
    return PlainFigure([curve, marker], layout)
