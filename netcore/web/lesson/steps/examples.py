"""Show examples instead."""

from netcore.language import N_
from netcore.web.lesson.step import Notes, Step

STEP = Step(
    title=N_("Show examples instead"),
    words=(),
    task="",
    is_done=lambda _: False,
    question="",
    answer=lambda _: "",
    notes=Notes("", "", "", ""),
)
