"""Pictures as the browser takes them, in the page itself."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def data_url(grey: NDArray[np.uint8]) -> str:
    """Write a picture as a PNG into a `data:` address.

    Args:
        grey: (H, W), 0 black to 255 white.
    """
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG", compress_level=1)  # quick; these are small anyway
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
