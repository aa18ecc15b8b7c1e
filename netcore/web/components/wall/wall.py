"""The wall of a class: drawings as tiles, which come as they are sent."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from netcore.data.drawings import Points
from netcore.figures.theme import Palette, rgba
from netcore.web.components.packaged import packaged
from netcore.web.person.drawing import PEN
from netcore.web.widgets import told

_component = packaged("wall", '<div class="wall"></div>')

GAP = 8.0
"""Pixels of the canvas between two points of a line on a tile, which is a third as large."""
MOST_POINTS = 300
"""Of a tile, so that it takes no more than three kilobytes."""


@dataclass(frozen=True)
class Tile:
    """A drawing, as it stays.

    Attributes:
        number: what it is told by.
        digit: what was asked for.
        path: its line, as SVG writes it; numbers and letters of ours alone.
        name: who drew it.
        colour: theirs, as #rrggbb.
    """

    number: int
    digit: int
    path: str
    name: str
    colour: str


@dataclass(frozen=True)
class Hung:
    """What hangs on the wall.

    Attributes:
        number: of the tile.
        read: what was read in it: a digit, or "–" for none.
        is_right: that is what was asked for.
        is_aside: it was put aside.
    """

    number: int
    read: str
    is_right: bool
    is_aside: bool


def path_of(strokes: Sequence[Points]) -> str:
    """Strokes as an SVG path that bends as the canvas bends them, thinned for a tile."""
    gap = max(GAP, sum(_length(stroke) for stroke in strokes) / MOST_POINTS)
    parts = []
    for stroke in strokes[:MOST_POINTS]:
        points = _thinned(stroke, gap).round().astype(int)
        middles = ((points[:-1] + points[1:]) / 2).round().astype(int)
        bends = "".join(
            f"Q{x} {y} {to_x} {to_y}"
            for (x, y), (to_x, to_y) in zip(points[:-1].tolist(), middles.tolist(), strict=True)
        )
        (x, y), (end_x, end_y) = points[0].tolist(), points[-1].tolist()
        parts.append(f"M{x} {y}{bends}L{end_x} {end_y}")
    return "".join(parts)


def set_scene() -> None:
    """Bring the style sheet of the class's pages to one without a wall."""
    _component(key="scene", data=None, height="content")


def show_wall(
    tiles: Sequence[Tile],
    hanging: Sequence[Hung],
    palette: Palette,
    on_move: Callable[[int, bool], None],
    on_lack: Callable[[], None],
) -> int | None:
    """Put the wall on the page.

    Args:
        tiles: those that the browser doesn't have yet.
        hanging: all that are shown, in this order.
        palette: the colours: what is read right gets that of positive weights, what is read wrong the other.
        on_move: called with a drawing's number, and whether it is to be put aside or brought back.
        on_lack: called when the browser lacks tiles, such as after it was loaded anew.

    Returns:
        The number of the drawing that was clicked, in the one rerun after that.
    """

    def moved() -> None:
        move = told("wall").moved
        on_move(int(move["number"]), bool(move["aside"]))

    result = _component(
        key="wall",
        data={
            "tiles": [asdict(tile) for tile in tiles],
            "hanging": [[one.number, one.read, one.is_right, one.is_aside] for one in hanging],
            "right": rgba(palette.positive),
            "wrong": rgba(palette.negative),
            "pen": PEN,
        },
        on_picked_change=lambda: None,
        on_moved_change=moved,
        on_lacking_change=on_lack,
        height="content",
    )
    return None if result.picked is None else int(result.picked)


def _length(stroke: Points) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())


def _thinned(stroke: Points, gap: float) -> Points:
    """Points at least about `gap` apart, the first and the last among them."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    keep = np.concatenate([[True], np.diff(np.floor(along / gap)) > 0])
    keep[-1] = True
    thinned: Points = stroke[keep]
    return thinned
