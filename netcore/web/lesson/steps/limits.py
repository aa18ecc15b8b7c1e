"""What it can’t do."""

from netcore.language import N_
from netcore.web.lesson.step import Notes, Step

STEP = Step(
    title=N_("What it can’t do"),
    words=(),
    task="",
    is_done=lambda _: False,
    question="",
    answer=lambda _: "",
    notes=Notes("", "", "", ""),
)
