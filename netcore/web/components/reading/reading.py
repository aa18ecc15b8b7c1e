"""What changes with every stroke: the 28 × 28 picture, the answer, and the light in the charts.

Streamlit would build a chart anew for each stroke, which takes the browser 150 ms. This component
puts new numbers into the charts that are already there instead: the server's; and while the pen is
moving, those that the browser works out itself. It also tells which neuron of the diagram, or what
in another chart, a person clicked.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from netcore.figures.blocks import Room, layer_label
from netcore.figures.connections import Focus, way
from netcore.figures.theme import Palette, drawn_in_letters, in_letters, meta_of
from netcore.network import Network
from netcore.reading import LEAST_CONFIDENCE, LEAST_LEAD, Reading, calibration_of
from netcore.saying import a_digit, sentence, spoken, truth_sentence
from netcore.web.charts import Figures
from netcore.web.components.packaged import packaged
from netcore.web.components.reading.steps import step_data, what_is_framed
from netcore.web.components.weights.weights import rules_for
from netcore.web.keeping import ask_for, handed_over
from netcore.web.person.drawing import Drawing
from netcore.web.person.link import ANSWER
from netcore.web.routes import LOOK_INSIDE, go_to
from netcore.web.state import me
from netcore.web.widgets import told

_component = packaged("reading", Path(__file__).with_name("reading.html").read_text(encoding="utf-8"))

PART = "part"
"""What is picked where one of several digits is pressed."""


@dataclass(frozen=True)
class Training:
    """What training.js puts into the charts of a training.

    Attributes:
        curves: JSON of `examples`, a list; `marked`, the place of the moment that is shown, or null; and for
            `accuracy` and `loss`, `seen` and `unseen`, lists as long as that, and `end`, of their axis.
        reach: the weight that gets the full colour.
    """

    curves: str
    reach: float


def show_reading(
    network: Network | None,
    drawing: Drawing,
    reading: Reading | None,
    palette: Palette,
    *,
    on_draw_page: bool = False,
    has_frames: bool = False,
    meta: str | None = None,
    room: Room | None = None,
    training: Training | None = None,
    handed: dict[str, Any] | None = None,
    focus: Focus | None = None,
    figures: Figures | None = None,
    on_pick: Callable[[str], None] = lambda picked: None,
) -> Any:
    """Show what the network received and what it answered, and paint the charts.

    Args:
        network: the network on screen; None if there is none to be had.
        drawing: this person's.
        reading: what the network made of it; None without a network.
        palette: the colours.
        on_draw_page: the page shows the diagram, the heatmaps and the steps of the preprocessing, into which
            the numbers are put.
        has_frames: another page shows the steps of the preprocessing, too.
        meta: of the diagram that the page laid out, into which the numbers are put, on another page.
        room: that it was laid out for.
        training: the numbers for the curves and the weights that the page laid out.
        handed: which network the browser has, as `hand_over` tells it, unless it is the very one.
        focus: the neuron that is looked into, and what carried most to it.
        figures: whole figures for charts that the page laid out empty, by their keys.
        on_pick: called with layer or chart and number when a person clicked in a chart: "hidden 1/5".

    Returns:
        The component's state: `ground`, "light" or "dark", once the page's theme isn't the stage's;
        `room`, what the page has for the diagram, once it isn't what it was laid out for;
        `pasted`, in the one rerun after a picture was pasted: its `data:` address;
        `failed`, true in the one rerun after the charts couldn't be painted; `picked`, in the one
        rerun after a click: what `on_pick` is called with.
    """
    rules: dict[str, Any] | None = None
    if network is not None:
        rules = rules_for(network, palette) | saying() | asdict(calibration_of(network))
        rules |= handed or {}
        if on_draw_page:
            meta = meta_of(network, palette)
    if reading is None:
        reading = Reading("nothing", ())
    trace = reading.trace
    steps = reading.part.preparation if reading.part else drawing.preparation
    return _component(
        key="reading",
        data={
            "revision": drawing.revision,
            "pixels": drawn_in_letters(trace.activations[0]) if trace else None,
            "activations": in_letters(np.concatenate(trace.activations[1:])) if trace else None,
            "weightedSums": in_letters(np.concatenate(trace.weighted_sums)) if trace else None,
            "biases": in_letters(np.concatenate([layer.biases for layer in network.layers]))
            if network
            else None,
            "kind": reading.kind,
            "digit": "".join(map(str, reading.digits)),
            "digits": reading.digits,
            "boxes": [part.box for part in reading.parts],
            "strays": reading.strays,
            "shown": reading.shown,
            "confidence": f"{reading.confidence:.4f}" if reading.digits else "",
            "network": network.meta["name"] if network else "",
            "words": f"{sentence(reading)} {truth_sentence(drawing.truth, reading)}".strip(),
            "hidesAnswer": ANSWER in me().link.hides,
            "begun": drawing.begun,
            "steps": step_data(steps, what_is_framed(reading)) if on_draw_page or has_frames else None,
            "isDrawPage": on_draw_page,
            "meta": meta,
            "room": [room.width, room.height, room.is_high] if room else None,
            "focus": focus and {"layer": focus.layer, "neuron": focus.neuron, "lines": way(focus)},
            "training": asdict(training) if training else None,
            "figures": {key: figure.as_text for key, figure in (figures or {}).items()},
            "ground": palette.name,
            "isBlind": me().browser.is_blind,
            "light": palette.light,
            "rules": rules,
            "kept": handed_over(),
        },
        on_ground_change=lambda: None,
        on_room_change=lambda: None,
        on_failed_change=lambda: None,
        on_blind_change=lambda: setattr(me().browser, "is_blind", True),
        on_pasted_change=lambda: None,
        on_wanted_change=lambda: ask_for(told("reading").wanted),
        on_picked_change=lambda: _take(told("reading").picked, on_pick),
        height="content",
    )


def saying() -> dict[str, Any]:
    """What the browser needs to say the answer itself while the pen is moving."""
    return {
        "sentences": spoken(),
        "digits": [a_digit(digit) for digit in range(10)],
        "leastConfidence": LEAST_CONFIDENCE,
        "leastLead": LEAST_LEAD,
    }


def _take(picked: str, on_pick: Callable[[str], None]) -> None:
    """Look into another of several digits, or do what the page wants done."""
    what, number = picked.split("/")
    if what == PART:
        me().drawing.shown = int(number)
    else:
        on_pick(picked)


def look_inside(picked: str) -> None:
    """Go to the page that looks into a neuron.

    Args:
        picked: layer and number, as the browser tells them: "hidden 1/5".
    """
    layer, number = picked.split("/")
    me().neuron.leave((layer, int(number)))  # the address leaves out the first choice in a list
    go_to(LOOK_INSIDE, layer=layer_label(layer), neuron=number)
