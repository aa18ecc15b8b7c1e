"""The stage: what the diagram on a page shows, one idea at a time. Any page that has a diagram may use it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from netcore.web.components.packaged import packaged

_component = packaged("stage", "<div></div>")


@dataclass(frozen=True)
class Stage:
    """What it shows; the stage moves smoothly from what it showed before.

    Attributes:
        view: "overview", the whole network; "neuron", one neuron's weights as a picture over what it
            receives; "sum", its weighted sum, adding up one by one; "curve", its place on the curve of its
            activation.
        neuron: layer and number of the one that the other views are of; None for "overview".
        lit: what is spoken of; the rest is dimmed. "canvas"; "answer"; a layer, "hidden 1"; a neuron,
            "hidden 1/5"; what leads to them, "to hidden 1", "to hidden 1/5". Empty: nothing is dimmed.
        wave: the signal runs through the layers slowly, at the reader's pace.
    """

    view: Literal["overview", "neuron", "sum", "curve"] = "overview"
    neuron: tuple[str, int] | None = None
    lit: tuple[str, ...] = ()
    wave: bool = False


def show_stage(stage: Stage) -> Any:
    """Have the diagram on the page show this.

    Returns:
        The component's state: `picked`, in the one rerun after a pixel or term was picked in a view of one
        neuron: its number as text; `played`, in the one rerun after the wave has reached the outputs.
    """
    return _component(
        key="stage",
        data=asdict(stage),
        on_picked_change=lambda: None,
        on_played_change=lambda: None,
        height="content",
    )
