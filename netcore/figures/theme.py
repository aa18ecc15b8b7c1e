"""The stage that every figure is set on: its colours, its light, and figures made quickly."""

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from plotly.basedatatypes import BaseFigure

from netcore.language import N_
from netcore.network import Network

FONT = "Source Sans, sans-serif"
DIM = 0.25
"""With less light than this, a neuron has a faint ring."""
LEVELS = 64
"""Shades of light that are told apart between no activation and full activation."""

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""What a person can do with a figure: hover, and nothing that would move it away."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme.

    Attributes:
        name: "dark" or "light".
        brightest: what full light stands for, in words.
        ground: the stage itself, zero on every scale.
        text, faint: for words, and for what should be hardly seen.
        cell: an input neuron that is inactive, so that all 784 can be told from the ground.
        positive, negative: weights above and below zero, safe for colour-blind eyes.
        light: `LEVELS` colours, from a neuron that is inactive to one that is fully active; equal
            steps of activation are equal steps of lightness.
        digits: ten colours, one a digit, that are apart for colour-blind eyes, too.
    """

    name: str
    brightest: str
    ground: str
    text: str
    faint: str
    cell: str
    positive: tuple[int, int, int]
    negative: tuple[int, int, int]
    light: tuple[str, ...]
    digits: tuple[str, ...]

    def rim(self, light: NDArray[Any]) -> list[str]:
        """The outline of each neuron: a faint ring while it is inactive, of its own light otherwise."""
        return [
            self.faint if part < DIM else colour
            for part, colour in zip(light, self.shine(light), strict=True)
        ]

    def shine(self, activations: Sequence[float] | NDArray[Any]) -> list[str]:
        """The colour of each activation; those outside 0–1 get the colour at the end."""
        levels = np.clip(np.asarray(activations) * (LEVELS - 1), 0, LEVELS - 1).round().astype(int)
        return [self.light[level] for level in levels]

    @property
    def light_scale(self) -> list[list[Any]]:
        """`light` as a Plotly colour scale for input neurons."""
        colours = (self.cell, *self.light[1:])
        return [[level / (LEVELS - 1), colour] for level, colour in enumerate(colours)]

    @property
    def weight_scale(self) -> list[list[Any]]:
        """Negative – zero – positive as a Plotly colour scale."""
        return [[0, rgba(self.negative)], [0.5, self.ground], [1, rgba(self.positive)]]


def light_of(activations: NDArray[Any]) -> NDArray[Any]:
    """How brightly the neurons of a layer glow: (n,) activations → (n,) 0–1.

    Activations from 0 to 1 are light themselves; in a layer where they go beyond, as ReLU's do,
    the brightest neuron gets full light.
    """
    light: NDArray[Any] = activations / max(1.0, float(activations.max()))
    return light


def rgba(colour: tuple[int, int, int], opacity: float = 1) -> str:
    """A colour as Plotly and CSS write it."""
    return f"rgba({colour[0]},{colour[1]},{colour[2]},{opacity:.3g})"


def _oklch(lightness: float, chroma: float, hue: float) -> str:
    """A colour given by perceived lightness (0–1), chroma and hue (degrees), as #rrggbb.

    Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    encoded = (
        12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
        for c in (min(max(channel, 0.0), 1.0) for channel in linear)
    )
    return "#" + "".join(f"{round(255 * c):02x}" for c in encoded)


def _ramp(ground: str, start: float, end: float, hues: tuple[float, float]) -> tuple[str, ...]:
    """From the ground in even steps of lightness; the colour swells as that of glowing metal does."""
    colours = []
    for level in range(LEVELS):
        part = level / (LEVELS - 1)
        chroma = 0.165 * math.sin(math.pi * part**0.8) ** 0.9
        colours.append(_oklch(start + (end - start) * part, chroma, hues[0] + (hues[1] - hues[0]) * part))
    return (ground, *colours[1:])


# The digits' colours were found by search: the ten on a grid of colours whose nearest two lie furthest
# apart in OKLab, as ordinary and as colour-blind eyes see them (Machado, Oliveira and Fernandes, 2009).
DARK = Palette(
    name="dark",
    brightest=N_("white = {}"),
    ground="#0b0d13",
    text="#ece8e0",
    faint="#3b4150",
    cell="rgba(17, 21, 30, 0.5)",
    positive=(77, 163, 255),
    negative=(255, 128, 48),
    light=_ramp("#0b0d13", 0.165, 0.985, (35, 95)),
    digits=(
        "#77aaff", "#ff0000", "#559966", "#dd9900", "#ffff00",
        "#ccffff", "#ffaacc", "#33ee77", "#aa55ff", "#ff00bb",
    ),
)  # fmt: skip
LIGHT = Palette(
    name="light",
    brightest=N_("black = {}"),
    ground="#fbf9f4",
    text="#1d1a16",
    faint="#c9c2b4",
    cell="rgba(242, 238, 228, 0.5)",
    positive=(20, 98, 204),
    negative=(190, 72, 0),
    light=_ramp("#fbf9f4", 0.975, 0.30, (95, 35)),
    digits=(
        "#0000ff", "#aa1144", "#337788", "#aa7700", "#002266",
        "#005500", "#8866ee", "#550000", "#6600aa", "#dd00bb",
    ),
)  # fmt: skip


class PlainFigure(BaseFigure):  # type: ignore[misc]  # Plotly's own class is not typed
    """A Plotly figure made of plain lists and dicts, which are taken as they are.

    `plotly.graph_objects.Figure` checks every property, which takes 20 ms a figure, more than the
    whole way of a stroke may. Ours are checked once, by a test.
    """

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        self._parts = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's JavaScript takes it."""
        return self._parts

    @property
    def as_text(self) -> str:
        """The same as JSON, written once: what sends it on need not look into it."""
        return json.dumps(self._parts)


def meta_of(network: Network, palette: Palette) -> str:
    """Which network a figure shows in which light, so that nothing else is painted into it."""
    return f"{network.fingerprint} {palette.name}"


def in_letters(numbers: NDArray[Any]) -> str:
    """Numbers as float32 in base 64, in a third of the letters that a list of them takes."""
    return base64.b64encode(np.ascontiguousarray(numbers, "<f4").tobytes()).decode()


def drawn_in_letters(pixels: NDArray[np.float32]) -> str:
    """Pixels of which most are 0 in base 64: a bit for each, whether it isn't, then those that aren't."""
    is_drawn = pixels != 0
    bits = np.packbits(is_drawn, bitorder="little")
    return base64.b64encode(bits.tobytes() + pixels[is_drawn].astype("<f4").tobytes()).decode()


def as_bytes(numbers: NDArray[np.float32] | NDArray[np.uint8]) -> dict[str, str]:
    """Numbers as Plotly takes them packed: ten times as quick as a list, and smaller; NaN is a gap."""
    return {
        "dtype": numbers.dtype.str[1:],
        "bdata": base64.b64encode(np.ascontiguousarray(numbers).tobytes()).decode(),
        "shape": ", ".join(map(str, numbers.shape)),
    }


def base_axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """What all axes with numbers have in common: they stay where they are, with faint lines."""
    return {
        "fixedrange": True,
        "gridcolor": palette.faint,
        "zerolinecolor": palette.faint,
        # Where letters are a little taller, as in Firefox, the label at the end would be left out.
        "ticklabeloverflow": "allow",
        **more,
    }


def base_layout(palette: Palette, **more: Any) -> dict[str, Any]:
    """What every figure has in common: no ground of its own, nothing that moves, our type."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 15, "color": palette.text},
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 16}},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        **more,
    }
