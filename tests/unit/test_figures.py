"""Figures: what they carry, and that Plotly accepts them."""

import json
import tomllib
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest

import netcore
from netcore.activations import RELU, SOFTMAX
from netcore.figures.diagram import network_diagram
from netcore.figures.heatmaps import heatmap_frames, weight_heatmaps
from netcore.figures.theme import DARK, LEVELS, LIGHT
from netcore.training import new_network
from tests.strokes import picture

ROOT = Path(__file__).resolve().parents[2]
STAGES = [DARK, LIGHT]


def named(figure, name: str) -> dict:
    return next(trace for trace in figure.to_dict()["data"] if trace.get("name") == name)


@pytest.fixture(scope="module")
def net():
    return netcore.load("classic")


@pytest.fixture(scope="module")
def trace(net):
    return net.forward(netcore.prepare(picture(7)))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@pytest.mark.parametrize("reading", [True, False])
def test_plotly_accepts_every_figure(net, trace, stage, reading) -> None:
    for draw in (network_diagram, weight_heatmaps):
        figure = draw(net, trace if reading else None, stage)
        go.Figure(figure.to_dict())  # raises where a property is none
        json.loads(plotly.io.to_json(figure, validate=False))


def test_the_diagram_carries_what_the_network_computed(net, trace) -> None:
    figure = network_diagram(net, trace, DARK)
    for name, number in (("hidden 1", 1), ("hidden 2", 2), ("output", 3)):
        numbers = np.array(named(figure, name)["customdata"], np.float32)
        np.testing.assert_array_equal(numbers[:, 0], trace.activations[number])
        np.testing.assert_array_equal(numbers[:, 1], trace.weighted_sums[number - 1])
        np.testing.assert_array_equal(numbers[:, 2], net.layers[number - 1].biases)
    pixels = named(figure, "input")["customdata"]
    np.testing.assert_array_equal(np.float32([pixel for pixel, _, _ in pixels]), trace.activations[0])
    assert all(rest == [None, None] for _, *rest in pixels)


def test_at_rest_nothing_glows(net) -> None:
    figure = network_diagram(net, None, DARK)
    assert not any(named(figure, "halo")["marker"]["opacity"])
    for name in ("hidden 1", "hidden 2", "output"):
        assert set(named(figure, name)["marker"]["color"]) == {DARK.ground}
        assert all(numbers[:2] == [None, None] for numbers in named(figure, name)["customdata"])


def test_a_brighter_neuron_is_a_more_active_one(trace, net) -> None:
    for name, activations in zip(("hidden 1", "hidden 2", "output"), trace.activations[1:], strict=True):
        colours = named(network_diagram(net, trace, DARK), name)["marker"]["color"]
        levels = np.array([DARK.light.index(colour) for colour in colours])
        assert (np.diff(levels[np.argsort(activations)]) >= 0).all()
        np.testing.assert_allclose(levels / (LEVELS - 1), activations, atol=0.5 / (LEVELS - 1) + 1e-6)


@pytest.mark.parametrize(
    "sizes", [[784, 10], [784, 40, 10], [784, 128, 64, 10], [784, 1000, 25, 10], [784, 3, 3, 3, 10]]
)
def test_networks_of_any_size_are_drawn(sizes) -> None:
    net = new_network(sizes, RELU, SOFTMAX, seed=1)
    for trace in (net.forward(netcore.prepare(picture(2))), None):
        figure = network_diagram(net, trace, DARK)
        go.Figure(figure.to_dict())
        go.Figure(weight_heatmaps(net, trace, DARK).to_dict())
        assert len(named(figure, "output")["customdata"]) == 10


def test_where_activations_exceed_1_the_scale_is_said() -> None:
    net = new_network([784, 20, 10], RELU, SOFTMAX, seed=1)
    trace = net.forward(np.ones(784))
    titles = [t for t in network_diagram(net, trace, DARK).to_dict()["data"] if t.get("mode") == "text"]
    assert f"white = {trace.activations[1].max():.2f}" in titles[0]["text"]


def test_heatmaps_share_one_scale_centred_on_zero(net, trace) -> None:
    data = weight_heatmaps(net, trace, DARK).to_dict()["data"]
    assert len(data) == 16
    assert len({(heatmap["zmin"], heatmap["zmax"]) for heatmap in data}) == 1
    assert data[0]["zmin"] == -data[0]["zmax"]
    for heatmap, weights in zip(data, net.layers[0].weights, strict=True):
        np.testing.assert_array_equal(np.float32(heatmap["z"]).ravel(), weights)
        np.testing.assert_array_equal(np.float32(heatmap["customdata"]).ravel(), trace.activations[0])


def test_frames_tell_the_activations(net, trace) -> None:
    frames = heatmap_frames(net, trace, DARK)
    texts = [annotation["text"] for annotation in frames["annotations"]]
    assert texts == [f"neuron {i} · {a:.2f}" for i, a in enumerate(trace.activations[1])]
    colours = [shape["line"]["color"] for shape in frames["shapes"]]
    for colour, activation in zip(colours, trace.activations[1], strict=True):
        assert colour == (DARK.faint if activation < 0.25 else DARK.shine([activation])[0])


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_equal_steps_of_activation_are_equal_steps_of_light(stage) -> None:
    channels = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in stage.light]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    lightness = np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)  # CIE L*
    steps = np.diff(lightness[:: LEVELS // 8])
    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert abs(steps).max() < 1.5 * abs(steps).min()
    assert abs(lightness[-1] - lightness[0]) > 60


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_figures_stand_on_the_ground_of_their_page(stage) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = config["theme"][stage.name]
    assert (stage.ground, stage.text) == (theme["backgroundColor"], theme["textColor"])
    assert stage.light[0] == stage.ground


def test_lists_and_numbers_outside_the_range_shine_too() -> None:
    assert DARK.shine([-1.0, 0.0, 1.0, 7.0]) == [DARK.light[0]] * 2 + [DARK.light[-1]] * 2
