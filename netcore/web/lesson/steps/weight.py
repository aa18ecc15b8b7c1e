"""A weight: how two neurons go together."""

import streamlit as st

from netcore.language import N_, _
from netcore.web.components.stage.stage import Stage
from netcore.web.lesson.steps.one_neuron import LAYER, my_neuron, on_stage, pixel_name, votes_of
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import in_words, layer_names, signed

_PICKED = "weight.pixel"


def view(scene: Scene) -> Stage:
    """One neuron's weights over the drawing."""
    where, neuron = on_stage(scene, anew=True)
    return Stage("neuron", (where, neuron), lit=("canvas", f"{where}/{neuron}", f"to {where}/{neuron}"))


def picked_pixel(scene: Scene) -> int | None:
    """The pixel that was picked last in this step; None before the first."""
    where, _slash, number = scene.picked.rpartition("/")
    if where in ("", "pixel", "input") and number.isdecimal() and int(number) < scene.network.sizes[0]:
        scene.lesson.noticed[_PICKED] = int(number)
    pixel: int | None = scene.lesson.noticed.get(_PICKED)
    return pixel


def pulls_down(scene: Scene) -> bool:
    """Whether a pixel is picked that pulls the neuron down; while nothing is drawn, one that would."""
    pixel = picked_pixel(scene)
    weights = scene.network.layers[0].weights[my_neuron(scene, anew=True)]
    pulls = weights if scene.reading.trace is None else votes_of(scene)
    return pixel is not None and bool(pulls[pixel] < 0)


def show_pixel(scene: Scene) -> None:
    """The neuron, and the pixel that was picked."""
    neuron, pixel, trace = my_neuron(scene, anew=True), picked_pixel(scene), scene.reading.trace
    name = in_words(layer_names(scene.network)[LAYER])
    said = (
        _("This is neuron {neuron} of {layer}. Draw a digit, and it will be the one that it lights most.")
        if trace is None
        else _("This is neuron {neuron} of {layer}: your drawing lit it most.")
    )
    st.markdown(said.format(neuron=neuron, layer=name))
    if pixel is None:
        return
    weight = float(scene.network.layers[0].weights[neuron, pixel])
    ink = 0.0 if trace is None else float(trace.activations[0][pixel])
    vote = float(votes_of(scene)[pixel])
    if not vote:
        verdict = (
            _("No ink there: with some, it would pull **down**.")
            if weight < 0
            else _("No ink there: with some, it would push **up**.")
        )
    else:
        verdict = _("It pulls the neuron **down**.") if vote < 0 else _("It pushes the neuron **up**.")
    where = pixel_name(pixel)
    sum_of_it = f"{signed(weight, 4)} × {ink:.4f} = **{signed(vote)}**"
    st.markdown(
        _("{pixel}: weight × ink is {product}. {verdict}").format(
            pixel=where[:1].upper() + where[1:], product=sum_of_it, verdict=verdict
        )
    )


def answer(scene: Scene) -> str:
    """How many pixels are black."""
    trace = scene.reading.trace
    if trace is None:
        return _("Nothing. And as nothing is drawn yet, all {all} are silent now.").format(
            all=f"{scene.network.sizes[0]:,}"
        )
    inked = int((trace.activations[0] > 0).sum())
    return _(
        "Nothing: weight × 0 is 0, whatever the weight. Of your {all} pixels, {black} are black and silent; "
        "only {inked} have ink."
    ).format(
        all=f"{scene.network.sizes[0]:,}", black=f"{scene.network.sizes[0] - inked:,}", inked=f"{inked:,}"
    )


STEP = Step(
    title=N_("A weight"),
    words=(
        N_(
            "Not every pixel matters equally to a neuron. So each connection has a number that says how "
            "much: its **weight**."
        ),
        N_(
            "Where it is positive, blue, ink pushes the neuron up; where it is negative, orange, ink pulls "
            "it down. Here are one neuron’s 784 weights, over your drawing."
        ),
    ),
    task=N_("Find a pixel that pulls this neuron down, and choose it."),
    is_done=pulls_down,
    question=N_("What does a pixel give to the neuron if it stays black?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“Blue and orange: what would you have to draw to make this neuron as bright as possible? And "
            "to make it dark?” Let somebody come to the front and try."
        ),
        goes_wrong=N_(
            "Many take blue for ink. The colours are the neuron’s taste, the grey is the drawing. Clear the "
            "canvas: the grey goes, the colours stay. Then undo."
        ),
        two_minutes=N_(
            "Choose one blue and one orange pixel on the stroke and read both lines aloud. Weight, times "
            "ink, gives a push up or down."
        ),
        five_minutes=N_(
            "Let one half of the class find the strongest push up and the other the strongest pull down. "
            "Compare: which is larger? You need that for the next step."
        ),
    ),
    view=view,
    beside=show_pixel,
)
