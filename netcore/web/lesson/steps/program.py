"""A program that reads a digit."""

from netcore.language import N_
from netcore.web.lesson.step import Notes, Step

STEP = Step(
    title=N_("A program that reads a digit"),
    words=(),
    task="",
    is_done=lambda _: False,
    question="",
    answer=lambda _: "",
    notes=Notes("", "", "", ""),
)
