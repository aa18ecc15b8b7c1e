"""What lies on one person's canvas now, and the way back and forward."""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from netcore.data.drawings import CANVAS_SIDE
from netcore.preprocess import FIELD, Preparation, prepare_steps
from netcore.web.data_url import data_url
from netcore.web.person.history import History

PEN = 20
"""Width of the pen, in pixels of the canvas."""
MOST_STEPS = 100
"""So many can be undone."""
MOST_LOADS = 50
"""What the canvas draws on something that it was told so many times ago is no longer taken."""

_EMPTY = np.zeros((CANVAS_SIDE, CANVAS_SIDE), np.uint8)
_GROUND = re.compile(r"hsl\((\d+)deg 0% 0%\)")

CanvasObjects = list[dict[str, Any]]
"""What lies on the canvas, strokes and pictures, as the canvas component's own objects (Fabric.js)."""


def fitted(brought: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture on the canvas, in its middle and as large as it allows: (H, W) → (280, 280)."""
    if brought.shape == (FIELD, FIELD):
        times = CANVAS_SIDE // FIELD
        return brought.repeat(times, axis=0).repeat(times, axis=1)
    image = ImageOps.pad(Image.fromarray(brought), (CANVAS_SIDE, CANVAS_SIDE), Image.Resampling.BOX)
    return np.asarray(image)


def picture_object(address: str, truth: int | None = None) -> dict[str, Any]:
    """A picture on the whole canvas, as that has it, and which digit it shows, where that is known."""
    place = {"left": 0, "top": 0, "originX": "left", "originY": "top"}
    image = {"type": "Image", "src": address, "width": CANVAS_SIDE, "height": CANVAS_SIDE, **place}
    return image if truth is None else image | {"truth": truth}


@dataclass
class Drawing:
    """What a canvas shows, and what it showed before.

    Server and browser talk of a drawing by its revision: how often the canvas was told what to show (its
    load), and how many objects lie on it. The canvas carries the load in the colour of its ground, which
    is black whatever its hue, and sends it back with all that is drawn. So a stroke that was drawn before
    the canvas heard of an Undo, say, is known for what it is, and nothing that comes late is taken twice.

    Attributes:
        history: every state since the page was opened, the empty canvas first.
        picture: (280, 280, 4) uint8, the pixels that the canvas last sent, or (280, 280) those that it was
            told to show; None before either.
        revision: of `picture`: the load, and how many objects lay on the canvas.
        load: how often the canvas was told what to show.
        loaded: what it was told last.
        shown: which is looked into, from 0, where several digits lie on it.
        begun: how many drawings were begun before this one, by emptying the canvas or bringing another.
    """

    history: History[CanvasObjects] = field(default_factory=lambda: History([[]], MOST_STEPS))
    picture: NDArray[np.uint8] | None = None
    revision: tuple[int, int] = (0, 0)
    load: int = 0
    loaded: CanvasObjects = field(default_factory=list)
    shown: int = 0
    begun: int = 0
    _taken: dict[int, int] = field(default_factory=lambda: {0: 0})  # by load, how many objects are known
    _pictured: CanvasObjects | None = None  # the state that `picture` is of
    _address: str = ""
    _prepared: tuple[NDArray[np.uint8], Preparation] | None = None

    @property
    def is_new(self) -> bool:
        """Nothing was ever drawn."""
        return self.history.states == [[]]

    @property
    def objects(self) -> CanvasObjects:
        """What lies on it now."""
        return self.history.now

    @property
    def is_untouched(self) -> bool:
        """Nothing ever lay on it."""
        return not (self.objects or self.history.can_undo or self.history.can_redo)

    @property
    def is_pictured(self) -> bool:
        """`picture` is of what lies on it now; it isn't until the canvas shows what it was told to."""
        return self.picture is None or self._pictured is self.objects

    @property
    def truth(self) -> int | None:
        """Which digit somebody meant who wrote what lies on it; None where that isn't known."""
        return self.objects[0].get("truth") if len(self.objects) == 1 else None

    @property
    def preparation(self) -> Preparation:
        """`picture` on its way to the network; without ink until the canvas sent some."""
        picture = _EMPTY if self.picture is None else self.picture
        if self._prepared is None or self._prepared[0] is not picture:
            self._prepared = picture, prepare_steps(picture)
        return self._prepared[1]

    @property
    def ground(self) -> str:
        """The canvas's colour, black, which tells the load; canvas.js reads it, too."""
        return f"hsl({self.load}deg 0% 0%)"

    @property
    def for_canvas(self) -> dict[str, Any]:
        """What the canvas is to show: it starts anew whenever this or `ground` changes."""
        return {"objects": self.loaded}

    def receive(self, sent: dict[str, Any], address: str | None) -> None:
        """Take what the canvas sent; a second time, it changes nothing.

        Args:
            sent: its objects and its ground.
            address: its picture, a PNG as a `data:` address; None if it sent none.
        """
        ground = _GROUND.fullmatch(str(sent.get("background")))
        load = int(ground[1]) if ground else self.load
        objects: CanvasObjects = sent.get("objects", [])
        is_of_another = load > self.load  # server, before this one was started: it knew what we brought back
        if is_of_another:
            self.load, self._taken = load, {load: len(self.objects)}
        new = objects[self._taken.get(load, len(objects)) :]
        if new:
            self._taken[load] = len(objects)
            self.shown = 0
        for stroke in new:
            self.history.add([*self.objects, stroke])
        if load != self.load:
            if new:  # drawn on what the canvas showed before: it is to lie on what counts now
                self.show()
        elif address and (new or address != self._address):
            self._address = address
            encoded = address.split(";base64,", 1)[1]
            self.picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))))
            self._pictured, self.revision = self.objects, (load, len(objects))
        if is_of_another:
            self.show()

    def bring_back(
        self,
        states: list[CanvasObjects],
        position: int,
        picture: NDArray[np.uint8],
        is_part: Callable[[CanvasObjects, CanvasObjects], bool] = lambda state, whole: False,
    ) -> None:
        """Go on from a drawing that was kept; what was drawn since lies on top of it.

        Args:
            states: the oldest first.
            position: of the present one.
            picture: (280, 280), what that one looks like.
            is_part: whether the second begins with the first: a canvas that still shows what was kept may
                have told it before.
        """
        if self.is_new:
            self.history.states, self.history.position = states, position
            self.picture, self._pictured = picture, self.objects
            if self.objects:
                self.show()
            return
        later = [state for state in self.history.states if state and not is_part(state, states[position])]
        behind = len(self.history.states) - 1 - self.history.position
        if not (later or behind):
            is_pictured = self.is_pictured
            self.history.states, self.history.position = states, position
            self._pictured = self.objects if is_pictured else None
            return
        self.history.states = [*states[: position + 1], *later][-MOST_STEPS - 1 :]
        self.history.position = max(len(self.history.states) - 1 - behind, 0)
        if behind:
            self.show()

    def undo(self) -> None:
        """Go back one state."""
        if self.history.can_undo:
            self.history.undo()
            self.show()

    def redo(self) -> None:
        """Go forward one state."""
        if self.history.can_redo:
            self.history.redo()
            self.show()

    def clear(self) -> None:
        """Empty the canvas; undo brings the drawing back."""
        if self.objects:
            self.begun += 1
            self.history.add([])
            self.show()

    def replace(self, brought: NDArray[np.uint8], truth: int | None = None) -> None:
        """Put a picture on the canvas, in its middle and as large as it allows.

        Args:
            brought: (H, W), 0 black to 255 white; of 28 × 28 pixels each becomes ten wide.
            truth: which digit it shows, where that is known.
        """
        picture = fitted(brought)
        self.bring([picture_object(data_url(picture), truth)], picture)

    def bring(self, objects: CanvasObjects, picture: NDArray[np.uint8]) -> None:
        """Put what was drawn elsewhere on the canvas, as one state.

        Args:
            objects: what lies on it then.
            picture: (280, 280), what they look like: a canvas that opens with them doesn't send it.
        """
        self.begun += 1
        self.history.add(objects)
        self.picture, self._pictured = picture, self.objects
        self.show()

    def show(self) -> None:
        """Tell the canvas to show the present state, which it then sends back."""
        self.load += 1
        self.shown = 0
        self.loaded = self.objects
        self._taken[self.load] = len(self.loaded)
        self._taken.pop(self.load - MOST_LOADS, None)
        self._address = ""
        if self._pictured is self.loaded:
            self.revision = self.load, len(self.loaded)
