"""What the neurons of the first hidden layer look for: their weights as pictures."""

import math
from typing import Any

import numpy as np

from netcore.figures.theme import Palette, PlainFigure, as_bytes, base_layout, light_of, meta_of
from netcore.language import _
from netcore.network import Network, Trace
from netcore.preprocess import FIELD

FEW = 32
"""So many heatmaps stand in rows of eight; of more, sixteen stand in a row, with shorter titles."""
HALF_GAP = 0.06
"""Free space on each side of a heatmap, as a part of its cell's width."""
TITLE = 0.16
"""Free space above a heatmap for its title, as a part of its cell's height."""
ROW_HEIGHTS = 180, 100
"""Of a row of eight and of sixteen heatmaps, in pixels."""


def weight_reach(network: Network) -> float:
    """The weight that gets the full colour: all but 1 in 200 are smaller."""
    return float(np.percentile(np.abs(network.layers[0].weights), 99.5))


def heatmaps_height(network: Network) -> int:
    """How high the figure of `weight_heatmaps` is to be, in pixels."""
    columns, rows = _grid(network)
    return ROW_HEIGHTS[columns > 8] * rows


def weight_heatmaps(network: Network, trace: Trace | None, palette: Palette) -> PlainFigure:
    """Draw the weights of each neuron of the first hidden layer as a 28 × 28 picture.

    All share one scale, centred on zero. Frames and titles tell what the neurons make of the
    present drawing; its pixels, for the hover text, the page puts into `customdata`.

    Args:
        network: 784 inputs, any number of neurons in the first hidden layer.
        trace: what happened in it for one picture; None at rest.
        palette: the colours.

    Returns:
        A figure with one heatmap a neuron, named "hidden 1 neuron i".
    """
    weights = network.layers[0].weights
    reach = weight_reach(network)
    columns, rows = _grid(network)
    layout = base_layout(palette, meta=meta_of(network, palette), **heatmap_frames(network, trace, palette))
    data: list[dict[str, Any]] = []
    hover = _(
        "neuron {neuron}<br>row %{y}, column %{x}<br>weight <b>%{z:.4f}</b><br>"
        "pixel %{customdata:.4f}<extra></extra>"
    )
    for neuron, neuron_weights in enumerate(weights):
        number = _axis_number(neuron)
        left, top = (neuron % columns) / columns, 1 - (neuron // columns) / rows
        axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
        layout[f"xaxis{number}"] = {
            **axis,
            "anchor": f"y{number}",
            "domain": [left + HALF_GAP / columns, left + (1 - HALF_GAP) / columns],
        }
        layout[f"yaxis{number}"] = {
            **axis,
            "anchor": f"x{number}",
            "domain": [top - 0.98 / rows, top - TITLE / rows],
            "autorange": "reversed",
            "scaleanchor": f"x{number}",
        }
        data.append(
            {
                "type": "heatmap",
                "name": f"hidden 1 neuron {neuron}",
                "xaxis": f"x{number}",
                "yaxis": f"y{number}",
                "z": as_bytes(neuron_weights.reshape(FIELD, FIELD)),
                "zmin": -reach,
                "zmax": reach,
                "colorscale": palette.weight_scale,
                "showscale": False,
                "hovertemplate": hover.replace("{neuron}", str(neuron)),
            }
        )
    return PlainFigure(data, layout)


def heatmap_frames(network: Network, trace: Trace | None, palette: Palette) -> dict[str, Any]:
    """The part of the layout that changes with the drawing: a frame and a title a heatmap.

    Args:
        network: as for `weight_heatmaps`.
        trace: what happened in it for one picture; None at rest.
        palette: the colours.

    Returns:
        `shapes`, frames that glow as far as the neurons are active, and `annotations`, their titles.
    """
    neurons = range(len(network.layers[0].biases))
    word, font = (_("neuron {neuron}"), {}) if len(neurons) <= FEW else ("{neuron}", {"font": {"size": 13}})
    titles = [word.format(neuron=neuron) for neuron in neurons]
    if trace is None:
        colours = [palette.faint] * len(titles)
    else:
        activations = trace.activations[1]
        titles = [f"{title} · {a:.2f}" for title, a in zip(titles, activations, strict=True)]
        colours = palette.rim(light_of(activations))
    end = FIELD - 0.5
    axes = [{"xref": f"x{_axis_number(neuron)}", "yref": f"y{_axis_number(neuron)}"} for neuron in neurons]
    return {
        "shapes": [
            {
                "type": "rect",
                "x0": -0.5,
                "y0": -0.5,
                "x1": end,
                "y1": end,
                "line": {"width": 3, "color": colour},
            }
            | axis
            for axis, colour in zip(axes, colours, strict=True)
        ],
        "annotations": [
            {"x": FIELD / 2 - 0.5, "y": -1.5, "yanchor": "bottom", "text": title, "showarrow": False}
            | axis
            | font
            for axis, title in zip(axes, titles, strict=True)
        ],
    }


def _grid(network: Network) -> tuple[int, int]:
    """Columns and rows of heatmaps."""
    neurons = len(network.layers[0].biases)
    columns = 8 if neurons <= FEW else 16
    return columns, math.ceil(neurons / columns)


def _axis_number(neuron: int) -> str:
    """Plotly calls the first axis x, the second x2."""
    return "" if neuron == 0 else str(neuron + 1)
