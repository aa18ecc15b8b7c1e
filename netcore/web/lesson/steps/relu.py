"""ReLU beside the sigmoid, for the same neuron."""

from netcore.activations import RELU, SIGMOID
from netcore.language import N_, _
from netcore.web.lesson.steps.bench import (
    neuron_on,
    put_on_bench,
    say_what_is_missing,
    sigmoid,
    turned_on,
)
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import signed

FAR_UP = 8.0
"""Where the sigmoid has long become flat."""
_TURNED = "relu.turned"


def show(scene: Scene) -> None:
    """The bench with both."""
    put_on_bench(
        scene,
        {
            SIGMOID.formula: SIGMOID,
            RELU.formula: RELU,
        },
        _TURNED,
    )


def is_far_up(scene: Scene) -> bool:
    """Whether the sum was pushed to where only ReLU still grows."""
    turned = turned_on(scene, _TURNED)
    return turned is not None and turned.weighted_sum >= FAR_UP


def answer(scene: Scene) -> str:
    """The neuron's own sum and twice as much, through both."""
    if scene.reading.trace is None:
        return _("Draw a digit first: then there is a sum.")
    z = neuron_on(scene).weighted_sum
    twice = 2 * z
    said = _(
        "Yours is {z}: the sigmoid makes {low} of it and ReLU {relu}. Twice as much, {twice}, becomes "
        "{high} and {relu_twice}."
    ).format(
        z=signed(z),
        low=f"{sigmoid(z):.4f}",
        relu=f"{max(z, 0.0):.3f}",
        twice=signed(twice),
        high=f"{sigmoid(twice):.4f}",
        relu_twice=f"{max(twice, 0.0):.3f}",
    )
    rule = (
        _("ReLU tells them apart exactly; the sigmoid hardly does far out.")
        if z > 0
        else _("Below 0, ReLU says 0 to everything.")
    )
    return f"{said} {rule}"


STEP = Step(
    title=N_("ReLU beside it"),
    words=(
        N_(
            "Another curve is **ReLU**: below 0 it says 0, above 0 the sum itself, with no top. Its light is "
            "full at 8 here."
        ),
        N_(
            "Why have both? Far out the sigmoid is flat: there a network hardly notices whether a change "
            "helped. ReLU goes on rising, so large networks learn faster with it; the sigmoid is good "
            "where a number from 0 to 1 is wanted."
        ),
    ),
    task=N_("Push the sum up to 8 or more. Which of the two still grows?"),
    is_done=is_far_up,
    question=N_("What do both make of your sum, and what of one twice as large?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“The sum goes from 8 to 16. What does the sigmoid say, what ReLU?” Let them guess two numbers "
            "each before you drag."
        ),
        goes_wrong=N_(
            "“So ReLU is simply better?” Not everywhere: below 0 it is silent, however much changes there, "
            "and without a top its light needs a scale."
        ),
        two_minutes=N_(
            "Drag the bias up until the sigmoid stands still and ReLU climbs. One sentence: flat means slow "
            "to learn."
        ),
        five_minutes=N_(
            "Choose the network “relu”, made with this curve, and walk through the last two steps again. "
            "It is as large as “classic” and a little better: compare their scores in the step before the "
            "last."
        ),
    ),
    beside=say_what_is_missing,
    instead=show,
)
