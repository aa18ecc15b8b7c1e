"""Figures of a network that learns: what they carry, and that Plotly accepts them."""

import base64

import numpy as np
import pytest

from netcore.figures.learning_curve import learning_curve
from netcore.figures.theme import DARK, LIGHT
from netcore.figures.tiles import GAP, MOST_TILES, tiles_height, weight_tiles
from netcore.preprocess import FIELD
from tests.unit.test_figures import assert_accepted

both_stages = pytest.mark.parametrize("stage", [DARK, LIGHT], ids=lambda stage: stage.name)


def cells_of(figure) -> np.ndarray:
    """The numbers of a heatmap, as the browser unpacks them."""
    packed = figure.to_dict()["data"][0]["z"]
    shape = [int(side) for side in packed["shape"].split(",")]
    return np.frombuffer(base64.b64decode(packed["bdata"]), np.float32).reshape(shape)


@both_stages
@pytest.mark.parametrize("neurons", [1, 16, 128])
def test_plotly_accepts_every_figure_of_a_training(stage, neurons) -> None:
    assert_accepted(weight_tiles(np.random.default_rng(0).normal(size=(neurons, 784)), stage))
    assert_accepted(weight_tiles(np.zeros((neurons, 784)), stage))
    assert_accepted(learning_curve([], [], [], stage, name="loss", last=1))
    for marked in (None, 1):
        assert_accepted(
            learning_curve(
                [0, 9], [0.1, 0.8], [0.1, 0.7], stage, name="accuracy", last=9, most=1, marked=marked
            )
        )


def test_the_curves_say_how_many_examples_had_been_seen_from_0_on() -> None:
    figure = learning_curve(
        [0, 10, 400], [3, 2, 1], [4, 3, 2], DARK, name="loss", last=400, marked=1
    ).to_dict()
    seen, unseen, rings = figure["data"]
    assert (seen["y"], unseen["y"], rings["y"]) == ([3, 2, 1], [4, 3, 2], [2, 3])
    assert seen["customdata"] == unseen["customdata"] == [0, 10, 400]
    assert min(seen["x"]) > 0  # a logarithmic axis has no place for 0
    assert "%{customdata:,} examples" in seen["hovertemplate"]


@pytest.mark.parametrize("neurons", [3, 16, MOST_TILES + 9])
def test_each_tile_holds_the_weights_of_one_neuron(neurons) -> None:
    weights = np.random.default_rng(1).normal(size=(neurons, 784)).astype(np.float32)
    cells, side = cells_of(weight_tiles(weights, DARK)), FIELD + GAP
    shown = min(neurons, MOST_TILES)
    for neuron in range(shown):
        top, left = neuron // 8 * side, neuron % 8 * side
        np.testing.assert_array_equal(
            cells[top : top + FIELD, left : left + FIELD], weights[neuron].reshape(FIELD, FIELD)
        )
    assert np.isfinite(cells).sum() == shown * 784
    assert tiles_height(neurons, 800) == cells.shape[0] * 800 // cells.shape[1]
