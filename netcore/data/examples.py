"""What every data set gives: pictures and what they show; and how many are made beside them."""

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


@dataclass(frozen=True)
class Made:
    """How many examples are made beside those that people wrote.

    Attributes:
        styled: digits written in the ways that drawings lack.
        doodles: drawings of this and that.
        pairs: two drawings of digits side by side.
        pasted: two pictures of digits side by side.
        parts: parts of pictures of digits.
    """

    styled: int
    doodles: int
    pairs: int
    pasted: int
    parts: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.styled + self.doodles + self.pairs + self.pasted + self.parts
