"""IDX files for tests."""

import numpy as np
from numpy.typing import NDArray


def idx(numbers: NDArray[np.uint8]) -> bytes:
    """The IDX file that holds these numbers."""
    return bytes((0, 0, 8, numbers.ndim)) + np.array(numbers.shape, ">i4").tobytes() + numbers.tobytes()
