"""Ten at the end."""

import streamlit as st

from netcore.activations import SOFTMAX
from netcore.language import N_, _
from netcore.web.charts import my_palette
from netcore.web.components.stage.stage import Stage
from netcore.web.lesson.steps.lights import lights
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.person.link import ANSWER
from netcore.web.state import me

SEEN = "outputs"


def show(scene: Scene) -> None:
    """The ten output neurons."""
    trace = scene.reading.trace
    if trace is None:
        st.markdown(_("Draw a digit, and the ten appear here."))
    elif ANSWER not in me().link.hides:
        outputs = trace.activations[-1]
        st.html(lights(outputs, [str(digit) for digit in range(len(outputs))], my_palette(), 2))


def is_done(scene: Scene) -> bool:
    """Two different digits were read while the step was looked at."""
    seen: set[int] = scene.lesson.noticed.setdefault(SEEN, set())
    if scene.reading.kind == "digit":
        seen.update(scene.reading.digits)
    return len(seen) > 1


def answer(scene: Scene) -> str:
    """The ten numbers, added up as they are shown."""
    trace = scene.reading.trace
    if trace is None:
        return _("Draw a digit first, then add up the ten numbers.")
    shown = [f"{activation:.2f}" for activation in trace.activations[-1]]
    total = sum(map(float, shown))
    said = _(
        "{sum} = {total}. It need not be 1: each neuron says for itself how much it sees its digit. For a "
        "scribble all ten may stay dark."
    )
    if scene.network.layers[-1].activation_function is SOFTMAX:
        said = _("{sum} = {total}. In this network the ten share out 1, but for what the rounding leaves.")
    return said.format(sum=" + ".join(shown), total=f"{total:.2f}")


STEP = Step(
    title=N_("Ten at the end"),
    words=(
        N_(
            "At the other end stand ten neurons, one for each digit from 0 to 9: the *output layer*. The "
            "light of each says how much the network thinks that your drawing is its digit."
        ),
        N_(
            "The brightest one is the answer. If two are bright, the network isn’t sure; if all are dark, it "
            "sees none of the ten."
        ),
    ),
    task=N_("Draw a digit, then another one, and see a different neuron light up."),
    is_done=is_done,
    question=N_("Add up the ten numbers. Is it 1?"),
    answer=answer,
    notes=Notes(
        ask=N_("Which two digits does the network mix up most easily? Draw one between them."),
        goes_wrong=N_(
            "The numbers are taken for chances, as with a die. They aren’t: nothing makes them add up to 1. "
            "How sure the answer is stands beside the square, and was measured."
        ),
        two_minutes=N_("Draw a 4, then close its top, stroke by stroke, until it is a 9."),
        five_minutes=N_(
            "A contest: who draws something that lights up two neurons, each with more than a half?"
        ),
    ),
    view=lambda _: Stage(lit=("canvas", "output", "answer")),
    beside=show,
)
