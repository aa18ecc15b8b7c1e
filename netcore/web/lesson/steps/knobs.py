"""All knobs of the network, counted; one turned, and all."""

import html

import numpy as np
import streamlit as st

from netcore.figures.blocks import layer_label
from netcore.inspection.edits import shaken, with_weight
from netcore.inspection.explain import contributions
from netcore.language import N_, _
from netcore.network import Network
from netcore.reading import answer_of
from netcore.saying import guess
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.sample import evaluation
from netcore.web.text import in_percent, layer_names
from netcore.web.widgets import told

NOISE = "knobs_noise"
"""Key of the slider: in percent, as far as the weights of a layer differ from one another."""
STRONG, REACH = 200, 20.0
SOME_NOISE = 20
SEED = 1
"""The same noise every time, as strong as one likes."""


def one_knob(scene: Scene) -> tuple[int, int]:
    """The knob to turn: of the brightest output the weight that gives most, from and to which neuron."""
    network, trace = scene.network, scene.reading.trace
    last = len(network.layers)
    if trace is None:
        to, origin = np.unravel_index(
            np.abs(network.layers[-1].weights).argmax(), network.layers[-1].weights.shape
        )
        return int(origin), int(to)
    given = contributions(network, trace, last, trace.digit)
    return int(np.abs(given).argmax()), trace.digit


def knob_key(scene: Scene) -> str:
    """Of the slider of the one knob: another knob has another slider."""
    origin, to = one_knob(scene)
    return f"knobs_one_{scene.network.fingerprint[:12]}_{origin}_{to}"


def turned_network(scene: Scene) -> Network:
    """A copy of the network with its knobs as the sliders say; the network itself where nothing is turned."""
    network, (origin, to) = scene.network, one_knob(scene)
    one, noise = told(knob_key(scene)), told(NOISE) or 0
    if one is not None and one != _shown(scene):
        network = with_weight(network, len(network.layers), to, origin, one)
    return shaken(network, noise / 100, SEED) if noise else network


def _shown(scene: Scene) -> float:
    """The one knob as it is."""
    origin, to = one_knob(scene)
    return round(float(scene.network.layers[-1].weights[to, origin]), 2)


def is_misread(scene: Scene) -> bool:
    """Whether the knobs are turned so that the drawing gets another answer."""
    trace, turned = scene.reading.trace, turned_network(scene)
    if trace is None or turned is scene.network:
        return False
    was = answer_of(scene.network, trace)
    now = answer_of(turned, turned.forward(trace.activations[0]))
    return (was.kind, was.digit) != (now.kind, now.digit)


def show(scene: Scene) -> None:
    """The count, what is turned, and what comes of it."""
    show_count(scene.network)
    turn_knobs(scene)
    turned = turned_network(scene)
    if (
        turned is not scene.network
    ):  # the digits are read once somebody waits for them: the page is there by then
        show_outcome(scene, turned)


def show_count(network: Network) -> None:
    """All weights and biases, layer by layer."""
    rows = "".join(
        f"<tr><td>{html.escape(layer_label(name))}</td>"
        f"<td>{len(layer.weights[0]):,} × {len(layer.biases):,} + {len(layer.biases):,}</td>"
        f"<td>= {layer.weights.size + layer.biases.size:,}</td></tr>"
        for name, layer in zip(layer_names(network)[1:], network.layers, strict=True)
    )
    st.html(
        "<table style='font-size:1.25rem;line-height:1.25;border-spacing:.8rem 0;margin-left:-.8rem;"
        f"font-variant-numeric:tabular-nums'><tbody>{rows}"
        f"<tr><th scope=row colspan=2 style='text-align:left'>{html.escape(_('All knobs together'))}</th>"
        f"<td><b>= {network.parameter_count:,}</b></td></tr></tbody></table>"
    )


def turn_knobs(scene: Scene) -> None:
    """A slider for one knob, and one for all."""
    origin, to = one_knob(scene)
    end = max(REACH, float(np.ceil(abs(_shown(scene)))))
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        st.slider(
            _("One knob: neuron {origin} → output {digit}").format(origin=origin, digit=to),
            -end,
            end,
            _shown(scene),
            step=0.1,
            key=knob_key(scene),
        )
    with right:
        st.slider(_("All knobs: noise in percent"), 0, STRONG, 0, step=5, key=NOISE)


def show_outcome(scene: Scene, turned: Network) -> None:
    """How well it reads, and what it says to the drawing, before and after."""
    then, now = evaluation(scene.network), evaluation(turned)
    lines = [
        _("Of {count} digits that it never learned from it reads {then} right, now **{now}**.").format(
            count=f"{len(now.labels):,}", then=in_percent(then.accuracy), now=in_percent(now.accuracy)
        )
    ]
    if scene.reading.trace is not None:
        pixels = scene.reading.trace.activations[0]
        was, is_now = (answer_of(network, network.forward(pixels)) for network in (scene.network, turned))
        lines.append(
            _("Your drawing was {was}, now it is **{now}**.").format(was=guess(was), now=guess(is_now))
        )
    st.markdown(" ".join(lines))


def answer(scene: Scene) -> str:
    """One knob to 0, and all a little, in digits read right."""
    network, (origin, to) = scene.network, one_knob(scene)
    one = with_weight(network, len(network.layers), to, origin, 0.0)
    noisy = shaken(network, SOME_NOISE / 100, SEED)
    then, cut, shook = (in_percent(evaluation(each).accuracy) for each in (network, one, noisy))
    return _(
        "It reads {then} right as it is, {one} with that one weight at 0, and {all} with {noise} % noise in "
        "all of them. What it knows is spread over all knobs."
    ).format(then=then, one=cut, all=shook, noise=SOME_NOISE)


STEP = Step(
    title=N_("And so for every neuron"),
    words=(
        N_(
            "What one neuron does, all do, each with its own weights and its own bias. These numbers are the "
            "**knobs** of the network: how they stand is all that it knows. Count them, weights + biases. "
            "Then see what breaks when one is turned, or all are shaken. It is a copy: nothing is lost."
        ),
    ),
    task=N_("Turn the knobs until it misreads your drawing."),
    is_done=is_misread,
    question=N_("What does more harm: the one knob at 0, or a little noise in all?"),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“784 times 16: how many is that, roughly?” Let them estimate, then add layer by layer on the "
            "board. With the article’s network it comes to 13,002."
        ),
        goes_wrong=N_(
            "The answer sometimes comes back with more noise: that is chance. Let the score over all "
            "digits decide rather than one drawing."
        ),
        two_minutes=N_(
            "Read the total aloud. Pull the noise to 100 and watch the score fall. One sentence: these "
            "numbers are all that it knows."
        ),
        five_minutes=N_(
            "Bet: how far can the one knob go before anything is misread? Then the same with noise: 20, 50, "
            "100. Draw the scores as a curve on the board."
        ),
    ),
    network=turned_network,
    beside=show,
)
