"""A few neurons in a row, with their numbers."""

import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from netcore.figures.theme import Palette, light_of

HALO = 0.9
"""Reach of the halo of full light, in rem."""


def lights(activations: ArrayLike, names: Sequence[str], palette: Palette, decimals: int) -> str:
    """Neurons as the diagram shows them, as HTML.

    Args:
        activations: (n,), 0 or more.
        names: what stands under each.
        palette: the colours.
        decimals: of the activations.
    """
    numbers = np.asarray(activations, dtype=np.float64)
    light = light_of(numbers)
    figures = "".join(
        f'<figure><i style="background:{colour};border-color:{rim};'
        f'box-shadow:0 0 {HALO * part:.2f}rem {colour}"></i>'
        f"<figcaption><b>{html.escape(name)}</b> {number:.{decimals}f}</figcaption></figure>"
        for colour, rim, part, name, number in zip(
            palette.shine(light), palette.rim(light), light, names, numbers, strict=True
        )
    )
    return f'<div class="lights">{figures}</div>'
