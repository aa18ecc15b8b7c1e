"""A neuron holds a number."""

import streamlit as st

from netcore.language import N_, _
from netcore.web.charts import my_palette
from netcore.web.components.stage.stage import Stage
from netcore.web.lesson.steps.lights import lights
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import in_words, layer_names

SET = "neuron"
HALF, NEAR = 0.5, 0.02
TENTHS = [tenth / 10 for tenth in range(11)]


def show(scene: Scene) -> None:
    """One neuron to light, and the scale of light."""
    noticed = scene.lesson.noticed
    with st.container(key="one_neuron", horizontal=True, vertical_alignment="center"):
        with st.container(width=110):
            place = st.empty()
        noticed[SET] = st.slider(
            _("Activation of this neuron"), 0.0, 1.0, noticed.get(SET, 0.0), 0.01, key="activation"
        )
        place.html(lights([noticed[SET]], [""], my_palette(), 2))
    st.html(lights(TENTHS, [""] * len(TENTHS), my_palette(), 1))


def is_done(scene: Scene) -> bool:
    """The neuron is half as bright as it can be."""
    return bool(abs(scene.lesson.noticed.get(SET, 0.0) - HALF) <= NEAR)


def answer(scene: Scene) -> str:
    """The brightest of the neurons after the input."""
    trace = scene.reading.trace
    if trace is None:
        return _("Draw a digit first: until then no neuron holds a number.")
    names = layer_names(scene.network)
    layer = max(range(1, len(names)), key=lambda number: float(trace.activations[number].max()))
    neuron = int(trace.activations[layer].argmax())
    said = _("It is neuron {neuron} of {layer}: it holds {activation}. Point at any other to see its number.")
    activation = float(trace.activations[layer][neuron])
    if activation > 1:
        said = _(
            "It is neuron {neuron} of {layer}: it holds {activation}. In this network some neurons may hold "
            "more than 1; full light then stands for the most in a layer."
        )
    return said.format(neuron=neuron, layer=in_words(names[layer]), activation=f"{activation:.4f}")


STEP = Step(
    title=N_("A neuron holds a number"),
    words=(
        N_(
            "The program is a network of *neurons*. A neuron is something simple: it holds a number, mostly "
            "between 0 and 1, which is called its *activation*."
        ),
        N_(
            "So that you can see numbers, we show them as light: 0 is dark, 1 is full light, and equal steps "
            "are equal steps of light. Every ring in the picture is such a neuron."
        ),
    ),
    task=N_("Move the slider until this neuron has half of its light: 0.50."),
    is_done=is_done,
    question=N_("Which neuron is the brightest while the network reads your drawing?"),
    answer=answer,
    notes=Notes(
        ask=N_("If a neuron is only a number: where is the thinking?"),
        goes_wrong=N_(
            "Some expect a cell as in the brain. The name comes from there, the thing doesn't: here it is a "
            "number and how it is worked out."
        ),
        two_minutes=N_("Move the slider once from end to end, then point at three neurons of the network."),
        five_minutes=N_(
            "Ten pupils are neurons: each gets a number from 0 to 1 and lifts a hand as high as that. The "
            "others guess the numbers."
        ),
    ),
    view=lambda scene: Stage(lit=tuple(layer_names(scene.network)[1:])),
    beside=show,
)
