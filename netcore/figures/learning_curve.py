"""How the loss or the accuracy goes while a network learns."""

import math
from collections.abc import Sequence
from typing import Any

from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout, rgba
from netcore.language import N_, _

HOVER = {
    ("accuracy", "seen"): N_("after %{customdata:,} examples<br>accuracy on seen ones <b>%{y:.3f}</b>"),
    ("accuracy", "unseen"): N_("after %{customdata:,} examples<br>accuracy on unseen ones <b>%{y:.3f}</b>"),
    ("loss", "seen"): N_("after %{customdata:,} examples<br>loss on seen ones <b>%{y:.3f}</b>"),
    ("loss", "unseen"): N_("after %{customdata:,} examples<br>loss on unseen ones <b>%{y:.3f}</b>"),
}


def learning_curve(
    examples: Sequence[int],
    seen: Sequence[float],
    unseen: Sequence[float],
    palette: Palette,
    *,
    name: str,
    last: int,
    most: float | None = None,
    marked: int | None = None,
) -> PlainFigure:
    """Draw two lines: on examples that are learned from, and on others.

    Args:
        examples: (n,) how many had been seen; the axis is logarithmic and shows 0 at its left end.
        seen: (n,) the loss or the accuracy on examples that are learned from.
        unseen: (n,) and on others.
        palette: the colours.
        name: "accuracy" or "loss".
        last: so many examples will have been seen in the end.
        most: the upper end, such as 1; otherwise the largest value.
        marked: the place among the n that gets a ring on each line.
    """
    start = 1.0
    x = [max(number, start) for number in examples]
    colours = {"seen": rgba(palette.negative), "unseen": rgba(palette.positive)}
    lines: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": which,
            "x": x,
            "y": [round(value, 4) for value in values],
            "customdata": list(examples),
            "line": {"color": colours[which], "width": 2.5},
            "hovertemplate": f"{_(HOVER[name, which])}<extra></extra>",
        }
        for which, values in (("seen", seen), ("unseen", unseen))
    ]
    rings = {
        "type": "scatter",
        "mode": "markers",
        "name": "moment",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": [] if marked is None else [x[marked]] * 2,
        "y": [] if marked is None else [seen[marked], unseen[marked]],
        "marker": {"size": 11, "color": list(colours.values()), "line": {"color": palette.text, "width": 2}},
    }
    top = most if most is not None else upper_end(seen, unseen)
    end = math.log10(max(last, 10))
    layout = base_layout(
        palette,
        xaxis=base_axis(palette, type="log", range=[0, end], dtick=1),
        yaxis=base_axis(palette, range=[0, top], nticks=5, tickformat=".0%" if most == 1 else None),
        margin={"l": 48, "r": 8, "t": 14, "b": 24},
    )
    return PlainFigure([*lines, rings], layout)


def upper_end(seen: Sequence[float], unseen: Sequence[float]) -> float:
    """Where the axis of a loss ends: a little above the largest."""
    return 1.05 * max([*seen, *unseen, 1e-3])
