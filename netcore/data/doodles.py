"""Doodles: drawings of this and that, a face, a house, a star, which are none of the ten digits.

All strokes are (n, 2), x to the right and y downwards, about 1 large.
"""

from collections.abc import Callable

import numpy as np

from netcore.data.strokes import Random, Strokes, line, ring


def cross(random: Random) -> Strokes:
    """× or +."""
    tilt, wide = random.normal(0.02, 0.02) + random.choice((0, 0.125)), random.uniform(0.7, 1.3)
    directions = 2 * np.pi * (tilt + np.array([0, 0.25]))
    ends = np.stack([np.cos(directions) * wide, np.sin(directions)], axis=1)
    reach, shift = random.uniform(0.7, 1.1, (2, 2)), random.normal(0, 0.06, (2, 2))
    return [np.stack([s - r[0] * e, s + r[1] * e]) for e, r, s in zip(ends, reach, shift, strict=True)]


def star(random: Random) -> Strokes:
    """A star of lines through a middle, or of five points in one line."""
    if random.random() < 0.5:
        count, turn = int(random.integers(3, 5)), random.random() * 0.5
        angles = np.pi * (np.arange(count) / count + turn)
        return [np.outer((-1, 1), (np.cos(a), np.sin(a))) * random.uniform(0.8, 1.1) for a in angles]
    angles = 2 * np.pi * (np.arange(6) * 2 / 5 + random.normal(0, 0.02)) - np.pi / 2
    corners = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [np.repeat(corners + random.normal(0, 0.05, corners.shape), 2, axis=0)]


def tick(random: Random) -> Strokes:
    """✓, its right arm the longer."""
    left = random.uniform(0.25, 0.5)
    return [line((0, random.uniform(0.3, 0.6)), (left, 1), (left, 1), (left + random.uniform(0.6, 1.3), 0))]


def house(random: Random) -> Strokes:
    """Walls and a roof, sometimes a door."""
    width, eaves, over = random.uniform(0.7, 1.3), random.uniform(0.35, 0.55), random.uniform(0, 0.15)
    walls = [(0.0, eaves), (0.0, 1.0), (width, 1.0), (width, eaves)]
    if random.random() < 0.5:
        walls.append((0.0, eaves))
    roof = line((-over, eaves), (width / 2, 0), (width / 2, 0), (width + over, eaves))
    strokes = [np.repeat(np.array(walls), 2, axis=0), roof]
    if random.random() < 0.5:
        door = width * random.uniform(0.3, 0.6)
        strokes.append(np.repeat(line((door, 1), (door, 0.7), (door + 0.2, 0.7), (door + 0.2, 1)), 2, axis=0))
    return strokes


def face(random: Random) -> Strokes:
    """A smiley, happy or not, sometimes with a nose, sometimes without the ring around it."""
    size, mood = random.uniform(0.8, 1.1), random.choice((-1, -1, 0, 1))
    eye_height, apart, mouth = (
        random.uniform(-0.4, -0.1),
        random.uniform(0.2, 0.45),
        random.uniform(0.2, 0.45),
    )
    eyes: Strokes = []
    for x in (-apart, apart):
        kind = random.integers(3)
        eyes.append(
            line((x, eye_height))
            if kind == 0
            else line((x, eye_height - 0.12), (x, eye_height + 0.12))
            if kind == 1
            else ring((x, eye_height), (0.1, 0.1), random)
        )
    corners, depth = np.linspace(-random.uniform(0.3, 0.6), random.uniform(0.3, 0.6), 7), -0.35 * mood
    bent = mouth + depth * (1 - (corners / 0.6) ** 2) * random.uniform(0.5, 1.1)
    strokes = [*eyes, np.stack([corners, bent], axis=1)]
    if random.random() < 0.2:
        strokes.append(line((0, -0.1), (0.0, 0.15)))
    if random.random() < 0.85:
        strokes.append(ring((0, 0), (size, random.uniform(0.85, 1.1)), random))
    return strokes


def heart(random: Random) -> Strokes:
    """A heart in one line, begun at the top or the bottom."""
    t = 2 * np.pi * (np.linspace(0, random.uniform(0.95, 1.03), 30) + random.choice((0, 0.5)))
    x = np.sin(t) ** 3 * random.uniform(0.85, 1.15)
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    return [np.stack([x, y], axis=1)]


def arrow(random: Random) -> Strokes:
    """An arrow with an open head, in any direction."""
    turn, head, opening = random.random() * 2 * np.pi, random.uniform(0.25, 0.5), random.uniform(0.45, 0.9)
    wings = head * np.exp(1j * (np.pi + np.array([-opening, opening])))
    shaft = np.array([-1, 1]) + 0j
    tip = np.array([1 + wings[0], 1, 1, 1 + wings[1]])
    turned = [points * np.exp(1j * turn) for points in (shaft, tip)]
    return [np.stack([points.real, points.imag], axis=1) for points in turned]


def spiral(random: Random) -> Strokes:
    """A spiral of two turns or more."""
    turns, inner = random.uniform(1.8, 3.5), random.uniform(0, 0.15)
    part = np.linspace(0, 1, 50)
    angle = 2 * np.pi * (random.random() + turns * part) * random.choice((-1, 1))
    radius = inner + (1 - inner) * part
    return [np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)]


def scribble(random: Random) -> Strokes:
    """To and fro without aim."""
    if random.random() < 0.5:  # hatching
        count, slope = int(random.integers(5, 14)), random.normal(0, 0.4)
        across = np.linspace(0, 1, count) + random.normal(0, 0.03, count)
        down = np.where(np.arange(count) % 2, 1.0, 0.0) + random.normal(0, 0.08, count)
        points = np.stack([across + slope * down, down], axis=1)
        return [points if random.random() < 0.5 else points[:, ::-1]]
    steps = random.normal(0, 1, (int(random.integers(10, 40)), 2))
    return [np.cumsum(steps, axis=0) * 0.3 if random.random() < 0.5 else steps]


def straight_lines(random: Random) -> Strokes:
    """Lines that lie rather than stand; one, or some that cross or run beside each other."""
    tilt = random.normal(0, 0.15)
    if random.random() < 0.4:
        return [line((-1, -tilt), (random.normal(0, 0.1), random.normal(0, 0.03)), (1, tilt))]
    count = int(random.integers(2, 5))
    if random.random() < 0.5:  # lying or standing beside each other
        rows = np.arange(count) * random.uniform(0.3, 0.7)
        lines = [line((random.normal(0, 0.1), y), (1.2 + random.normal(0, 0.1), y + tilt)) for y in rows]
        return lines if random.random() < 0.5 else [points[:, ::-1] for points in lines]
    return [random.uniform(-1, 1, (2, 2)) for _ in range(count + 1)]


def waves(random: Random) -> Strokes:
    """A wavy line or a zigzag, lying; sometimes two."""
    count = int(random.integers(3, 10))
    across = np.linspace(0, random.uniform(1.5, 3), count)
    down = np.where(np.arange(count) % 2, 0.5, -0.5) * random.uniform(0.3, 1) + random.normal(0, 0.05, count)
    points = np.stack([across, down], axis=1)
    if random.random() < 0.5:
        points = np.repeat(points, 2, axis=0)
    return [points] if random.random() < 0.75 else [points, points + np.array([0, random.uniform(0.5, 0.9)])]


def polygon(random: Random) -> Strokes:
    """A triangle, or a box that lies or has a cross or diagonals in it."""
    if random.random() < 0.5:
        corners = np.array([(0, 1), (random.uniform(0.3, 0.7), 0), (1, 1)]) + random.normal(0, 0.06, (3, 2))
        if random.random() < 0.3:
            corners = corners * (1, -1)
        return [np.repeat(np.concatenate([corners, corners[:1]]), 2, axis=0)]
    width = random.uniform(0.8, 2.2)
    box = np.array([(0, 0), (width, 0), (width, 1), (0, 1), (0, 0)]) + random.normal(0, 0.03, (5, 2))
    inside = [
        line((0, 0), (width, 1)), line((width, 0), (0, 1)), line((width / 2, 0), (width / 2, 1)),
        line((0, 0.5), (width, 0.5)),
    ]  # fmt: skip
    chosen = random.random(4) < (0.2 if width > 1.5 else 0.6)
    kept = [stroke for stroke, wanted in zip(inside, chosen, strict=True) if wanted]
    if not kept and width < 1.5:
        kept = inside[:1]
    return [np.repeat(box, 2, axis=0), *kept]


def flower(random: Random) -> Strokes:
    """A sun with rays, a flower with petals, or a cloud."""
    count = int(random.integers(5, 10))
    angles = 2 * np.pi * (np.arange(count) / count + random.random())
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    inner = random.uniform(0.25, 0.5)
    kind = random.integers(3)
    if kind == 0:
        return [ring((0, 0), (inner, inner), random), *(np.outer((inner * 1.3, 1), ray) for ray in around)]
    if kind == 1:
        petal = np.sin(np.pi / count) * random.uniform(0.8, 1.1)
        petals = [ring((x * 0.7, y * 0.7), (petal, petal), random) for x, y in around]
        return [ring((0, 0), (inner * 0.6, inner * 0.6), random), *petals]
    t = np.linspace(0, 1, 12 * count)
    radius = 0.75 + 0.25 * np.abs(np.sin(np.pi * count * t))
    return [np.stack([1.4 * radius * np.cos(2 * np.pi * t), radius * np.sin(2 * np.pi * t)], axis=1)]


def person(random: Random) -> Strokes:
    """A stick figure or a tree."""
    head = random.uniform(0.14, 0.25)
    if random.random() < 0.4:
        crown = ring((0, 0), (random.uniform(0.35, 0.6), random.uniform(0.35, 0.5)), random)
        return [crown, line((-0.08, 0.45), (-0.08, 1.1)), line((0.08, 0.45), (0.08, 1.1))]
    arms, hip = random.uniform(0.1, 0.3), random.uniform(0.55, 0.7)
    reach, lift = random.uniform(0.25, 0.45), random.normal(0, 0.15)
    legs = random.uniform(0.2, 0.4)
    return [
        ring((0, -head), (head, head), random),
        line((0, 0), (0, hip)),
        line((-reach, arms + lift), (0, arms), (0, arms), (reach, arms + lift)),
        line((-legs, 1.1), (0, hip), (0, hip), (legs, 1.1)),
    ]


def dots(random: Random) -> Strokes:
    """Some dots or short dashes, apart from each other."""
    places = random.uniform(-1, 1, (int(random.integers(2, 7)), 2))
    dashes = random.normal(0, 0.08, (len(places), 2))
    return [np.stack([place - dash, place + dash]) for place, dash in zip(places, dashes, strict=True)]


def infinity(random: Random) -> Strokes:
    """An 8 that lies, or a bow, or a fish."""
    turn = 2 * np.pi * (random.random() + np.linspace(0, random.uniform(0.8, 1.02), 30))
    upper = random.uniform(0.4, 1.0)
    x = np.cos(turn) * np.where(np.cos(turn) > 0, 1, upper)
    return [np.stack([x, np.sin(2 * turn) * random.uniform(0.25, 0.45)], axis=1)]


def blots(random: Random) -> Strokes:
    """One dot, or a spot that is painted over."""
    if random.random() < 0.5:
        return [line((0, 0), tuple(random.normal(0, 0.02, 2)))]
    return [random.normal(0, 0.2, (int(random.integers(30, 60)), 2))]


DOODLES: tuple[Callable[[Random], Strokes], ...] = (
    cross, star, tick, house, face, heart, arrow, spiral, scribble, straight_lines, waves, polygon, flower,
    person, dots, blots, infinity,
)  # fmt: skip
_SHARES = np.array([3.0 if way is face else 1.0 for way in DOODLES])  # a face is what people try first


def doodle(count: int, random: Random) -> tuple[list[Strokes], list[int]]:
    """Draw this and that.

    Args:
        count: how many.
        random: decides what, and how each is proportioned.

    Returns:
        The strokes of each; and what each is, its number among DOODLES.
    """
    chosen = random.choice(len(DOODLES), count, p=_SHARES / _SHARES.sum()).tolist()
    return [DOODLES[way](random) for way in chosen], chosen
