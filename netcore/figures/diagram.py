"""The whole network as one picture: every neuron glowing as far as it is active."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.figures.theme import FONT, PlainFigure, Stage, base_layout, light_of, rgba
from netcore.network import Network, Trace
from netcore.preprocess import FIELD

# All lengths are in units of one input neuron, which stand in a square of 28 × 28; y points down.
HEIGHT = 56.0
"""Of the whole picture; the middle of the input square is its middle."""
MIDDLE = (FIELD - 1) / 2
FIRST_COLUMN = FIELD + 14.0
"""Where the first layer after the input stands."""
COLUMN_GAP = 16.5
"""How far it is to the next."""
NEURON_GAP = 3.05
"""Between neighbours of a small layer; larger layers stand closer."""
OUTPUT_GAP = 4.4
TITLES = MIDDLE - HEIGHT / 2 + 1.8
"""Where the titles of the layers stand."""

STRENGTHS = (0.08, 0.16, 0.3, 0.5, 0.75, 1.0)
"""Connections are drawn in so many strengths; weaker ones than half the first not at all."""
REST_STRENGTH = 0.3
"""How strongly the largest weight is drawn while nothing flows."""
INPUT_CONNECTIONS_PER_NEURON = 3
"""Of the 784 connections into a neuron of the first hidden layer, the strongest few are drawn."""


@dataclass(frozen=True)
class Column:
    """Where the neurons of one layer stand, one above the other.

    Attributes:
        name: what the layer's Plotly trace is called.
        x: where the column stands.
        y: (n,) where its neurons stand.
        radius: of a neuron.
    """

    name: str
    x: float
    y: NDArray[Any]
    radius: float

    @property
    def points(self) -> NDArray[Any]:
        """(n, 2) x and y of each neuron."""
        return np.stack([np.full(len(self.y), self.x), self.y], axis=1)


def network_diagram(network: Network, trace: Trace | None, stage: Stage) -> PlainFigure:
    """Draw the network, reading (`trace`) or at rest (`None`).

    A connection shines by its push, |weight × activation of the neuron it comes from|, relative
    to the strongest push between the two layers; at rest by its weight, dimmed.

    Args:
        network: 784 inputs, any layers after that.
        trace: what happened in it for one picture.
        stage: the colours.

    Returns:
        A figure with one trace a layer, named input, hidden 1, …, output, whose customdata[i] is
        [activation, weighted sum, bias] of neuron i; at rest the first two of a layer's are None.
    """
    columns = [_column(number, network.sizes) for number in range(1, len(network.sizes))]
    neurons = [_neurons(network, trace, number, column, stage) for number, column in enumerate(columns)]
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = base_layout(
        network,
        stage,
        xaxis={**axis, "range": [-0.8, columns[-1].x + 8]},
        yaxis={**axis, "range": [MIDDLE + HEIGHT / 2, MIDDLE - HEIGHT / 2], "scaleanchor": "x"},
        shapes=_connections(network, trace, columns, stage),
    )
    data = [
        _halos(trace, columns, stage),
        _input_field(trace, stage),
        *neurons,
        _titles(network, trace, columns, stage),
        _digits(trace, columns[-1]),
    ]
    return PlainFigure(data, layout)


def _column(number: int, sizes: list[int]) -> Column:
    size = sizes[number]
    is_output = number == len(sizes) - 1
    gap = min((HEIGHT - 7) / size, OUTPUT_GAP if is_output else NEURON_GAP)
    y = MIDDLE + 1.2 + gap * (np.arange(size) - (size - 1) / 2)
    name = "output" if is_output else f"hidden {number}"
    return Column(name, FIRST_COLUMN + COLUMN_GAP * (number - 1), y, min(0.42 * gap, 1.25))


def _connections(
    network: Network, trace: Trace | None, columns: list[Column], stage: Stage
) -> list[dict[str, Any]]:
    """All connections as few paths: one for each sign and strength."""
    # (n, 2, 2) ends of n lines and (n,); none at rest where the output layer is the only one.
    lines, pushes = [np.empty((0, 2, 2))], [np.empty(0)]
    if trace is not None:
        push = _relative_push(network, trace, 0)
        some = min(INPUT_CONNECTIONS_PER_NEURON, push.shape[1])
        pixels = np.argpartition(-np.abs(push), some - 1, axis=1)[:, :some].ravel()
        neurons = np.repeat(np.arange(len(push)), some)
        starts = np.stack([pixels % FIELD, pixels // FIELD], axis=1)
        lines.append(_between(starts, columns[0].points[neurons], 0, columns[0].radius))
        pushes.append(push[neurons, pixels])
    for number, (before, after) in enumerate(pairwise(columns), start=1):
        push = _relative_push(network, trace, number)
        starts = np.tile(before.points, (len(after.y), 1))
        ends = np.repeat(after.points, len(before.y), axis=0)
        lines.append(_between(starts, ends, before.radius, after.radius))
        pushes.append(push.ravel())

    line, push = np.concatenate(lines), np.concatenate(pushes)
    steps = [STRENGTHS[0] / 2, *((a + b) / 2 for a, b in pairwise(STRENGTHS))]
    level = np.digitize(np.abs(push), steps) - 1
    return [
        {
            "type": "path",
            "path": _path(line[(level == index) & (np.sign(push) == sign)]),
            "line": {"color": rgba(colour, strength), "width": 0.8 + 1.6 * strength},
        }
        for index, strength in enumerate(STRENGTHS)
        for colour, sign in ((stage.positive, 1), (stage.negative, -1))
    ] + [_frame(stage)]


def _frame(stage: Stage) -> dict[str, Any]:
    """Around the input neurons, which are invisible while they are inactive."""
    start, end = -0.6, FIELD - 0.4
    line = {"color": stage.faint, "width": 1}
    return {"type": "rect", "x0": start, "y0": start, "x1": end, "y1": end, "line": line}


def _relative_push(network: Network, trace: Trace | None, number: int) -> NDArray[Any]:
    """(n_out, n_in) what each connection into layer `number` carries, the strongest being ±1."""
    weights = network.layers[number].weights
    push = weights if trace is None else weights * trace.activations[number]
    relative: NDArray[Any] = push / max(float(np.abs(push).max()), 1e-9)
    return relative * REST_STRENGTH if trace is None else relative


def _between(
    starts: NDArray[Any], ends: NDArray[Any], start_radius: float, end_radius: float
) -> NDArray[Any]:
    """Lines that leave out the neurons they join: (n, 2) and (n, 2) → (n, 2, 2)."""
    direction = ends - starts
    direction = direction / np.linalg.norm(direction, axis=1, keepdims=True)
    return np.stack([starts + direction * start_radius, ends - direction * end_radius], axis=1)


def _path(lines: NDArray[Any]) -> str:
    """(n, 2, 2) ends of n lines → one SVG path of them all."""
    parts = [f"M{x0:g},{y0:g}L{x1:g},{y1:g}" for (x0, y0), (x1, y1) in lines.round(2).tolist()]
    return "".join(parts) or "M0,0"


def _halos(trace: Trace | None, columns: list[Column], stage: Stage) -> dict[str, Any]:
    """The light around the neurons; the page's style sheet makes it soft."""
    points = np.concatenate([column.points for column in columns]).round(3)
    light = np.zeros(len(points))
    if trace is not None:
        light = np.concatenate([light_of(activations) for activations in trace.activations[1:]])
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "halo",
        "cliponaxis": False,
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "hoverinfo": "skip",
        "marker": {
            "size": 40,
            "line": {"width": 0},
            "color": stage.shine(light),
            "opacity": light.round(3).tolist(),
        },
    }


def _input_field(trace: Trace | None, stage: Stage) -> dict[str, Any]:
    """The 784 input neurons: a square of light."""
    pixels = trace.activations[0].tolist() if trace is not None else [0.0] * FIELD * FIELD
    return {
        "type": "heatmap",
        "name": "input",
        "z": [pixels[row * FIELD : (row + 1) * FIELD] for row in range(FIELD)],
        "zmin": 0,
        "zmax": 1,
        "colorscale": stage.light_scale,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "customdata": [[pixel, None, None] for pixel in pixels],
        "hovertemplate": "input neuron, row %{y}, column %{x}<br>activation <b>%{z:.4f}</b><extra></extra>",
    }


def _neurons(
    network: Network, trace: Trace | None, number: int, column: Column, stage: Stage
) -> dict[str, Any]:
    """The neurons of one layer."""
    biases = network.layers[number].biases
    size = len(biases)
    customdata: list[list[float | None]]
    if trace is None:
        light = np.zeros(size)
        customdata = [[None, None, bias] for bias in biases.tolist()]
        hover = "%{meta} neuron %{pointNumber}, at rest<br>bias %{customdata[2]:.4f}<extra></extra>"
    else:
        activations = trace.activations[number + 1]
        light = light_of(activations)
        customdata = np.stack([activations, trace.weighted_sums[number], biases], axis=1).tolist()
        hover = (
            "%{meta} neuron %{pointNumber}<br>activation <b>%{customdata[0]:.4f}</b><br>"
            "weighted sum %{customdata[1]:.4f}, bias %{customdata[2]:.4f} included<extra></extra>"
        )
    return {
        "type": "scatter",
        "mode": "markers",
        "name": column.name,
        "meta": column.name,
        "x": [column.x] * size,
        "y": column.y.round(3).tolist(),
        "customdata": customdata,
        "hovertemplate": hover,
        "marker": {
            "size": round(20 * column.radius),
            "color": stage.shine(light),
            "opacity": 1,
            "line": {"width": 1.5, "color": stage.rim(light)},
        },
    }


def _titles(network: Network, trace: Trace | None, columns: list[Column], stage: Stage) -> dict[str, Any]:
    """A title over each layer; where activations can exceed 1, also what full light stands for."""
    texts = [f"input layer<br>{network.sizes[0]} pixels"]
    for number, column in enumerate(columns, start=1):
        brightest = 0.0 if trace is None else float(trace.activations[number].max())
        scale = f", {stage.brightest} = {brightest:.2f}" if brightest > 1 else ""
        layer = "output layer" if column is columns[-1] else f"hidden layer {number}"
        texts.append(f"{layer}<br>{len(column.y)} neurons{scale}")
    return {
        "type": "scatter",
        "mode": "text",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "x": [MIDDLE, *(column.x for column in columns)],
        "y": [-2.8, *(TITLES for _ in columns)],
        "text": texts,
        "textfont": {"family": FONT, "size": 16},
    }


def _digits(trace: Trace | None, column: Column) -> dict[str, Any]:
    """The digit beside each output neuron, and how active that neuron is."""
    values = [""] * len(column.y)
    if trace is not None:
        values = [f"  <span style='font-size:15px'>{a:.2f}</span>" for a in trace.activations[-1]]
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "x": [column.x + 2.2] * len(column.y),
        "y": column.y.round(3).tolist(),
        "text": [f"<b>{digit}</b>{value}" for digit, value in enumerate(values)],
        "textposition": "middle right",
        "textfont": {"family": FONT, "size": 22},
    }
