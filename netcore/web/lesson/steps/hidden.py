"""Layers between pixels and answer: the hope, and what this network learned instead."""

import html

import numpy as np
import streamlit as st

from netcore.figures.heatmaps import weight_reach
from netcore.figures.theme import light_of
from netcore.figures.weight_picture import weight_picture
from netcore.language import N_, _
from netcore.preprocess import FIELD, as_bytes
from netcore.web.charts import my_palette
from netcore.web.components.stage.stage import Stage
from netcore.web.data_url import data_url
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.text import in_words, layer_names

MOST = 9
"""So many neurons are shown beside the drawing."""
HALF_LIT = 0.5


def view(scene: Scene) -> Stage:
    """The signal on its way through all layers."""
    return Stage(wave=True)


def show_pictures(scene: Scene) -> None:
    """The drawing, and what the neurons look for that it lights most."""
    trace = scene.reading.trace
    weights = scene.network.layers[0].weights
    reach, palette = weight_reach(scene.network), my_palette()
    pixels = np.zeros(FIELD * FIELD, np.float32) if trace is None else trace.activations[0]
    drawn = as_bytes(np.asarray(pixels, np.float32).reshape(FIELD, FIELD))
    figures = [_figure(data_url(drawn), _("What the network gets of your drawing"), _("yours"))]
    active = np.zeros(len(weights)) if trace is None else trace.activations[1]
    for neuron in np.argsort(-active, kind="stable")[:MOST]:
        said = _("What neuron {neuron} looks for: it lights where ink meets blue").format(neuron=neuron)
        caption = "–" if trace is None else f"{active[neuron]:.2f}"
        figures.append(_figure(data_url(weight_picture(weights[neuron], palette, reach)), said, caption))
    st.html(
        '<div style="display:grid;grid-template-columns:repeat(5,minmax(0,5.2rem));gap:.2rem .9rem">'
        f"{''.join(figures)}</div>"
    )


def _figure(address: str, alt: str, caption: str) -> str:
    return (
        f'<figure style="margin:0;text-align:center;font-size:1.2rem;line-height:1.2">'
        f'<img src="{address}" alt="{html.escape(alt)}" title="{html.escape(alt)}" '
        'style="display:block;width:100%;image-rendering:pixelated;outline:1px solid var(--st-border-color)">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def answer(scene: Scene) -> str:
    """How many are lit, and which most."""
    trace, name = scene.reading.trace, in_words(layer_names(scene.network)[1])
    if trace is None:
        return _("Draw a digit first, and count again.")
    active = trace.activations[1]
    return _(
        "{lit} of {all}. The brightest is neuron {neuron} of {layer}, with {activation}. Nobody told it what "
        "to look for: while learning it found what works, and we have no name for it."
    ).format(
        lit=int((light_of(active) > HALF_LIT).sum()),
        all=len(active),
        neuron=int(active.argmax()),
        layer=name,
        activation=f"{active.max():.4f}",
    )


STEP = Step(
    title=N_("Layers between"),
    words=(
        N_(
            "Between pixels and outputs stand **hidden layers**. The hope: one finds small edges, the next "
            "joins them to loops and lines, and a loop on a line makes a 9."
        ),
        N_(
            "What this network really found, the brightest first: ink on blue lights a neuron, ink on "
            "orange darkens it. Edges? Loops? Hardly."
        ),
    ),
    task=N_("Let the signal run through the network slowly, layer by layer."),
    is_done=lambda scene: scene.played,
    question=N_("How many neurons of the first hidden layer are more than half lit now? Guess."),
    answer=answer,
    notes=Notes(
        ask=N_(
            "“Which parts is a 9 made of? And an 8?” Collect loops and lines on the board. Then: “If you "
            "were the hidden layer, what would you look for?” Only then look at the small pictures."
        ),
        goes_wrong=N_(
            "Pupils see faces and edges in the pictures because they were told to expect them. Cover the "
            "captions and ask which picture belongs to which digit: nobody can tell. That is the honest "
            "answer."
        ),
        two_minutes=N_(
            "Let the signal run once. Say: hidden means neither input nor output. Point at one small "
            "picture: this is what it found, and it isn’t an edge."
        ),
        five_minutes=N_(
            "Draw a 4, then a 9, and watch which neurons stay lit: what do the two digits share? Then "
            "switch to the network “wide”, which has 128 of them: do its pictures look more like strokes?"
        ),
    ),
    view=view,
    beside=show_pictures,
)
