"""The figures of a network that learns."""

import base64
import json
import math

import numpy as np
import plotly.graph_objects as go
import pytest

from netcore.figures.learning_curve import learning_curve
from netcore.figures.theme import DARK, LIGHT
from netcore.figures.tiles import MOST_TILES, empty_tiles, tiles_height, weight_tiles
from netcore.training.learner import new_network


def assert_accepted(figure) -> None:
    go.Figure(figure.to_dict())  # raises where a property is none
    assert json.loads(figure.as_text) == figure.to_dict()
    json.dumps(figure.to_dict(), allow_nan=False)


def cells_of(packed: dict[str, str]) -> np.ndarray:
    rows, columns = map(int, packed["shape"].split(", "))
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).reshape(rows, columns)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
@pytest.mark.parametrize("snapshots", [0, 1, 3])
def test_plotly_accepts_the_curves_however_far_the_training_is(palette, snapshots) -> None:
    examples, values = [0, 10, 400][:snapshots], [2.5, 1.0, 0.25][:snapshots]
    for most in (None, 1.0):
        figure = learning_curve(examples, values, values, palette, name="loss", last=400, most=most)
        assert_accepted(figure)
    if snapshots:
        assert_accepted(learning_curve(examples, values, values, palette, name="loss", last=400, marked=0))


def test_the_curves_hold_what_was_measured_and_a_ring_marks_a_moment() -> None:
    figure = learning_curve(
        [0, 10, 400], [2.5, 1.0, 0.25], [2.6, 1.25, 0.5], DARK, name="loss", last=400, marked=1
    ).to_dict()
    seen, unseen, rings = figure["data"]
    assert (seen["y"], unseen["y"]) == ([2.5, 1.0, 0.25], [2.6, 1.25, 0.5])
    assert seen["x"] == unseen["x"] == [1, 10, 400]  # the axis is logarithmic: 0 stands at its left end
    assert (rings["x"], rings["y"]) == ([10, 10], [1.0, 1.25])


def test_the_axes_stay_while_a_training_runs() -> None:
    def axes(snapshots: int) -> tuple[list[float], list[float]]:
        values = [0.1, 0.5, 0.9][:snapshots]
        layout = learning_curve(
            [0, 10, 400][:snapshots], values, values, DARK, name="accuracy", last=4000, most=1.0
        ).to_dict()["layout"]
        return layout["xaxis"]["range"], layout["yaxis"]["range"]

    assert axes(1) == axes(3) == ([0, math.log10(4000)], [0, 1.0])


@pytest.mark.parametrize("neurons", [1, 8, 10, 16, MOST_TILES, 128])
def test_every_weight_is_where_its_pixel_is(neurons) -> None:
    weights = new_network((784, neurons, 10), seed=3).layers[0].weights
    figure = weight_tiles(weights, DARK)
    assert_accepted(figure)
    assert_accepted(empty_tiles(neurons, DARK))
    (heatmap,) = figure.to_dict()["data"]
    cells, numbers = cells_of(heatmap["z"]), cells_of(heatmap["customdata"])
    for neuron in range(min(neurons, MOST_TILES)):
        top, left = neuron // 8 * 30, neuron % 8 * 30
        np.testing.assert_array_equal(
            cells[top : top + 28, left : left + 28].ravel(), weights[neuron].astype(np.float32)
        )
        assert (numbers[top : top + 28, left : left + 28] == neuron).all()
    assert np.isfinite(cells).sum() == 784 * min(neurons, MOST_TILES)
    assert heatmap["zmin"] == -heatmap["zmax"]
    assert figure.to_dict()["layout"]["shapes"][0]["path"].count("M") == min(neurons, MOST_TILES)


def test_more_rows_of_pictures_are_higher() -> None:
    assert tiles_height(16, 590) == 2 * tiles_height(8, 590)
    assert tiles_height(128, 590) == tiles_height(MOST_TILES, 590)
