"""The stage: what the diagram on a page shows, one idea at a time. Any page that has a diagram may use it."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from netcore.figures.theme import Palette
from netcore.web.charts import my_palette
from netcore.web.components.packaged import packaged
from netcore.web.text import DECIMALS

_component = packaged("stage", '<div class="stage"></div>')


@dataclass(frozen=True, eq=False)
class Examples:
    """Labelled examples that run through the diagram, one after the other, in the place of the drawing.

    The browser reads them with the network that is on the page; a mark says whether the answer is right.

    Attributes:
        number: tells them from those before: none is shown twice.
        pixels: (n, 784) or (n, 28, 28), uint8, as the network receives them: prepared. Each takes some 350
            bytes of the message.
        labels: the digits that they are, n of them.
        seconds: that each is seen, from 0.25.
    """

    number: int
    pixels: NDArray[np.uint8]
    labels: tuple[int, ...]
    seconds: float = 0.34


@dataclass(frozen=True)
class Stage:
    """What it shows; the stage moves smoothly from what it showed before.

    Attributes:
        view: "overview", the whole network; "neuron", one neuron's weights as a picture over what it
            receives; "sum", its weighted sum, adding up one by one; "curve", its place on the curve of its
            activation.
        neuron: layer and number of the one that the other views are of; None for "overview".
        lit: what is spoken of; the rest is dimmed. "canvas"; "answer"; a layer, "hidden 1"; a neuron,
            "hidden 1/5"; the connections to them, "to hidden 1", "to hidden 1/5". Empty: nothing is dimmed.
        wave: in the corner of the diagram are buttons that have the signal run through the layers slowly, at
            the reader's pace.
        examples: run through the diagram; none when they are over.
    """

    view: Literal["overview", "neuron", "sum", "curve"] = "overview"
    neuron: tuple[str, int] | None = None
    lit: tuple[str, ...] = ()
    wave: bool = False
    examples: Examples | None = None


def show_stage(stage: Stage) -> Any:
    """Have the diagram on the page show this.

    Returns:
        The component's state: `picked`, in the one rerun after a pixel or a neuron was picked in a view of
        one neuron: "pixel/412", "hidden 1/5"; `played`, in the one rerun after the wave has reached the
        outputs.
    """
    return _component(
        key="stage",
        data={
            "view": stage.view,
            "neuron": stage.neuron,
            "lit": stage.lit,
            "wave": stage.wave,
            "examples": stage.examples and _packed(stage.examples),
            "decimals": DECIMALS,
            "palette": colours_of(my_palette()),
        },
        on_picked_change=lambda: None,
        on_played_change=lambda: None,
        height="content",
    )


def _packed(examples: Examples) -> dict[str, Any]:
    return {
        "number": examples.number,
        "pictures": [levels_in_letters(picture.ravel()) for picture in examples.pixels],
        "labels": examples.labels,
        "seconds": examples.seconds,
    }


def levels_in_letters(pixels: NDArray[np.uint8]) -> str:
    """Grey levels of which most are 0, in base 64: a bit for each that isn't, then those that aren't."""
    bits = np.packbits(pixels != 0, bitorder="little")
    return b64encode(bits.tobytes() + pixels[pixels != 0].tobytes()).decode()


def colours_of(palette: Palette) -> dict[str, Any]:
    """What the browser paints a neuron with."""
    return {
        "light": palette.light,
        "ground": palette.ground,
        "positive": palette.positive,
        "negative": palette.negative,
    }
