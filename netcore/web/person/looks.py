"""What a drawing that was kept looks like to a network."""

from dataclasses import dataclass

import numpy as np

from netcore.activations import Floats
from netcore.data import PenDrawing, draw
from netcore.data.drawings import CANVAS_SIDE, Points
from netcore.preprocess import Preparation, prepare_steps
from netcore.web.data_url import data_url
from netcore.web.person.drawing import PEN

SOURCE = "drawn in netcore"
"""The `source` of drawings whose coordinates are pixels of the canvas."""
PART_OF_THE_CANVAS = 0.65
"""How large a drawing in another unit is drawn: its longer side, as a part of the canvas."""


@dataclass(frozen=True, eq=False)
class Look:
    """What a drawing looks like.

    Attributes:
        pixels: (784,), prepared for the network.
        picture: the same as an address that the browser shows.
    """

    pixels: Floats
    picture: str


def look_of(drawing: PenDrawing) -> Look:
    """Draw and prepare a drawing, which takes some five milliseconds."""
    pixels = _preparation_of(drawing).pixels
    return Look(pixels.reshape(-1), data_url((pixels * 255).round().astype(np.uint8)))


def is_a_digit(drawing: PenDrawing) -> bool:
    """Whether it could be a digit: more than a dot, and not painted full."""
    return not _preparation_of(drawing).is_blot


def on_canvas(drawing: PenDrawing) -> list[Points]:
    """The strokes in pixels of the canvas: as they were drawn there, others in its middle."""
    points = np.concatenate(drawing.strokes)
    least, most = points.min(axis=0), points.max(axis=0)
    if drawing.source == SOURCE and least.min() >= -PEN and most.max() <= CANVAS_SIDE + PEN:
        return list(drawing.strokes)
    scale = PART_OF_THE_CANVAS * CANVAS_SIDE / max(float((most - least).max()), 1e-9)
    return [(stroke - (least + most) / 2) * scale + CANVAS_SIDE / 2 for stroke in drawing.strokes]


def _preparation_of(drawing: PenDrawing) -> Preparation:
    return prepare_steps(draw(on_canvas(drawing), PEN))
