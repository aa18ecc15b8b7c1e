"""What one step of learning does, for one example: forward, the errors walking back, the nudges."""

import numpy as np
import streamlit as st

from netcore.activations import SOFTMAX
from netcore.figures.bars import signed_bars
from netcore.figures.blocks import layer_label
from netcore.figures.pixel_map import pixel_map
from netcore.inspection.example_gradients import Pull, pull_of
from netcore.inspection.explain import adding_up
from netcore.language import _
from netcore.network import Network
from netcore.reading import Reading
from netcore.saying import a_digit
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.learn.example import ERRORS, choose_example
from netcore.web.learn.nudge import show_after, show_check, show_nudges
from netcore.web.learn.scale import FORM, scale_for
from netcore.web.person.example_choice import ExampleChoice
from netcore.web.state import me
from netcore.web.text import in_words, layer_names

PICTURE_WIDTH, PICTURE_HEIGHT, OUTPUTS_HEIGHT, BARS_HEIGHT = 152, 120, 196, 100


def show_one_step(network: Network, reading: Reading, learning_rate: float, *, steps: int = 0) -> Figures:
    """Show what one example does to the network: forward, the errors on their way back, the nudges.

    Args:
        network: as it is now.
        reading: what it reads in what lies on the canvas, which is the example.
        learning_rate: how long the nudges are.
        steps: of training that made the network what it is.

    Returns:
        The figures that `show_reading` is to paint; none while there is no example.
    """
    choice = me().example
    with st.container(horizontal=True, gap="small", key="step_example"):
        picture = st.container(width=PICTURE_WIDTH, key="step_picture")
        beside = st.container(width="stretch", gap="xsmall", key="step_beside")
    with beside:
        pixels = choose_example(choice, reading)
        if pixels is None:
            st.markdown(
                _(
                    "**Nothing is drawn yet.** Draw a digit in the black square, and say here which one it "
                    "is meant to be; or take another example."
                )
            )
            return {}
        found = pull_of(network, pixels, choice.digit)
        title = (
            _("1. Forward, after {steps:,} steps: how wrong are the outputs?")
            if steps
            else _("1. Forward, before any training: how wrong are the outputs?")
        )
        heading(title.format(steps=steps), loss_in_words(network))
    with picture:
        figures = lay_out_chart(
            pixel_map(pixels, my_palette(), name=_("pixel"), signed=False),
            key="example_pixels",
            height=PICTURE_HEIGHT,
            alt=_("The example: 28 × 28 pixels, {digit}").format(digit=a_digit(choice.digit)),
        )
    choice.shown = choice.weight_in(found)
    figures |= show_outputs(found, choice)
    figures |= show_errors(found, choice)
    figures |= show_nudges(found, choice, learning_rate)
    show_check(found, choice)
    show_after(found, choice.digit, learning_rate)
    return figures


def loss_in_words(network: Network) -> str:
    """How the cost of an example is computed."""
    if network.layers[-1].activation_function is SOFTMAX:
        return _("cost: −ln(activation) of the right digit (cross-entropy); 0 would be perfect")
    return _(
        "cost: −ln(activation) of the right digit and −ln(1 − activation) of each other, added up "
        "(cross-entropy); 0 would be perfect"
    )


def show_outputs(found: Pull, choice: ExampleChoice) -> Figures:
    """The outputs, what they should be, their errors, and the cost."""
    left, right = st.columns([31, 27])
    with left:
        st.html(outputs_table(found))
    with right, st.container(gap="xsmall"):
        return show_errors_of(
            found,
            len(found.network.layers),
            choice,
            _("Error = activation − target"),
            _("blue should fall, orange rise, in proportion"),
            OUTPUTS_HEIGHT,
        )


def outputs_table(found: Pull) -> str:
    """Each output in numbers that add up, as HTML."""
    outputs, targets = found.trace.activations[-1], found.targets
    errors = scale_for(found.errors(len(found.network.layers)))
    losses = scale_for(found.loss_shares)
    shares = adding_up(found.loss_shares / 10.0**losses.power, losses.units(found.loss), losses.decimals)
    total = losses.plain(found.loss)
    lines = []
    for digit, (output, target, share) in enumerate(zip(outputs, targets, shares, strict=True)):
        activation = round(float(output), errors.decimals)
        lines.append(
            f'<tr data-output="{digit}"{" class=right" if target else ""}><td>{digit}</td>'
            f"<td>{activation:.{errors.decimals}f}</td><td>{target:.0f}</td>"
            f"<td>{errors.signed(activation - float(target))}</td>"
            f"<td>{share:,.{losses.decimals}f}</td></tr>"
        )
    return (
        f'<table class="outputs"><tr><th>{_("digit")}</th><th>{_("activation")}</th><th>{_("target")}</th>'
        f"<th>{_('error')}</th><th>{_('cost')}{losses.unit}</th></tr>{''.join(lines)}"
        f'<tr class="total"><td colspan="4">{_("cost of this example")}</td><td>{total}</td></tr></table>'
    )


def show_errors(found: Pull, choice: ExampleChoice) -> Figures:
    """The error in each hidden layer, from the last one back to the first."""
    back = _(
        "<b>2. Back:</b> a neuron's error is how much the cost grows for each unit that its weighted sum z "
        "grows."
    )
    st.html(f'<p class="heading">{back}</p>')
    figures: Figures = {}
    layers = list(range(len(found.network.layers) - 1, 0, -1))
    names = layer_names(found.network)
    if not layers:
        st.markdown(_("This network has no hidden layer: the way back ends at the outputs."))
    for start in range(0, len(layers), 2):
        for column, layer in zip(st.columns(2), layers[start : start + 2], strict=False):
            with column, st.container(gap="xsmall"):
                behind = layer_label(names[layer + 1])
                figures |= show_errors_of(
                    found,
                    layer,
                    choice,
                    _("Errors in {layer}").format(layer=in_words(names[layer])),
                    _("Σ weight × error in {layer}, × its own slope").format(layer=behind),
                    BARS_HEIGHT,
                )
    return figures


def show_errors_of(
    found: Pull, layer: int, choice: ExampleChoice, title: str, meaning: str, height: int
) -> Figures:
    """The errors of one layer as bars, which can be clicked."""
    heading(title, meaning)
    errors = np.asarray(found.errors(layer))
    name = layer_names(found.network)[layer]
    label = layer_label(name)
    of = label if name == "output" else _("{layer} neuron").format(layer=label)
    return lay_out_chart(
        signed_bars(
            errors,
            my_palette(),
            name=_("error"),
            marked=choice.shown[1] if choice.shown[0] == layer else None,
            of=of,
            form=FORM,
        ),
        key=f"{ERRORS}_{layer}",
        height=height,
        alt=_("A bar for each neuron of {layer}: its error").format(layer=in_words(name)),
    )
