"""Pictures as the browser takes them, in the page itself."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def data_url(picture: NDArray[np.uint8]) -> str:
    """Write a picture as a PNG into a `data:` address.

    Args:
        picture: (H, W), 0 black to 255 white; or (H, W, 3), red, green and blue.
    """
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", compress_level=1)  # quick; these are small anyway
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
