"""What changes with every stroke: the 28 × 28 picture, the answer, and the light in the charts.

Streamlit would build a chart anew for each stroke, which takes the browser 150 ms. This component
puts new numbers into the charts that are already there instead: the server's; and while the pen is
moving, those that the browser works out itself. It also tells which neuron of the diagram, or what
in another chart, a person clicked.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from netcore.figures.diagram import network_diagram
from netcore.figures.heatmaps import heatmap_frames
from netcore.figures.theme import PlainFigure, Stage
from netcore.network import Network, Trace
from netcore.pages.common.beside import text_of
from netcore.pages.common.words import a_digit, percent
from netcore.pages.drawing.drawing import PEN
from netcore.pages.drawing.steps import step_data
from netcore.pages.live.network import hand_over, rules_for
from netcore.preprocess import Preparation

_component = st.components.v2.component(
    "netcore_reading",
    html=text_of("common/reading.html"),
    css=text_of("common/reading.css", "common/inspect.css", "common/charts.css"),
    js=text_of(
        "common/reading.js",
        "live/live.js",
        "live/stroke.js",
        "live/reader.js",
        "live/light.js",
        "drawing/steps.js",
        "common/figures.js",
        "common/ground.js",
        "common/appear.js",
    ),
    isolate_styles=False,
)

INSPECT = "netcore/pages/inspect.py"
LEAST_CONFIDENCE = 0.5
LEAST_LEAD = 0.25
"""With the brightest output neuron less active or less ahead of the second, the answer is unsure."""
LEAST_EXTENT = 2 * PEN
"""What is smaller, in pixels of the canvas, is a dot, not a digit."""
SENTENCES = {
    "nothing": "Draw a digit, 0 to 9, in the black square, and watch it being read while you draw.",
    "blot": "That is a blot, not a digit: clear it and draw a digit with a line.",
    "sure": "This is {digit}. I am {percent} sure.",
    "unsure": "I am not sure: {first} or {second}?",
    "guess": "{digit} ({percent})",
}
SAYING = {
    "sentences": SENTENCES,
    "digits": [a_digit(digit) for digit in range(10)],
    "leastConfidence": LEAST_CONFIDENCE,
    "leastLead": LEAST_LEAD,
    "leastExtent": LEAST_EXTENT,
}
"""What the browser needs to say the answer itself while the pen is moving."""


def show_reading(
    network: Network | None,
    steps: Preparation,
    trace: Trace | None,
    stage: Stage,
    *,
    repaints: dict[str, Any] | None = None,
    figures: dict[str, PlainFigure] | None = None,
    on_pick: Callable[[], None] = lambda: None,
) -> Any:
    """Show what the network received and what it answered, and paint the charts.

    Args:
        network: the network on screen; None if there is none to be had.
        steps: the prepared drawing.
        trace: what the network made of it; None while nothing is drawn.
        stage: the colours.
        repaints: what the drawing `changes` in charts that the page shows, which then also shows
            the steps of the preprocessing.
        figures: whole figures for charts that the page laid out empty, by their keys.
        on_pick: called when a person clicked in a chart; `st.session_state.reading.picked` says on what.

    Returns:
        The component's state: `ground`, "light" or "dark", once the page's theme isn't the stage's;
        `failed`, true in the one rerun after the charts couldn't be painted; `picked`, in the one
        rerun after a click: layer or chart and number, as "hidden 1/5".
    """
    answer = trace if is_digit(steps) else None
    if network is not None:
        hand_over(network)
    return _component(
        key="reading",
        data={
            "pixels": steps.pixels.ravel().tolist() if trace else None,
            "digit": str(answer.digit) if answer else "",
            "confidence": f"{answer.confidence:.4f}" if answer else "",
            "network": network.meta["name"] if network else "",
            "words": words(steps, trace),
            "steps": None if repaints is None else step_data(steps),
            "charts": repaints,
            "figures": {key: figure.as_text for key, figure in (figures or {}).items()},
            "ground": stage.name,
            "light": stage.light,
            "rules": rules_for(network, stage) | SAYING if network else None,
        },
        on_ground_change=lambda: None,
        on_failed_change=lambda: None,
        on_picked_change=on_pick,
        height="content",
    )


def changes(network: Network, trace: Trace | None, stage: Stage) -> dict[str, Any]:
    """What a new drawing changes in the charts of the page; `meta` says which charts are meant."""
    diagram = network_diagram(network, trace, stage).to_dict()
    return {
        "meta": diagram["layout"]["meta"],
        "network": {"data": diagram["data"], "layout": {"shapes": diagram["layout"]["shapes"]}},
        "weights": {"layout": heatmap_frames(network, trace, stage)},
    }


def look_inside(picked: str) -> None:
    """Go to the page that looks into a neuron.

    Args:
        picked: layer and number, as the browser tells them: "hidden 1/5".
    """
    layer, number = picked.split("/")
    st.session_state.kept_pick = layer, int(number)  # the address leaves out the first choice in a list
    st.switch_page(
        INSPECT, query_params={"choice": st.session_state.chosen, "layer": layer, "neuron": number}
    )


def is_digit(steps: Preparation) -> bool:
    """Whether the drawing could be a digit: more than a dot, and not painted full."""
    return steps.extent >= LEAST_EXTENT and not steps.is_filled


def words(steps: Preparation, trace: Trace | None) -> str:
    """The answer as a sentence."""
    if trace is None:
        return SENTENCES["nothing"]
    if not is_digit(steps):
        return SENTENCES["blot"]

    outputs = trace.activations[-1]
    first, second = np.argsort(-outputs, kind="stable")[:2]  # of equal ones the smaller digit first

    def say(sentence: str, digit: int) -> str:
        return SENTENCES[sentence].format(digit=a_digit(digit), percent=percent(float(outputs[digit])))

    if outputs[first] < LEAST_CONFIDENCE or outputs[first] - outputs[second] < LEAST_LEAD:
        return SENTENCES["unsure"].format(first=say("guess", first), second=say("guess", second))
    return say("sure", first)
