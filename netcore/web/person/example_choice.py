"""What one person chose to see one step of learning with."""

from dataclasses import dataclass
from typing import Any

from netcore.inspection.example_gradients import Pull


@dataclass
class ExampleChoice:
    """Which example, and which weight, a person looks at while they see what one step does.

    Attributes:
        digit: which digit the example shows, or is meant to show.
        number: how many bundled digits were taken.
        layer, neuron, origin: the weight of the connection from neuron `origin` of the layer before;
            each None while the one with the largest gradient is shown.
        is_picked: it was clicked in a picture, not chosen in a list.
        shown: the weight that is on the page.
    """

    digit: int = 7
    number: int = 0
    layer: int | None = None
    neuron: int | None = None
    origin: int | None = None
    is_picked: bool = False
    shown: tuple[int, int, int] = (1, 0, 0)
    _meant: dict[str, Any] | None = None

    def mean(self, digit: int, begun: dict[str, Any]) -> None:
        """Say which digit a drawing is meant to show.

        Args:
            digit: 0–9.
            begun: the first object of the drawing, by which it is known.
        """
        self.digit, self._meant = digit, begun

    def guess(self, digit: int, begun: dict[str, Any]) -> None:
        """Which digit a drawing may be meant to show, unless it was said; `mean` tells the arguments."""
        if self._meant is not begun:
            self.digit = digit

    def look_at(
        self,
        layer: int | None,
        neuron: int | None = None,
        origin: int | None = None,
        *,
        is_picked: bool = False,
    ) -> None:
        """Choose a weight; what is None is found by its gradient."""
        self.layer, self.neuron, self.origin, self.is_picked = layer, neuron, origin, is_picked

    def weight_in(self, found: Pull) -> tuple[int, int, int]:
        """The weight that is chosen, as far as this network has it, or the one with the largest gradient."""
        sizes = found.network.sizes
        if self.layer is None or self.layer >= len(sizes):
            return found.strongest
        if self.neuron is None or self.neuron >= sizes[self.layer]:
            return found.strongest_into(self.layer)
        if self.origin is None or self.origin >= sizes[self.layer - 1]:
            return found.strongest_into(self.layer, self.neuron)
        return self.layer, self.neuron, self.origin
