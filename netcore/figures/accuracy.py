"""How well a network reads each digit, before and after its knobs were turned."""

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import PlainFigure, Stage, base_axis, base_layout, rgba


def accuracy_per_digit(before: ArrayLike, after: ArrayLike, stage: Stage) -> PlainFigure:
    """Draw a bar for each digit as it is read now, and a line where it was before.

    Args:
        before: (10,) part of the pictures of each digit that was read right, 0–1.
        after: (10,) the same now.
        stage: the colours; what got better is blue, what got worse orange.
    """
    then, now = (100 * np.asarray(parts, dtype=np.float64) for parts in (before, after))
    colours = [
        stage.faint if a == b else rgba(stage.positive if a > b else stage.negative)
        for b, a in zip(then, now, strict=True)
    ]
    digits = list(range(10))
    bars = {
        "type": "bar",
        "x": digits,
        "y": now.tolist(),
        "customdata": then.tolist(),
        "marker": {"color": colours},
        "hovertemplate": "digit %{x}: <b>%{y:.1f} %</b> right<br>before %{customdata:.1f} %<extra></extra>",
    }
    lines = {
        "type": "scatter",
        "mode": "markers",
        "x": digits,
        "y": then.tolist(),
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ew-open", "size": 22, "color": stage.text, "line": {"width": 2}},
    }
    layout = base_layout(
        stage,
        bargap=0.3,
        xaxis=base_axis(stage, dtick=1, showgrid=False, range=[-0.6, 9.6]),
        yaxis=base_axis(stage, range=[0, 104], dtick=50, ticksuffix=" %"),
        margin={"l": 60, "r": 6, "t": 12, "b": 26},
    )
    return PlainFigure([bars, lines], layout)
