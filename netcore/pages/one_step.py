"""What one step of learning does, for one example: forward, the errors walking back, the nudges."""

import numpy as np
import streamlit as st

from netcore.activations import SOFTMAX
from netcore.explain import adding_up
from netcore.figures.bars import signed_bars
from netcore.figures.pixel_map import pixel_map
from netcore.figures.theme import PlainFigure
from netcore.network import Network
from netcore.nudges import Pull, pull_of
from netcore.pages.charts import heading, my_stage, place
from netcore.pages.example import ERRORS, Choice, choose_example, my_choice
from netcore.pages.nudge import show_after, show_check, show_nudges
from netcore.pages.scale import scale_for
from netcore.pages.words import a_digit, in_words, layer_names

PICTURE_HEIGHT, BARS_HEIGHT = 132, 124
FORM = ".3g"
"""Of numbers in hover texts: three digits, for they may be large or small."""


def show_one_step(
    network: Network, learning_rate: float, figures: dict[str, PlainFigure], *, steps: int = 0
) -> None:
    """Show what one example does to the network: forward, the errors on their way back, the nudges.

    Args:
        network: as it is now.
        learning_rate: how long the nudges are.
        figures: where the figures are put that `show_reading` is to paint.
        steps: of training that made the network what it is.
    """
    choice = my_choice()
    pixels = choose_example(choice)
    if pixels is None:
        st.markdown(
            "**Nothing is drawn yet.** Draw a digit in the black square, and say above which one it is "
            "meant to be. Or take a bundled digit."
        )
        return
    found = pull_of(network, pixels, choice.digit)
    choice.shown = choice.weight_in(found)
    show_outputs(found, choice, figures, steps)
    show_errors(found, choice, figures)
    show_nudges(found, choice, learning_rate, figures)
    show_check(found, choice)
    show_after(found, choice.digit, learning_rate)


def show_outputs(found: Pull, choice: Choice, figures: dict[str, PlainFigure], steps: int) -> None:
    """The outputs, what they should be, their errors, and the cost."""
    moment = f"after {steps:,} steps of training" if steps else "before any training"
    last = len(found.network.layers)
    left, right = st.columns([31, 27])
    with left:
        heading("1. Forward: how wrong is each output?", f"error = activation − target, {moment}")
        st.html(outputs_table(found))
    with right:
        heading("The example", f"meant as {a_digit(choice.digit)}" if choice.own else "from the bundled ones")
        place(
            figures,
            pixel_map(found.trace.activations[0], my_stage(), name="pixel", signed=False),
            key="example_pixels",
            height=PICTURE_HEIGHT,
            alt=f"28 × 28 pixels, {a_digit(choice.digit)}",
        )
        place_errors(
            found, last, choice, figures, "Error of each output", "blue: should fall, orange: should rise"
        )


def outputs_table(found: Pull) -> str:
    """Each output in numbers that add up, as HTML."""
    outputs, targets = found.trace.activations[-1], found.targets
    errors = scale_for(found.errors(len(found.network.layers)))
    costs = scale_for(found.cost_shares)
    shares = adding_up(found.cost_shares / 10.0**costs.power, costs.units(found.cost), costs.decimals)
    total = costs.plain(found.cost)
    lines = []
    for digit, (output, target, share) in enumerate(zip(outputs, targets, shares, strict=True)):
        activation = round(float(output), errors.decimals)
        lines.append(
            f'<tr data-output="{digit}"{" class=right" if target else ""}><td>{digit}</td>'
            f"<td>{activation:.{errors.decimals}f}</td><td>{target:.0f}</td>"
            f"<td>{errors.signed(activation - float(target))}</td>"
            f"<td>{share:,.{costs.decimals}f}</td></tr>"
        )
    means = (
        "−ln of what the right digit got"
        if found.network.layers[-1].activation_function is SOFTMAX
        else "−ln(activation) of the right digit, −ln(1 − activation) of each other one"
    )
    return (
        '<table class="outputs"><tr><th>digit</th><th>activation</th><th>target</th><th>error</th>'
        f"<th>cost{costs.unit}</th></tr>{''.join(lines)}"
        f'<tr class="total"><td colspan="4">cost of this example</td><td>{total}</td></tr></table>'
        f'<p class="rest">Cost: {means} (cross-entropy). 0 would be perfect.</p>'
    )


def show_errors(found: Pull, choice: Choice, figures: dict[str, PlainFigure]) -> None:
    """The error in each hidden layer, from the last one back to the first."""
    heading(
        "2. Back: who is to blame?",
        "a neuron's error: how much the cost grows if its weighted sum z grows by 1; for an output it is "
        "the error above",
    )
    layers = list(range(len(found.network.layers) - 1, 0, -1))
    names = layer_names(found.network)
    if not layers:
        st.markdown("This network has no hidden layer: the way back ends at the outputs.")
    for start in range(0, len(layers), 2):
        for column, layer in zip(st.columns(2), layers[start : start + 2], strict=False):
            with column:
                behind = f"the {found.network.sizes[layer + 1]} errors of {in_words(names[layer + 1])}"
                place_errors(
                    found,
                    layer,
                    choice,
                    figures,
                    f"Errors in {in_words(names[layer])}",
                    f"{behind}, each times the weight to it, added up; times the neuron's own slope",
                )


def place_errors(
    found: Pull, layer: int, choice: Choice, figures: dict[str, PlainFigure], title: str, meaning: str
) -> None:
    """The errors of one layer as bars, which can be clicked."""
    heading(title, meaning)
    errors = np.asarray(found.errors(layer))
    name = layer_names(found.network)[layer]
    place(
        figures,
        signed_bars(
            errors,
            my_stage(),
            name="error",
            marked=choice.shown[1] if choice.shown[0] == layer else None,
            of=name if name == "output" else f"{name} neuron",
            form=FORM,
        ),
        key=f"{ERRORS}_{layer}",
        height=BARS_HEIGHT,
        alt=f"A bar for each neuron of {in_words(name)}: its error",
    )
