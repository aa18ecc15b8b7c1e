"""A bench for one neuron: its weight and its bias are turned, and sum, curve and light move at once.

The browser works it out while a slider is dragged; nobody's network is changed.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from netcore.activations import ActivationFunction
from netcore.inspection.bench import DECIMALS, Bench
from netcore.language import _
from netcore.web.charts import my_palette
from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged("bench", Path(__file__).with_name("bench.html").read_text(encoding="utf-8"))

REACH = 10.0
"""How far a slider goes to both sides, and so much beyond what would balance the rest of the sum."""


def show_bench(
    neuron: Bench,
    functions: dict[str, ActivationFunction],
    *,
    picture: str,
    words: dict[str, str],
    target: str,
    on_turn: Callable[[Bench], None],
) -> None:
    """Put a neuron on the bench.

    Args:
        neuron: as it is in the network.
        functions: those that its sum goes through, by their titles.
        picture: the `data:` address of the 28 × 28 picture that it receives.
        words: what `picture` shows, and what is at `weight`, `input`, `others`, `bias` and `sum`.
        target: which neuron for which drawing: for another one, the sliders begin anew.
        on_turn: called with the turned neuron, when a slider is let go.
    """

    def turned() -> None:
        turn = told("bench").turned
        if turn["target"] == target:
            on_turn(replace(neuron, weight=float(turn["weight"]), bias=float(turn["bias"])))

    rest = abs(neuron.vote + neuron.others)
    _component(
        key="bench",
        data=asdict(neuron)
        | {
            "target": target,
            "ends": {
                "weight": math.ceil(max(REACH, 2 * abs(neuron.weight))),
                "bias": math.ceil(REACH + max(rest, abs(neuron.bias))),
            },
            "decimals": DECIMALS,
            "functions": [{"name": function.name, "title": title} for title, function in functions.items()],
            "picture": picture,
            "light": my_palette().light,
            "words": words | {"again": _("As it was")},
        },
        on_turned_change=turned,
        height="content",
    )
