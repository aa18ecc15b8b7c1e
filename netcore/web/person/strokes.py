"""From what lies on the canvas to the strokes of a pen."""

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netcore.data.drawings import LARGEST_COORDINATE, Points, draw
from netcore.web.person.drawing import PEN, CanvasObjects

DECIMALS = 2
"""Of a coordinate in pixels: as exact as a drawings file keeps it, so that a file brings back the same."""


def is_by_pen(objects: CanvasObjects) -> bool:
    """Whether all that lies on the canvas was drawn there, and none of it is a picture."""
    return all(str(one.get("type")).lower() == "path" for one in objects)


def pen_strokes(objects: CanvasObjects) -> tuple[Points, ...]:
    """Find the points where the pen was.

    The canvas (Fabric.js, PencilBrush) bends its lines at those points, as `draw` does: they are the
    first of the two points of each Q, and the point of the last L.

    Args:
        objects: of the canvas; what is no line that a pen can draw is passed over.

    Returns:
        Each (n, 2), n ≥ 1, in pixels of the canvas, x to the right and y downwards.
    """
    strokes = [_points(one.get("path")) for one in objects]
    return tuple(points for points in strokes if points is not None)


def stroke_object(points: Points) -> dict[str, Any]:
    """A stroke as the canvas has it (Fabric.js, PencilBrush); `pen_strokes` finds these points in it."""
    middles = (points[:-1] + points[1:]) / 2
    bends = [["Q", *point, *middle] for point, middle in zip(points.tolist(), middles.tolist(), strict=False)]
    pen = {"stroke": "#ffffff", "strokeWidth": PEN, "strokeLineCap": "round", "strokeLineJoin": "round"}
    path = [["M", *points[0].tolist()], *bends, ["L", *points[-1].tolist()]]
    return {"type": "Path", "fill": None, **pen, "path": path}


def drawn(objects: CanvasObjects) -> NDArray[np.uint8]:
    """What the canvas makes of its objects, worked out here: (280, 280), 0 black to 255 white."""
    picture = draw(pen_strokes(objects), PEN)
    for one in objects:
        address = str(one.get("src", ""))
        if str(one.get("type")).lower() == "image" and ";base64," in address:
            file = io.BytesIO(base64.b64decode(address.partition(";base64,")[2]))
            picture = np.maximum(picture, np.asarray(Image.open(file, formats=["PNG"]).convert("L")))
    return picture


def _points(path: Any) -> Points | None:
    """The points of one path; None for one that no pen drew."""
    try:
        bends = [command[1:3] for command in path if command[0] == "Q"]
        points = np.array([*(bends or [path[0][1:3]]), path[-1][-2:]], np.float64)
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    # Not a number is not smaller either.
    is_pen = points.ndim == 2 and points.shape[1] == 2 and bool((np.abs(points) <= LARGEST_COORDINATE).all())
    return points.round(DECIMALS) if is_pen else None
