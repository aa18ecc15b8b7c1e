"""A drawing with its undo as a browser keeps it: each object once, however many states it lies in."""

import base64
import io
from typing import Any

import numpy as np
from PIL import Image

from netcore.data.drawings import CANVAS_SIDE, MOST_POINTS
from netcore.language import _
from netcore.web.data_url import data_url
from netcore.web.person.drawing import MOST_STEPS, CanvasObjects, picture_object
from netcore.web.person.history import History
from netcore.web.person.kept import LARGEST, KeptError, flaws, pack
from netcore.web.person.strokes import is_by_pen, pen_strokes, stroke_object

MOST_OBJECTS = 2_000
"""On all states together."""
FARTHEST = 10 * CANVAS_SIDE
"""Of a point from the canvas's corner, in its pixels."""
HUNDREDTHS = 100
"""As exact as coordinates are kept."""


def of_drawing(history: History[CanvasObjects]) -> str:
    """A drawing with its undo; the oldest states are left out if they are too many."""
    states, position = history.states, history.position
    while len(text := pack(_states(states) | {"position": position})) > LARGEST["drawing"] and position:
        gone = (position + 1) // 2
        states, position = states[gone:], position - gone
    return text


def drawing_of(value: dict[str, Any]) -> tuple[list[CanvasObjects], int]:
    """The states of a drawing, the oldest first, and the position of the present one.

    Raises:
        KeptError: it is damaged.
    """
    with flaws():
        known = [_object_of(one) for one in value["objects"][:MOST_OBJECTS]]
        states: list[CanvasObjects] = []
        for same, *more in value["states"]:
            before = states[-1] if states else []
            if not 0 <= same <= len(before) or min(more, default=0) < 0 or len(more) > MOST_OBJECTS:
                raise KeptError(_("it is damaged"))
            states.append([*before[:same], *(known[number] for number in more)])
        position = value["position"]
        if type(position) is not int or not 0 <= position < len(states) <= MOST_STEPS + 1:
            raise KeptError(_("it is damaged"))
    return states, position


def is_part(state: CanvasObjects, whole: CanvasObjects) -> bool:
    """Whether a drawing begins with all of another, as exactly as they are kept."""
    return [_kept_object(one) for one in state] == [_kept_object(one) for one in whole[: len(state)]]


def _states(states: list[CanvasObjects]) -> dict[str, Any]:
    """Each object once; of each state how many are those of the one before, and the numbers of the others."""
    numbers: dict[int, int] = {}
    objects: list[Any] = []
    packed, before = [], CanvasObjects()
    for state in states:
        same = 0
        while same < min(len(state), len(before)) and state[same] is before[same]:
            same += 1
        for one in state[same:]:
            if id(one) not in numbers and (kept := _kept_object(one)) is not None:
                numbers[id(one)] = len(objects)
                objects.append(kept)
        packed.append([same, *(numbers[id(one)] for one in state[same:] if id(one) in numbers)])
        before = state
    return {"objects": objects, "states": packed}


def _kept_object(one: dict[str, Any]) -> list[int] | str | None:
    """What is kept of an object on the canvas.

    Returns:
        A stroke as the pen's way, in hundredths of a pixel; a picture as its PNG, after the digit that it
        shows and a colon where that is known; None for what is neither.
    """
    if is_by_pen([one]):
        strokes = pen_strokes([one])
        if not strokes:
            return None
        points = (strokes[0] * HUNDREDTHS).round().astype(int)
        steps: list[int] = np.diff(points, axis=0, prepend=0).ravel().tolist()
        return steps
    content = str(one.get("src", "")).partition(";base64,")[2]
    return f"{one['truth']}:{content}" if content and "truth" in one else content or None


def _object_of(kept: Any) -> dict[str, Any]:
    if isinstance(kept, str):
        truth, _colon, content = kept.rpartition(":")
        if truth not in ("", *"0123456789"):
            raise KeptError(_("it is damaged"))
        file = io.BytesIO(base64.b64decode(content, validate=True))
        image = Image.open(file, formats=["PNG"])
        if image.size != (CANVAS_SIDE, CANVAS_SIDE):
            raise KeptError(_("it is damaged"))
        return picture_object(data_url(np.asarray(image.convert("L"))), int(truth) if truth else None)
    if not kept or len(kept) % 2 or len(kept) > 2 * MOST_POINTS:
        raise KeptError(_("it is damaged"))
    if not all(isinstance(step, int) and abs(step) <= FARTHEST * HUNDREDTHS for step in kept):
        raise KeptError(_("it is damaged"))
    points = np.array(kept, np.int64).reshape(-1, 2).cumsum(axis=0) / HUNDREDTHS
    if np.abs(points).max() > FARTHEST:
        raise KeptError(_("it is damaged"))
    return stroke_object(points)
