"""What the page "Look inside" shows, without a browser."""

import csv
import io
import math
import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.activations import RELU, SOFTMAX
from netcore.data.prepared import prepared_sample
from netcore.network import Network
from netcore.training.learner import new_network
from netcore.web.look_inside.parameters import as_csv
from netcore.web.text import layer_names
from tests.app.driver import assert_whole, click, draw, new_person, shown, turn, words_on
from tests.app.inspector import (
    COUNT,
    DRAW,
    INSPECT,
    SHIPPED,
    TURN,
    assert_looks_into,
    assert_shows,
    choose,
    file_of,
    look_inside,
    upload,
    with_a_seven,
)
from tests.strokes import picture

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


def decimal(shown_number: str) -> Decimal:
    """A number as the page writes it."""
    return Decimal(shown_number.replace("\u2212", "-").replace(",", ""))


def decision(app: AppTest) -> dict[str, str]:
    """The lines of the sum that a neuron decided by."""
    return dict(re.findall(r'id="decision-(\w+)"><td>[^<]*</td><td>([^<]*)<', words_on(app)))


def contributions(app: AppTest) -> list[tuple[str, Decimal]]:
    """What the page says that was pushed up, down, and by all the rest."""
    cells = re.findall(r"data-push=[\"'](\w+)[\"']>([^<]*)<", words_on(app))
    return [(kind, decimal(number)) for kind, number in cells]


@pytest.mark.parametrize("name", SHIPPED)
def test_at_rest_every_layer_of_every_network_is_shown(name) -> None:
    app = look_inside(choice=name).run()
    for layer in layer_names(netcore.load(name)):
        choose(app, layer, 9)
        assert_whole(app)
        palette = shown(app)
        assert (palette["network"], palette["digit"], palette["pixels"]) == (name, "", None)
        assert "habits" in palette["figures"] and palette["focus"]
        lines = decision(app)
        if layer == "input":
            assert lines == {}
            continue
        trained = netcore.load(name).layers[layer_names(netcore.load(name)).index(layer) - 1]
        bias = f"{trained.biases[9]:+.3f}".replace("-", "\u2212")
        assert lines == {"sum": "–", "bias": bias, "z": "–", "activation": "–"}
        assert shown(app)["figures"]["curve"]["data"][1]["marker"]["opacity"] == 0
    assert "Draw a digit" in words_on(app)


@pytest.mark.parametrize("name", [*SHIPPED, "784-40-10"])
def test_what_a_neuron_saw_adds_up_to_what_it_decided(name) -> None:
    app = with_a_seven(view=TURN)
    if name in SHIPPED:
        network = netcore.load(name)
        app.get("button_group")[0].set_value(name).run()
    else:
        network = new_network([784, 40, 10], RELU, SOFTMAX, seed=1)
        upload(app, "mine.npz", file_of(network))
    app.button_group(key="view").set_value("Look inside").run()
    trace = network.forward(shown(app)["pixels"])
    for number, layer in enumerate(layer_names(network)[1:], start=1):
        activations, weighted_sums = trace.activations[number], trace.weighted_sums[number - 1]
        for neuron in {0, int(activations.argmax()), len(activations) - 1}:
            choose(app, layer, neuron)
            assert_whole(app)
            lines = decision(app)
            assert decimal(lines["sum"]) + decimal(lines["bias"]) == decimal(lines["z"])
            assert sum(number for _, number in contributions(app)) == decimal(lines["sum"])
            assert decimal(lines["bias"]) == decimal(f"{network.layers[number - 1].biases[neuron]:.3f}")
            assert decimal(lines["z"]) == decimal(f"{weighted_sums[neuron]:.3f}")
            assert decimal(lines["activation"]) == decimal(f"{activations[neuron]:.4f}")
            kinds = [kind for kind, _ in contributions(app)]
            assert 0 < kinds.count("up") <= 10 and 0 < kinds.count("down") <= 10
            assert kinds.count("rest") <= 1
            (others,) = re.findall(r'class="left">(\d+)<', words_on(app))
            listed = len(kinds) - kinds.count("rest")
            assert listed + int(others) == network.sizes[number - 1]
            (together,) = re.findall(r'class="total">([^<]*)</b> together', words_on(app))
            assert together == lines["sum"]


def test_the_strongest_pushes_are_listed_the_strongest_first() -> None:
    app = with_a_seven(layer="hidden 1", neuron="3")
    network = netcore.load("classic")
    given = np.sort(network.layers[0].weights[3].astype(float) * np.float32(shown(app)["pixels"]))
    for kind, strongest in (("up", given[::-1][:10]), ("down", given[:10])):
        listed = [float(number) for name, number in contributions(app) if name == kind]
        np.testing.assert_allclose(listed, strongest, atol=1.1e-3)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_answer_without_a_neuron_is_said(name) -> None:
    network = netcore.load(name)
    last = len(network.layers) - 1
    app = with_a_seven(choice=name, layer=f"hidden {last}")
    for neuron in range(8):
        app.selectbox(key="neuron").set_value(neuron).run()
        weights = network.layers[last].weights.copy()
        weights[:, neuron] = 0
        silent = [*network.layers[:last], replace(network.layers[last], weights=weights)]
        digit = Network(silent).forward(shown(app)["pixels"]).digit
        still, instead = ("still be", "") if digit == 7 else ("be", " instead of a 7")
        said = rf"\*\*Without this neuron\*\* the answer would {still} an? {digit} \([^)]*%\){instead}\."
        assert re.search(said, words_on(app))


def test_a_pixel_is_shown_with_what_it_gives_to_each_neuron() -> None:
    app = look_inside(layer="input")
    draw(app, picture(7))
    pixels = np.array(shown(app)["pixels"])
    pixel = int(pixels.argmax())
    app.selectbox(key="neuron").set_value(pixel).run()
    assert_whole(app)
    row, column = divmod(pixel, 28)
    assert f"row {row}, column {column} " in words_on(app)
    given = re.findall(r"<td>neuron \d+</td>.*?<td>[^<]*</td><td>([^<]*)</td></tr>", words_on(app))
    weights = netcore.load("classic").layers[0].weights[:, pixel].astype(float)
    np.testing.assert_allclose([float(decimal(n)) for n in given], weights * pixels[pixel], atol=1e-3)


@pytest.mark.parametrize(
    ("layer", "neuron", "largest"), [("input", 400, "activations"), ("output", 7, "weighted sums")]
)
def test_thumbnails_are_ordered_by_the_number_under_them(layer, neuron, largest) -> None:
    app = look_inside(layer=layer, neuron=str(neuron)).run()
    captions = [decimal(n) for n in re.findall(r"<figcaption>([^<]*)<", words_on(app))]
    assert len(captions) == 10
    assert captions == sorted(captions, reverse=True)
    assert f"with the largest {largest}" in words_on(app)
    if layer == "input":
        assert max(captions) <= 1
        return
    sums = netcore.load("classic").forward_all(prepared_sample()).weighted_sums[-1][:, neuron]
    assert captions == [decimal(f"{z:.1f}") for z in np.sort(sums)[::-1][:10]]


def test_a_click_on_a_neuron_looks_into_it() -> None:
    app = with_a_seven(choice="relu")
    for layer, neuron in (("hidden 2", 7), ("output", 3), ("input", 400), ("hidden 1", 0)):
        click(app, f"{layer}/{neuron}")
        assert_looks_into(app, layer, neuron)
        assert_shows(app, "relu", netcore.load("relu"))


def test_a_click_on_the_draw_page_looks_into_that_neuron_whatever_was_looked_into_before() -> None:
    app = draw(new_person().run(), picture(7))
    app.get("button_group")[0].set_value("relu").run()
    for layer, neuron in (("output", 3), ("hidden 1", 0), ("input", 400), ("hidden 1", 5)):
        click(app, f"{layer}/{neuron}")
        assert_looks_into(app, layer, neuron)
        assert_shows(app, "relu", netcore.load("relu"))
        app.switch_page(DRAW).run()
        app.run()


def test_a_neuron_that_the_next_network_lacks_is_no_error() -> None:
    app = with_a_seven(choice="wide", layer="hidden 1", neuron="100")
    assert app.selectbox(key="neuron").value == 100
    app.get("button_group")[0].set_value("classic").run()
    assert_shows(app, "classic", netcore.load("classic"))
    assert app.selectbox(key="layer").value == "hidden 1"
    assert app.selectbox(key="neuron").value == 0


@pytest.mark.parametrize(
    "address",
    [
        {"layer": "nonsense", "neuron": "99999", "view": "x", "choice": "my network"},
        {"layer": "", "neuron": "-1", "view": "", "choice": ""},
        {"layer": "output", "neuron": "15", "view": "All"},
        {"layer": "hidden 7", "neuron": "1e3", "choice": "../classic", "origin": "5000", "bias": "x"},
    ],
)
def test_an_address_that_means_nothing_is_no_error(address) -> None:
    app = with_a_seven(**address)
    assert_whole(app)
    assert shown(app)["network"] == "classic"
    assert decision(app)
    app.run()
    assert_shows(app, "classic", netcore.load("classic"))
    assert app.selectbox(key="neuron").value == 0


def test_without_any_network_there_is_a_sentence(app, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    app.switch_page(INSPECT).run()
    assert_whole(app)
    assert "python -m netcore train" in app.error[0].value


def test_all_numbers_are_counted_and_can_be_taken_home() -> None:
    app = with_a_seven(view=COUNT)
    assert_whole(app)
    assert "**13,002 numbers**" in words_on(app)
    assert "| hidden 1 | 784 × 16 = 12,544 | 16 | 12,560 |" in words_on(app)
    (table,) = app.dataframe
    assert list(table.value.columns) == ["layer", "neuron", "kind", "from", "value"]
    assert len(table.value) == 13_002

    network = netcore.load("classic")
    header, *rows = csv.reader(io.StringIO(as_csv(network)))
    assert header == ["layer", "neuron", "kind", "from", "value"]
    assert len(rows) == 13_002
    numbers = [array for layer in network.layers for array in (layer.weights, layer.biases)]
    total = math.fsum(float(value) for *_, value in rows)
    assert total == math.fsum(number for array in numbers for number in array.ravel().tolist())
    for name, layer in zip(layer_names(network)[1:], network.layers, strict=True):
        weights = np.zeros_like(layer.weights)
        for _, neuron, _, origin, value in (r for r in rows if r[0] == name and r[2] == "weight"):
            weights[int(neuron), int(origin)] = float(value)
        np.testing.assert_array_equal(weights, layer.weights)


def test_the_numbers_of_the_own_network_are_those_that_were_turned() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    turn(app, bias=-17.5)
    app.button_group(key="view").set_value(COUNT).run()
    assert_whole(app)
    table = app.dataframe[0].value
    row = table[(table["layer"] == "output") & (table["kind"] == "bias") & (table["neuron"] == 7)]
    assert row["value"].tolist() == [-17.5]
