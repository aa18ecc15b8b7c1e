"""Figures: what they carry, and that Plotly accepts them."""

import base64
import json
import re
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.figures.accuracy import accuracy_per_digit
from netcore.figures.bars import digit_bars, signed_bars
from netcore.figures.blocks import Room, input_block, plan
from netcore.figures.connections import LONGEST_WAY, WAY, Focus, way
from netcore.figures.curve import Point, squashing_curve
from netcore.figures.diagram import HINT, HINT_IN_FOCUS, TITLE_WIDTH, network_diagram
from netcore.figures.heatmaps import heatmap_frames, weight_heatmaps
from netcore.figures.pixel_map import pixel_map
from netcore.figures.theme import DARK, LEVELS, LIGHT, light_of, rgba
from netcore.inspection.explain import carried
from netcore.training.learner import new_network
from tests.strokes import picture

ROOT = Path(__file__).resolve().parents[2]
PALETTES = [DARK, LIGHT]
WIDE_ROOMS = [Room(480, 310), Room(600, 370), Room(910, 540), Room(1390, 860)]
HIGH_ROOMS = [Room(320, 290, True), Room(350, 450, True), Room(780, 560, True), Room(860, 480, True)]
ROOMS = [*WIDE_ROOMS, *HIGH_ROOMS]


def named(figure, name: str) -> dict:
    return next(trace for trace in figure.to_dict()["data"] if trace.get("name") == name)


@pytest.fixture(scope="module")
def net():
    return netcore.load("classic")


@pytest.fixture(scope="module")
def trace(net):
    return net.forward(netcore.prepare(picture(7)))


def focus_on(net, trace, layer: int, neuron: int) -> Focus:
    """The way to a neuron; from an input neuron the way on."""
    if layer:
        return Focus(layer, neuron, carried(net, trace, layer, neuron))
    onwards = np.zeros_like(net.layers[0].weights)
    onwards[:, neuron] = net.layers[0].weights[:, neuron] * trace.activations[0][neuron]
    return Focus(layer, neuron, [onwards])


def assert_accepted(figure) -> None:
    """Plotly takes it, and there is nothing in it but what JSON knows: no NaN."""
    go.Figure(figure.to_dict())  # raises where a property is none
    json.dumps(figure.to_dict(), allow_nan=False)
    json.loads(plotly.io.to_json(figure, validate=False))


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("reading", [True, False])
def test_plotly_accepts_every_figure(net, trace, palette, reading) -> None:
    for draw in (network_diagram, weight_heatmaps):
        assert_accepted(draw(net, trace if reading else None, palette))
    for room in ROOMS:
        figure = network_diagram(net, trace if reading else None, palette, room=room, hint=HINT_IN_FOCUS)
        assert_accepted(figure)
    for function in (SIGMOID, RELU, SOFTMAX):
        point = Point(-1.5, 0.25, 0.25) if reading else None
        assert_accepted(squashing_curve(function, point, palette))


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_plotly_accepts_every_picture_of_numbers(net, palette) -> None:
    for values in (net.layers[0].weights[3], np.zeros(784), np.full(784, 1e18), np.eye(28)):
        for signed, marked in ((True, None), (False, 783)):
            assert_accepted(pixel_map(values, palette, name="weight", signed=signed, marked=marked))
    for values in (net.layers[2].weights[3], np.zeros(1), np.linspace(-1, 1, 256)):
        for marked in (None, len(values) - 1):
            assert_accepted(signed_bars(values, palette, name="weight", marked=marked))
    for values in (np.linspace(0, 1, 10), np.full(10, np.nan), np.arange(10) * 7.0):
        assert_accepted(digit_bars(values, palette))
    assert_accepted(accuracy_per_digit(np.linspace(0, 1, 10), np.ones(10), palette))


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
    read = net.forward(netcore.prepare(picture(2)))
    for trace in (read, None):
        figure = network_diagram(net, trace, DARK)
        assert_accepted(figure)
        go.Figure(weight_heatmaps(net, trace, DARK).to_dict())
        assert len(named(figure, "output")["customdata"]) == 10


@pytest.mark.parametrize("sizes", [[784, 10], [784, 16, 16, 10], [784, 256, 256, 10], [784, 25, 24, 40, 10]])
@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_neurons_stand_apart_and_inside_the_picture(sizes, room) -> None:
    layout = network_diagram(new_network(sizes, seed=1), None, DARK, room=room).to_dict()["layout"]
    left, right = layout["xaxis"]["range"]
    bottom, top = layout["yaxis"]["range"]
    onwards = int(room.is_high)  # the direction in which layers follow each other
    edge = input_block().points[:, onwards].max()
    for block, size in zip(plan(sizes, room).blocks, sizes[1:], strict=True):
        assert len(block.points) == size
        assert block.points[:, onwards].min() - block.radius > edge
        edge = block.points[:, onwards].max() + block.radius
        assert left < block.points[:, 0].min() - block.radius
        assert block.points[:, 0].max() + block.radius < right
        assert top < block.points[:, 1].min() - block.radius
        assert block.points[:, 1].max() + block.radius < bottom
        gaps = np.linalg.norm(block.points[:, None] - block.points[None], axis=2)
        assert gaps[~np.eye(size, dtype=bool)].min() > 2 * block.radius


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
        packed = heatmap["z"]
        assert packed["shape"] == "28, 28"
        numbers = np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])
        np.testing.assert_array_equal(numbers, weights)


def test_frames_tell_the_activations(net, trace) -> None:
    frames = heatmap_frames(net, trace, DARK)
    texts = [annotation["text"] for annotation in frames["annotations"]]
    assert texts == [f"neuron {i} · {a:.2f}" for i, a in enumerate(trace.activations[1])]
    colours = [shape["line"]["color"] for shape in frames["shapes"]]
    for colour, activation in zip(colours, trace.activations[1], strict=True):
        assert colour == (DARK.faint if activation < 0.25 else DARK.shine([activation])[0])


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_equal_steps_of_activation_are_equal_steps_of_light(palette) -> None:
    channels = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in palette.light]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    lightness = np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)  # CIE L*
    steps = np.diff(lightness[:: LEVELS // 8])
    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert abs(steps).max() < 1.5 * abs(steps).min()
    assert abs(lightness[-1] - lightness[0]) > 60


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_figures_stand_on_the_ground_of_their_page(palette) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = config["theme"][palette.name]
    assert (palette.ground, palette.text) == (theme["backgroundColor"], theme["textColor"])
    assert palette.light[0] == palette.ground


def test_lists_and_numbers_outside_the_range_shine_too() -> None:
    assert DARK.shine([-1.0, 0.0, 1.0, 7.0]) == [DARK.light[0]] * 2 + [DARK.light[-1]] * 2


def lines_of(figure) -> np.ndarray:
    """(n, 2, 2) where the connections that are drawn begin and end."""
    shapes = figure.to_dict()["layout"]["shapes"]
    paths = "".join(shape["path"] for shape in shapes if shape["type"] == "path")
    numbers = re.findall(r"M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)", paths)
    return np.array(numbers, dtype=float).reshape(-1, 2, 2)


@pytest.mark.parametrize("place", [(1, 5), (2, 15), (3, 7)])
def test_the_way_to_a_neuron_leads_to_it_through_all_layers(net, trace, place) -> None:
    layer, neuron = place
    lines = way(focus_on(net, trace, *place))
    assert {number for number, *_ in lines} == set(range(layer))
    assert {receiver for number, _, receiver, _ in lines if number == layer - 1} == {neuron}
    for number in range(layer):
        strengths = [abs(strength) for where, _, _, strength in lines if where == number]
        assert len(strengths) <= LONGEST_WAY and max(strengths) == 1
        if number < layer - 1:
            assert len({receiver for where, _, receiver, _ in lines if where == number}) > 1


def test_the_way_is_made_of_the_strongest_that_carried_most(net, trace) -> None:
    focus = focus_on(net, trace, 2, 4)
    chosen = [sender for number, sender, _, _ in way(focus) if number == 1]
    given = np.abs(focus.carried[1][4])
    assert chosen == np.argsort(-given)[: len(chosen)].tolist()
    assert given[chosen].sum() >= WAY * given.sum() > given[chosen[:-1]].sum()
    assert len(chosen) < 16


def test_from_an_input_neuron_the_way_leads_on(net, trace) -> None:
    pixel = int(trace.activations[0].argmax())
    lines = way(focus_on(net, trace, 0, pixel))
    assert 0 < len(lines) <= 16
    assert {(number, sender) for number, sender, _, _ in lines} == {(0, pixel)}


def test_where_nothing_was_carried_there_is_no_way(net) -> None:
    assert way(Focus(2, 3, [np.zeros_like(layer.weights) for layer in net.layers[:2]])) == []


def test_a_pixel_map_carries_the_numbers_and_is_centred_on_zero(net) -> None:
    weights = net.layers[0].weights[3]
    heatmap, ring = pixel_map(weights, DARK, name="weight", marked=59).to_dict()["data"]
    np.testing.assert_array_equal(np.float32(heatmap["z"]).ravel(), weights)
    assert heatmap["zmin"] == -heatmap["zmax"] < 0
    assert (np.abs(weights) > heatmap["zmax"]).sum() <= 8  # the furthest 1 in 100
    assert (ring["x"], ring["y"]) == ([3], [2])
    light, ring = pixel_map(np.eye(28), DARK, name="pixel", signed=False).to_dict()["data"]
    assert (light["zmin"], light["zmax"]) == (0, 1)
    assert ring["x"] == []


def test_bars_carry_the_numbers_in_the_colours_of_their_signs() -> None:
    (bars,) = signed_bars([0.5, -2, 0.25], LIGHT, name="weight", marked=1).to_dict()["data"]
    assert (bars["x"], bars["y"]) == ([0, 1, 2], [0.5, -2, 0.25])
    up, down = rgba(LIGHT.positive), rgba(LIGHT.negative)
    assert bars["marker"]["color"] == [up, down, up]
    assert np.array(bars["marker"]["line"]["width"]).argmax() == 1


@pytest.mark.parametrize("largest", [0.7, 40.0])
def test_bars_of_digits_glow_as_their_neuron_does(largest) -> None:
    means = np.linspace(0, largest, 10)
    figure = digit_bars(means, DARK).to_dict()
    (bars,) = figure["data"]
    assert bars["y"] == means.tolist()
    assert bars["marker"]["color"] == DARK.shine(means / max(1, largest))
    assert figure["layout"]["yaxis"]["range"][1] >= max(1, largest)


def test_a_digit_that_nobody_drew_has_no_bar() -> None:
    (bars,) = digit_bars([0.5] * 9 + [np.nan], DARK).to_dict()["data"]
    assert bars["y"] == [0.5] * 9 + [0]


@pytest.mark.parametrize("name", ["classic", "relu"])
def test_every_neuron_is_on_its_curve(name) -> None:
    net = netcore.load(name)
    trace = net.forward(netcore.prepare(picture(3)))
    for layer, sums, activations in zip(net.layers, trace.weighted_sums, trace.activations[1:], strict=True):
        lights = light_of(activations)
        for z, activation, light in zip(sums.tolist(), activations.tolist(), lights.tolist(), strict=True):
            place = Point(z, activation, light)
            figure = squashing_curve(layer.activation_function, place, DARK).to_dict()
            curve, point = figure["data"]
            assert (point["x"], point["y"]) == ([z], [activation])
            assert point["marker"]["color"] == DARK.shine([light])
            np.testing.assert_allclose(np.interp(z, curve["x"], curve["y"]), activation, atol=0.01)
            left, right = figure["layout"]["xaxis"]["range"]
            assert left < z < right
            assert curve["x"] == sorted(curve["x"])


def test_at_rest_no_neuron_is_on_the_curve() -> None:
    curve, point = squashing_curve(SIGMOID, None, DARK).to_dict()["data"]
    assert point["marker"]["opacity"] == 0 and point["hoverinfo"] == "skip"
    assert len(curve["x"]) == len(curve["y"]) > 100


def test_what_is_read_better_is_blue_what_is_read_worse_orange() -> None:
    before, after = np.full(10, 0.9), np.full(10, 0.9)
    after[3], after[8] = 0.95, 0.1
    bars, lines = accuracy_per_digit(before, after, DARK).to_dict()["data"]
    np.testing.assert_allclose(bars["y"], 100 * after)
    np.testing.assert_allclose(lines["y"], 100 * before)
    colours = bars["marker"]["color"]
    assert (colours[3], colours[8]) == (rgba(DARK.positive), rgba(DARK.negative))
    assert {colour for digit, colour in enumerate(colours) if digit not in (3, 8)} == {DARK.faint}


DEEP = [784, 256, 256, 256, 256, 256, 10]  # the most that is taken
NARROW = [784, 16, 16, 16, 16, 16, 10]
LETTER = TITLE_WIDTH / len("hidden layer 1")


def words_in(figure) -> tuple[dict, dict]:
    """The titles, scales and the hint; and the digits beside the output."""
    titles, digits = (trace for trace in figure.to_dict()["data"] if trace.get("mode") == "text")
    return titles, digits


def scale_of(figure, room: Room) -> float:
    """Pixels that a unit really takes on the page."""
    layout = figure.to_dict()["layout"]
    across, down = (abs(np.subtract(*layout[axis]["range"])) for axis in ("xaxis", "yaxis"))
    return min(room.width / across, room.height / down)


@pytest.mark.parametrize("sizes", [[784, 10], [784, 16, 16, 10], [784, 128, 64, 10], NARROW, DEEP])
@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_neurons_and_letters_are_as_large_as_the_room_allows(sizes, room) -> None:
    figure = network_diagram(new_network(sizes, seed=1), None, DARK, room=room)
    assert scale_of(figure, room) == pytest.approx(plan(sizes, room).unit, rel=0.1)
    titles, digits = words_in(figure)
    assert titles["textfont"]["size"] >= 13 and digits["textfont"]["size"] >= 16
    assert all(int(size) >= 12 for text in digits["text"] for size in re.findall(r"font-size:(\d+)px", text))


@pytest.mark.parametrize("room", WIDE_ROOMS, ids=str)
@pytest.mark.parametrize(
    "sizes", [[784, 10], [784, 16, 16, 10], [784, 128, 64, 10], [784, 256, 16, 256, 10], NARROW, DEEP]
)
def test_no_word_overlaps_its_neighbour_however_deep_the_network(sizes, room) -> None:
    net = new_network(sizes, RELU, SOFTMAX, seed=1)
    net = replace(net, layers=[replace(layer, weights=3 * layer.weights) for layer in net.layers])
    trace = net.forward(netcore.prepare(picture(8)))
    assert len(sizes) == 2 or trace.activations[1].max() > 1
    for shown in (HINT, HINT_IN_FOCUS):
        figure = network_diagram(net, trace, DARK, room=room, hint=shown)
        pixels = scale_of(figure, room)
        titles, _ = words_in(figure)
        size = titles["textfont"]["size"] / pixels
        widths = [max(map(len, text.split("<br>"))) * LETTER * size for text in titles["text"]]
        ends = [(x - width / 2, x + width / 2) for x, width in zip(titles["x"], widths, strict=True)]
        bottom, top = figure.to_dict()["layout"]["yaxis"]["range"]
        assert top < min(titles["y"]) and max(titles["y"]) < bottom  # Plotly leaves out what isn't
        above, hint, below = [ends[0], *ends[2::2]], ends[1], ends[3::2]
        assert len(above) == len(sizes) and len(below) == len(sizes) - 1
        for row in (above, below):
            assert all(end <= start for (_, end), (start, _) in pairwise(row))
        blocks = plan(sizes, room).blocks
        assert hint[1] <= blocks[0].points[:, 0].min()
        # Letters end a size below the middle of their two lines, and begin a third above that of one.
        assert titles["y"][0] + size < 0 < 27 < titles["y"][1]
        for block, over, under in zip(blocks, titles["y"][2::2], titles["y"][3::2], strict=True):
            assert over + size < block.points[:, 1].min() - block.radius
            assert under - size / 3 > block.points[:, 1].max() + block.radius


@pytest.mark.parametrize("room", WIDE_ROOMS, ids=str)
@pytest.mark.parametrize("sizes", [[784, 10], [784, 16, 16, 10], NARROW, DEEP])
def test_outputs_and_their_words_are_inside_the_picture_however_deep_the_network(sizes, room) -> None:
    net = new_network(sizes, seed=1)
    figure = network_diagram(net, net.forward(netcore.prepare(picture(8))), DARK, room=room)
    _, digits = words_in(figure)
    left, right = figure.to_dict()["layout"]["xaxis"]["range"]
    bottom, top = figure.to_dict()["layout"]["yaxis"]["range"]
    room = (right - np.array(digits["x"])) * scale_of(figure, room)
    assert room.min() > 40  # "7  0.99" in letters of 16 and 12 pixels
    output = named(figure, "output")
    assert all(left < x < right for x in output["x"])
    assert all(top < y < bottom for y in output["y"])
    assert len(digits["text"]) == len(output["x"]) == 10


def test_titles_get_shorter_only_where_layers_stand_close(net) -> None:
    titles, _ = words_in(network_diagram(net, None, DARK))
    assert "hidden layer 1<br>16 neurons" in titles["text"]
    titles, _ = words_in(network_diagram(new_network(NARROW, seed=1), None, DARK, room=Room(600, 370)))
    assert {"hidden 1<br>16", "hidden 5<br>16", "output<br>10"} <= set(titles["text"])


def test_the_hint_is_what_the_page_wants_to_say(net, trace) -> None:
    for hint in (HINT, HINT_IN_FOCUS):
        for reading in (trace, None):
            titles, _ = words_in(network_diagram(net, reading, DARK, hint=hint))
            assert titles["text"][1] == hint


@pytest.mark.parametrize("room", HIGH_ROOMS, ids=str)
@pytest.mark.parametrize("sizes", [[784, 10], [784, 16, 16, 10], [784, 128, 64, 10], NARROW, DEEP])
def test_layers_below_each_other_have_their_words_between_them(sizes, room) -> None:
    net = new_network(sizes, RELU, SOFTMAX, seed=1)
    net = replace(net, layers=[replace(layer, weights=3 * layer.weights) for layer in net.layers])
    figure = network_diagram(net, net.forward(netcore.prepare(picture(8))), DARK, room=room)
    pixels = scale_of(figure, room)
    titles, digits = words_in(figure)
    left, right = figure.to_dict()["layout"]["xaxis"]["range"]
    bottom, _ = figure.to_dict()["layout"]["yaxis"]["range"]
    size = titles["textfont"]["size"] / pixels
    # What is said beside the input stands between it and the edge.
    beside, width = (-0.6 - left), [max(map(len, text.split("<br>"))) for text in titles["text"]]
    assert all(letters * LETTER * size < beside for letters in width[:2])
    edge = 27.5
    for block, over, scale in zip(
        plan(sizes, room).blocks, titles["y"][2::2], titles["y"][3::2], strict=True
    ):
        assert over == scale
        assert edge < over - size / 2 and over + size / 3 < block.points[:, 1].min() - block.radius
        edge = block.points[:, 1].max() + block.radius
    pairs = zip(width[2::2], width[3::2], strict=True)
    assert all((title + scale) * LETTER * size < right - left for title, scale in pairs)
    # "7" and "0.99" below it, in letters of at least 16 and 12 pixels.
    assert np.diff(digits["x"]).min() * pixels > 28
    assert (bottom - max(digits["y"])) * pixels > 40
