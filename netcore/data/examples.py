"""What every data set gives: pictures and what they show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_DIGIT = 10
"""The label of what shows none of the ten digits."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled pictures.

    Attributes:
        pictures: (n, 28, 28) uint8, 0 black to 255 white.
        labels: (n,) uint8, the digit that each picture shows.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)
