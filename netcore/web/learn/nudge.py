"""The nudge that each weight gets from one example, the check of one of them, and what all of them do."""

import numpy as np
import streamlit as st

from netcore.activations import RELU
from netcore.figures.bars import signed_bars
from netcore.figures.pixel_map import pixel_map
from netcore.inspection.example_gradients import (
    Pull,
    agreeing_digits,
    from_behind,
    loss_of,
    nudged,
    nudges,
    try_out,
)
from netcore.inspection.explain import adding_up
from netcore.saying import a_digit
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.learn.example import NUDGES, choose_neuron, choose_origin
from netcore.web.learn.scale import FORM, Scale, scale_for
from netcore.web.person.example_choice import ExampleChoice
from netcore.web.text import in_words, layer_names, origin_name

MAP_HEIGHT = 224
LARGEST_PARTS, LARGEST_NUDGES = 4, 4
"""So many are listed in numbers."""
CHECKED_DIGITS = 8
LOSS_DECIMALS = 13
FEWEST_DIGITS = 3
"""With fewer in common, two slopes don't agree."""


def show_nudges(found: Pull, choice: ExampleChoice, learning_rate: float) -> Figures:
    """The nudges of one neuron's weights as a picture and in numbers, and where its error comes from."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_whose"):
        st.markdown("**3. Nudges that would lower the cost**, of", width="content")
        choose_neuron(choice, found.network)
    layer, neuron, origin = choice.shown
    left, right = st.columns([24, 34])
    with left:
        changes = nudges(found, learning_rate, layer, neuron)
        carried = "pixel" if layer == 1 else "activation"
        heading(
            f"Nudges of its {len(changes)} weights",
            f"−{learning_rate:g} (the learning rate) × its error × {carried} that the weight comes from",
        )
        figure = (
            pixel_map(changes, my_palette(), name="nudge", marked=origin, form=FORM)
            if layer == 1
            else signed_bars(changes, my_palette(), name="nudge", marked=origin, form=FORM)
        )
        figures = lay_out_chart(
            figure,
            key=NUDGES,
            height=MAP_HEIGHT,
            alt="The nudge of each weight: blue up, orange down; the chosen one is marked",
        )
    with right:
        st.html(error_table(found, layer, neuron) + nudges_table(found, learning_rate, layer, neuron))
    return figures


def error_table(found: Pull, layer: int, neuron: int) -> str:
    """Where a neuron's error comes from, in numbers that add up, as HTML."""
    error = float(found.errors(layer)[neuron])
    if layer == len(found.network.layers):
        output, target = float(found.trace.activations[layer][neuron]), float(found.targets[neuron])
        scale = scale_for([error])
        shown = round(output, scale.decimals)
        return (
            f'<p class="heading"><b>Its error</b>: {shown:.{scale.decimals}f} − {target:.0f} = '
            f"<b>{scale.signed(shown - target)}</b>, activation − target</p>"
        )
    parts, slope = from_behind(found, layer, neuron)
    total = float(parts.sum())
    scale = scale_for(parts, beside=[total])
    largest = np.argsort(-np.abs(parts), kind="stable")[:LARGEST_PARTS]
    others = np.delete(parts, largest)
    # Where there are no others, no part of what rounding leaves may go to them.
    numbers = [*parts[largest], others.sum()] if len(others) else parts[largest]
    shown_parts = adding_up(
        np.asarray(numbers) / 10.0**scale.power, scale.units(total), scale.decimals
    ).tolist()
    in_units = Scale(scale.decimals)
    behind = layer_names(found.network)[layer + 1]
    weights, errors = found.network.layers[layer].weights[:, neuron], found.errors(layer + 1)
    w, e = scale_for(weights[largest]), scale_for(errors[largest])
    lines = [
        f"<tr><td>{behind}{' neuron' if behind != 'output' else ''} {number}</td>"
        f"<td>{w.signed(float(weights[number]))}{w.unit} × {e.signed(float(errors[number]))}{e.unit}</td>"
        f"<td data-part>{in_units.signed(part)}</td></tr>"
        for number, part in zip(largest, shown_parts, strict=False)
    ]
    if len(others):
        rest = f"the other {len(others)}"
        lines.append(
            f"<tr><td>{rest}</td><td></td><td data-part>{in_units.signed(shown_parts[-1])}</td></tr>"
        )
    product = scale_for([error])
    function = found.network.layers[layer - 1].activation_function
    of = "ReLU's slope, 1 where it is active" if function is RELU else "the slope of its sigmoid, a(1 − a)"
    return (
        f'<table class="steps_back"><caption>Its error: weight × error of each neuron behind{scale.unit}'
        f"</caption>{''.join(lines)}"
        f'<tr class="total"><td colspan="2">together</td><td data-sum>{scale.signed(total)}</td></tr>'
        f'<tr><td colspan="2">× {of}: {scale_for([slope]).plain(slope)}{scale_for([slope]).unit} = error</td>'
        f"<td>{product.signed(error)}{product.unit}</td></tr></table>"
    )


def nudges_table(found: Pull, learning_rate: float, layer: int, neuron: int) -> str:
    """The largest nudges of a neuron's weights and that of its bias, before and after, as HTML."""
    changes = nudges(found, learning_rate, layer, neuron)
    here = found.network.layers[layer - 1]
    largest = np.argsort(-np.abs(changes), kind="stable")[:LARGEST_NUDGES]
    rows = [
        (origin_name(layer, int(origin)), float(here.weights[neuron, origin]), float(changes[origin]))
        for origin in largest
    ]
    rows.append(("its bias", float(here.biases[neuron]), -learning_rate * float(found.errors(layer)[neuron])))
    scale = scale_for(
        [change for *_, change in rows], beside=[abs(before) + abs(change) for _, before, change in rows]
    )
    lines = []
    for name, before, change in rows:
        shown, after = scale.shown(before), scale.shown(before + change)
        in_units = Scale(scale.decimals)
        lines.append(
            f"<tr data-nudge><td>{name}</td><td>{in_units.signed(shown)}</td>"
            f"<td>{in_units.signed(after - shown)}</td><td>{in_units.signed(after)}</td></tr>"
        )
    return (
        '<table class="steps_back"><caption>The largest nudges</caption>'
        f"<tr><th>from</th><th>before{scale.unit}</th><th>nudge</th><th>after</th></tr>{''.join(lines)}</table>"
    )


def show_check(found: Pull, choice: ExampleChoice) -> None:
    """The slope of the cost by one weight, from backpropagation and by trying out."""
    layer, neuron, origin = choice.shown
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_which"):
        st.markdown("**4. Is that right?** Try out the weight from", width="content")
        choose_origin(choice, found.network)
    gradient, trial = found.of(layer, neuron, origin), try_out(found, layer, neuron, origin)
    weight = float(found.network.layers[layer - 1].weights[neuron, origin])
    scale = scale_for([gradient, trial.slope], digits=CHECKED_DIGITS)
    size = scale_for([weight])
    names = [in_words(name) for name in layer_names(found.network)]
    start = (
        f"the pixel in {origin_name(1, origin)}" if layer == 1 else f"neuron {origin} of {names[layer - 1]}"
    )
    rows = {
        "below": (f"cost with this weight {written(trial.step)} lower", exactly(trial.below)),
        "above": (f"cost with this weight {written(trial.step)} higher", exactly(trial.above)),
        "tried": (
            f"tried out: their difference / {written(2 * trial.step)}",
            scale.signed(trial.slope) + scale.unit,
        ),
        "found": (
            f"backpropagation: its error × {'pixel' if layer == 1 else 'activation'}",
            scale.signed(gradient) + scale.unit,
        ),
    }
    lines = "".join(
        f'<tr id="check-{part}"><td>{words}</td><td>{value}</td></tr>'
        for part, (words, value) in rows.items()
    )
    st.html(
        f'<p class="heading">The weight from {start} to neuron {neuron} of {names[layer]} is '
        f"{size.signed(weight)}{size.unit}. Turn it a little, compute everything anew, and see what the cost "
        "does. Backpropagation gets that slope for all weights at once.</p>"
        f'<table class="decision check">{lines}</table>'
        f'<p class="rest" id="agreement">{agreement(gradient, trial.slope, trial.finest)}</p>'
    )


def agreement(gradient: float, tried: float, finest: float) -> str:
    """How well the two slopes agree, in a sentence."""
    digits = agreeing_digits(gradient, tried)
    if gradient == tried == 0:
        return "Both are <b>0</b>: nothing comes through this connection, or no error comes back to it."
    if digits >= CHECKED_DIGITS:
        return f"They agree in all <b>{CHECKED_DIGITS}</b> digits shown."
    if digits >= FEWEST_DIGITS:
        return f"They agree in <b>{digits}</b> digits."
    if abs(gradient - tried) <= finest:
        return "Both are <b>too small</b> to be told from 0 by trying out, which rounds to 16 digits."
    return (
        f"They agree in <b>{digits}</b> digits only: the cost bends so sharply here that even this small a "
        "turn is too long."
    )


def show_after(found: Pull, digit: int, learning_rate: float) -> None:
    """What the cost is once every weight and bias took its nudge."""
    network, pixels = nudged(found, learning_rate), found.trace.activations[0]
    loss = loss_of(network, pixels, digit)
    if not np.isfinite(loss):
        what = "The numbers become too large to compute with: such a learning rate is far too high."
    else:
        before, after = found.trace.activations[-1][digit], network.forward(pixels).activations[-1][digit]
        losses = scale_for([loss - found.loss], beside=[loss, found.loss])
        activations = scale_for([float(after - before)], beside=[1])
        what = (
            f"The cost goes from {losses.plain(found.loss)} to <b>{losses.plain(loss)}</b>{losses.unit}, and "
            f"the activation of {a_digit(digit)} from {activations.plain(float(before))} to "
            f"<b>{activations.plain(float(after))}</b>."
        )
        if loss > found.loss:
            what += " <b>The cost grew</b>: the step was too long, for a slope holds only close by."
    heading("5. After the nudges", "every weight and bias took its own; the network reads the example again")
    st.html(
        f'<p class="effect" id="after">{what}</p>'
        '<p class="rest">One example pulls in this direction, for itself alone. Training takes the mean '
        "over a batch of examples, and lets Adam, its optimiser, choose from the steps before how far each "
        "weight goes.</p>"
    )


def written(step: float) -> str:
    """A small step in full, such as 0.00001."""
    scale = scale_for([step], digits=1)
    return scale.plain(step) + scale.unit


def exactly(loss: float) -> str:
    """A cost with as many digits as there are."""
    if abs(loss) < 1000:
        return f"{loss:.{LOSS_DECIMALS}f}"
    scale = Scale(LOSS_DECIMALS, scale_for([loss]).power)
    return scale.plain(loss) + scale.unit
