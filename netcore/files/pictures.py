"""Picture files that people bring → the bright-on-dark arrays that `prepare` takes."""

import os
import warnings
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from netcore.errors import PictureError

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
"""What is read; some of the others that Pillow knows are handed to interpreters of their own."""
MOST_PIXELS = 25_000_000
"""A picture of more is refused before it is decoded."""
WORKING_SIDE = 1000
"""Larger pictures are made smaller first, in pixels."""
LEAST_CONTRAST = 40
"""Steps of 255 by which the strokes must differ from the ground for anything to be drawn."""


def read_picture(source: str | os.PathLike[str] | IO[bytes]) -> NDArray[np.uint8]:
    """Read a picture of a digit, drawn in any colour on a plain ground.

    Paper is turned into a blackboard: whatever the ground is becomes black, what differs from
    it most becomes white.

    Args:
        source: the path of a file, or a file open for reading: PNG, JPEG, GIF, BMP, WebP or TIFF.

    Returns:
        (H, W), 0 ground to 255 strongest stroke, at most 1,000 pixels a side.

    Raises:
        PictureError: no such file, not a picture, or more than 25 million pixels.
    """
    if isinstance(source, (str, os.PathLike)):
        try:
            with Path(source).open("rb") as file:
                return read_picture(file)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise PictureError(f"{source} can't be opened: {reason}.") from error
    name = getattr(source, "name", "The file")
    try:
        with warnings.catch_warnings(action="ignore"):  # what matters of them raises as well
            image = Image.open(source, formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError as error:
        most = MOST_PIXELS // 10**6
        raise PictureError(f"{name} is too large: make it smaller than {most} million pixels.") from error
    # Pillow's decoders raise nearly anything on damaged files; all of it means the same here.
    except Exception as error:
        raise PictureError(f"{name} is not a picture that can be read: try a PNG or JPEG.") from error
    upright.thumbnail((WORKING_SIDE, WORKING_SIDE))
    return _chalk_on_blackboard(np.asarray(upright))


def _chalk_on_blackboard(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 4) → (H, W): the ground becomes 0, the strongest stroke 255."""
    grey: NDArray[np.floating[Any]] = np.asarray(Image.fromarray(rgba).convert("L"), dtype=np.float32)
    alpha = rgba[..., 3].astype(np.float32) / 255
    if alpha.mean() > 0.5:
        # Paper, perhaps with transparent corners. A line covers less than half of it.
        ground = float(np.median(grey[alpha > 0.5]))
    else:
        # Strokes on transparency: lay them on the ground that shows them.
        ground = 0.0 if (grey * alpha).sum() > 127 * alpha.sum() else 255.0
    difference = (grey - ground) * alpha
    # Strokes are brighter or darker than the ground, whichever reaches further.
    if -difference.min() > difference.max():
        difference = -difference
    reach = float(difference.max())
    if reach < LEAST_CONTRAST:
        return np.zeros(grey.shape, dtype=np.uint8)
    strokes: NDArray[np.uint8] = (np.maximum(difference, 0) * (255 / reach)).round().astype(np.uint8)
    return strokes
