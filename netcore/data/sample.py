"""The sample that ships with netcore: 5,000 MNIST digits, 500 of each, held out of our training.

README.md beside this file says where they come from and under which licence.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netcore.data.examples import Examples

_PATH = Path(__file__).with_name("sample.npz")


@cache
def load_sample() -> Examples:
    """Read the bundled sample, sorted by digit.

    Returns:
        5,000 examples that none of the networks in `weights/` was trained on; shared, so they can't
        be written to.
    """
    with np.load(_PATH, allow_pickle=False) as archive:
        examples = Examples(archive["pictures"], archive["labels"])
    examples.pictures.flags.writeable = False
    examples.labels.flags.writeable = False
    return examples


def sample_indices() -> NDArray[np.uint16]:
    """Where the sample's pictures stand in the MNIST training set: (5000,), to leave them out."""
    with np.load(_PATH, allow_pickle=False) as archive:
        indices: NDArray[np.uint16] = archive["indices"]
        return indices
