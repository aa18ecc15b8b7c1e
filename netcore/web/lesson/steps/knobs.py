"""And so for every neuron."""

from netcore.language import N_
from netcore.web.lesson.step import Notes, Step

STEP = Step(
    title=N_("And so for every neuron"),
    words=(),
    task="",
    is_done=lambda _: False,
    question="",
    answer=lambda _: "",
    notes=Notes("", "", "", ""),
)
