"""What answering only when sure costs and brings."""

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout, rgba
from netcore.language import _


def certainty_curves(
    thresholds: ArrayLike, answered: ArrayLike, right: ArrayLike, palette: Palette
) -> PlainFigure:
    """Draw how much is answered, and how much of that is right, over how sure the network must be.

    Args:
        thresholds: (k,) rising, 0–1.
        answered: (k,) the part that is answered, 0–1.
        right: (k,) the part of those that is right; NaN where none is answered, which isn't drawn.
        palette: the colours.
    """
    sure, parts, good = (100 * np.asarray(values, np.float64) for values in (thresholds, answered, right))
    is_answered = np.isfinite(good)
    curves = [
        _curve(sure, parts, _("answered"), palette.text),
        _curve(sure[is_answered], good[is_answered], _("right of those"), rgba(palette.positive)),
    ]
    lowest = min(parts.min(), good[is_answered].min(initial=100))
    bottom = float(10 * (max(lowest - 4, 0) // 10))
    layout = base_layout(
        palette,
        hovermode="x unified",
        xaxis=base_axis(
            palette,
            range=[-1, 100],
            dtick=20,
            ticksuffix=" %",
            hoverformat=".0f",
            ticklabelstandoff=4,
            title={"text": _("how sure it must be to answer"), "standoff": 4, "font": {"size": 15}},
        ),
        yaxis=base_axis(palette, range=[bottom, 101], nticks=6, ticksuffix=" %", zeroline=False),
        margin={"l": 60, "r": 24, "t": 14, "b": 46},
    )
    return PlainFigure(curves, layout)


def _curve(x: np.ndarray, y: np.ndarray, name: str, colour: str) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x.tolist(),
        "y": y.round(3).tolist(),
        "line": {"color": colour, "width": 3},
        "hovertemplate": "%{y:.1f} %",
    }
