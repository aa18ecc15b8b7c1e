"""The end, and on from here."""

import streamlit as st

from netcore.language import N_, _
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.routes import LEARN, LOOK_INSIDE, TEST, told_everywhere

PAGES = {
    LOOK_INSIDE: N_("Look inside: ask any neuron why"),
    LEARN: N_("Learn: train a network of your own"),
    TEST: N_("Test: find out what it gets wrong"),
}
_EMPTY = "end.empty"
"""Which empty canvas was seen here: drawings begun, and what the canvas was told to show. One that comes back
from an earlier visit is told."""


def is_drawn_again(scene: Scene) -> bool:
    """Whether another digit was drawn here, and read."""
    drawing, noticed = scene.drawing, scene.lesson.noticed
    now = drawing.begun, drawing.load
    if not drawing.objects:
        noticed[_EMPTY] = now
    is_another = drawing.begun > scene.lesson.begun or noticed.get(_EMPTY) == now
    return is_another and scene.reading.kind == "digit"


def show_ways_on(scene: Scene) -> None:
    """Links to the other pages."""
    for page, words in PAGES.items():
        st.page_link(page.script, label=_(words), query_params=told_everywhere())


def answer(scene: Scene) -> str:
    """The whole way in numbers."""
    network = scene.network
    hidden = sum(network.sizes[1:-1])
    said = _(
        "{inputs} pixels, {hidden} hidden neurons, 10 outputs and {knobs} knobs, found from examples: each "
        "neuron adds up its votes and its bias, and its curve turns the sum into light."
    ).format(inputs=network.sizes[0], hidden=hidden, knobs=f"{network.parameter_count:,}")
    trace = scene.reading.trace
    if trace is None:
        return said
    brightest = _("For your drawing the output for {digit} is the brightest, with {activation}.").format(
        digit=trace.digit, activation=f"{trace.confidence:.4f}"
    )
    return f"{said} {brightest}"


STEP = Step(
    title=N_("The end, and on from here"),
    words=(
        N_(
            "Now you can say how a network reads: votes, sums, curves, and knobs found by learning. Ask it "
            "why, train one yourself, or find its mistakes."
        ),
        N_(
            "The film to this lesson is **But what is a neural network?** by 3Blue1Brown. It goes on with "
            "**Gradient descent, how neural networks learn** and **What is backpropagation really doing?**"
        ),
    ),
    task=N_("Draw one more digit, and say aloud how the network reads it."),
    is_done=is_drawn_again,
    question=N_("Can you say it in one sentence, with numbers?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“What surprised you? What would you like to ask it?” One word each, round the class. Then the "
            "question of the first step again: how do you read a digit?"
        ),
        goes_wrong=N_(
            "“So does it think?” It multiplies and adds. Let the class decide whether that is thinking; "
            "there is no need to agree."
        ),
        two_minutes=N_("One pupil explains the way from drawing to answer; the others count the new words."),
        five_minutes=N_(
            "Hand out the sheet, or go to Learn and let everybody train a network of their own for a minute. "
            "Who gets the best one on the test set?"
        ),
    ),
    beside=show_ways_on,
)
