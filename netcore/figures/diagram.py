"""The whole network as one picture: every neuron glowing as far as it is active."""

import math
import textwrap
from itertools import pairwise
from typing import Any

import numpy as np

from netcore.figures.blocks import (
    HIGH_LETTER,
    LEFT,
    LETTERS,
    LINE,
    MIDDLE,
    USUAL_LETTER,
    Block,
    Plan,
    Room,
    layer_label,
    plan,
)
from netcore.figures.connections import connections
from netcore.figures.theme import FONT, Palette, PlainFigure, base_layout, light_of, meta_of
from netcore.language import N_, _
from netcore.network import Network, Trace
from netcore.preprocess import FIELD

ROOM = Room(900, 510)
"""What the diagram has where nothing else is said."""
BESIDE, UNDER = 10, 5
"""Pixels between an output neuron and its digit."""
TITLE_WIDTH, HINT_WIDTH = 6.5, 12.0
"""Of a layer's title and of the longest hint, in times the size of their letters."""
HOVER_AT_REST = N_("%{meta[0]} neuron %{pointNumber}, at rest<br>bias %{customdata[2]:.4f}<extra></extra>")
HOVER = N_(
    "%{meta[0]} neuron %{pointNumber}<br>activation <b>%{customdata[0]:.4f}</b><br>"
    "weighted sum %{customdata[1]:.4f}, bias %{customdata[2]:.4f} included<extra></extra>"
)
"""Of a neuron that is pointed at; the page changes from one to the other as a drawing comes and goes."""
HINT = N_("Click any neuron<br>to look inside it")
HINT_IN_FOCUS = N_("Lit: what matters most<br>to the neuron with the ring")


def network_diagram(
    network: Network, trace: Trace | None, palette: Palette, *, room: Room = ROOM, hint: str = HINT
) -> PlainFigure:
    """Draw the network, reading (`trace`) or at rest (`None`).

    A connection shines by its push, |weight × activation of the neuron it comes from|, relative
    to the strongest push between the two layers; at rest by its weight, dimmed.

    Args:
        network: 784 inputs, any layers after that.
        trace: what happened in it for one picture.
        palette: the colours.
        room: what the page has for it; neurons and words have sizes in pixels.
        hint: what is said beside the input neurons, in English and in lines that are at most HINT_WIDTH wide.

    Returns:
        A figure with one trace a layer, named input, hidden 1, …, output, whose customdata[i] is
        [activation, weighted sum, bias] of neuron i; at rest the first two of a layer's are None.
    """
    made = plan(network.sizes, room)
    titles = _titles_below_each_other if made.is_high else _titles_beside_each_other
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = base_layout(
        palette,
        meta=meta_of(network, palette),
        height=room.height,
        xaxis={**axis, "range": list(made.x)},
        yaxis={**axis, "range": [made.y[1], made.y[0]], "scaleanchor": "x"},
        shapes=[*connections(network, trace, made.blocks, palette), _frame(palette)],
    )
    data = [
        _input_field(trace, palette),
        *(
            _neurons(network, trace, number, block, palette, made.unit)
            for number, block in enumerate(made.blocks)
        ),
        titles(network, trace, made, palette, _(hint)),
        _digits(trace, made),
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
        "hovertemplate": _(
            "input neuron, row %{y}, column %{x}<br>activation <b>%{customdata[0]:.4f}</b><extra></extra>"
        ),
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
        "meta": [layer_label(block.name), _(HOVER_AT_REST), _(HOVER)],
        "x": block.points[:, 0].round(3).tolist(),
        "y": block.points[:, 1].round(3).tolist(),
        "customdata": customdata,
        "hovertemplate": _(HOVER_AT_REST if trace is None else HOVER),
        "marker": {
            "size": round(2 * unit * block.radius),
            "color": palette.shine(light),
            "opacity": 1,
            "line": {"width": 1.5, "color": palette.rim(light)},
        },
    }


def _titles_beside_each_other(
    network: Network, trace: Trace | None, made: Plan, palette: Palette, hint: str
) -> dict[str, Any]:
    """A title over each layer; under it, where activations exceed 1, what full light stands for."""
    blocks, unit, size = made.blocks, made.unit, made.letter
    higher = LINE * max(0.0, size / unit - USUAL_LETTER)
    room = float(blocks[0].points[:, 0].min()) - blocks[0].radius - LEFT
    hint, width = _fitting(hint, room * unit / size)
    titles = [
        (
            max(MIDDLE, TITLE_WIDTH * size / 2 / unit),
            -2.8 - higher,
            _("input layer<br>{count} pixels").format(count=network.sizes[0]),
        ),
        (max(MIDDLE, width * size / 2 / unit), FIELD + 0.4, hint),
    ]
    gap = min((after.middle - before.middle for before, after in pairwise(blocks)), default=math.inf)
    is_crowded = gap * unit < TITLE_WIDTH * size
    # With so many decimals below ten, and from ten on.
    words, decimals = (_("max {}"), (1, 0)) if is_crowded else (_(palette.brightest), (2, 2))
    for number, block in enumerate(blocks, start=1):
        title = _title(blocks, number)
        if is_crowded:
            title = f"{layer_label(block.name)}<br>{len(block.points)}"
        titles.append((block.middle, made.y[0] + 2.5 + higher, title))
        titles.append((block.middle, made.y[1] - 1.2 - higher, _scale(trace, number, words, decimals)))
    positions = ["bottom center" if title[2] == hint else "middle center" for title in titles]
    return _words(titles, positions, made, words, decimals)


def _titles_below_each_other(
    network: Network, trace: Trace | None, made: Plan, palette: Palette, hint: str
) -> dict[str, Any]:
    """A title over the beginning of each layer; over its end what full light stands for."""
    (left, right), size = made.x, made.letter / made.unit
    side = -LEFT - left
    titles = [
        ((left - LEFT) / 2, MIDDLE, _("input layer<br>{count} pixels").format(count=network.sizes[0])),
        ((right + FIELD - 1 + LEFT) / 2, MIDDLE, _fitting(hint, side / size - 1)[0]),
    ]
    positions = ["middle center", "middle center"]
    words, decimals = _(palette.brightest), (2, 2)
    for number, block in enumerate(made.blocks, start=1):
        over = float(block.points[:, 1].min()) - block.radius - 0.8 * size
        title = _title(made.blocks, number).replace("<br>", ": ")
        titles.append((left, over, title))
        titles.append((right, over, _scale(trace, number, words, decimals)))
        positions += ["middle right", "middle left"]
    return _words(titles, positions, made, words, decimals)


def _title(blocks: list[Block], number: int) -> str:
    """What a layer is, from 1 for the first after the input, in two lines."""
    is_last = number == len(blocks)
    title = _("output layer<br>{count} neurons") if is_last else _("hidden layer {number}<br>{count} neurons")
    return title.format(number=number, count=len(blocks[number - 1].points))


def _scale(trace: Trace | None, number: int, words: str, decimals: tuple[int, int]) -> str:
    """What full light stands for in a layer, from 1 for the first after the input."""
    brightest = 0.0 if trace is None else float(trace.activations[number].max())
    # A space, because Plotly makes no place for an empty text and none appears there later.
    return words.format(f"{brightest:.{decimals[brightest >= 10]}f}") if brightest > 1 else "\u00a0"


def _words(
    titles: list[tuple[float, float, str]],
    positions: list[str],
    made: Plan,
    scale: str,
    decimals: tuple[int, int],
) -> dict[str, Any]:
    """All that is said of layers: two titles of the input, then for each layer its title and its scale."""
    x, y, text = (list(column) for column in zip(*titles, strict=True))
    return {
        "type": "scatter",
        "mode": "text",
        "name": "titles",
        "meta": {"words": scale, "decimals": decimals},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "x": x,
        "y": y,
        "text": text,
        "textposition": positions,
        "textfont": {"family": FONT, "size": made.letter},
    }


def _fitting(hint: str, room: float) -> tuple[str, float]:
    """A hint in lines that fit into the room under or beside the input neurons, and how wide they are.

    Args:
        hint: in lines that are at most HINT_WIDTH wide.
        room: in times the size of the letters, as the width is.
    """
    if room >= HINT_WIDTH:
        return hint, HINT_WIDTH
    letters = max(len(line) for line in HINT_IN_FOCUS.split("<br>"))
    lines = textwrap.wrap(hint.replace("<br>", " "), int(letters * room / HINT_WIDTH)) or [hint]
    return "<br>".join(lines), room


def _digits(trace: Trace | None, made: Plan) -> dict[str, Any]:
    """The digit beside or under each output neuron, and how active that neuron is."""
    block, unit = made.blocks[-1], made.unit
    # A space, as in `_scale`.
    values = ["\u00a0"] * len(block.points)
    if trace is not None:
        values = [f"{activation:.2f}" for activation in trace.activations[-1]]
    away = block.radius + (UNDER if made.is_high else BESIDE) / unit
    size = max(round((HIGH_LETTER if made.is_high else 1.5) * unit), 12)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "digits",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": (block.points[:, 0] + (0 if made.is_high else away)).round(3).tolist(),
        "y": (block.points[:, 1] + (away if made.is_high else 0)).round(3).tolist(),
        "text": [
            f"<b>{digit}</b>{'<br>' if made.is_high else '  '}<span style='font-size:{size}px'>{value}</span>"
            for digit, value in enumerate(values)
        ],
        "textposition": "bottom center" if made.is_high else "middle right",
        "textfont": {"family": FONT, "size": max(round(2.2 * unit), LETTERS[1])},
    }
