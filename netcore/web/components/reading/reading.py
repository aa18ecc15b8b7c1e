"""What changes with every stroke: the 28 × 28 picture, the answer, and the light in the charts.

Streamlit would build a chart anew for each stroke, which takes the browser 150 ms. This component
puts new numbers into the charts that are already there instead: the server's; and while the pen is
moving, those that the browser works out itself. It also tells which neuron of the diagram, or what
in another chart, a person clicked.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import streamlit as st

from netcore.figures.diagram import network_diagram
from netcore.figures.heatmaps import heatmap_frames
from netcore.figures.theme import Palette
from netcore.network import Network, Trace
from netcore.preprocess import Preparation
from netcore.reading import LEAST_CONFIDENCE, LEAST_LEAD, Reading, calibration_of
from netcore.saying import SENTENCES, a_digit, sentence
from netcore.web.charts import Figures
from netcore.web.components.beside import text_of
from netcore.web.components.reading.steps import step_data
from netcore.web.components.reading.weights import hand_over, rules_for
from netcore.web.routes import LOOK_INSIDE
from netcore.web.state import me
from netcore.web.widgets import told

_component = st.components.v2.component(
    "netcore_reading",
    html=text_of("reading/reading.html"),
    css=text_of("reading/reading.css", "reading/inspect.css", "lib/charts.css"),
    js=text_of(
        "reading/reading.js",
        "reading/live.js",
        "reading/stroke.js",
        "lib/reader.js",
        "reading/light.js",
        "reading/steps.js",
        "lib/figures.js",
        "lib/ground.js",
        "lib/appear.js",
    ),
    isolate_styles=False,
)

SAYING = {
    "sentences": SENTENCES,
    "digits": [a_digit(digit) for digit in range(10)],
    "leastConfidence": LEAST_CONFIDENCE,
    "leastLead": LEAST_LEAD,
}
"""What the browser needs to say the answer itself while the pen is moving."""


def show_reading(
    network: Network | None,
    steps: Preparation,
    reading: Reading | None,
    palette: Palette,
    *,
    repaints: dict[str, Any] | None = None,
    figures: Figures | None = None,
    on_pick: Callable[[str], None] = lambda _: None,
) -> Any:
    """Show what the network received and what it answered, and paint the charts.

    Args:
        network: the network on screen; None if there is none to be had.
        steps: the prepared drawing.
        reading: what the network made of it; None without a network.
        palette: the colours.
        repaints: what the drawing `changes` in charts that the page shows, which then also shows
            the steps of the preprocessing.
        figures: whole figures for charts that the page laid out empty, by their keys.
        on_pick: called with layer or chart and number when a person clicked in a chart: "hidden 1/5".

    Returns:
        The component's state: `ground`, "light" or "dark", once the page's theme isn't the stage's;
        `failed`, true in the one rerun after the charts couldn't be painted; `picked`, in the one
        rerun after a click: what `on_pick` is called with.
    """
    rules: dict[str, Any] | None = None
    if network is not None:
        rules = rules_for(network, palette) | SAYING | asdict(calibration_of(network))
        hand_over(network)
    if reading is None:
        reading = Reading("nothing", ())
    return _component(
        key="reading",
        data={
            "pixels": steps.pixels.ravel().tolist() if reading.parts else None,
            "kind": reading.kind,
            "digit": "".join(map(str, reading.digits)),
            "confidence": f"{reading.confidence:.4f}" if reading.digits else "",
            "network": network.meta["name"] if network else "",
            "words": sentence(reading),
            "steps": None if repaints is None else step_data(steps),
            "charts": repaints,
            "figures": {key: figure.as_text for key, figure in (figures or {}).items()},
            "ground": palette.name,
            "light": palette.light,
            "rules": rules,
        },
        on_ground_change=lambda: None,
        on_failed_change=lambda: None,
        on_picked_change=lambda: on_pick(told("reading").picked),
        height="content",
    )


def changes(network: Network, trace: Trace | None, palette: Palette) -> dict[str, Any]:
    """What a new drawing changes in the charts of the page; `meta` says which charts are meant."""
    diagram = network_diagram(network, trace, palette).to_dict()
    return {
        "meta": diagram["layout"]["meta"],
        "network": {"data": diagram["data"], "layout": {"shapes": diagram["layout"]["shapes"]}},
        "weights": {"layout": heatmap_frames(network, trace, palette)},
    }


def look_inside(picked: str) -> None:
    """Go to the page that looks into a neuron.

    Args:
        picked: layer and number, as the browser tells them: "hidden 1/5".
    """
    layer, number = picked.split("/")
    person = me()
    person.neuron.leave((layer, int(number)))  # the address leaves out the first choice in a list
    address = {"choice": str(person.chosen), "layer": layer, "neuron": number}
    st.switch_page(LOOK_INSIDE.script, query_params=address)
