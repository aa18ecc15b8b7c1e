"""The whole network as one picture: every neuron glowing as far as it is active."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.figures.theme import FONT, PlainFigure, Stage, base_layout, light_of, meta_of, rgba
from netcore.network import Network, Trace
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
NEURON_GAP = 3.05
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

HINT = "Click any neuron<br>to look inside it"

STRENGTHS = (0.08, 0.16, 0.3, 0.5, 0.75, 1.0)
"""Connections are drawn in so many strengths; weaker ones than half the first not at all."""
REST_STRENGTH = 0.3
"""How strongly the largest weight is drawn while nothing flows."""
ALL_CONNECTIONS = 400
"""Of more connections than these between two layers, only the strongest few into each neuron are drawn."""
INPUT_CONNECTIONS, CONNECTIONS = 48, 200
"""So many in all; where that is less than one a neuron, the strongest of those. From the inputs there is
room for fewer."""
WAY, LONGEST_WAY = 0.6, 60
"""On the way to a neuron the strongest connections are drawn that carried this part, and so many at most."""


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


@dataclass(frozen=True)
class Focus:
    """A neuron that is looked into, and the way to it.

    Attributes:
        layer, neuron: which; layer 0 is the input.
        carried: for the first layers (n_out, n_in), what each connection carried.
    """

    layer: int
    neuron: int
    carried: list[Floats]


def network_diagram(
    network: Network, trace: Trace | None, stage: Stage, focus: Focus | None = None, *, unit: float = UNIT
) -> PlainFigure:
    """Draw the network, reading (`trace`) or at rest (`None`).

    A connection shines by its push, |weight × activation of the neuron it comes from|, relative
    to the strongest push between the two layers; at rest by its weight, dimmed. With a focus, only
    the connections are drawn that carried most of what reached that neuron, which gets a ring.

    Args:
        network: 784 inputs, any layers after that.
        trace: what happened in it for one picture.
        stage: the colours.
        focus: the neuron that is looked into, if any.
        unit: pixels that a unit of length takes on the page; neurons and words have sizes in pixels.

    Returns:
        A figure with one trace a layer, named input, hidden 1, …, output, whose customdata[i] is
        [activation, weighted sum, bias] of neuron i; at rest the first two of a layer's are None.
    """
    blocks = _blocks(network.sizes)
    neurons = [_neurons(network, trace, number, block, stage, unit) for number, block in enumerate(blocks)]
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = base_layout(
        stage,
        meta=meta_of(network, stage),
        xaxis={**axis, "range": [-0.8, blocks[-1].middle + max(RIGHT[0], RIGHT[1] / unit)]},
        yaxis={**axis, "range": [MIDDLE + HEIGHT / 2, MIDDLE - HEIGHT / 2], "scaleanchor": "x"},
        shapes=_connections(network, trace, blocks, stage, focus),
    )
    data = [
        _halos(trace, blocks, stage, unit),
        _input_field(trace, stage),
        *neurons,
        _titles(network, trace, blocks, stage, unit),
        _digits(trace, blocks[-1], unit),
        _ring(focus, blocks, stage, unit),
    ]
    return PlainFigure(data, layout)


def _blocks(sizes: list[int]) -> list[Block]:
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


def _connections(
    network: Network, trace: Trace | None, blocks: list[Block], stage: Stage, focus: Focus | None
) -> list[dict[str, Any]]:
    """All connections that are drawn, as few paths: one for each sign and strength."""
    # (n, 2, 2) ends of n lines and (n,); none at rest where the output layer is the only one.
    lines, pushes = [np.empty((0, 2, 2))], [np.empty(0)]
    for number, (before, after) in enumerate(pairwise([_input_block(), *blocks])):
        if focus is not None:
            if number == len(focus.carried):
                break
            push = _relative(focus.carried[number])
            senders, receivers = _way(push)
        elif number == 0 and trace is None:
            continue
        else:
            push = _relative_push(network, trace, number)
            senders, receivers = _strongest(push, INPUT_CONNECTIONS if number == 0 else CONNECTIONS)
        lines.append(_between(before.points[senders], after.points[receivers], before.radius, after.radius))
        pushes.append(push[receivers, senders])

    line, push = np.concatenate(lines), np.concatenate(pushes)
    steps = [STRENGTHS[0] / 2, *((a + b) / 2 for a, b in pairwise(STRENGTHS))]
    level = np.digitize(np.abs(push), steps) - 1
    return [
        {
            "type": "path",
            "path": _path(line[(level == index) & (np.sign(push) == sign)]),
            "line": {"color": rgba(colour, strength), "width": 0.8 + 1.6 * strength},
            "layer": "below",
        }
        for index, strength in enumerate(STRENGTHS)
        for colour, sign in ((stage.positive, 1), (stage.negative, -1))
    ] + [_frame(stage)]


def _strongest(push: NDArray[Any], most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Which connections are drawn: (n_out, n_in) pushes → (m,) senders and (m,) receivers."""
    n_out, n_in = push.shape
    each = n_in if push.size <= ALL_CONNECTIONS else min(max(most // n_out, 1), n_in)
    senders = np.argpartition(-np.abs(push), each - 1, axis=1)[:, :each].ravel()
    receivers = np.repeat(np.arange(n_out), each)
    if len(senders) > max(most, ALL_CONNECTIONS if each == n_in else most):
        strongest = np.argpartition(-np.abs(push[receivers, senders]), most)[:most]
        senders, receivers = senders[strongest], receivers[strongest]
    return senders, receivers


def _way(push: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The fewest connections that carried most: (n_out, n_in) pushes → (m,) senders and (m,) receivers."""
    flat = np.abs(push).ravel()
    order = np.argsort(-flat)[:LONGEST_WAY]
    enough = np.searchsorted(np.cumsum(flat[order]), WAY * flat.sum()) + 1
    receivers, senders = np.unravel_index(order[:enough], push.shape)
    return senders, receivers


def _frame(stage: Stage) -> dict[str, Any]:
    """Around the input neurons, which are invisible while they are inactive."""
    start, end = -0.6, FIELD - 0.4
    line = {"color": stage.faint, "width": 1}
    return {"type": "rect", "x0": start, "y0": start, "x1": end, "y1": end, "line": line}


def _relative_push(network: Network, trace: Trace | None, number: int) -> NDArray[Any]:
    """(n_out, n_in) what each connection into layer `number` carries, the strongest being ±1."""
    weights = network.layers[number].weights
    if trace is None:
        return REST_STRENGTH * _relative(weights)
    return _relative(weights * trace.activations[number])


def _relative(push: NDArray[Any]) -> NDArray[Any]:
    """Pushes as parts of the strongest one, which becomes ±1."""
    relative: NDArray[Any] = push / max(float(np.abs(push).max()), 1e-9)
    return relative


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


def _input_block() -> Block:
    """The input neurons, row by row."""
    row, column = np.divmod(np.arange(FIELD * FIELD), FIELD)
    return Block("input", np.stack([column, row], axis=1), 0.0)


def _ring(focus: Focus | None, blocks: list[Block], stage: Stage, unit: float) -> dict[str, Any]:
    """Around the neuron that is looked into."""
    points, size = np.empty((0, 2)), 0
    if focus is not None:
        block = _input_block() if focus.layer == 0 else blocks[focus.layer - 1]
        points, size = block.points[[focus.neuron]], round(2 * unit * block.radius) + 10
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "focus",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "marker": {"symbol": "circle-open", "size": size, "color": stage.text, "line": {"width": 3}},
    }


def _halos(trace: Trace | None, blocks: list[Block], stage: Stage, unit: float) -> dict[str, Any]:
    """The light around the neurons; the page's style sheet makes it soft."""
    points = np.concatenate([block.points for block in blocks]).round(3)
    sizes = np.concatenate([np.full(len(block.points), 3.2 * unit * block.radius) for block in blocks])
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
            "size": sizes.round().tolist(),
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
    network: Network, trace: Trace | None, number: int, block: Block, stage: Stage, unit: float
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
        "name": block.name,
        "meta": block.name,
        "x": block.points[:, 0].round(3).tolist(),
        "y": block.points[:, 1].round(3).tolist(),
        "customdata": customdata,
        "hovertemplate": hover,
        "marker": {
            "size": round(2 * unit * block.radius),
            "color": stage.shine(light),
            "opacity": 1,
            "line": {"width": 1.5, "color": stage.rim(light)},
        },
    }


def _titles(
    network: Network, trace: Trace | None, blocks: list[Block], stage: Stage, unit: float
) -> dict[str, Any]:
    """A title over each layer; under it, where activations exceed 1, what full light stands for."""
    titles = [(MIDDLE, -2.8, f"input layer<br>{network.sizes[0]} pixels"), (MIDDLE, FIELD + 3.2, HINT)]
    for number, block in enumerate(blocks, start=1):
        layer = "output layer" if block is blocks[-1] else f"hidden layer {number}"
        titles.append((block.middle, TITLES, f"{layer}<br>{len(block.points)} neurons"))
        brightest = 0.0 if trace is None else float(trace.activations[number].max())
        # A space, because Plotly makes no place for an empty text and none appears there later.
        scale = f"{stage.brightest} = {brightest:.2f}" if brightest > 1 else "\u00a0"
        titles.append((block.middle, SCALES, scale))
    x, y, text = (list(column) for column in zip(*titles, strict=True))
    return {
        "type": "scatter",
        "mode": "text",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "x": x,
        "y": y,
        "text": text,
        "textfont": {"family": FONT, "size": max(round(1.6 * unit), 13)},
    }


def _digits(trace: Trace | None, block: Block, unit: float) -> dict[str, Any]:
    """The digit beside each output neuron, and how active that neuron is."""
    values = [""] * len(block.points)
    if trace is not None:
        values = [
            f"  <span style='font-size:{max(round(1.5 * unit), 12)}px'>{a:.2f}</span>"
            for a in trace.activations[-1]
        ]
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "x": (block.points[:, 0] + 2.2).round(3).tolist(),
        "y": block.points[:, 1].round(3).tolist(),
        "text": [f"<b>{digit}</b>{value}" for digit, value in enumerate(values)],
        "textposition": "middle right",
        "textfont": {"family": FONT, "size": max(round(2.2 * unit), 16)},
    }
