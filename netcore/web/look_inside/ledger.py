"""What a neuron's sum is made of, in numbers that add up to the last digit shown."""

import numpy as np
import streamlit as st

from netcore.inspection.explain import adding_up, contributions, without
from netcore.language import _
from netcore.network import Network, Trace
from netcore.reading import answer_of
from netcore.saying import guess
from netcore.web.text import DECIMALS, STRONGEST, origin_name, signed


def show_pushes(network: Network, trace: Trace | None, layer: int, neuron: int) -> None:
    """The strongest pushes up and down, and what all others gave together."""
    at_rest, reading = ("", " hidden") if trace is None else (" hidden", "")
    st.html(
        f"<div id='pushes'><p{at_rest}>"
        + _("Draw a digit, and it adds up what it sees: weight × activation of each neuron before.")
        + f"</p><div{reading}>{_ledger(network, trace, layer, neuron)}</div></div>"
    )
    if trace is not None and layer < len(network.layers):
        silent = without(network, trace.activations[0], layer, neuron)
        now, then = answer_of(network, trace), answer_of(network, silent)
        if (now.digit, now.kind) == (then.digit, then.kind):
            said = _("**Without this neuron** the answer would still be {answer}.")
        else:
            said = _("**Without this neuron** the answer would be {answer} instead of {before}.")
        st.markdown(said.format(answer=guess(then), before=guess(now)))


def _ledger(network: Network, trace: Trace | None, layer: int, neuron: int) -> str:
    """The pushes as HTML; neuron.js puts those into it that change while the pen is moving."""
    rows: list[tuple[int, float]] = []
    others = total = 0.0
    weights = network.layers[layer - 1].weights[neuron]
    inputs = np.zeros_like(weights)
    if trace is not None:
        rows, others = strongest_pushes(network, trace, layer, neuron)
        total = shown_sum(network, trace, layer, neuron)[0]
        inputs = trace.activations[layer - 1]
    tables, none = [], _("none")
    for sign, way, words in ((1, "up", _("up")), (-1, "down", _("down"))):
        lines = "".join(
            f"<tr><td>{origin_name(layer, origin)}</td><td>{signed(float(weights[origin]), 4)}</td>"
            f'<td>× {inputs[origin]:.4f}</td><td data-push="{way}">{signed(push)}</td></tr>'
            for origin, push in rows
            if sign * float(weights[origin]) * float(inputs[origin]) > 0  # float32 would round some to 0
        )
        tables.append(f"<table><caption>{words}</caption>{lines or f'<tr><td>{none}</td></tr>'}</table>")
    left = len(weights) - len(rows)
    heading = _("<b>The strongest pushes</b>: weight × activation of the neuron it comes from")
    rest = _(
        "These{others} and the other {left}, which gave {rest},{end} are {total} together, the sum above. "
        "Each number is rounded up or down so that they add up exactly."
    ).format(
        others=f'<span class="others"{"" if left else " hidden"}>',
        left=f'<span class="left">{left}</span>',
        rest=f'<b data-push="rest">{signed(others)}</b>',
        end="</span>",
        total=f'<b class="total">{signed(total)}</b>',
    )
    return (
        f"<p class='heading'>{heading}</p>"
        f'<div class="ledger">{"".join(tables)}</div><p class="rest">{rest}</p>'
    )


def shown_sum(network: Network, trace: Trace, layer: int, neuron: int) -> tuple[float, float, float]:
    """Σ weight × activation, the bias, and their sum z, as they are shown: they add up to the last digit."""
    z = round(float(trace.weighted_sums[layer - 1][neuron]), DECIMALS)
    bias = round(float(network.layers[layer - 1].biases[neuron]), DECIMALS)
    return z - bias, bias, z


def strongest_pushes(
    network: Network, trace: Trace, layer: int, neuron: int
) -> tuple[list[tuple[int, float]], float]:
    """The strongest pushes up and down, in numbers that add up.

    Returns:
        Where each comes from and how strong it is, the strongest up first, then the strongest
        down; and what all others gave together.
    """
    given = contributions(network, trace, layer, neuron)
    order = np.argsort(-given, kind="stable")
    up = [int(origin) for origin in order[:STRONGEST] if given[origin] > 0]
    down = [int(origin) for origin in order[::-1][:STRONGEST] if given[origin] < 0]
    origins = [*up, *down]
    total = shown_sum(network, trace, layer, neuron)[0]
    others = np.delete(given, origins)
    # Where there are no others, no part of what rounding leaves may go to them.
    parts = [*given[origins], others.sum()] if len(others) else given[origins]
    shown = adding_up(parts, total, DECIMALS).tolist()
    rest = shown.pop() if len(others) else 0.0
    return list(zip(origins, shown, strict=True)), rest
