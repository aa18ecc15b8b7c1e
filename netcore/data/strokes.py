"""What made drawings are put together from: lines, arcs and rings, as a hand draws them.

All strokes are (n, 2), x to the right and y downwards.
"""

import numpy as np

from netcore.data.drawings import Points

Strokes = list[Points]
Random = np.random.Generator


def line(*points: tuple[float, float]) -> Points:
    """A stroke through these points, which bends where a point stands twice."""
    return np.array(points, np.float64)


def arc(
    centre: tuple[float, float], radii: tuple[float, float], start: float, end: float, points: int = 16
) -> Points:
    """A part of an ellipse.

    Args:
        centre: x and y.
        radii: across and down.
        start: where it begins, in turns clockwise from the right; 0.25 is the bottom.
        end: where it ends; less than `start` to go anticlockwise.
        points: how many.
    """
    angle = np.linspace(start, end, points) * 2 * np.pi
    return np.stack([centre[0] + radii[0] * np.cos(angle), centre[1] + radii[1] * np.sin(angle)], axis=1)


def ring(centre: tuple[float, float], radii: tuple[float, float], random: Random) -> Points:
    """An ellipse, begun anywhere, not quite closed or closed twice over."""
    start = random.random()
    turn = random.uniform(0.95, 1.1) * random.choice((-1, 1))
    return arc(centre, radii, start, start + turn)
