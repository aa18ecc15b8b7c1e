"""The whole network as one picture: every neuron glowing as far as it is active."""

import math
import textwrap
from itertools import pairwise
from typing import Any

import numpy as np

from netcore.figures.blocks import (
    HEIGHT,
    MIDDLE,
    RIGHT,
    SCALES,
    TITLES,
    UNIT,
    WIDTH,
    Block,
    layer_blocks,
)
from netcore.figures.connections import connections
from netcore.figures.theme import FONT, Palette, PlainFigure, base_layout, light_of, meta_of
from netcore.network import Network, Trace
from netcore.preprocess import FIELD

LEFT = 0.8
"""Room to the left of the first column of pixels."""
BESIDE = 10
"""Pixels between an output neuron and its digit."""
TITLE_WIDTH, HINT_WIDTH = 6.5, 12.0
"""Of a layer's title and of the longest hint, in times the size of their letters."""
LINE, USUAL_LETTER = 1.3, 2.0
"""Height of a line, in times the size of its letters, and the size that its place is made for, in units."""
HOVER_AT_REST = "%{meta[0]} neuron %{pointNumber}, at rest<br>bias %{customdata[2]:.4f}<extra></extra>"
HOVER = (
    "%{meta[0]} neuron %{pointNumber}<br>activation <b>%{customdata[0]:.4f}</b><br>"
    "weighted sum %{customdata[1]:.4f}, bias %{customdata[2]:.4f} included<extra></extra>"
)
"""Of a neuron that is pointed at; the page changes from one to the other as a drawing comes and goes."""
HINT = "Click any neuron<br>to look inside it"
HINT_IN_FOCUS = "Lit: what matters most<br>to the neuron with the ring"


def network_diagram(
    network: Network, trace: Trace | None, palette: Palette, *, unit: float = UNIT, hint: str = HINT
) -> PlainFigure:
    """Draw the network, reading (`trace`) or at rest (`None`).

    A connection shines by its push, |weight × activation of the neuron it comes from|, relative
    to the strongest push between the two layers; at rest by its weight, dimmed.

    Args:
        network: 784 inputs, any layers after that.
        trace: what happened in it for one picture.
        palette: the colours.
        unit: pixels that a unit of length takes on the page; neurons and words have sizes in pixels.
        hint: what is said under the input neurons, in lines that are at most HINT_WIDTH wide.

    Returns:
        A figure with one trace a layer, named input, hidden 1, …, output, whose customdata[i] is
        [activation, weighted sum, bias] of neuron i; at rest the first two of a layer's are None.
    """
    blocks = layer_blocks(network.sizes)
    # Many layers need more room.
    width, last = unit * WIDTH, blocks[-1].middle
    unit = min(unit, width / (last + RIGHT[0]), (width - RIGHT[1]) / (last + LEFT))
    end = HEIGHT / 2 + _higher(unit)  # what stands beyond isn't drawn
    neurons = [_neurons(network, trace, number, block, palette, unit) for number, block in enumerate(blocks)]
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = base_layout(
        palette,
        meta=meta_of(network, palette),
        xaxis={**axis, "range": [-LEFT, blocks[-1].middle + max(RIGHT[0], RIGHT[1] / unit)]},
        yaxis={**axis, "range": [MIDDLE + end, MIDDLE - end], "scaleanchor": "x"},
        shapes=[*connections(network, trace, blocks, palette), _frame(palette)],
    )
    data = [
        _input_field(trace, palette),
        *neurons,
        _titles(network, trace, blocks, palette, unit, hint),
        _digits(trace, blocks[-1], unit),
    ]
    return PlainFigure(data, layout)


def _frame(palette: Palette) -> dict[str, Any]:
    """Around the input neurons, which are invisible while they are inactive."""
    start, end = -0.6, FIELD - 0.4
    line = {"color": palette.faint, "width": 1}
    return {"type": "rect", "x0": start, "y0": start, "x1": end, "y1": end, "line": line}


def _input_field(trace: Trace | None, palette: Palette) -> dict[str, Any]:
    """The 784 input neurons: a square of light."""
    pixels = trace.activations[0].tolist() if trace is not None else [0.0] * FIELD * FIELD
    return {
        "type": "heatmap",
        "name": "input",
        "z": [pixels[row * FIELD : (row + 1) * FIELD] for row in range(FIELD)],
        "zmin": 0,
        "zmax": 1,
        "colorscale": palette.light_scale,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "customdata": [[pixel, None, None] for pixel in pixels],
        "hovertemplate": "input neuron, row %{y}, column %{x}<br>"
        "activation <b>%{customdata[0]:.4f}</b><extra></extra>",
    }


def _neurons(
    network: Network, trace: Trace | None, number: int, block: Block, palette: Palette, unit: float
) -> dict[str, Any]:
    """The neurons of one layer."""
    biases = network.layers[number].biases
    size = len(biases)
    customdata: list[list[float | None]]
    if trace is None:
        light = np.zeros(size)
        customdata = [[None, None, bias] for bias in biases.tolist()]
    else:
        activations = trace.activations[number + 1]
        light = light_of(activations)
        customdata = np.stack([activations, trace.weighted_sums[number], biases], axis=1).tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "name": block.name,
        "meta": [block.name, HOVER_AT_REST, HOVER],
        "x": block.points[:, 0].round(3).tolist(),
        "y": block.points[:, 1].round(3).tolist(),
        "customdata": customdata,
        "hovertemplate": HOVER_AT_REST if trace is None else HOVER,
        "marker": {
            "size": round(2 * unit * block.radius),
            "color": palette.shine(light),
            "opacity": 1,
            "line": {"width": 1.5, "color": palette.rim(light)},
        },
    }


def _titles(
    network: Network, trace: Trace | None, blocks: list[Block], palette: Palette, unit: float, hint: str
) -> dict[str, Any]:
    """A title over each layer; under it, where activations exceed 1, what full light stands for."""
    size, higher = _title_size(unit), _higher(unit)
    room = float(blocks[0].points[:, 0].min()) - blocks[0].radius - LEFT
    hint, width = _fitting(hint, room * unit / size)
    titles = [
        (MIDDLE, -2.8 - higher, f"input layer<br>{network.sizes[0]} pixels"),
        (max(MIDDLE, width * size / 2 / unit), FIELD + 0.4, hint),
    ]
    gap = min((after.middle - before.middle for before, after in pairwise(blocks)), default=math.inf)
    is_crowded = gap * unit < TITLE_WIDTH * size
    # With so many decimals below ten, and from ten on.
    words, decimals = ("max {}", (1, 0)) if is_crowded else (f"{palette.brightest} = {{}}", (2, 2))
    for number, block in enumerate(blocks, start=1):
        title = "output layer" if block is blocks[-1] else f"hidden layer {number}"
        title = f"{title}<br>{len(block.points)} neurons"
        if is_crowded:
            title = f"{block.name}<br>{len(block.points)}"
        titles.append((block.middle, TITLES - higher, title))
        brightest = 0.0 if trace is None else float(trace.activations[number].max())
        # A space, because Plotly makes no place for an empty text and none appears there later.
        scale = words.format(f"{brightest:.{decimals[brightest >= 10]}f}") if brightest > 1 else "\u00a0"
        titles.append((block.middle, SCALES + higher / 2, scale))
    x, y, text = (list(column) for column in zip(*titles, strict=True))
    return {
        "type": "scatter",
        "mode": "text",
        "name": "titles",
        "meta": {"words": words, "decimals": decimals},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "x": x,
        "y": y,
        "text": text,
        "textposition": ["bottom center" if line == hint else "middle center" for line in text],
        "textfont": {"family": FONT, "size": size},
    }


def _title_size(unit: float) -> int:
    """Of its letters, in pixels."""
    return max(round(1.6 * unit), 13)


def _higher(unit: float) -> float:
    """By how many units half of a title's two lines are higher than usual."""
    return LINE * max(0.0, _title_size(unit) / unit - USUAL_LETTER)


def _fitting(hint: str, room: float) -> tuple[str, float]:
    """A hint in lines that fit into the room under the input neurons, and how wide they are.

    Args:
        hint: in lines that are at most HINT_WIDTH wide.
        room: in times the size of the letters, as the width is.
    """
    if room >= HINT_WIDTH:
        return hint, HINT_WIDTH
    letters = max(len(line) for line in HINT_IN_FOCUS.split("<br>"))
    lines = textwrap.wrap(hint.replace("<br>", " "), int(letters * room / HINT_WIDTH))
    return "<br>".join(lines), room


def _digits(trace: Trace | None, block: Block, unit: float) -> dict[str, Any]:
    """The digit beside each output neuron, and how active that neuron is."""
    # A space, as in `_titles`.
    values = ["\u00a0"] * len(block.points)
    if trace is not None:
        values = [f"{activation:.2f}" for activation in trace.activations[-1]]
    size = max(round(1.5 * unit), 12)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "digits",
        "hoverinfo": "skip",
        "x": (block.points[:, 0] + block.radius + BESIDE / unit).round(3).tolist(),
        "y": block.points[:, 1].round(3).tolist(),
        "text": [
            f"<b>{digit}</b>  <span style='font-size:{size}px'>{value}</span>"
            for digit, value in enumerate(values)
        ],
        "textposition": "middle right",
        "textfont": {"family": FONT, "size": max(round(2.2 * unit), 16)},
    }
