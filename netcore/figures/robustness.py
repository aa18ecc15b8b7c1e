"""How well a network reads pictures that are changed ever more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout, rgba
from netcore.language import _

PICTURE_ROOM = 46
"""Pixels of the chart that the pictures below it take."""


def robustness_curves(
    levels: Sequence[float],
    anew: ArrayLike,
    bare: ArrayLike,
    pictures: Sequence[str],
    unit: str,
    palette: Palette,
    *,
    height: int,
) -> PlainFigure:
    """Draw how often a network is right over how strongly pictures are changed.

    Args:
        levels: (k,) rising in even steps.
        anew: (k,) the part that is read right when the changed pictures are prepared as drawings are, 0–1.
        bare: (k,) the same when what the network reads itself is changed.
        pictures: a digit at each level, as `data:` addresses, set below the axis.
        unit: of the levels.
        palette: the colours.
        height: of the chart, in pixels.
    """
    step = levels[1] - levels[0]
    curves = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": list(levels),
            "y": (100 * np.asarray(parts, np.float64)).round(3).tolist(),
            "cliponaxis": False,
            "line": {"color": colour, "width": 3},
            "marker": {"size": 9},
            "hovertemplate": _("%{y:.1f} % right"),
        }
        for name, parts, colour in (
            (_("as on the page"), anew, rgba(palette.positive)),
            (_("the bare network"), bare, rgba(palette.negative)),
        )
    ]
    margin = {"l": 60, "r": 16, "t": 12, "b": PICTURE_ROOM + 24}
    # Heights of pictures are given as parts of the plot, which is what the margins leave.
    pixel = 1 / (height - margin["t"] - margin["b"])
    layout = base_layout(
        palette,
        hovermode="x unified",
        xaxis=base_axis(
            palette,
            range=[levels[0] - step / 2, levels[-1] + step / 2],
            tickvals=list(levels),
            ticktext=[_tick(level, unit) for level in levels],
            showgrid=False,
            zeroline=False,
        ),
        yaxis=base_axis(palette, range=[0, 103], dtick=50, ticksuffix=" %"),
        images=[
            {
                "source": picture,
                "xref": "x",
                "yref": "paper",
                "x": level,
                "y": -24 * pixel,
                "sizex": step,
                "sizey": PICTURE_ROOM * pixel,
                "xanchor": "center",
                "yanchor": "top",
            }
            for level, picture in zip(levels, pictures, strict=True)
        ],
        margin=margin,
    )
    return PlainFigure(curves, layout)


def _tick(level: float, unit: str) -> str:
    return f"{level:g}°".replace("-", "\u2212") if unit == "degrees" else f"{level:g}"
