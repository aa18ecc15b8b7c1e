"""Picture files that people bring → the bright-on-dark arrays that `prepare` takes."""

import os
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from netcore.errors import PictureError

LARGEST_SIDE = 6000
"""Pixels; a larger picture is refused before it is decoded."""
LEAST_CONTRAST = 40
"""Steps of 255 by which the darkest and the brightest must differ for anything to be drawn."""


def read_picture(source: str | os.PathLike[str] | IO[bytes]) -> NDArray[np.uint8]:
    """Read a picture of a digit, drawn in any colour on a plain ground.

    Paper is turned into a blackboard: whatever the ground is becomes black, what differs from
    it most becomes white.

    Args:
        source: the path of a file, or a file open for reading; any format that Pillow reads.

    Returns:
        (H, W), 0 ground to 255 strongest stroke.

    Raises:
        PictureError: no such file, not a picture, or more than 6,000 pixels a side.
    """
    name = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", "The file")
    try:
        with Image.open(source) as image:
            if max(image.size) > LARGEST_SIDE:
                raise PictureError(
                    f"{name} is {image.width} × {image.height} pixels: make it smaller than "
                    f"{LARGEST_SIDE} a side."
                )
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except FileNotFoundError as error:
        raise PictureError(f"There is no file {name}.") from error
    # Pillow's decoders raise many things on damaged files; all of them mean the same here.
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise PictureError(f"{name} is not a picture that can be read: try a PNG or JPEG.") from error
    return _chalk_on_blackboard(np.asarray(upright))


def _chalk_on_blackboard(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 4) → (H, W): the ground becomes 0, the strongest stroke 255."""
    grey: NDArray[np.floating[Any]] = np.asarray(Image.fromarray(rgba).convert("L"), dtype=np.float32)
    alpha = rgba[..., 3].astype(np.float32) / 255
    if alpha.min() < 1:
        # Strokes on transparency: lay them on the ground that shows them.
        strokes = (grey * alpha).sum() / max(float(alpha.sum()), 1)
        behind = 0 if strokes > 127 else 255
        grey = grey * alpha + behind * (1 - alpha)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ground = float(np.median(border))
    difference = grey - ground
    # Strokes are brighter or darker than the ground, whichever reaches further.
    if -difference.min() > difference.max():
        difference = -difference
    reach = float(difference.max())
    if reach < LEAST_CONTRAST:
        return np.zeros(grey.shape, dtype=np.uint8)
    strokes_only: NDArray[np.uint8] = (np.maximum(difference, 0) * (255 / reach)).round().astype(np.uint8)
    return strokes_only
