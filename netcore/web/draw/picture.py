"""A picture instead of a drawing: from a file, pasted, or taken with the camera."""

import base64
import binascii
import io
from typing import IO

import streamlit as st
from PIL import Image, ImageOps

from netcore.errors import PictureError
from netcore.files.pictures import read_picture
from netcore.language import _
from netcore.web.state import me
from netcore.web.widgets import told

LARGEST_FILE = 30
"""Of a picture that is brought, in megabytes."""
KINDS = ["png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic"]
PREVIEW_WIDTH = 240


def show_picture_choice() -> None:
    """Offer to bring a picture; what was found in the last one lies on the canvas."""
    with st.popover(_("or bring a picture"), type="tertiary", key="bring_picture"):
        st.file_uploader(
            _("A photograph, a scan or a drawing of a digit, or of a few beside each other"),
            type=KINDS,
            max_upload_size=LARGEST_FILE,
            key=_key("file"),
            on_change=_take,
            args=("file",),
        )
        st.caption(_("Or copy a picture elsewhere and paste it here, on this page: Ctrl+V."))
        if st.toggle(_("Take one with the camera"), key="camera"):
            st.camera_input(
                _("Hold the digit up to the camera"),
                key=_key("photograph"),
                on_change=_take,
                args=("photograph",),
            )
        if (brought := me().brought) is not None:
            st.image(brought)
            st.caption(_("This came; the ink that was found in it lies on the canvas."))
    if (trouble := me().notice.take()) is not None:
        st.warning(trouble)


def take_pasted(address: str) -> None:
    """Take a picture that was pasted.

    Args:
        address: a `data:` address.
    """
    try:
        content = base64.b64decode(address.partition(";base64,")[2], validate=True)
    except binascii.Error:
        me().notice.leave(_("What was pasted is not a picture that can be read: try a PNG or JPEG."))
        return
    _read(io.BytesIO(content))


def _take(kind: str) -> None:
    file = told(_key(kind))
    if file is not None:
        _read(file)
        me().pictures_brought += 1  # the same picture can be brought again


def _read(file: IO[bytes]) -> None:
    """Put what is found in a picture on the canvas, or leave a sentence."""
    person = me()
    try:
        ink = read_picture(file)
    except PictureError as error:
        person.notice.leave(str(error))
        return
    if not ink.any():
        person.notice.leave(_("Nothing was found in that picture: a digit has to stand out from its ground."))
        return
    person.brought = _preview(file)
    person.drawing.replace(ink)


def _preview(file: IO[bytes]) -> Image.Image:
    image = Image.open(file)
    image.draft("RGB", (PREVIEW_WIDTH, PREVIEW_WIDTH))
    image.thumbnail((PREVIEW_WIDTH, PREVIEW_WIDTH))
    return ImageOps.exif_transpose(image).convert("RGB")


def _key(kind: str) -> str:
    """Of the widget that takes the next picture."""
    return f"picture_{kind}_{me().pictures_brought}"
