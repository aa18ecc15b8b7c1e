"""Picture files that people bring → the bright-on-dark arrays that `read` and `prepare` take."""

import contextlib
import importlib
import os
import warnings
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from netcore.errors import PictureError
from netcore.language import _
from netcore.preprocess import LUMA

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
"""What is read; some of the others that Pillow knows are handed to interpreters of their own."""
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""How the files of some telephones begin, behind `ftyp`; `pillow-heif` reads them, where it is installed."""
MOST_PIXELS = 50_000_000
"""A picture of more is refused before it is decoded."""
WORKING_SIDE = 1000
"""Larger pictures are made smaller first, in pixels."""
LEAST_CONTRAST = 40
"""Steps of 255 by which the strokes must differ from a plain ground for anything to be drawn."""
PLAIN = 2
"""Steps of 255 by which a plain ground may differ from its colour."""
DEPTHS = (8, 10, 12, 14, 16)
"""Bits of a number in pictures of more than 8: scanners fill 16 with 10, 12 or 14 of their own."""


def read_picture(source: str | os.PathLike[str] | IO[bytes]) -> NDArray[np.uint8]:
    """Read a picture of a digit: a drawing, a screenshot, a scan or a photograph, in any colours.

    The ground becomes black and the ink white, whatever they were. Of a photograph, the light, the
    lines of the paper, what lies beside it and specks are taken away.

    Args:
        source: the path of a file, or a file open for reading: PNG, JPEG, GIF, BMP, WebP or TIFF, and
            HEIC where pillow-heif is installed. Of several pictures in it the first.

    Returns:
        (H, W), 0 ground to 255 strongest stroke, at most 1,000 pixels a side.

    Raises:
        PictureError: no such file, not a picture, or more than 50 million pixels.
    """
    if isinstance(source, (str, os.PathLike)):
        try:
            with Path(source).open("rb") as file:
                return read_picture(file)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            words = _("{file} can't be opened: {reason}.")
            raise PictureError(words.format(file=source, reason=reason)) from error
    name = getattr(source, "name", _("The file"))
    try:
        with warnings.catch_warnings(action="ignore"):  # what matters of them raises as well
            rgba = _decode(source)
    except Image.DecompressionBombError as error:
        most = MOST_PIXELS // 10**6
        words = _("{file} is too large: make it smaller than {most} million pixels.")
        raise PictureError(words.format(file=name, most=most)) from error
    # Pillow's decoders raise nearly anything on damaged files; all of it means the same here.
    except Exception as error:
        if _is_heic(source):
            words = _(
                "{file} is a HEIC picture, which can't be read here: pip install pillow-heif, or save it as "
                "JPEG."
            )
        else:
            words = _("{file} is not a picture that can be read: try a PNG or JPEG.")
        raise PictureError(words.format(file=name)) from error
    return _bright_ink(rgba)


def _decode(source: IO[bytes]) -> NDArray[np.uint8]:
    """(H, W, 4), upright, at most WORKING_SIDE a side."""
    formats: tuple[str, ...] = FORMATS
    if _is_heic(source):
        with contextlib.suppress(ImportError):
            importlib.import_module("pillow_heif").register_heif_opener()
            formats += ("HEIF",)
    image: Image.Image = Image.open(source, formats=formats)
    if image.width * image.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    size = (WORKING_SIDE, WORKING_SIDE)
    image.draft(None, size)  # a JPEG comes out of its decoder smaller
    if image.mode in ("L", "RGB", "CMYK"):
        image.thumbnail(size)
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    image = image.convert("RGBA")
    image.thumbnail(size)
    return np.asarray(image)


def _is_heic(source: IO[bytes]) -> bool:
    source.seek(0)
    beginning = source.read(12)
    source.seek(0)
    return beginning[4:8] == b"ftyp" and beginning[8:12] in HEIC


def _eight_bits(numbers: NDArray[Any]) -> NDArray[np.uint8]:
    """Any shape; whole numbers of up to 16 bits or 0.0–1.0, whichever their largest says → 0–255."""
    light = np.nan_to_num(numbers.astype(np.float32), copy=False)
    np.maximum(light, 0, out=light)  # in place: there may be 50 million
    top = float(light.max())
    whole = next((2**bits - 1 for bits in DEPTHS if top < 2**bits), top)
    if numbers.dtype.kind == "f" and top <= 1:
        whole = 1
    light *= 255 / whole
    light += 0.5
    return light.astype(np.uint8)


def _bright_ink(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 4) → (H, W): the ground becomes 0, the strongest stroke 255."""
    # OpenCV is large: who reads no pictures goes without.
    from netcore.files.photographs import ink_in, is_clean, with_a_pen

    if rgba[..., 3].min() == 255 and not _is_plain(rgba):
        return ink_in(rgba[..., :3])
    colours, alpha = rgba[..., :3].astype(np.float32), rgba[..., 3:].astype(np.float32) / 255
    on_paper = bool(alpha.mean() > 0.5)
    if on_paper:
        # Perhaps with transparent corners. A line covers less than half of it.
        ground = np.median(colours[alpha[..., 0] > 0.5], axis=0)
    else:
        # Strokes on transparency: lay them on the ground that shows them.
        ground = np.full(3, 0.0 if (colours @ LUMA * alpha[..., 0]).sum() > 127 * alpha.sum() else 255.0)
    difference = (colours - ground) * alpha
    strokes = _strokes(difference)
    if not on_paper or is_clean(strokes):
        return with_a_pen(strokes)
    return ink_in((ground + difference).round().astype(np.uint8))


def _is_plain(rgba: NDArray[np.uint8]) -> bool:
    """Whether most of a picture is of one colour, as in a drawing or on a screen."""
    some = rgba[:: max(len(rgba) // 200, 1), :: max(rgba.shape[1] // 200, 1)].astype(np.int16).reshape(-1, 4)
    some = some[some[:, 3] > 127]
    return bool(np.mean(np.abs(some - np.median(some, axis=0)).max(axis=1) <= PLAIN) > 0.5)


def _strokes(difference: NDArray[Any]) -> NDArray[np.uint8]:
    """(H, W, 3), from a plain ground, in steps of 255 → (H, W), the strongest stroke 255."""
    contrast: NDArray[Any] = difference @ LUMA
    # Strokes are brighter or darker than the ground, whichever reaches further.
    if -contrast.min() > contrast.max():
        contrast = -contrast
    colour = np.linalg.norm(difference, axis=2) / np.sqrt(3)
    if colour.max() > 2 * contrast.max():  # as red is on a green that is as bright
        contrast = colour
    reach = float(contrast.max())
    if reach < LEAST_CONTRAST:
        return np.zeros(contrast.shape, np.uint8)
    strokes: NDArray[np.uint8] = (np.maximum(contrast, 0) * (255 / reach)).round().astype(np.uint8)
    return strokes
