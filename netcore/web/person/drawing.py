"""What lies on one person's canvas now, and the way back and forward."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.data.drawings import CANVAS_SIDE
from netcore.preprocess import FIELD, Preparation, prepare_steps
from netcore.web.data_url import data_url
from netcore.web.person.history import History

PEN = 20
"""Width of the pen, in pixels of the canvas."""
MOST_STEPS = 100
"""So many can be undone."""

_EMPTY = np.zeros((CANVAS_SIDE, CANVAS_SIDE), np.uint8)

CanvasObjects = list[dict[str, Any]]
"""What lies on the canvas, strokes and pictures, as the canvas component's own objects (Fabric.js)."""


@dataclass
class Drawing:
    """What a canvas shows, and what it showed before.

    Attributes:
        history: every state since the page was opened, the empty canvas first.
        picture: (280, 280, 4) uint8, the pixels that the canvas last sent, or (280, 280) those that it was
            told to show; None before either.
        revision: how often the canvas sent something.
        loads: how often the canvas was told what to show.
        loaded: what it was told last.
    """

    history: History[CanvasObjects] = field(default_factory=lambda: History([[]], MOST_STEPS))
    picture: NDArray[np.uint8] | None = None
    revision: int = 0
    loads: int = 0
    loaded: CanvasObjects = field(default_factory=list)
    _overtaken: list[CanvasObjects] = field(default_factory=list)
    _prepared: tuple[NDArray[np.uint8], Preparation] | None = None

    @property
    def objects(self) -> CanvasObjects:
        """What lies on it now."""
        return self.history.now

    @property
    def preparation(self) -> Preparation:
        """`picture` on its way to the network; without ink until the canvas sent some."""
        picture = _EMPTY if self.picture is None else self.picture
        if self._prepared is None or self._prepared[0] is not picture:
            self._prepared = picture, prepare_steps(picture)
        return self._prepared[1]

    @property
    def for_canvas(self) -> dict[str, Any]:
        """What the canvas is to show: it starts anew whenever this changes."""
        return {"version": str(self.loads), "objects": self.loaded}

    def receive(self, objects: CanvasObjects) -> None:
        """Take what the canvas sent: a new stroke, or an echo of what it was told to show."""
        self.revision += 1
        if _same(objects, self.objects):
            self._overtaken.clear()
        elif not any(_same(objects, overtaken) for overtaken in self._overtaken):
            self._append(objects)

    def undo(self) -> None:
        """Go back one state."""
        if self.history.can_undo:
            self._overtaken.append(self.objects)
            self.history.undo()
            self.show()

    def redo(self) -> None:
        """Go forward one state."""
        if self.history.can_redo:
            self._overtaken.append(self.objects)
            self.history.redo()
            self.show()

    def clear(self) -> None:
        """Empty the canvas; undo brings the drawing back."""
        if self.objects:
            self._overtaken.append(self.objects)
            self._append([])
            self.show()

    def replace(self, example: NDArray[np.uint8]) -> None:
        """Put a 28 × 28 example digit on the canvas, each of its pixels ten wide."""
        times = CANVAS_SIDE // FIELD
        picture = example.repeat(times, axis=0).repeat(times, axis=1)
        source = data_url(picture)
        place = {"left": 0, "top": 0, "originX": "left", "originY": "top"}
        self._overtaken.append(self.objects)
        self._append([{"type": "Image", "src": source, "width": CANVAS_SIDE, "height": CANVAS_SIDE, **place}])
        self.picture = picture  # a canvas that opens with a drawing doesn't send it
        self.show()

    def show(self) -> None:
        """Tell the canvas to show the present state, which it then sends back."""
        self.loaded = self.objects
        self.loads += 1

    def _append(self, objects: CanvasObjects) -> None:
        # A stroke more holds all strokes before it: keep each of them once.
        before = self.objects
        if _same(objects[: len(before)], before):
            objects = [*before, *objects[len(before) :]]
        self.history.add(objects)


def _same(one: CanvasObjects, other: CanvasObjects) -> bool:
    """Whether two states look the same, whatever else the canvas writes into its objects."""

    def looks(objects: CanvasObjects) -> list[tuple[Any, ...]]:
        return [tuple(one.get(key) for key in ("type", "path", "src")) for one in objects]

    return looks(one) == looks(other)
