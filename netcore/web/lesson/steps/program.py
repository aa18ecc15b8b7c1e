"""A program that reads a digit."""

import numpy as np

from netcore.language import N_, _
from netcore.saying import a_digit
from netcore.web.lesson.steps.step import Notes, Scene, Step


def is_done(scene: Scene) -> bool:
    """Something that may be a digit was drawn."""
    return bool(scene.reading.parts) and not scene.reading.parts[0].is_blot


def answer(scene: Scene) -> str:
    """How many numbers the reader's digit is."""
    trace = scene.reading.trace
    if trace is None:
        return _("Draw a digit first; then say how you know which it is.")
    lit = int(np.count_nonzero(trace.activations[0]))
    said = _(
        "You may say “a line across, and one that leans”. But nobody draws it just like that twice: "
        "for the program, your drawing is {count} small squares with ink among {all}."
    )
    if scene.reading.kind == "digit":
        said = _(
            "You may name lines and loops. But nobody draws {digit} just the same twice: "
            "for the program, your drawing is {count} small squares with ink among {all}."
        )
    digit = a_digit((scene.reading.digits or [0])[0])
    return said.format(digit=digit, count=lit, all=trace.activations[0].size)


STEP = Step(
    title=N_("A program that reads a digit"),
    words=(
        N_(
            "Draw a digit in the black square. You know at once which one it is, even when it is crooked. "
            "For a computer your drawing is only a great many numbers, and somebody has to tell it what to "
            "do with them."
        ),
        N_("Here is a program that reads digits. Step by step you will see all that happens in it."),
    ),
    task=N_("Draw any digit, and see whether the program reads it."),
    is_done=is_done,
    question=N_("How did *you* know which digit it is? Say it as a rule that a stranger could follow."),
    answer=answer,
    notes=Notes(
        ask=N_("Who can say how to tell a 3 from an 8? And a crooked 3 from an 8?"),
        goes_wrong=N_(
            "The digit is drawn too small or as a dot, and the program says so. Press *Clear* and draw it as "
            "large as the square allows."
        ),
        two_minutes=N_("Draw one digit, ask how one knows, and go on while they still argue."),
        five_minutes=N_(
            "Let one pupil describe a digit in words only, and another draw just what was said, without "
            "knowing which digit is meant."
        ),
    ),
)
