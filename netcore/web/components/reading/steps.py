"""The way of a drawing to the 784 numbers, step by step: five pictures and what they say.

The page holds five empty frames; steps.js puts each stroke's pictures into them.
"""

import base64
from typing import Any

import numpy as np
import streamlit as st

from netcore.data.drawings import CANVAS_SIDE
from netcore.language import N_, _
from netcore.preprocess import BOX, FIELD, STEEPEST_SLANT, Preparation
from netcore.reading import Reading

TITLES = (N_("Drawn"), N_("Cropped"), N_("Upright"), N_("Scaled"), N_("Centred"))


def show_frames() -> None:
    """Lay out the five frames."""
    frames = "".join(
        f'<figure><canvas width="{CANVAS_SIDE}" height="{CANVAS_SIDE}" role="img" '
        f'aria-label="{_("{title}: nothing yet").format(title=_(title))}"></canvas>'
        f"<figcaption><strong>{_(title)}.</strong> <span></span></figcaption></figure>"
        for title in TITLES
    )
    st.html(f'<div class="steps" id="steps">{frames}</div>')


def step_data(steps: Preparation, framed: str = "") -> dict[str, Any]:
    """What steps.js shows in the frames.

    Args:
        steps: the prepared drawing, or one of several digits on it; perhaps without ink.
        framed: what of the drawing that is, in a sentence.

    Returns:
        `captions`, one a frame. When there is ink, also `frame`, the part of the canvas that holds it (left,
        top, width, height); `lines`, through the ink as it leans and upright, [x0, y0, x1, y1] in pixels of
        that part and of the upright picture; `upright`, how the part becomes that picture, whose column is
        column + shift − slant · row; and `scaled`, 784 grey levels, a byte each, in base 64.
    """
    if steps.is_empty:
        return {"captions": _captions_at_rest()}
    height, width = steps.cropped.shape
    row, column = steps.centre
    left = steps.sides[0]
    return {
        "captions": _captions(steps, framed),
        "frame": [steps.left, steps.top, width, height],
        "lines": [
            _line(column, row, steps.slant, steps.cropped.shape),
            _line(column - left, row, 0, (height, steps.upright_width)),
        ],
        "upright": {
            "width": steps.upright_width,
            "slant": steps.slant,
            "shift": steps.slant * row - left,
        },
        "scaled": base64.b64encode((steps.scaled * 255).round().astype(np.uint8).tobytes()).decode(),
        "box": BOX,
    }


def _captions_at_rest() -> list[str]:
    return [
        _("{side} × {side} pixels, 0 black to 1 white.").format(side=CANVAS_SIDE),
        _("Only the part with ink is kept, so that it doesn't matter where you draw."),
        _("Rows are moved sideways until the digit no longer leans."),
        _("The longer side becomes {side} pixels, so that it doesn't matter how large you draw.").format(
            side=BOX
        ),
        _(
            "The centre of mass comes to the middle of {side} × {side}. This is what the network reads."
        ).format(side=FIELD),
    ]


def what_is_framed(reading: Reading) -> str:
    """What of a drawing the neurons show, in a sentence."""
    if reading.kind == "digits":
        shown = reading.digits[reading.shown]
        return _("The frame holds the {digit}, which goes on alone.").format(digit=shown)
    if reading.strays:
        return _("The frame holds the ink; what is crossed out is left out.")
    return _("The frame holds all the ink.")


def _captions(steps: Preparation, framed: str) -> list[str]:
    height, width = steps.cropped.shape
    drawn = f"{steps.scale:.1f} × {steps.scale:.1f}"
    pixels = _("{width} × {height} pixels.")
    if abs(steps.slant) < 0.005:
        leans = _("The digit doesn't lean.")
    elif abs(steps.slant) == STEEPEST_SLANT:
        leans = _("The digit leans so far that only {slant:g} pixel for each row is taken out.")
    elif steps.slant < 0:
        leans = _("The digit leans {slant:.2f} pixels left for each row down: the line through its ink.")
    else:
        leans = _("The digit leans {slant:.2f} pixels right for each row down: the line through its ink.")
    return [
        f"{pixels.format(width=steps.ink.shape[1], height=steps.ink.shape[0])} {framed}",
        f"{pixels.format(width=width, height=height)} {leans.format(slant=abs(steps.slant))}",
        _("Each row was moved sideways as far as the line leans: now it stands upright."),
        _("The longer side became {side} pixels, each the mean of {drawn} drawn ones.").format(
            side=BOX, drawn=drawn
        ),
        _("Its centre of mass came to the middle of {side} × {side}. This is what the network reads.").format(
            side=FIELD
        ),
    ]


def _line(column: float, row: float, slant: float, shape: tuple[int, ...]) -> list[float]:
    """x and y of both ends of a line through a point, as far as it lies in a picture of this shape."""
    height, width = shape
    top, bottom = 0.0, float(height)
    if slant:
        first, last = sorted(row + (side - column) / slant for side in (0, width))
        top, bottom = max(top, first), min(bottom, last)
    return [column + slant * (top - row), top, column + slant * (bottom - row), bottom]
