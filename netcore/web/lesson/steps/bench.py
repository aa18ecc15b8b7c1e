"""Bias and sigmoid, on a bench."""

from dataclasses import asdict

import numpy as np
import streamlit as st

from netcore.activations import SIGMOID, ActivationFunction
from netcore.inspection.bench import Bench, bench_of
from netcore.language import N_, _
from netcore.preprocess import FIELD, as_bytes
from netcore.web.components.bench.bench import show_bench
from netcore.web.data_url import data_url
from netcore.web.lesson.steps.one_neuron import LAYER, my_neuron, pixel_name
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import signed

LEAST_HALF, MOST_HALF = 0.4, 0.6
"""What counts as half lit."""
_TURNED = "bench.turned"


def neuron_on(scene: Scene) -> Bench:
    """The neuron as it is in the network, with the drawing that it has before it."""
    return bench_of(scene.network, scene.reading.trace, LAYER, my_neuron(scene))


def turned_on(scene: Scene, name: str = _TURNED) -> Bench | None:
    """The same as the sliders left it; None until one was moved.

    Args:
        scene: what is on the screen.
        name: what it is noticed by.
    """
    target, turned = scene.lesson.noticed.get(name, ("", None))
    return turned if target == _target(scene) else None


def put_on_bench(scene: Scene, functions: dict[str, ActivationFunction], name: str = _TURNED) -> None:
    """Show the neuron with sliders for a weight and its bias.

    Args:
        scene: what is on the screen.
        functions: the activation functions that its sum goes through, by their titles.
        name: what is noticed of the sliders.
    """
    neuron, trace, target = neuron_on(scene), scene.reading.trace, _target(scene)
    pixels = np.zeros(FIELD * FIELD, np.float32) if trace is None else trace.activations[0]

    def turned(bench: Bench) -> None:
        scene.lesson.noticed[name] = target, bench

    show_bench(
        neuron,
        functions,
        picture=data_url(as_bytes(np.asarray(pixels, np.float32).reshape(FIELD, FIELD))),
        words={
            "picture": _("Your drawing, with a ring around the pixel in {pixel}").format(
                pixel=pixel_name(neuron.source)
            ),
            "weight": _("Weight of the pixel in the ring"),
            "input": _("× its ink, {ink}").format(ink=f"{neuron.input:.3f}"),
            "others": _("+ the votes of all other pixels"),
            "bias": _("+ bias"),
            "sum": _("= sum with bias, z"),
        },
        target=target,
        on_turn=turned,
    )


def say_what_is_missing(scene: Scene) -> None:
    """Without a drawing, only the bias counts."""
    if scene.reading.trace is None:
        st.markdown(_("Nothing is drawn: all votes are 0, and only the bias counts. Draw a digit."))


def _target(scene: Scene) -> str:
    return f"{scene.network.fingerprint} {my_neuron(scene)} {asdict(neuron_on(scene))}"


def show(scene: Scene) -> None:
    """The bench with the sigmoid."""
    put_on_bench(scene, {SIGMOID.formula: SIGMOID})


def show_beside(scene: Scene) -> None:
    """What is otherwise in this network."""
    say_what_is_missing(scene)
    function = scene.network.layers[0].activation_function
    if function is not SIGMOID:
        st.markdown(
            _("This network itself has another curve here, {formula}: that is for the next step.").format(
                formula=function.formula
            )
        )


def is_half_lit(scene: Scene) -> bool:
    """Whether the bias alone was turned until the neuron is half lit."""
    turned, neuron = turned_on(scene), neuron_on(scene)
    if turned is None or turned.bias == neuron.bias or turned.weight != neuron.weight:
        return False
    return LEAST_HALF <= sigmoid(turned.weighted_sum) <= MOST_HALF


def sigmoid(z: float) -> float:
    """σ of one number."""
    return float(SIGMOID.value(np.array([z]))[0])


def answer(scene: Scene) -> str:
    """The middle of the curve, and the bias that leads there."""
    if scene.reading.trace is None:
        return _("σ(0) = 0.5, just half. Draw a digit to see which bias that takes for its votes.")
    neuron = neuron_on(scene)
    votes = round(neuron.vote + neuron.others, 3)
    return _(
        "σ(0) = 0.5, just half. Your neuron’s votes are {votes} together, so that bias is {bias}. It has "
        "{its} and is at {activation}."
    ).format(
        votes=signed(votes),
        bias=signed(-votes),
        its=signed(neuron.bias),
        activation=f"{sigmoid(neuron.weighted_sum):.4f}",
    )


STEP = Step(
    title=N_("Bias and sigmoid"),
    words=(
        N_(
            "Should a neuron light at the slightest vote, or only if there are many? That is its own "
            "affair, so it adds a number of its own: the **bias**. A low bias makes it hard to light."
        ),
        N_(
            "The sum can be any number, but light goes from 0 to 1. So the **sigmoid** σ squashes it: far "
            "below 0 becomes nearly 0, far above nearly 1."
        ),
    ),
    task=N_("With the bias alone, make this neuron half lit: from 0.4 to 0.6."),
    is_done=is_half_lit,
    question=N_("How bright is it if sum and bias make exactly 0? Which bias does that?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“Who of you puts a hand up at once, and who only when very sure?” That is a bias. Then, before "
            "you move the slider: “Will it get brighter or darker?”"
        ),
        goes_wrong=N_(
            "Nothing seems to happen far out on the curve: there it is flat, and that is the point. “As it "
            "was” brings the real numbers back. The network itself is never changed here."
        ),
        two_minutes=N_(
            "Drag the bias from one end to the other and let the class watch the light. Leave out the "
            "formula: squashing between 0 and 1 is enough."
        ),
        five_minutes=N_(
            "Let pupils predict σ(0), σ(5) and σ(−5), then check with the slider. Then the weight: how far "
            "must one single pixel shout to outvote all others?"
        ),
    ),
    beside=show_beside,
    instead=show,
)
