"""The way that a training went, as a short animation to take home."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

from netcore.figures.theme import Palette
from netcore.figures.tiles import tile_cells, tiles_reach
from netcore.language import ENGLISH, _, speaking
from netcore.training.snapshots import Snapshot

MOST_FRAMES = 40
FRAME_MILLISECONDS, LAST_MILLISECONDS = 120, 2500
CELL = 2
"""Pixels of the animation a side, of one weight."""
MARGIN, LINE, CURVE_HEIGHT = 12, 24, 90
COLOURS = 32


def replay_as_gif(snapshots: Sequence[Snapshot], palette: Palette, language: str = ENGLISH) -> bytes:
    """Show the weights of the first hidden layer and the accuracy, from the first moment to the last.

    Args:
        snapshots: of one training, at least one, the oldest first.
        palette: the colours.
        language: what is said is said in.
    """
    chosen = np.unique(np.linspace(0, len(snapshots) - 1, MOST_FRAMES).round().astype(int))
    reach = tiles_reach(snapshots[-1].network.layers[0].weights)
    with speaking(language):
        frames = [_frame(snapshots[: place + 1], snapshots[-1].step, reach, palette) for place in chosen]
    # One palette for all: that of the last frame, which has every colour.
    colours = frames[-1].quantize(COLOURS)
    first, *others = [frame.quantize(palette=colours, dither=Image.Dither.NONE) for frame in frames]
    file = io.BytesIO()
    times = [FRAME_MILLISECONDS] * len(others) + [LAST_MILLISECONDS]
    first.save(file, "GIF", save_all=True, append_images=others, duration=times, loop=0, optimize=False)
    return file.getvalue()


def _frame(snapshots: Sequence[Snapshot], last: int, reach: float, palette: Palette) -> Image.Image:
    """What the last of these snapshots looked like, and how it came to that."""
    now = snapshots[-1]
    tiles = Image.fromarray(_coloured(tile_cells(now.network.layers[0].weights), reach, palette))
    tiles = tiles.resize((CELL * tiles.width, CELL * tiles.height), Image.Resampling.NEAREST)
    below = MARGIN + LINE + tiles.height + MARGIN
    size = (tiles.width + 2 * MARGIN, below + CURVE_HEIGHT + MARGIN)
    frame = Image.new("RGB", size, palette.ground)
    frame.paste(tiles, (MARGIN, MARGIN + LINE))
    pen = ImageDraw.Draw(frame)
    said = _("{count:,} examples seen: {part:.1%} of unseen digits read right").format(
        count=now.examples, part=now.unseen.accuracy
    )
    pen.text((MARGIN, MARGIN - 4), said, palette.text, ImageFont.load_default(15))
    box = (MARGIN, below, MARGIN + tiles.width, below + CURVE_HEIGHT)
    pen.rectangle(box, outline=palette.faint)
    places = [
        (
            box[0] + tiles.width * one.step / max(last, 1),
            box[3] - CURVE_HEIGHT * one.unseen.accuracy,
        )
        for one in snapshots
    ]
    pen.line([*places, places[-1]], palette.positive, 3, joint="curve")
    pen.circle(places[-1], 4, palette.positive)
    return frame


def _coloured(cells: NDArray[np.float32], reach: float, palette: Palette) -> NDArray[np.uint8]:
    """(h, w) weights → (h, w, 3): negative, zero and positive as everywhere; nothing is the ground."""
    part = np.clip(np.nan_to_num(cells / reach), -1, 1)[..., None]
    ground = np.array(ImageColor.getrgb(palette.ground))
    ends = np.where(part < 0, np.array(palette.negative), np.array(palette.positive))
    colours: NDArray[np.uint8] = (ground + np.abs(part) * (ends - ground)).round().astype(np.uint8)
    return colours
