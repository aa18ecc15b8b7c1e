"""Doodles: strokes, and of every kind some."""

import numpy as np
import pytest

from netcore.data.doodles import DOODLES, doodle


@pytest.mark.parametrize("way", DOODLES)
def test_a_doodle_is_strokes(way) -> None:
    random = np.random.default_rng(4)
    for _ in range(60):
        strokes = way(random)
        assert strokes
        assert all(s.ndim == 2 and s.shape[1] == 2 and len(s) and np.isfinite(s).all() for s in strokes)


def test_every_kind_of_doodle_is_drawn() -> None:
    drawn, kinds = doodle(600, np.random.default_rng(5))
    assert len(drawn) == 600
    assert set(kinds) == set(range(len(DOODLES)))
