"""How well a network reads each digit: now and before its knobs were turned, or with how much doubt."""

import numpy as np
from numpy.typing import ArrayLike

from netcore.evaluation.scores import wilson_interval
from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout, rgba
from netcore.language import _


def accuracy_per_digit(before: ArrayLike, after: ArrayLike, palette: Palette) -> PlainFigure:
    """Draw a bar for each digit as it is read now, and a line where it was before.

    Args:
        before: (10,) part of the pictures of each digit that was read right, 0–1.
        after: (10,) the same now.
        palette: the colours; what got better is blue, what got worse orange.
    """
    then, now = (100 * np.asarray(parts, dtype=np.float64) for parts in (before, after))
    colours = [
        palette.faint if a == b else rgba(palette.positive if a > b else palette.negative)
        for b, a in zip(then, now, strict=True)
    ]
    digits = list(range(10))
    bars = {
        "type": "bar",
        "x": digits,
        "y": now.tolist(),
        "customdata": then.tolist(),
        "marker": {"color": colours},
        "hovertemplate": _("digit %{x}: <b>%{y:.1f} %</b> right<br>before %{customdata:.1f} %")
        + "<extra></extra>",
    }
    lines = {
        "type": "scatter",
        "mode": "markers",
        "x": digits,
        "y": then.tolist(),
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ew-open", "size": 22, "color": palette.text, "line": {"width": 2}},
    }
    layout = base_layout(
        palette,
        bargap=0.3,
        xaxis=base_axis(palette, dtick=1, showgrid=False, range=[-0.6, 9.6]),
        yaxis=base_axis(palette, range=[0, 104], dtick=50, ticksuffix=" %"),
        margin={"l": 60, "r": 6, "t": 12, "b": 26},
    )
    return PlainFigure([bars, lines], layout)


def accuracy_with_doubt(right: ArrayLike, shown: ArrayLike, palette: Palette) -> PlainFigure:
    """Draw a point for each digit as often as it is read right, and a line where that may truly lie.

    Args:
        right: (10,) how many pictures of each digit are read right.
        shown: (10,) how many there are; a digit that isn't shown is left out.
        palette: the colours.
    """
    counts = [
        (digit, int(good), int(all_of_it))
        for digit, (good, all_of_it) in enumerate(zip(np.asarray(right), np.asarray(shown), strict=True))
        if all_of_it
    ]
    parts = [100 * good / all_of_it for _digit, good, all_of_it in counts]
    ends = [[100 * end for end in wilson_interval(good, all_of_it)] for _digit, good, all_of_it in counts]
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [digit for digit, *_counts in counts],
        "y": parts,
        "cliponaxis": False,
        "marker": {"size": 15, "color": rgba(palette.positive)},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [most - part for (_least, most), part in zip(ends, parts, strict=True)],
            "arrayminus": [part - least for (least, _most), part in zip(ends, parts, strict=True)],
            "color": palette.text,
            "thickness": 2,
            "width": 7,
        },
        "customdata": [
            _(
                "digit {digit}: <b>{good:,} of {all:,}</b> right<br>{part:.1f} %, "
                "truly between {least:.1f} and {most:.1f} %"
            ).format(digit=digit, good=good, all=all_of_it, part=part, least=least, most=most)
            for (digit, good, all_of_it), part, (least, most) in zip(counts, parts, ends, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    lowest = min((least for least, _ in ends), default=0)
    step = 2 if lowest > 88 else 5 if lowest > 70 else 20
    layout = base_layout(
        palette,
        xaxis=base_axis(palette, dtick=1, showgrid=False, range=[-0.6, 9.6], zeroline=False),
        yaxis=base_axis(
            palette, range=[step * (lowest // step), 100], dtick=step, ticksuffix=" %", zeroline=False
        ),
        margin={"l": 60, "r": 6, "t": 14, "b": 26},
    )
    return PlainFigure([points], layout)
