"""One person's drawing: what is on their canvas now, and the way back and forward."""

import base64
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 280
"""The canvas is 280 pixels wide and high, ten for each pixel of a 28 × 28 example."""

Strokes = list[dict[str, Any]]
"""What lies on the canvas, as the canvas component's own objects (Fabric.js)."""


@dataclass
class Drawing:
    """The states that a canvas went through, and which of them it shows.

    Attributes:
        states: every state since the page was opened, the empty canvas first.
        position: the state shown now; those after it can be redone.
        picture: (SIDE, SIDE, 4) uint8, the pixels that the canvas last sent; None before it did.
        loads: how often the canvas was told what to show.
        loaded: what it was told last.
    """

    states: list[Strokes] = field(default_factory=lambda: [[]])
    position: int = 0
    picture: NDArray[np.uint8] | None = None
    loads: int = 0
    loaded: Strokes = field(default_factory=list)
    _echo_expected: bool = False

    @property
    def strokes(self) -> Strokes:
        """What is drawn now."""
        return self.states[self.position]

    @property
    def can_undo(self) -> bool:
        """There is a state before this one."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """There is a state after this one."""
        return self.position < len(self.states) - 1

    @property
    def for_canvas(self) -> dict[str, Any]:
        """What the canvas is to show: it starts anew whenever this changes."""
        return {"version": str(self.loads), "objects": self.loaded}

    def receive(self, strokes: Strokes) -> None:
        """Take what the canvas sent: a new stroke, or what it was just told to show."""
        if self._echo_expected:
            # The same drawing, with all that the canvas adds to its objects.
            self.states[self.position] = strokes
            self._echo_expected = False
        elif strokes != self.strokes:
            self._append(strokes)

    def undo(self) -> None:
        """Go back one state."""
        if self.can_undo:
            self.position -= 1
            self.show()

    def redo(self) -> None:
        """Go forward one state."""
        if self.can_redo:
            self.position += 1
            self.show()

    def clear(self) -> None:
        """Empty the canvas; undo brings the drawing back."""
        if self.strokes:
            self._append([])
            self.show()

    def replace(self, example: NDArray[np.uint8]) -> None:
        """Put a 28 × 28 example digit on the canvas, each of its pixels ten wide."""
        enlarged = example.repeat(SIDE // 28, axis=0).repeat(SIDE // 28, axis=1)
        file = io.BytesIO()
        Image.fromarray(enlarged).save(file, "PNG")
        source = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
        corner = {"left": 0, "top": 0, "originX": "left", "originY": "top"}
        self._append([{"type": "Image", "src": source, "width": SIDE, "height": SIDE, **corner}])
        self.show()

    def show(self) -> None:
        """Tell the canvas to show the present state, which it sends back once it does."""
        self.loaded = self.strokes
        self.loads += 1
        self._echo_expected = True

    def _append(self, strokes: Strokes) -> None:
        self.states = [*self.states[: self.position + 1], strokes]
        self.position += 1
