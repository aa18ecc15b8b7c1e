"""The nudge that each weight gets from one example, the check of one of them, and what all of them do."""

import numpy as np
import streamlit as st

from netcore.activations import RELU
from netcore.figures.bars import signed_bars
from netcore.figures.blocks import layer_label
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
from netcore.language import _
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
        st.markdown(_("**3. Nudges that would lower the cost**, of"), width="content")
        choose_neuron(choice, found.network)
    layer, neuron, origin = choice.shown
    left, right = st.columns([24, 34])
    with left:
        changes = nudges(found, learning_rate, layer, neuron)
        meaning = (
            _("−{rate:g} (the learning rate) × its error × pixel that the weight comes from")
            if layer == 1
            else _("−{rate:g} (the learning rate) × its error × activation that the weight comes from")
        )
        heading(
            _("Nudges of its {count} weights").format(count=len(changes)), meaning.format(rate=learning_rate)
        )
        figure = (
            pixel_map(changes, my_palette(), name=_("nudge"), marked=origin, form=FORM)
            if layer == 1
            else signed_bars(changes, my_palette(), name=_("nudge"), marked=origin, form=FORM)
        )
        figures = lay_out_chart(
            figure,
            key=NUDGES,
            height=MAP_HEIGHT,
            alt=_("The nudge of each weight: blue up, orange down; the chosen one is marked"),
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
        said = _(
            "<b>Its error</b>: {activation} − {target:.0f} = <b>{error}</b>, activation − target"
        ).format(activation=f"{shown:.{scale.decimals}f}", target=target, error=scale.signed(shown - target))
        return f'<p class="heading">{said}</p>'
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
    name = layer_names(found.network)[layer + 1]
    behind = _("output {neuron}") if name == "output" else _("{layer} neuron {neuron}")
    weights, errors = found.network.layers[layer].weights[:, neuron], found.errors(layer + 1)
    w, e = scale_for(weights[largest]), scale_for(errors[largest])
    lines = [
        f"<tr><td>{behind.format(layer=layer_label(name), neuron=number)}</td>"
        f"<td>{w.signed(float(weights[number]))}{w.unit} × {e.signed(float(errors[number]))}{e.unit}</td>"
        f"<td data-part>{in_units.signed(part)}</td></tr>"
        for number, part in zip(largest, shown_parts, strict=False)
    ]
    if len(others):
        rest = _("the other {count}").format(count=len(others))
        lines.append(
            f"<tr><td>{rest}</td><td></td><td data-part>{in_units.signed(shown_parts[-1])}</td></tr>"
        )
    product = scale_for([error])
    function = found.network.layers[layer - 1].activation_function
    times = (
        _("× ReLU's slope, 1 where it is active: {slope} = error")
        if function is RELU
        else _("× the slope of its sigmoid, a(1 − a): {slope} = error")
    ).format(slope=scale_for([slope]).plain(slope) + scale_for([slope]).unit)
    caption = _("Its error: weight × error of each neuron behind")
    return (
        f'<table class="steps_back"><caption>{caption}{scale.unit}</caption>{"".join(lines)}'
        f'<tr class="total"><td colspan="2">{_("together")}</td>'
        f"<td data-sum>{scale.signed(total)}</td></tr>"
        f'<tr><td colspan="2">{times}</td>'
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
    rows.append(
        (_("its bias"), float(here.biases[neuron]), -learning_rate * float(found.errors(layer)[neuron]))
    )
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
        f'<table class="steps_back"><caption>{_("The largest nudges")}</caption>'
        f"<tr><th>{_('from')}</th><th>{_('before')}{scale.unit}</th><th>{_('nudge')}</th>"
        f"<th>{_('after')}</th></tr>{''.join(lines)}</table>"
    )


def show_check(found: Pull, choice: ExampleChoice) -> None:
    """The slope of the cost by one weight, from backpropagation and by trying out."""
    layer, neuron, origin = choice.shown
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="step_which"):
        st.markdown(_("**4. Is that right?** Try out the weight from"), width="content")
        choose_origin(choice, found.network)
    gradient, trial = found.of(layer, neuron, origin), try_out(found, layer, neuron, origin)
    weight = float(found.network.layers[layer - 1].weights[neuron, origin])
    scale = scale_for([gradient, trial.slope], digits=CHECKED_DIGITS)
    size = scale_for([weight])
    names = [in_words(name) for name in layer_names(found.network)]
    origin_words = origin_name(layer, origin)
    said = (
        _("The weight from the pixel in {origin} to neuron {neuron} of {layer} is {weight}.")
        if layer == 1
        else _("The weight from {origin} of {before} to neuron {neuron} of {layer} is {weight}.")
    ).format(
        origin=origin_words,
        before=names[layer - 1],
        neuron=neuron,
        layer=names[layer],
        weight=size.signed(weight) + size.unit,
    )
    rows = {
        "below": (
            _("cost with this weight {step} lower").format(step=written(trial.step)),
            exactly(trial.below),
        ),
        "above": (
            _("cost with this weight {step} higher").format(step=written(trial.step)),
            exactly(trial.above),
        ),
        "tried": (
            _("tried out: their difference / {step}").format(step=written(2 * trial.step)),
            scale.signed(trial.slope) + scale.unit,
        ),
        "found": (
            _("backpropagation: its error × pixel")
            if layer == 1
            else _("backpropagation: its error × activation"),
            scale.signed(gradient) + scale.unit,
        ),
    }
    lines = "".join(
        f'<tr id="check-{part}"><td>{words}</td><td>{value}</td></tr>'
        for part, (words, value) in rows.items()
    )
    st.html(
        f'<p class="heading">{said} '
        + _(
            "Turn it a little, compute everything anew, and see what the cost does. Backpropagation gets "
            "that slope for all weights at once."
        )
        + "</p>"
        f'<table class="decision check">{lines}</table>'
        f'<p class="rest" id="agreement">{agreement(gradient, trial.slope, trial.finest)}</p>'
    )


def agreement(gradient: float, tried: float, finest: float) -> str:
    """How well the two slopes agree, in a sentence."""
    digits = agreeing_digits(gradient, tried)
    if gradient == tried == 0:
        return _("Both are <b>0</b>: nothing comes through this connection, or no error comes back to it.")
    if digits >= CHECKED_DIGITS:
        return _("They agree in all <b>{count}</b> digits shown.").format(count=CHECKED_DIGITS)
    if digits >= FEWEST_DIGITS:
        return _("They agree in <b>{count}</b> digits.").format(count=digits)
    if abs(gradient - tried) <= finest:
        return _("Both are <b>too small</b> to be told from 0 by trying out, which rounds to 16 digits.")
    said = (
        _(
            "They agree in <b>one</b> digit only: the cost bends so sharply here that even this small "
            "a turn is too long."
        )
        if digits == 1
        else _(
            "They agree in <b>{count}</b> digits only: the cost bends so sharply here that even this small "
            "a turn is too long."
        )
    )
    return said.format(count=digits)


def show_after(found: Pull, digit: int, learning_rate: float) -> None:
    """What the cost is once every weight and bias took its nudge."""
    network, pixels = nudged(found, learning_rate), found.trace.activations[0]
    loss = loss_of(network, pixels, digit)
    if not np.isfinite(loss):
        what = _("The numbers become too large to compute with: such a learning rate is far too high.")
    else:
        before, after = found.trace.activations[-1][digit], network.forward(pixels).activations[-1][digit]
        losses = scale_for([loss - found.loss], beside=[loss, found.loss])
        activations = scale_for([float(after - before)], beside=[1])
        what = _(
            "The cost goes from {cost} to <b>{new_cost}</b>{unit}, and the activation of the {digit} from "
            "{activation} to <b>{new_activation}</b>."
        ).format(
            cost=losses.plain(found.loss),
            new_cost=losses.plain(loss),
            unit=losses.unit,
            digit=digit,
            activation=activations.plain(float(before)),
            new_activation=activations.plain(float(after)),
        )
        if loss > found.loss:
            grew = _("<b>The cost grew</b>: the step was too long, for a slope holds only close by.")
            what = f"{what} {grew}"
    heading(
        _("5. After the nudges"),
        _("every weight and bias took its own; the network reads the example again"),
    )
    one = _(
        "One example pulls in this direction, for itself alone. Training takes the mean over a batch of "
        "examples, and lets Adam, its optimiser, choose from the steps before how far each weight goes."
    )
    st.html(f'<p class="effect" id="after">{what}</p><p class="rest">{one}</p>')


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
