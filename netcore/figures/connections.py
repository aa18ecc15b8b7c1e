"""Which connections of a network are drawn in its diagram, and how strongly."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import Floats
from netcore.figures.blocks import Block, input_block
from netcore.figures.theme import Palette, rgba
from netcore.network import Network, Trace

STRENGTHS = (0.08, 0.16, 0.3, 0.5, 0.75, 1.0)
"""Connections are drawn in so many strengths; weaker ones than half the first not at all."""
REST_STRENGTH = 0.3
"""How strongly the largest weight is drawn while nothing flows."""
ALL_CONNECTIONS = 400
"""Of more connections than these between two layers, only the strongest few into each neuron are drawn."""
INPUT_CONNECTIONS, CONNECTIONS = 48, 200
"""So many in all; where that is less than one a neuron, the strongest of those. From the inputs there is
room for fewer."""
WAY, LONGEST_WAY = 0.6, 60
"""On the way to a neuron the strongest connections are drawn that carried this part, and so many at most."""


@dataclass(frozen=True)
class Focus:
    """A neuron that is looked into, and the way to it.

    Attributes:
        layer, neuron: which; layer 0 is the input.
        carried: for the first layers (n_out, n_in), what each connection carried.
    """

    layer: int
    neuron: int
    carried: list[Floats]


def connections(
    network: Network, trace: Trace | None, blocks: list[Block], palette: Palette
) -> list[dict[str, Any]]:
    """All connections that are drawn, as few paths: one for each sign and strength.

    Args:
        network: the network.
        trace: what happened in it for one picture; None at rest.
        blocks: where the neurons of its layers stand.
        palette: the colours.

    Returns:
        Plotly shapes.
    """
    # (n, 2, 2) ends of n lines and (n,); none at rest where the output layer is the only one.
    lines, contributions = [np.empty((0, 2, 2))], [np.empty(0)]
    for number, (before, after) in enumerate(pairwise([input_block(), *blocks])):
        if number == 0 and trace is None:
            continue
        push = relative_push(network, trace, number)
        senders, receivers = strongest(push, INPUT_CONNECTIONS if number == 0 else CONNECTIONS)
        lines.append(_between(before.points[senders], after.points[receivers], before.radius, after.radius))
        contributions.append(push[receivers, senders])

    line, push = np.concatenate(lines), np.concatenate(contributions)
    steps = [STRENGTHS[0] / 2, *((a + b) / 2 for a, b in pairwise(STRENGTHS))]
    level = np.digitize(np.abs(push), steps) - 1
    return [
        {
            "type": "path",
            "path": _path(line[(level == index) & (np.sign(push) == sign)]),
            "line": {"color": rgba(colour, strength), "width": 0.8 + 1.6 * strength},
            "layer": "below",
        }
        for index, strength in enumerate(STRENGTHS)
        for colour, sign in ((palette.positive, 1), (palette.negative, -1))
    ]


def strongest(push: NDArray[Any], most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Which connections are drawn: (n_out, n_in) pushes → (m,) senders and (m,) receivers."""
    n_out, n_in = push.shape
    if push.size <= ALL_CONNECTIONS:
        receivers, senders = np.divmod(np.arange(push.size), n_in)
        return senders, receivers
    each = min(max(most // n_out, 1), n_in)
    senders = np.argpartition(-np.abs(push), each - 1, axis=1)[:, :each].ravel()
    receivers = np.repeat(np.arange(n_out), each)
    if len(senders) > most:
        chosen = np.argpartition(-np.abs(push[receivers, senders]), most)[:most]
        senders, receivers = senders[chosen], receivers[chosen]
    return senders, receivers


def way(focus: Focus) -> list[tuple[int, int, int, float]]:
    """The fewest connections that carried most to the neuron that is looked into, the strongest first.

    Returns:
        The layer that each leads to, from 0 for the first hidden one; the neurons that it joins, before and
        in that layer; and what it carried, of which the strongest in its layer is ±1.
    """
    lines = []
    for number, carried in enumerate(focus.carried):
        push = _relative(carried)
        order = np.argsort(-np.abs(push), axis=None)[:LONGEST_WAY]
        enough = np.searchsorted(np.cumsum(np.abs(push).flat[order]), WAY * np.abs(push).sum()) + 1
        for receiver, sender in zip(*np.unravel_index(order[:enough], push.shape), strict=True):
            if push[receiver, sender]:
                lines.append((number, int(sender), int(receiver), float(push[receiver, sender])))
    return lines


def relative_push(network: Network, trace: Trace | None, number: int) -> NDArray[Any]:
    """(n_out, n_in) what each connection into layer `number` carries, the strongest being ±1."""
    weights = network.layers[number].weights
    if trace is None:
        return REST_STRENGTH * _relative(weights)
    return _relative(weights * trace.activations[number])


def _relative(push: NDArray[Any]) -> NDArray[Any]:
    """Pushes as parts of the strongest one, which becomes ±1."""
    relative: NDArray[Any] = push / max(float(np.abs(push).max()), 1e-9)
    return relative


def _between(
    starts: NDArray[Any], ends: NDArray[Any], start_radius: float, end_radius: float
) -> NDArray[Any]:
    """Lines that leave out the neurons they join: (n, 2) and (n, 2) → (n, 2, 2)."""
    direction = ends - starts
    direction = direction / np.linalg.norm(direction, axis=1, keepdims=True)
    return np.stack([starts + direction * start_radius, ends - direction * end_radius], axis=1)


def _path(lines: NDArray[Any]) -> str:
    """(n, 2, 2) ends of n lines → one SVG path of them all."""
    parts = [f"M{x0:g},{y0:g}L{x1:g},{y1:g}" for (x0, y0), (x1, y1) in lines.round(2).tolist()]
    return "".join(parts) or "M0,0"
