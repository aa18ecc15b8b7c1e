"""The weighted sum."""

from netcore.language import N_
from netcore.web.lesson.step import Notes, Step

STEP = Step(
    title=N_("The weighted sum"),
    words=(),
    task="",
    is_done=lambda _: False,
    question="",
    answer=lambda _: "",
    notes=Notes("", "", "", ""),
)
