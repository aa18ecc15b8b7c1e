"""The weights of one neuron as a small picture: blue above and orange below zero."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netcore.figures.theme import Palette
from netcore.preprocess import FIELD


def weight_picture(weights: ArrayLike, palette: Palette, reach: float) -> NDArray[np.uint8]:
    """Colour one weight a pixel.

    Args:
        weights: (784,) or (28, 28).
        palette: the colours.
        reach: the weight that gets the full colour.

    Returns:
        (28, 28, 3) red, green and blue, 0–255.
    """
    parts = np.asarray(weights, dtype=np.float64).reshape(FIELD, FIELD, 1) / max(reach, 1e-9)
    ground = np.array([int(palette.ground[place : place + 2], 16) for place in (1, 3, 5)])
    full = np.where(parts > 0, palette.positive, palette.negative)
    coloured: NDArray[np.uint8] = (
        (ground + np.minimum(np.abs(parts), 1) * (full - ground)).round().astype(np.uint8)
    )
    return coloured
