"""784 of them."""

import numpy as np

from netcore.data.drawings import CANVAS_SIDE
from netcore.language import N_, _
from netcore.web.components.reading.steps import show_frames
from netcore.web.components.stage.stage import Stage
from netcore.web.lesson.steps.step import Notes, Scene, Step

SMALL = CANVAS_SIDE // 3
"""A drawing is small up to this height, in pixels of the canvas."""


def is_done(scene: Scene) -> bool:
    """The digit is small."""
    part = scene.reading.part
    if part is None or part.is_blot or part.preparation.is_empty:
        return False
    return bool(max(part.preparation.cropped.shape) <= SMALL)


def answer(scene: Scene) -> str:
    """How many of the numbers aren't 0."""
    trace = scene.reading.trace
    if trace is None:
        return _("Draw a digit first: until then all 784 numbers are 0.")
    pixels = trace.activations[0]
    return _(
        "{count} of {all}; the other {rest} are 0. The largest is {largest}: a pixel covered with ink is "
        "1, one that is covered in part is less."
    ).format(
        count=int(np.count_nonzero(pixels)),
        all=pixels.size,
        rest=int(pixels.size - np.count_nonzero(pixels)),
        largest=f"{float(pixels.max()):.2f}",
    )


STEP = Step(
    title=N_("784 of them"),
    words=(
        N_(
            "The first neurons take in your drawing. It is cut out, set upright, made small and put in the "
            "middle, so that it doesn’t matter where, how large and how slanted you draw."
        ),
        N_(
            "What comes out is 28 rows of 28 pixels. Each pixel is a number, and 28\u00a0×\u00a028 = 784 "
            "neurons hold them: the *input layer*."
        ),
    ),
    task=N_("Clear, and draw a digit as small as a coin in one corner. What changes at the end?"),
    is_done=is_done,
    question=N_("How many of the 784 numbers are more than 0?"),
    answer=answer,
    notes=Notes(
        ask=N_("What would the network see if nothing were cut out and put in the middle?"),
        goes_wrong=N_("The small digit is a dot, which is no digit. A third of the square is small enough."),
        two_minutes=N_("Draw one large and one tiny digit, and look only at the last picture."),
        five_minutes=N_(
            "On squared paper, 28 × 28: shade a digit, and read one row of it aloud as numbers from 0 to 1 "
            "while another pupil draws it."
        ),
    ),
    view=lambda _: Stage(lit=("canvas", "input")),
    beside=lambda _: show_frames(),
    has_frames=True,
)
