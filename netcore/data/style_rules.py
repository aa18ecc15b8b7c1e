"""Styles, recognised: rules that find an upstroke, a slash, a hook or a bar in what somebody wrote."""

import numpy as np
from numpy.typing import NDArray

from netcore.data.drawings import PenDrawing, Points
from netcore.language import N_

LONG, SHORT = 0.4, 0.12
"""An upstroke of at least so much of the digit's height is long; less than SHORT is none."""
MIDDLE = 0.13
"""What comes so close to the middle of a 0 is no part of its ring; in sides of the 0."""


def style_of(drawing: PenDrawing) -> str | None:
    """The way in which a digit was written.

    The rules look at the strokes alone and are right most of the time.

    Args:
        drawing: of any digit.

    Returns:
        In words, such as "7 with a bar"; None for a digit whose ways are not told apart.
    """
    strokes = _upright(drawing.strokes)
    if drawing.digit == 1:
        upstroke = _upstroke(strokes)
        if upstroke < SHORT:
            return N_("1 without an upstroke")
        return N_("1 with a long upstroke") if upstroke >= LONG else N_("1 with a short upstroke")
    if drawing.digit == 0:
        return N_("0 with a slash") if _has_slash(strokes) else N_("0 without a slash")
    if drawing.digit == 9:
        return N_("9 with a hook") if _has_hook(strokes[-1]) else N_("9 without a hook")
    if drawing.digit == 4:
        return N_("4 in one stroke, open") if _is_open_line(strokes) else N_("4 written otherwise")
    if drawing.digit == 7:
        has_bar = len(strokes) > 1 and any(map(_is_bar, strokes))
        return N_("7 with a bar") if has_bar else N_("7 without a bar")
    return None


def _upright(strokes: tuple[Points, ...]) -> list[Points]:
    """The strokes, the whole being 1 high from 0 downwards, its left edge at 0."""
    points = np.concatenate(strokes)
    corner = points.min(axis=0)
    height = max(float(np.ptp(points[:, 1])), 1e-9)
    return [(stroke - corner) / height for stroke in strokes]


def _upstroke(strokes: list[Points]) -> float:
    """How far a 1 rises from the left to its top before it falls, in heights."""
    stroke = max(strokes, key=lambda points: np.ptp(points[:, 1]))
    if stroke[0, 1] > stroke[-1, 1]:
        stroke = stroke[::-1]  # written from the bottom
    top = int(stroke[:, 1].argmin())
    before = stroke[: top + 1]
    lowest = before[before[:, 1].argmax()]
    if stroke[top, 0] - lowest[0] > 0.04:
        return float(lowest[1] - stroke[top, 1])
    # Or it is a stroke of its own, from the top to the left.
    others = [other for other in strokes if other is not stroke and np.ptp(other[:, 1]) >= SHORT]
    return max((float(np.ptp(other[:, 1])) for other in others if other[:, 1].min() < 0.2), default=0.0)


def _has_slash(strokes: list[Points]) -> bool:
    """Something goes through the middle, which a ring leaves empty."""
    ring = max(strokes, key=_length)
    middle, sides = (ring.max(axis=0) + ring.min(axis=0)) / 2, np.maximum(np.ptp(ring, axis=0), 1e-9)
    # Of several strokes, another one than the ring.
    lines = [stroke for stroke in strokes if stroke is not ring] or strokes
    points = np.concatenate([_dense(stroke) for stroke in lines])
    return float(np.hypot(*((points - middle) / sides).T).min()) < MIDDLE


def _length(stroke: Points) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())


def _dense(stroke: Points) -> Points:
    """Points between the points, close to each other."""
    parts = np.linspace(0, 1, 8, endpoint=False)[:, None, None]
    between: Points = (stroke[:-1] * (1 - parts) + stroke[1:] * parts).reshape(-1, 2)
    return np.concatenate([between, stroke[-1:]])


def _has_hook(stroke: Points) -> bool:
    """The end of a 9 turns to the left, below."""
    lower: NDArray[np.float64] = stroke[stroke[:, 1] > 0.6]
    if len(lower) < 3:
        return False
    stem = lower[0, 0]
    return float(stem - stroke[-1, 0]) > 0.22 and float(lower[:, 1].max() - stroke[-1, 1]) > 0.02


def _is_open_line(strokes: list[Points]) -> bool:
    """A 4 in one stroke whose begin is not where its stem begins."""
    if len(strokes) > 1:
        return False
    stroke = strokes[0]
    right_top = stroke[len(stroke) // 3 :]
    stem_top = right_top[right_top[:, 1].argmin()]
    return float(np.hypot(*(stem_top - stroke[0]))) > 0.2


def _is_bar(stroke: Points) -> bool:
    """A stroke across the middle of a 7."""
    width, height = np.ptp(stroke, axis=0)
    return bool(width > height and 0.3 < stroke[:, 1].mean() < 0.75)
