"""Which digits are taken for which: the confusion matrix."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.figures.theme import Palette, PlainFigure, base_layout
from netcore.language import _
from netcore.preprocess import LUMA

RIGHT_LIGHT = 0.5
"""Right answers get at most so much of the full colour, so that mistakes stand out."""


def confusion(
    matrix: NDArray[np.int64], palette: Palette, marked: tuple[int, int] | None = None
) -> PlainFigure:
    """Draw how often each digit got each answer: right ones blue, mistakes orange, the count in each cell.

    The colour of a mistake goes with the square root of its count, so that single ones are seen too.

    Args:
        matrix: (10, 10): row = digit shown, column = answer, entry = how often.
        palette: the colours.
        marked: row and column of the cell that gets a frame.
    """
    shown = matrix.sum(axis=1)
    wrong = matrix - np.diag(matrix.diagonal())
    colours = -np.sqrt(wrong / max(int(wrong.max()), 1))
    np.fill_diagonal(colours, RIGHT_LIGHT * matrix.diagonal() / np.maximum(shown, 1))
    digits = [str(digit) for digit in range(10)]
    cells = {
        "type": "heatmap",
        "z": colours.round(4).tolist(),
        "zmin": -1,
        "zmax": 1,
        "colorscale": palette.weight_scale,
        "showscale": False,
        "xgap": 1.5,
        "ygap": 1.5,
        "customdata": [
            [_sentence(row, column, int(matrix[row, column]), int(shown[row])) for column in range(10)]
            for row in range(10)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    filled = np.argwhere(matrix)
    counts = {
        "type": "scatter",
        "mode": "text",
        "x": filled[:, 1].tolist(),
        "y": filled[:, 0].tolist(),
        "text": [str(matrix[row, column]) for row, column in filled],
        "textfont": {
            "size": 17,
            "color": [_legible(float(colours[row, column]), palette) for row, column in filled],
        },
        "hoverinfo": "skip",
    }
    axis: dict[str, Any] = {
        "tickvals": list(range(10)),
        "ticktext": digits,
        "tickfont": {"size": 18},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    frames = [_frame(-0.5, -0.5, 10, palette.faint, 1)]
    if marked is not None:
        frames.append(_frame(marked[1] - 0.5, marked[0] - 0.5, 1, palette.text, 3))
    layout = base_layout(
        palette,
        xaxis={
            **axis,
            "side": "top",
            "range": [-0.5, 9.5],
            "title": _title(_("the network's answer"), 4),
        },
        yaxis={
            **axis,
            "range": [9.5, -0.5],
            "title": _title(_("the digit shown"), 6),
        },
        shapes=frames,
        margin={"l": 50, "r": 4, "t": 52, "b": 4},
    )
    return PlainFigure([cells, counts], layout)


def _sentence(digit: int, answer: int, count: int, shown: int) -> str:
    """What a cell says when it is pointed at."""
    part = f" ({100 * count / shown:.1f} %)" if shown else ""
    said = _("{digit} read as {answer}: <b>{count:,} of {shown:,}</b>")
    return said.format(digit=digit, answer=answer, count=count, shown=shown) + part


def _legible(value: float, palette: Palette) -> str:
    """The colour of words on a cell: of text and ground, the one that differs more in brightness."""
    ground, text = (
        float(np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) @ LUMA)
        for colour in (palette.ground, palette.text)
    )
    full = float(np.array(palette.positive if value > 0 else palette.negative) @ LUMA)
    cell = ground + abs(value) * (full - ground)
    return palette.text if abs(text - cell) > abs(ground - cell) else palette.ground


def _title(text: str, standoff: int) -> dict[str, Any]:
    return {"text": text, "standoff": standoff, "font": {"size": 16}}


def _frame(left: float, top: float, side: float, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": left,
        "y0": top,
        "x1": left + side,
        "y1": top + side,
        "line": {"color": colour, "width": width},
    }
