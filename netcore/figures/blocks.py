"""Where the neurons of a network stand in its diagram: layers side by side, or below each other."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.language import _
from netcore.preprocess import FIELD

# All lengths are in units of one input neuron, which stand in a square of 28 × 28, where they aren't said to
# be in pixels of the page; y points down.
MIDDLE = (FIELD - 1) / 2
LEFT = 0.8
"""Room to the left of the first column of pixels, and above the first row."""
LETTERS = 13, 16
"""The smallest letters of titles and of digits, in pixels."""
LETTER, HIGH_LETTER = 1.6, 1.9
"""Size of titles' letters with layers side by side, and below each other."""
LINE, USUAL_LETTER = 1.3, 2.0
"""Height of a line, in times the size of its letters, and the size that its place is made for, in units."""

HEIGHT, WIDTH = 56.0, 92.0
"""Of the picture with layers side by side, at least: there the middle of the input square is its middle."""
OVER = 7.0
"""Room over and under a layer there, together."""
RIGHT = 8.0, 62.0
"""Room for the digits beside the output layer, in units and in pixels, whichever is more."""

NARROW = 70.0
"""The least width of the picture with layers below each other."""
BELOW, ASIDE = 56.0, 12.0
"""Pixels for the digits under the output layer there, and for the light of the outermost neurons."""


@dataclass(frozen=True)
class Spacing:
    """How far neurons stand apart.

    Attributes:
        layers: between neighbouring layers, at least and at most.
        neurons, outputs: between neighbours of a small layer, at most; larger layers stand closer.
        apart: between layers and between outputs, at least, in pixels: there are words.
        radius: of a neuron, at most.
        most: a layer of more neurons stands in several lines.
        least: so many stand in each of these, at least.
        thickest: several lines are no thicker than this together, and stand closer if they must.
    """

    layers: tuple[float, float]
    neurons: float
    outputs: float
    apart: tuple[float, float]
    radius: float
    most: int
    least: int
    thickest: float


BESIDE_EACH_OTHER = Spacing((9.0, 19.0), 2.95, 4.4, (54, 17), 1.25, most=24, least=16, thickest=20.0)
BELOW_EACH_OTHER = Spacing((12.0, 24.0), 7.5, 11.5, (30, 34), 1.8, most=24, least=32, thickest=10.0)
PASSES = 4
"""The size of a unit and the room for neurons depend on each other: after so many rounds they agree."""


@dataclass(frozen=True)
class Room:
    """What the page has for the diagram.

    Attributes:
        width, height: in pixels of the page.
        is_high: layers are to stand below each other, not side by side.
    """

    width: int
    height: int
    is_high: bool = False


@dataclass(frozen=True)
class Block:
    """Where the neurons of one layer stand: in a line, or in several if there are many.

    Attributes:
        name: what the layer's Plotly trace is called.
        points: (n, 2) x and y of each neuron, along the first line, then along the next.
        radius: of a neuron.
    """

    name: str
    points: NDArray[Any]
    radius: float

    @property
    def middle(self) -> float:
        """Half way across."""
        return float(self.points[:, 0].min() + self.points[:, 0].max()) / 2


@dataclass(frozen=True)
class Plan:
    """Where everything stands.

    Attributes:
        unit: pixels that a unit takes.
        blocks: all layers after the input.
        x, y: from where to where the picture reaches.
        is_high: the layers stand below each other.
    """

    unit: float
    blocks: list[Block]
    x: tuple[float, float]
    y: tuple[float, float]
    is_high: bool

    @property
    def letter(self) -> int:
        """Size of the titles' letters, in pixels."""
        return max(round((HIGH_LETTER if self.is_high else LETTER) * self.unit), LETTERS[0])


def _higher(unit: float) -> float:
    """By how many units half of a title's two lines are higher than usual."""
    return LINE * max(0.0, max(round(LETTER * unit), LETTERS[0]) / unit - USUAL_LETTER)


def layer_label(name: str) -> str:
    """A layer's name, such as "hidden 1", as it is shown."""
    if name == "input":
        return _("input")
    return _("output") if name == "output" else _("hidden {number}").format(number=name.split(" ")[1])


def input_block() -> Block:
    """The input neurons, row by row."""
    row, column = np.divmod(np.arange(FIELD * FIELD), FIELD)
    return Block("input", np.stack([column, row], axis=1), 0.0)


def plan(sizes: list[int], room: Room) -> Plan:
    """Make a network as large as the room allows.

    Args:
        sizes: 784, then those of all layers after the input.
        room: what there is.
    """
    return _high(sizes, room) if room.is_high else _wide(sizes, room)


def _wide(sizes: list[int], room: Room) -> Plan:
    """Layers side by side."""
    # Small letters take more of the height than their place is made for.
    small = (room.height - 4 * LINE * LETTERS[0]) / (HEIGHT - 4 * LINE * USUAL_LETTER)
    unit = min(room.width / WIDTH, room.height / HEIGHT, small)
    for _pass in range(PASSES):
        end = max(RIGHT[0], RIGHT[1] / unit)
        along = (room.height - 4 * LINE * LETTERS[0]) / unit + 4 * LINE * USUAL_LETTER - OVER
        blocks = _layers(
            sizes, BESIDE_EACH_OTHER, max(along, HEIGHT - OVER), room.width / unit - LEFT - end, unit
        )
        last = blocks[-1].middle
        unit = min(unit, room.width / (LEFT + last + RIGHT[0]), (room.width - RIGHT[1]) / (last + LEFT))
    highest = max(float(np.ptp(block.points[:, 1])) + 2 * block.radius for block in blocks)
    half = max(HEIGHT, highest + OVER) / 2 + 2 * _higher(unit)  # what stands beyond isn't drawn
    x, y = (-LEFT, last + max(RIGHT[0], RIGHT[1] / unit)), (MIDDLE - half, MIDDLE + half)
    return Plan(unit, blocks, x, y, is_high=False)


def _high(sizes: list[int], room: Room) -> Plan:
    """Layers below each other, the input square on top."""
    unit = room.width / NARROW
    for _pass in range(PASSES):  # where there is less height, there is more width to stand in
        blocks = _layers(sizes, BELOW_EACH_OTHER, (room.width - 2 * ASIDE) / unit, 0, unit)
        least = float(blocks[-1].points[:, 0].max()) + blocks[-1].radius + LEFT
        unit = min(unit, (room.height - BELOW) / least)
    away = (room.height - BELOW) / unit - LEFT - BELOW_EACH_OTHER.radius
    blocks = _layers(sizes, BELOW_EACH_OTHER, (room.width - 2 * ASIDE) / unit, away, unit)
    blocks = [Block(block.name, block.points[:, ::-1], block.radius) for block in blocks]
    width = room.width / unit / 2
    end = float(blocks[-1].points[:, 1].max()) + blocks[-1].radius + BELOW / unit
    return Plan(unit, blocks, (MIDDLE - width, MIDDLE + width), (-LEFT, end), is_high=True)


def _layers(sizes: list[int], spacing: Spacing, along: float, away: float, unit: float) -> list[Block]:
    """All layers after the input, as if they stood side by side.

    Args:
        sizes: 784, then theirs.
        spacing: how far neurons stand apart.
        along: how long a layer may be.
        away: where the last layer may stand at most; if that is too near, it stands as near as `spacing`
            allows.
        unit: pixels that a unit takes.
    """
    shapes = [_shape(size, spacing, along) for size in sizes[1:]]
    outputs = max(spacing.outputs, spacing.apart[1] / unit)
    shapes[-1] = 1, sizes[-1], min(along / sizes[-1], outputs)
    depths = [(lines - 1) * gap for lines, _, gap in shapes]
    words = spacing.apart[0] / unit
    if spacing is BESIDE_EACH_OTHER:  # over the middle of each layer
        words -= min((sum(pair) / 2 for pair in pairwise(depths)), default=0)
    least, most = max(spacing.layers[0], words), spacing.layers[1]
    layer_gap = max(min((away - (FIELD - 0.4) - sum(depths)) / len(depths), most), least)
    middle = MIDDLE + (
        1.2 if spacing is BESIDE_EACH_OTHER else 0
    )  # titles take more than what is under a layer
    blocks, start = [], FIELD - 0.4
    for number, ((_lines, each, gap), depth, size) in enumerate(
        zip(shapes, depths, sizes[1:], strict=True), 1
    ):
        start += layer_gap
        line, place = np.divmod(np.arange(size), each)
        in_line = np.minimum(size - line * each, each)  # the last line may be shorter
        points = np.stack([start + gap * line, middle + gap * (place - (in_line - 1) / 2)], axis=1)
        name = "output" if number == len(depths) else f"hidden {number}"
        blocks.append(Block(name, points, min(0.42 * gap, spacing.radius)))
        start += depth
    return blocks


def _shape(size: int, spacing: Spacing, along: float) -> tuple[int, int, float]:
    """Lines of a layer, neurons in each, and the gap between neighbours."""
    each = size
    if size > spacing.most:  # about as thick as is allowed, and never shorter than `least`
        each = max(spacing.least, math.ceil(math.sqrt(size * along / spacing.thickest)))
    lines = math.ceil(size / each)
    each = math.ceil(size / lines)
    return lines, each, min(along / each, spacing.thickest / max(lines - 1, 1), spacing.neurons)
