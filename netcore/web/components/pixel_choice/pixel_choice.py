"""A picture of 28 × 28 pixels of which one is chosen: by mouse, finger, or arrow keys."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from netcore.figures.theme import Palette, in_letters
from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged(
    "pixel_choice",
    '<div class="pixel-choice" role="application" tabindex="0">'
    '<canvas width="560" height="560"></canvas><i></i></div>',
)


def show_pixel_choice(
    picture: NDArray[np.floating], chosen: int, label: str, on_choose: Callable[[int], None], palette: Palette
) -> None:
    """Put the picture on the page.

    Args:
        picture: (784,), 0.0 to 1.0.
        chosen: the number of the pixel that is chosen, row by row.
        label: what it shows and what keys do, for those who don't see it.
        on_choose: called with the number of another pixel.
        palette: the colours.
    """
    _component(
        key="pixel_choice",
        data={"picture": in_letters(picture), "chosen": chosen, "label": label, "light": palette.light},
        on_chosen_change=lambda: on_choose(min(max(int(told("pixel_choice").chosen), 0), picture.size - 1)),
        height="content",
    )
