"""Rare styles, written: digits as hands of other schools and countries would have put them.

The drawings to learn from come from few schools. A 1 with a long upstroke, a 0 with a slash or a 9 with
a hook hardly occurs in them; these are made here, each time in other proportions.

All strokes are (n, 2), x to the right and y downwards, the digit being about 1 high.
"""

from collections.abc import Callable

import numpy as np

from netcore.data.drawings import Points
from netcore.data.strokes import Random, Strokes, arc, line, ring


def slashed_zero(random: Random) -> Strokes:
    """A 0 with a slash through it, short or long, mostly a "/"."""
    radii = random.uniform(0.22, 0.5), 0.5
    steep = random.uniform(0.07, 0.3) if random.random() < 0.7 else random.uniform(-0.05, 0.45)
    reach = random.uniform(0.5, random.choice((1.3, 1.9)), 2)
    away = np.array([np.cos(2 * np.pi * steep) * radii[0], -np.sin(2 * np.pi * steep) * radii[1]])
    middle = random.normal(0, 0.05, 2)
    return [ring((0, 0), radii, random), np.stack([middle - reach[0] * away, middle + reach[1] * away])]


def dotted_zero(random: Random) -> Strokes:
    """A 0 with a dot or a short dash in its middle."""
    radii = random.uniform(0.3, 0.5), 0.5
    middle, dash = random.normal(0, 0.05, 2), random.uniform(-0.08, 0.08, 2)
    return [ring((0, 0), radii, random), np.stack([middle - dash, middle + dash])]


def upstroke_one(random: Random) -> Strokes:
    """A 1 with an upstroke of any length, up to that of its stem; sometimes with a foot."""
    length, angle = random.uniform(0.2, 1.0), random.uniform(0.09, 0.22) * 2 * np.pi
    begin = -length * np.cos(angle), length * np.sin(angle)
    bend = random.normal(0, 0.05) + begin[0] / 2, random.normal(0, 0.05) + begin[1] / 2
    end = random.normal(0, 0.1), 1.0
    return [_turning(begin, bend, end, random), *([_foot(end, random)] if random.random() < 0.25 else [])]


def footed_one(random: Random) -> Strokes:
    """A 1 with a foot, to the left alone or to both sides, and a short, flat upstroke or none."""
    has_foot = random.random() < 0.75
    length, angle = random.uniform(0.0, 0.4 if has_foot else 0.25), random.uniform(-0.02, 0.15) * 2 * np.pi
    begin, end = (-length * np.cos(angle), length * np.sin(angle)), (random.normal(0, 0.06), 1.0)
    bend = begin[0] / 2, begin[1] / 2 + random.normal(0, 0.03)
    return [_turning(begin, bend, end, random), *([_foot(end, random)] if has_foot else [])]


def _turning(
    begin: tuple[float, float], bend: tuple[float, float], end: tuple[float, float], random: Random
) -> Points:
    """Up to (0, 0) and down again, turning sharply or in a bow."""
    top = [(0.0, 0.0)] * 2 if random.random() < 0.6 else [(random.uniform(-0.05, 0.05), -0.03), (0.04, 0.1)]
    return line(begin, bend, *top, end)


def _foot(end: tuple[float, float], random: Random) -> Points:
    left, right = random.uniform(0.12, 0.5), random.uniform(0.1, 0.5) * (random.random() < 0.75)
    lower, tilt = random.normal(0, 0.03), random.normal(0, 0.04)
    return line((end[0] - left, end[1] + lower + tilt), (end[0] + right, end[1] + lower - tilt))


def barred_seven(random: Random) -> Strokes:
    """A 7 with a bar through its stem; sometimes with a serif."""
    width, end = random.uniform(0.45, 0.9), random.uniform(-0.05, 0.45)
    corner = width, random.normal(0, 0.04)
    serif = [(random.normal(0, 0.03), random.uniform(0.1, 0.25))] if random.random() < 0.35 else []
    bend, height = ((width + end) / 2 + random.normal(0, 0.06), 0.5), random.uniform(0.35, 0.75)
    stem = [(0.0, random.normal(0.04, 0.04)), corner, corner, bend, (end, 1.0)]
    return [line(*serif, *serif, *stem), _bar(width + (end - width) * height, height, random)]


def _bar(middle: float, height: float, random: Random) -> Points:
    left, right = random.uniform(0.12, 0.5), random.uniform(0.12, random.choice((0.45, 0.75)))
    tilt = random.normal(0, 0.07)
    return line((middle - left, height + tilt), (middle + right, height - tilt))


def z_like_two(random: Random) -> Strokes:
    """A 2 with corners, sometimes with a bar."""
    width, foot = random.uniform(0.5, 0.9), random.normal(0, 0.04)
    corner, left = (width, random.uniform(-0.02, 0.2)), (random.normal(0, 0.04), 1.0)
    top = (width * random.uniform(0.3, 0.7), random.uniform(-0.12, 0.03))
    strokes = [line((0, random.uniform(0, 0.15)), top, corner, corner, left, left, (width, 1 + foot))]
    return [*strokes, _bar(width / 2, random.uniform(0.4, 0.6), random)] if random.random() < 0.4 else strokes


def hooked_nine(random: Random) -> Strokes:
    """A 9 with a hook to the left below, like a g; its ring large or small, closed or not."""
    high, wide = random.uniform(0.1, 0.27), random.uniform(0.75, 1.5)
    ring_ = arc((0, 0), (high * wide, high), random.uniform(-0.2, 0.05), -random.uniform(0.85, 1.02), 14)
    depth, reach = random.uniform(0.08, 0.25), random.uniform(0.15, 0.5)
    stem = high * wide + random.normal(0.02, 0.06)  # x of it below
    start = high * wide * random.uniform(0.3, 1.05), -high * random.uniform(0.2, 1.0)
    bottom = 1 - high - depth
    hook = arc((stem - reach, bottom), (reach, depth), -0.05, random.uniform(0.25, 0.58), 9)
    return [np.concatenate([ring_, [start] * int(random.integers(1, 3)), hook])]


def open_four(random: Random) -> Strokes:
    """A 4 in two strokes, open at the top."""
    top, low = random.uniform(0.1, 0.4), random.uniform(0.5, 0.72)
    width, post = random.uniform(0.6, 0.95), random.uniform(0.4, 0.65)
    corner = random.normal(0, 0.03), low
    across = (width, low + random.normal(0, 0.05))
    down = line((post + random.normal(0.05, 0.05), random.uniform(-0.05, 0.45)), (post, 1.0))
    return [line((top, 0), corner, corner, across), down]


def closed_four(random: Random) -> Strokes:
    """A 4 that is closed at the top, in one stroke or two."""
    low, width, post = random.uniform(0.55, 0.75), random.uniform(0.6, 0.95), random.uniform(0.45, 0.65)
    corner, right = (0.0, low), (width, low + random.normal(0, 0.04))
    apex = post, random.normal(0, 0.03)
    foot = post + random.normal(0, 0.04), 1.0
    if random.random() < 0.5:
        return [line(right, corner, corner, apex, apex, foot)]
    return [line(apex, corner, corner, right), line(apex, foot)]


def one_stroke_four(random: Random) -> Strokes:
    """A 4 in one stroke: down, across, perhaps up to the top again, and down."""
    low, width = random.uniform(0.35, 0.72), random.uniform(0.35, 0.85)
    corner = random.normal(0, 0.04), low
    turn = width, low + random.normal(-0.06, 0.06)
    up = width + random.normal(0.0, 0.07), low * random.uniform(-0.05, 0.95)
    foot = width * random.uniform(0.3, 1.05), 1.0
    rounded = [corner] if random.random() < 0.4 else [corner, corner]
    across = [turn, up, up] if random.random() < 0.6 else [turn] * int(random.integers(1, 3))
    return [line((random.uniform(-0.1, 0.4), 0), *rounded, *across, foot)]


def five_with_its_bar_apart(random: Random) -> Strokes:
    """A 5 whose bar is a stroke of its own, which may not touch the rest."""
    neck, belly = random.uniform(0.35, 0.5), random.uniform(0.6, 0.8)
    left = random.normal(0.08, 0.04)
    body = line((left, 0), (left - 0.03, neck), (left - 0.03, neck), (0.4, neck - 0.06), (0.72, belly - 0.08),
                (0.68, belly + 0.15), (0.4, 1.0), (0, random.uniform(0.85, 1.0)))  # fmt: skip
    begin = left + random.uniform(-0.1, 0.15), random.uniform(-0.12, 0.05)
    return [body, line(begin, (begin[0] + random.uniform(0.35, 0.7), begin[1] + random.normal(-0.02, 0.05)))]


def eight_of_rings(random: Random) -> Strokes:
    """An 8 of two rings, which may overlap or not quite touch."""
    upper, lower = random.uniform(0.19, 0.26), random.uniform(0.22, 0.3)
    gap, aside = random.uniform(-0.06, 0.03), random.normal(0, 0.04)
    wide = random.uniform(0.75, 1.15, 2)
    return [
        ring((aside, -upper - gap / 2), (upper * wide[0], upper), random),
        ring((0, lower + gap / 2), (lower * wide[1], lower), random),
    ]


def eight_of_one_line(random: Random) -> Strokes:
    """An 8 in one line that crosses itself, begun at the top or the middle, perhaps not closed."""
    start, whole = random.choice((0.0, 0.25)) + random.uniform(-0.1, 0.1), random.uniform(0.88, 1.05)
    turn = (start + np.linspace(0, whole, 30)) * 2 * np.pi
    upper, lower = random.uniform(0.75, 1.0), random.uniform(0.35, 1.0)
    x = np.sin(2 * turn) * np.where(np.cos(turn) > 0, upper, lower) * random.uniform(0.2, 0.36)
    y = -np.cos(turn) * 0.5
    return [np.stack([x * random.choice((-1, 1)), y], axis=1)]


def flat_three(random: Random) -> Strokes:
    """A 3 with a flat top and a corner."""
    width, waist = random.uniform(0.5, 0.75), random.uniform(0.35, 0.5)
    corner, middle = (width, random.normal(0, 0.04)), (width * random.uniform(0.35, 0.6), waist)
    return [line((0, random.normal(0, 0.04)), corner, corner, middle, middle, (width, waist + 0.1),
                 (width + 0.02, 0.85), (width / 2, 1.0), (0, random.uniform(0.82, 0.98)))]  # fmt: skip


STYLES: dict[Callable[[Random], Strokes], tuple[int, float]] = {
    slashed_zero: (0, 3.5),
    dotted_zero: (0, 0.7),
    upstroke_one: (1, 4),
    footed_one: (1, 1.7),
    z_like_two: (2, 1.5),
    flat_three: (3, 1),
    open_four: (4, 1),
    closed_four: (4, 0.5),
    one_stroke_four: (4, 3.5),
    five_with_its_bar_apart: (5, 1.5),
    barred_seven: (7, 2.5),
    eight_of_rings: (8, 1),
    eight_of_one_line: (8, 1),
    hooked_nine: (9, 4),
}
"""Each way to write a digit: the digit, and how often it is made beside the others."""


def write_styles(count: int, random: Random) -> tuple[list[Strokes], list[int]]:
    """Write digits in the ways that the drawings to learn from lack.

    Args:
        count: how many.
        random: decides which, and how each is proportioned.

    Returns:
        The strokes of each, about 1 high; and which digit it is.
    """
    ways = list(STYLES)
    shares = np.array([share for _, share in STYLES.values()])
    chosen = random.choice(len(ways), count, p=shares / shares.sum())
    return [ways[way](random) for way in chosen], [STYLES[ways[way]][0] for way in chosen]
