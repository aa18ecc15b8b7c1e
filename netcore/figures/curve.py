"""How a neuron squashes its weighted sum: the curve of its activation function, and its point on it."""

import math

import numpy as np

from netcore.activations import SIGMOID, SOFTMAX, ActivationFunction
from netcore.figures.theme import PlainFigure, Stage, base_layout, light_of

FURTHEST = 6.0
"""The curve is drawn so far to both sides of zero, and further if the neuron's sum lies outside."""


def squashing_curve(
    function: ActivationFunction, weighted_sum: float | None, activation: float | None, stage: Stage
) -> PlainFigure:
    """Draw activation over weighted sum, and where a neuron is.

    Args:
        function: the neuron's; of softmax the curve holds as long as the other neurons' sums stay.
        weighted_sum: z of the neuron; None at rest.
        activation: what became of it; None at rest.
        stage: the colours.
    """
    end = max(FURTHEST, 1.15 * abs(weighted_sum or 0))
    z = np.linspace(-end, end, 241)
    shift = 0.0
    if function is SOFTMAX and weighted_sum is not None and activation is not None:
        # eᶻ / (eᶻ + rest) is a sigmoid, shifted to run through the neuron's point.
        share = min(max(activation, 1e-7), 1 - 1e-7)
        shift = weighted_sum - math.log(share / (1 - share))
    curve = {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": z.round(4).tolist(),
        "y": (SIGMOID if function is SOFTMAX else function).value(z - shift).round(4).tolist(),
        "line": {"color": stage.text, "width": 2},
    }
    point = {
        "type": "scatter",
        "mode": "markers",
        "x": [] if weighted_sum is None else [weighted_sum],
        "y": [] if activation is None else [activation],
        "cliponaxis": False,
        "hovertemplate": "z %{x:.3f}<br>activation <b>%{y:.4f}</b><extra></extra>",
        "marker": {
            "size": 17,
            "color": stage.shine(light_of(np.array([activation or 0.0]))),
            "line": {"color": stage.text, "width": 2},
        },
    }
    axis = {"fixedrange": True, "gridcolor": stage.faint, "zerolinecolor": stage.faint, "nticks": 5}
    layout = base_layout(
        stage,
        xaxis={**axis, "title": {"text": "weighted sum z", "standoff": 4}, "range": [-end, end]},
        yaxis={**axis, "title": {"text": "activation", "standoff": 4}, "rangemode": "tozero"},
        margin={"l": 52, "r": 10, "t": 12, "b": 40},
    )
    return PlainFigure([curve, point], layout)
