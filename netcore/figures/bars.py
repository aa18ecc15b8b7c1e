"""One number a neuron or a digit, as bars."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.figures.theme import Palette, PlainFigure, base_axis, base_layout, light_of, rgba
from netcore.language import _

MOST_TICKS = 5
"""So many of a layer's bars are numbered, or a few more."""


def signed_bars(
    values: ArrayLike,
    palette: Palette,
    *,
    name: str,
    marked: int | None = None,
    of: str = "",
    form: str = ".4f",
) -> PlainFigure:
    """Draw one bar for each neuron: blue upwards, orange downwards.

    Args:
        values: (n,).
        palette: the colours.
        name: what a number is called: "weight".
        marked: the neuron whose bar gets an outline.
        of: what a bar stands for, which its number follows; a neuron of the layer before if it isn't said.
        form: how the hover text writes a number, in D3's words: ".3g" for three digits.
    """
    numbers = np.asarray(values, dtype=np.float64)
    colours = [rgba(palette.positive if number > 0 else palette.negative) for number in numbers]
    widths = [0.0] * len(numbers)
    if marked is not None:
        widths[marked] = 3
    bars = _bars(numbers, colours)
    bars["hovertemplate"] = f"{of or _('from neuron')} %{{x}}<br>{name} <b>%{{y:{form}}}</b><extra></extra>"
    bars["marker"]["line"] = {"color": palette.text, "width": widths}
    layout = _layout(palette, len(numbers))
    layout["hovermode"] = "x"  # a bar that is hardly there can be pointed at and clicked, too
    # Very small and very large numbers in powers of ten, with room for them.
    layout["yaxis"] |= {"exponentformat": "power", "minexponent": 4, "automargin": "left"}
    return PlainFigure([bars], layout)


def digit_bars(activations: ArrayLike, palette: Palette) -> PlainFigure:
    """Draw how active a neuron is on average for each digit.

    Args:
        activations: (10,), 0 or more; NaN is drawn as nothing.
        palette: the colours.
    """
    numbers = np.nan_to_num(np.asarray(activations, dtype=np.float64))
    bars = _bars(numbers, palette.shine(light_of(numbers)))
    bars["hovertemplate"] = _("digit %{x}<br>mean activation <b>%{y:.4f}</b><extra></extra>")
    bars["marker"]["line"] = {"color": palette.faint, "width": 1.5}
    layout = _layout(palette, 10)
    layout["yaxis"]["range"] = [0, 1.05 * max(1.0, float(numbers.max()))]
    return PlainFigure([bars], layout)


def _bars(numbers: NDArray[np.float64], colours: list[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(numbers))),
        "y": numbers.tolist(),
        "marker": {"color": colours},
    }


def _layout(palette: Palette, size: int) -> dict[str, Any]:
    step = 1 if size <= 10 else next((step for step in (5, 16, 32) if size <= MOST_TICKS * step), 64)
    return base_layout(
        palette,
        bargap=0.25 if size <= 24 else 0.1,
        xaxis=base_axis(palette, dtick=step, tickangle=0, showgrid=False, range=[-0.6, size - 0.4]),
        yaxis=base_axis(palette, nticks=4),
        margin={"l": 44, "r": 6, "t": 6, "b": 26},
    )
