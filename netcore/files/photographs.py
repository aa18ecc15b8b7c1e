"""Paper, light and all that isn't ink, taken out of a photograph of a digit.

The ground is what is left when everything narrower than a wide square is filled in with its
surroundings (a morphological closing, for light ink an opening): strokes go, while the edge of a
shadow, of the sheet or of a scanner's lid stays where it is and so cancels out. In what then differs
from the ground, ruled lines are found and cut out, and the digit is looked for at several thresholds.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from netcore.files.marks import DARKEST, Mask, View, digits_among
from netcore.preprocess import INK, LUMA, Ink

WORKING_SIDE, SMALLEST_SIDE = 640, 160
"""Pictures are made so small or so large first: no side longer, the shorter no shorter, in pixels."""
SURROUNDINGS = 0.3, 0.12
"""Of the shorter side: strokes are narrower, and so not part of the ground. Most are narrower than the
smaller, for which all shadows but a finger's are ground."""
LEAST_CONTRAST = 0.06
"""By which ink differs from its ground at least, …"""
NOISE = 4.0
"""… and so many times as far as the grain goes."""
LONG = 0.5
"""Of the picture's side: a straight line this long is none of a digit's if it runs out of the picture."""
MOST_PARTS = 6
"""A drawing of more parts has specks or is none of a digit."""
CRISP = 215
"""A quarter of a drawing's ink is at least so strong; of pencil it isn't."""
GRAIN = 0.7
"""How far grain is smoothed, in pixels."""
LEAST_INK = 6.0
"""Of strokes that are shorter, in pixels times their contrast, nothing is read."""
LEVELS = 5
"""At so many thresholds the digit is looked for."""
BRIGHT = 0.6
"""On brighter ground, ink is dark."""
BOARD = 0.35
"""Light ink is on dark ground: the light of it at most."""
AS_BRIGHT = 0.25
"""With less of a difference in colour being one in brightness, ink and ground count as equally bright."""
WIDEST_LINE = 16
"""Of a ruled line, in pixels."""
PEN, HAIR = 0.07, 0.035
"""How wide the page's pen is at least, and a line too thin to read, for the longer side of the digit."""


def ink_in(photograph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Find the ink in a photograph.

    Args:
        photograph: (H, W, 3), 0–255, of anything darker, brighter or of another colour than its ground.

    Returns:
        (h, w), 0 ground to 255 ink; all 0 if there is none.
    """
    photograph = _resized(photograph)
    if (axis := _axis(photograph)) is not None:
        photograph = _along(photograph, axis)
    light = _light(photograph)
    brightness = float(np.median(light[::4, ::4] @ LUMA))
    best = LEAST_INK, np.zeros(photograph.shape[:2], np.uint8)
    for sign in (-1, 1):
        if sign * brightness > BRIGHT:  # nobody writes in white on white
            continue
        for surrounding in SURROUNDINGS:
            ground = _ground(photograph, sign, surrounding)
            score, drawn = _find(_contrast(light, ground, sign), ground, surrounding)
            if (brightness > BOARD) == (sign > 0):
                score *= 0.2
            if surrounding > min(SURROUNDINGS):  # for wide strokes only
                score *= 0.5
            best = max(best, (score, drawn), key=lambda find: find[0])
    return best[1]


def is_clean(strokes: NDArray[np.uint8]) -> bool:
    """Whether nothing but a drawing is there: few parts, none of them at the edge, no ruled lines.

    Args:
        strokes: (H, W), 0 ground to 255 ink, on a plain ground.
    """
    ink = (strokes > 255 * INK).astype(np.uint8)
    if not ink.any():
        return True
    if np.percentile(strokes[ink > 0], 75) < CRISP:
        return False
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    parts, _ = cv2.connectedComponents(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    return parts - 1 <= MOST_PARTS and not any(map(np.any, edges)) and not _lines(ink).any()


def _resized(photograph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = photograph.shape[:2]
    scale = min(WORKING_SIDE / max(height, width), max(1.0, SMALLEST_SIDE / min(height, width)))
    if scale != 1:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        photograph = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=way).astype(np.uint8)
    return cv2.GaussianBlur(photograph, (0, 0), GRAIN * max(scale, 1.0)).astype(np.uint8)


def _light(picture: NDArray[np.uint8]) -> Ink:
    return picture.astype(np.float32) / np.float32(255)


def _axis(photograph: NDArray[np.uint8]) -> Ink | None:
    """(3,), of length 1, from ground to ink: how the two differ, where it isn't by their brightness."""
    difference = _from_the_middle(cv2.GaussianBlur(photograph, (0, 0), 2)).reshape(-1, 3)
    size = np.linalg.norm(difference, axis=1)
    furthest = difference[size >= np.percentile(size, 99.5)]
    axis: Ink = np.linalg.eigh(furthest.T @ furthest)[1][:, -1]
    axis *= np.sign((furthest @ axis).sum())
    return None if abs(axis @ LUMA) > AS_BRIGHT else axis


def _along(photograph: NDArray[np.uint8], axis: Ink) -> NDArray[np.uint8]:
    """(H, W, 3) → the same, grey: the darker, the further along the axis."""
    grey = np.clip(0.9 - _from_the_middle(photograph) @ axis, 0, 1)
    return np.repeat((grey * 255).astype(np.uint8)[..., None], 3, axis=2)


def _from_the_middle(photograph: Any) -> Ink:
    """(H, W, 3), 0–255 → (H, W, 3): how far every colour is from the median one, -1.0–1.0."""
    light = _light(photograph)
    from_middle = light - np.median(light[::4, ::4].reshape(-1, 3), axis=0)
    return from_middle.astype(np.float32)


def _ground(photograph: NDArray[np.uint8], sign: int, surrounding: float) -> Ink:
    """(H, W, 3) → the same, 0.0–1.0: without dark (-1) or bright (1) strokes."""
    size = int(surrounding * min(photograph.shape[:2])) | 1
    # The picture goes on outside as it ends, so that its light may change up to its edge.
    smooth = cv2.copyMakeBorder(cv2.medianBlur(photograph, 5), *(size,) * 4, cv2.BORDER_REPLICATE)
    way = cv2.MORPH_CLOSE if sign < 0 else cv2.MORPH_OPEN
    ground: Any = cv2.morphologyEx(smooth, way, np.ones((size, size), np.uint8))
    return _light(ground[size:-size, size:-size])


def _find(contrast: Ink, ground: Ink, surrounding: float) -> tuple[float, NDArray[np.uint8]]:
    # Most of a picture is ground, half of it on this side of its middle.
    low, middle = np.percentile(contrast, (10, 35))
    contrast = np.maximum(contrast - middle, 0)
    least = max(LEAST_CONTRAST, NOISE * float(middle - low))
    marks = contrast > least
    best = 0.0, np.zeros(contrast.shape, np.uint8)
    if marks.sum() < 10:
        return best
    lines = _lines(marks.astype(np.uint8))
    contrast = contrast * (1 - lines)
    near_lines = cv2.dilate(lines, np.ones((7, 7), np.uint8)).astype(np.uint8)
    view = View(contrast, ground, near_lines, surrounding * min(contrast.shape))
    top = float(np.percentile(contrast[marks], 98))
    for threshold in np.geomspace(least, max(0.7 * top, least), LEVELS):
        find = digits_among((contrast > threshold).astype(np.uint8), view)
        best = max(best, find, key=lambda find: find[0])
    score, ink = best
    if not score:
        return best
    threshold = max(least, float(np.median(contrast[ink > 0])) / 2)
    score, ink = digits_among((contrast > threshold).astype(np.uint8), view)
    return score, _drawn(ink, contrast, threshold)


def _contrast(light: Ink, ground: Ink, sign: int) -> Ink:
    """(H, W, 3) → (H, W): how far a pixel is from its ground, below 0 on the other side than the ink."""
    difference = light - ground
    brighter = sign * (difference @ LUMA)
    colour = np.linalg.norm(difference - sign * brighter[..., None], axis=2)
    if sign < 0:  # ink takes away a part of the light
        whole = np.maximum(ground @ LUMA, DARKEST)
        brighter, colour = brighter / whole, colour / whole
    contrast: Ink = np.copysign(np.hypot(brighter, np.maximum(colour - 0.05, 0)), brighter)
    return contrast


def _lines(marks: Mask) -> Mask:
    """Ruled lines, squares and frames: long and straight, and running out of the picture or one of many."""
    height, width = marks.shape
    found = np.zeros_like(marks)
    reach = int(LONG * min(height, width))
    thin = marks & (1 - _opened(marks, 2 * WIDEST_LINE, 2 * WIDEST_LINE))
    lines = cv2.HoughLinesP(thin, 1, np.pi / 360, reach // 2, minLineLength=reach, maxLineGap=reach // 8)
    if lines is None:
        return found
    ends = lines.reshape(-1, 4).astype(np.float64)
    along = ends[:, 2:] - ends[:, :2]
    along /= np.linalg.norm(along, axis=1)[:, None]
    offsets = ends[:, 1] * along[:, 0] - ends[:, 0] * along[:, 1]
    cosines = np.abs(along @ along.T)
    near = cv2.dilate(marks, np.ones((3, 3), np.uint8))
    padded = np.pad(marks, WIDEST_LINE)
    for one, (x0, y0, x1, y1) in enumerate(ends):
        # All points of the line in the picture, one a row or column.
        flat = abs(x1 - x0) > abs(y1 - y0)
        if flat:
            x = np.arange(width)
            y = y0 + (x - x0) * (y1 - y0) / (x1 - x0)
        else:
            y = np.arange(height)
            x = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        x, y = np.rint(x).astype(int), np.rint(y).astype(int)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x[inside], y[inside]
        covered = near[y, x]
        end = max(len(covered) // 20, 2)
        runs_out = covered.mean() > 0.9 and covered[:end].mean() > 0.5 and covered[-end:].mean() > 0.5
        # A thick line is found many times, one beside the other.
        parallel = 1 + np.sum(np.diff(np.sort(offsets[cosines[one] > 0.999])) > 4)
        if not runs_out and parallel < 4:
            continue
        across = np.arange(2 * WIDEST_LINE + 1)[:, None]
        profile = padded[y + across, x + WIDEST_LINE] if flat else padded[y + WIDEST_LINE, x + across]
        halves = profile[WIDEST_LINE:], profile[WIDEST_LINE::-1]
        runs = sum(np.minimum.accumulate(half, axis=0).sum(axis=0, dtype=int) for half in halves)
        thickness = int(np.median(runs[covered > 0]))
        if thickness > WIDEST_LINE:
            continue
        band = np.zeros_like(marks)
        cv2.line(band, (int(x[0]), int(y[0])), (int(x[-1]), int(y[-1])), 1, thickness + 3)
        run = thickness + 3
        # What crosses the line stands out of it on both sides, and stays.
        thick = _opened(marks, *((run, 1) if flat else (1, run)))
        found |= band & (1 - thick)
    return found


def _drawn(ink: Mask, contrast: Ink, threshold: float) -> NDArray[np.uint8]:
    """The ink as a canvas would have it: evenly bright, and drawn with no thinner pen."""
    reach = float(np.median(contrast[ink > 0]))
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    low = threshold / 2
    light = np.clip((contrast - low) / max(reach - low, 1e-6), 0, 1) * near
    drawn: NDArray[np.uint8] = (light * 255 + 0.5).astype(np.uint8)
    return with_a_pen(drawn, PEN)


def with_a_pen(strokes: NDArray[np.uint8], thinnest: float = HAIR) -> NDArray[np.uint8]:
    """Draw thin strokes as wide as the page's pen: shrunk to 20 pixels, little would be left of them.

    Args:
        strokes: (H, W), 0 ground to 255 ink.
        thinnest: strokes are left as they are from this width on, for the longer side of all ink.

    Returns:
        (H, W), the same, or with strokes PEN wide.
    """
    ink = (strokes > 127).astype(np.uint8)
    if not ink.any():
        return strokes
    side = max(cv2.boundingRect(ink)[2:])
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _disc(side * 0.03))  # chalk has holes
    width = 4 * float(cv2.distanceTransform(whole, cv2.DIST_L2, 3)[whole > 0].mean()) - 2
    if width >= thinnest * side:
        return strokes
    wide: NDArray[np.uint8] = cv2.dilate(strokes, _disc(PEN * side - width)).astype(np.uint8)
    return wide


def _opened(marks: Mask, height: int, width: int) -> Mask:
    """What is at least so high and so wide."""
    return cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)).astype(np.uint8)


def _disc(width: float) -> Mask:
    size = round(width) | 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)).astype(np.uint8)
