"""What the page "Look inside" does, without a browser."""

import csv
import io
import math
import pickle
import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

import netcore
from netcore.activations import RELU, SOFTMAX
from netcore.explain import weighted_sums_of
from netcore.network import Layer, Network
from netcore.pages import shared
from netcore.pages.knobs import as_file
from netcore.pages.own_network import OWN
from netcore.pages.parameters import as_csv
from netcore.pages.sample import sample_pixels
from netcore.pages.words import layer_names
from netcore.training import new_network
from tests.app.driver import assert_whole, click, drag, draw, knob, new_person, shown, turn, words_on
from tests.strokes import picture

INSPECT, DRAW = "netcore/pages/inspect.py", "netcore/pages/draw.py"
SHIPPED = ["classic", "relu", "wide"]
TURN, COUNT = "Turn knobs", "All numbers"
SEVEN = netcore.prepare(picture(7))


@pytest.fixture(autouse=True)
def shared_networks_stay_as_they_are():
    """Whatever a person does, it doesn't reach what everyone shares."""
    yield
    usable, refusals = shared.networks()
    assert refusals == []
    for name, network in usable.items():
        now = Network(network.layers, network.meta)  # a network remembers the fingerprint that it had
        assert now.fingerprint == netcore.load(name).fingerprint
        assert now.meta == netcore.load(name).meta


def look_inside(**address: str) -> AppTest:
    """Open the page at an address such as `?layer=output&neuron=7`."""
    app = new_person()
    app.query_params.update(address)
    return app.switch_page(INSPECT)


def with_a_seven(**address: str) -> AppTest:
    """The page, and a 7 drawn on it."""
    return draw(look_inside(**address), picture(7))


def choose(app: AppTest, layer: str, neuron: int) -> AppTest:
    """Choose a neuron from the lists."""
    app.selectbox(key="layer").set_value(layer).run()
    return app.selectbox(key="neuron").set_value(neuron).run()


def origin(app: AppTest) -> Selectbox:
    """The list of where the weight comes from that can be turned."""
    (found,) = [box for box in app.selectbox if str(box.key).startswith("origin_")]
    return found


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def own(app: AppTest) -> Network:
    """The network that this person turned."""
    state = app.session_state["own_network"].state
    assert state is not None
    return state.network


def file_of(network: Network) -> bytes:
    file = io.BytesIO()
    netcore.save(network, file)
    return file.getvalue()


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    """Bring a file."""
    uploader = app.file_uploader(key="upload")
    return uploader.set_value((name, content, "application/octet-stream")).run()


def decimal(shown_number: str) -> Decimal:
    """A number as the page writes it."""
    return Decimal(shown_number.replace("\u2212", "-").replace(",", ""))


def decision(app: AppTest) -> dict[str, str]:
    """The lines of the sum that a neuron decided by."""
    return dict(re.findall(r'id="decision-(\w+)"><td>[^<]*</td><td>([^<]*)<', words_on(app)))


def pushes(app: AppTest) -> list[tuple[str, Decimal]]:
    """What the page says that was pushed up, down, and by all the rest."""
    cells = re.findall(r"data-push=[\"'](\w+)[\"']>([^<]*)<", words_on(app))
    return [(kind, decimal(number)) for kind, number in cells]


def assert_shows(app: AppTest, name: str, network: Network) -> None:
    """The page chose this network, and gives its answer to the 7."""
    assert_whole(app)
    trace = network.forward(SEVEN)
    stage = shown(app)
    assert app.button_group(key="choice").value == stage["network"] == name
    assert stage["digit"] == str(trace.digit)
    assert float(stage["confidence"]) == pytest.approx(trace.confidence, abs=1e-3)


@pytest.mark.parametrize("name", SHIPPED)
def test_at_rest_every_layer_of_every_network_is_shown(name) -> None:
    app = look_inside(choice=name).run()
    for layer in layer_names(netcore.load(name)):
        choose(app, layer, 9)
        assert_whole(app)
        stage = shown(app)
        assert (stage["network"], stage["digit"], stage["pixels"]) == (name, "", None)
        assert {"network", "habits"} <= set(stage["figures"])
        lines = decision(app)
        if layer == "input":
            assert lines == {}
            continue
        trained = netcore.load(name).layers[layer_names(netcore.load(name)).index(layer) - 1]
        bias = f"{trained.biases[9]:+.3f}".replace("-", "\u2212")
        assert lines == {"sum": "–", "bias": bias, "z": "–", "activation": "–"}
        assert shown(app)["figures"]["curve"]["data"][1]["x"] == []
    assert "Draw a digit" in words_on(app)


@pytest.mark.parametrize("name", [*SHIPPED, "784-40-10"])
def test_what_a_neuron_saw_adds_up_to_what_it_decided(name) -> None:
    app = with_a_seven(view=TURN)
    if name in SHIPPED:
        network = netcore.load(name)
        app.button_group(key="choice").set_value(name).run()
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
            assert sum(number for _, number in pushes(app)) == decimal(lines["sum"])
            assert decimal(lines["bias"]) == decimal(f"{network.layers[number - 1].biases[neuron]:.3f}")
            assert decimal(lines["z"]) == decimal(f"{weighted_sums[neuron]:.3f}")
            assert decimal(lines["activation"]) == decimal(f"{activations[neuron]:.4f}")
            kinds = [kind for kind, _ in pushes(app)]
            assert 0 < kinds.count("up") <= 10 and 0 < kinds.count("down") <= 10
            assert kinds.count("rest") <= 1
            (others,) = re.findall(r"These and the other (\d+), ", words_on(app)) or ["0"]
            listed = len(kinds) - kinds.count("rest")
            assert listed + int(others) == network.sizes[number - 1]
            (together,) = re.findall(r"are <b>([^<]*)</b> together", words_on(app))
            assert together == lines["sum"]


def test_the_strongest_pushes_are_listed_the_strongest_first() -> None:
    app = with_a_seven(layer="hidden 1", neuron="3")
    network = netcore.load("classic")
    given = np.sort(network.layers[0].weights[3].astype(float) * np.float32(shown(app)["pixels"]))
    for kind, strongest in (("up", given[::-1][:10]), ("down", given[:10])):
        listed = [float(number) for name, number in pushes(app) if name == kind]
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
    sums = weighted_sums_of(netcore.load("classic"), sample_pixels())[-1][:, neuron]
    assert captions == [decimal(f"{z:.1f}") for z in np.sort(sums)[::-1][:10]]


def assert_looks_into(app: AppTest, layer: str, neuron: int) -> None:
    assert_whole(app)
    assert (app.selectbox(key="layer").value, app.selectbox(key="neuron").value) == (layer, neuron)
    data = shown(app)["figures"]["network"]["data"]
    (ring,) = [trace for trace in data if trace.get("name") == "focus"]
    assert len(ring["x"]) == 1


def test_a_click_on_a_neuron_looks_into_it() -> None:
    app = with_a_seven(choice="relu")
    for layer, neuron in (("hidden 2", 7), ("output", 3), ("input", 400), ("hidden 1", 0)):
        click(app, f"{layer}/{neuron}")
        assert_looks_into(app, layer, neuron)
        assert_shows(app, "relu", netcore.load("relu"))


def test_a_click_on_the_draw_page_looks_into_that_neuron_whatever_was_looked_into_before() -> None:
    app = draw(new_person().run(), picture(7))
    app.button_group(key="choice").set_value("relu").run()
    for layer, neuron in (("output", 3), ("hidden 1", 0), ("input", 400), ("hidden 1", 5)):
        click(app, f"{layer}/{neuron}")
        assert_looks_into(app, layer, neuron)
        assert_shows(app, "relu", netcore.load("relu"))
        app.switch_page(DRAW).run()
        app.run()


def test_a_neuron_that_the_next_network_lacks_is_no_error() -> None:
    app = with_a_seven(choice="wide", layer="hidden 1", neuron="100")
    assert app.selectbox(key="neuron").value == 100
    app.button_group(key="choice").set_value("classic").run()
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
    monkeypatch.setattr("netcore.storage.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.pages.shared.WEIGHTS_FOLDER", tmp_path)
    app.switch_page(INSPECT).run()
    assert_whole(app)
    assert "python -m netcore train" in app.error[0].value


# Turning knobs


def test_a_weight_is_turned_on_a_copy() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    origin(app).set_value(5).run()
    trained = netcore.load("classic")
    assert knob(app, "weight")["value"] == round(float(trained.layers[2].weights[7, 5]), 4)
    turn(app, weight=-3.25)
    weights = trained.layers[2].weights.copy()
    weights[7, 5] = -3.25
    np.testing.assert_array_equal(own(app).layers[2].weights, weights)
    assert_shows(app, OWN, own(app))
    assert knob(app, "weight")["value"] == -3.25
    assert "weight of neuron 5 → output neuron 7: \u22123.25" in words_on(app)


def test_a_click_on_a_weight_chooses_it_and_clicks_elsewhere_do_not() -> None:
    app = with_a_seven(view=TURN, layer="hidden 1", neuron="3")
    click(app, "weights_to_turn/300")
    assert origin(app).value == 300
    assert knob(app, "weight")["value"] == round(float(netcore.load("classic").layers[0].weights[3, 300]), 4)
    (_, ring) = shown(app)["figures"]["weights_to_turn"]["data"]
    assert (ring["x"], ring["y"]) == ([300 % 28], [300 // 28])
    click(app, "accuracy/7")
    assert origin(app).value == 300
    app.button_group(key="view").set_value("Look inside").run()
    click(app, "habits/7")
    click(app, "curve/0")
    assert_looks_into(app, "hidden 1", 3)


def test_a_bias_is_turned_on_a_copy() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7", choice="relu")
    turn(app, bias=-9.5)
    biases = netcore.load("relu").layers[2].biases.copy()
    biases[7] = -9.5
    np.testing.assert_array_equal(own(app).layers[2].biases, biases)
    assert_shows(app, OWN, own(app))
    assert "Before it was turned: <b>7</b>" in words_on(app)


def test_before_and_after_a_turn_the_bundled_digits_are_read() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    assert "No digit is read worse" in words_on(app)
    turn(app, bias=-50.0)
    trained = netcore.load("classic")
    after = re.search(r'→ <b id="accuracy-after">([\d.]+)', words_on(app))
    assert after and float(after[1]) < 100 * trained.meta["accuracy"]["mnist-test"] - 5
    worse = re.search(r'id="worse">Read worse than before: <b>(\d)</b> \([\d.]+ → 0.0', words_on(app))
    assert worse and worse[1] == "7"
    bars, lines = shown(app)["figures"]["accuracy"]["data"]
    assert bars["y"][7] == 0
    assert bars["customdata"] == lines["y"]
    assert lines["y"][7] > 90


def test_what_was_before_is_told_only_where_something_is_different() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    assert "Before it was turned" not in words_on(app) and "→ <b id=" not in words_on(app)
    turn(app, bias=-50.0)
    assert "Before it was turned: <b>7</b>" in words_on(app) and "→ <b id=" in words_on(app)
    press(app, "reset")  # an own network that is as trained
    assert "Before it was turned" not in words_on(app) and "→ <b id=" not in words_on(app)
    assert 'id="accuracy-after"' in words_on(app)
    app.run()
    turn(app, bias=-50.0)
    draw(app, np.zeros((280, 280), np.uint8))
    assert "Before it was turned" not in words_on(app) and "→ <b id=" in words_on(app)


def test_all_weights_of_a_neuron_are_scaled_and_come_back() -> None:
    app = with_a_seven(view=TURN, layer="hidden 2", neuron="3")
    trained = netcore.load("classic").layers[1].weights
    for factor in (2.0, 0.5, 0.0, 1.0):
        turn(app, scale=factor)
        assert_whole(app)
        np.testing.assert_allclose(own(app).layers[1].weights[3], factor * trained[3], rtol=1e-5)
        np.testing.assert_array_equal(np.delete(own(app).layers[1].weights, 3, 0), np.delete(trained, 3, 0))
        assert knob(app, "scale")["value"] == pytest.approx(factor, abs=1e-5)


def test_a_neuron_is_switched_off_and_on_again() -> None:
    app = with_a_seven(view=TURN, layer="hidden 1", neuron="6")
    assert app.button(key="off").label == "Switch off"
    press(app, "off")
    assert_shows(app, OWN, own(app))
    assert own(app).forward(SEVEN).activations[1][6] == 0
    assert app.button(key="off").label == "Switch on again"
    assert knob(app, "bias")["disabled"]
    press(app, "off")
    assert_shows(app, OWN, own(app))
    assert own(app).fingerprint == netcore.load("classic").fingerprint
    assert app.button(key="off").label == "Switch off"
    assert not knob(app, "bias")["disabled"]

    turn(app, bias=1.25)  # a bias of one's own comes back too
    turned = own(app)
    press(app, "off")
    press(app, "shake")
    press(app, "off")
    np.testing.assert_array_equal(own(app).layers[0].biases, turned.layers[0].biases)


def assert_fits(shows: dict) -> None:
    """A knob stands where its slider can go and where it can be typed, and zero has no sign."""
    least, most = shows["limits"]
    if not shows["disabled"]:
        assert least <= shows["least"] <= shows["value"] <= shows["most"] <= most
    assert math.copysign(1, shows["value"]) == 1 or shows["value"] < 0


@pytest.mark.parametrize("value", [0.0, -0.0, -0.00001, 0.3, -7.5, 10.0, -12.0, 3000.0, 1e6, -1e6])
def test_a_knob_stands_between_the_ends_of_its_slider_wherever_it_is_turned_to(value) -> None:
    app = with_a_seven(view=TURN, layer="hidden 2", neuron="3")
    for key in ("weight", "bias", "scale"):
        assert_fits(knob(app, key))
    assert knob(app, "weight")["limits"] == knob(app, "bias")["limits"] == [-1e6, 1e6]
    assert knob(app, "scale")["limits"] == [0, 1000]
    turn(app, bias=value, weight=value)
    assert_whole(app)
    for key in ("weight", "bias"):
        assert_fits(knob(app, key))
        assert knob(app, key)["value"] == round(value, 4)
    scale = knob(app, "scale")  # grew with the weight, however far
    assert scale["least"] == 0 <= scale["value"] <= scale["most"]


def test_all_weights_typed_beyond_the_end_of_the_slider_take_the_end_along() -> None:
    app = with_a_seven(view=TURN, layer="hidden 2", neuron="3")
    assert (knob(app, "scale")["value"], knob(app, "scale")["most"]) == (1, 3)
    for factor in (20.0, 1000.0):
        turn(app, scale=factor)
        assert knob(app, "scale")["value"] == pytest.approx(factor, abs=1e-3)
        assert knob(app, "scale")["most"] >= factor
    turn(app, scale=0.0)
    assert_fits(knob(app, "scale"))
    assert knob(app, "scale")["most"] == 3


def test_a_knob_that_cannot_do_anything_is_disabled() -> None:
    layer = Layer(np.zeros((10, 784), np.float32), np.zeros(10, np.float32), SOFTMAX)
    app = with_a_seven(view=TURN, layer="output", neuron="3")
    upload(app, "nothing.npz", file_of(Network([layer])))
    assert knob(app, "scale")["disabled"]  # there is nothing to be scaled
    assert not knob(app, "weight")["disabled"] and not knob(app, "bias")["disabled"]
    press(app, "off")
    assert knob(app, "bias")["disabled"] and not knob(app, "weight")["disabled"]
    press(app, "off")
    assert not knob(app, "bias")["disabled"]


def test_a_knob_is_told_which_turn_it_is_shown_the_answer_to() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    assert knob(app, "weight")["turn"] == knob(app, "bias")["turn"] == 0
    turn(app, bias=1.0)
    turn(app, bias=2.0, weight=0.5)
    assert (knob(app, "bias")["turn"], knob(app, "weight")["turn"]) == (2, 1)
    press(app, "undo_turn")
    choose(app, "hidden 1", 3)
    assert (knob(app, "bias")["turn"], knob(app, "weight")["turn"]) == (2, 1)
    for view in (COUNT, TURN):
        app.button_group(key="view").set_value(view).run()
    assert knob(app, "bias")["turn"] == 2


def test_a_turn_that_is_refused_is_answered_with_where_the_knob_stands() -> None:
    app = with_a_seven(view=TURN, choice="relu")
    for layer in ("hidden 1", "hidden 2", "output"):
        choose(app, layer, 0)
        origin(app).set_value(0).run()
        before, turns = knob(app, "weight")["value"], knob(app, "weight")["turn"]
        turn(app, weight=1e6)
    (error,) = app.error
    assert "weighted sums of layer 3 can go beyond" in error.value
    assert (knob(app, "weight")["value"], knob(app, "weight")["turn"]) == (before, turns + 1)
    assert_shows(app, OWN, own(app))
    turn(app, weight=1.0)
    assert not app.error and knob(app, "weight")["value"] == 1


def test_the_turns_of_one_drag_are_undone_together() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    turn(app, bias=3.0)
    typed = own(app).fingerprint
    drag(app, bias=[3.5, 4.0, 4.5])
    dragged = own(app).fingerprint
    assert own(app).layers[2].biases[7] == 4.5
    drag(app, bias=[4.0, 1.0])
    assert own(app).layers[2].biases[7] == 1
    dragged_again = own(app).fingerprint
    drag(app, weight=[-1.0, -2.0])
    for expected in (dragged_again, dragged, typed):
        press(app, "undo_turn")
        assert own(app).fingerprint == expected
    press(app, "undo_turn")
    assert_shows(app, "classic", netcore.load("classic"))
    assert app.button(key="undo_turn").disabled
    press(app, "redo_turn")
    press(app, "redo_turn")
    assert own(app).fingerprint == dragged


def test_the_first_turn_may_be_a_drag() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7", choice="relu")
    drag(app, scale=[1.5, 2.0, 2.5])
    trained = netcore.load("relu").layers[2].weights[7]
    np.testing.assert_allclose(own(app).layers[2].weights[7], 2.5 * trained, rtol=1e-5)
    assert app.session_state["own_network"].state.source == "relu"
    press(app, "undo_turn")
    assert_shows(app, "relu", netcore.load("relu"))


def test_weights_that_were_scaled_to_nothing_come_back_as_they_were_turned() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    turn(app, weight=-3.25)
    turned = own(app).layers[2].weights[7].copy()
    size = knob(app, "scale")["value"]
    drag(app, scale=[0.5, 0.0, size])
    np.testing.assert_allclose(own(app).layers[2].weights[7], turned, rtol=1e-3)
    turn(app, scale=0.0)
    turn(app, bias=1.0)
    turn(app, scale=2 * size)
    np.testing.assert_allclose(own(app).layers[2].weights[7], 2 * turned, rtol=1e-3)


def test_a_turn_that_arrives_with_the_undo_of_all_others_is_made_of_what_is_left() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7", choice="relu")
    turn(app, weight=2.5)
    app.button(key="undo_turn").click()
    turn(app, bias=1.5)
    state = app.session_state["own_network"].state
    assert (state.source, state.before.fingerprint) == ("relu", netcore.load("relu").fingerprint)
    np.testing.assert_array_equal(state.network.layers[2].weights, netcore.load("relu").layers[2].weights)
    assert state.network.layers[2].biases[7] == 1.5
    press(app, "undo_turn")
    assert_shows(app, "relu", netcore.load("relu"))


def test_two_knobs_turned_before_the_page_shows_the_first_both_count() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    app.button(key="off").click()
    turn(app, weight=2.5)  # typed, and told with the click that follows
    weights = own(app).layers[2].weights[7]
    assert weights[origin(app).value] == 2.5
    assert own(app).forward(SEVEN).activations[3][7] == 0
    press(app, "undo_turn")
    press(app, "undo_turn")
    assert_shows(app, "classic", netcore.load("classic"))


def test_noise_shakes_one_layer_and_pruning_cuts_the_smallest_weights_of_all() -> None:
    app = with_a_seven(view=TURN, layer="hidden 2")
    trained = netcore.load("classic")
    app.slider(key="noise").set_value(100).run()
    press(app, "shake")
    assert_shows(app, OWN, own(app))
    changed = [
        not np.array_equal(a.weights, b.weights) for a, b in zip(own(app).layers, trained.layers, strict=True)
    ]
    assert changed == [False, True, False]
    shaken = own(app)
    app.slider(key="smallest").set_value(80).run()
    press(app, "prune")
    assert_shows(app, OWN, own(app))
    sizes = np.sort(np.abs(np.concatenate([layer.weights.ravel() for layer in shaken.layers])))
    cut = np.concatenate([layer.weights.ravel() for layer in own(app).layers]) == 0
    assert cut.sum() == round(0.8 * len(sizes))
    kept = np.abs(np.concatenate([layer.weights.ravel() for layer in own(app).layers])[~cut])
    assert kept.min() >= sizes[round(0.8 * len(sizes)) - 1]


def test_a_turn_too_far_is_refused_in_a_sentence_and_the_network_stays_fit_to_be_taken_home() -> None:
    app = with_a_seven(view=TURN)
    turn(app, weight=900_000.0)
    assert_shows(app, OWN, own(app))
    app.slider(key="noise").set_value(200).run()
    for _ in range(30):
        if app.error:
            break
        fit = own(app)
        press(app, "shake")
        assert_shows(app, OWN, own(app))
    (error,) = app.error
    assert "too far" in error.value and "beyond 1,000,000" in error.value
    assert own(app) is fit
    assert netcore.load(io.BytesIO(as_file(fit))).fingerprint == fit.fingerprint
    press(app, "undo_turn")
    assert not app.error


def test_the_way_back_and_forward_gives_exactly_the_networks_that_were_there() -> None:
    app = with_a_seven(view=TURN, layer="hidden 1", neuron="2", choice="relu")
    trained = netcore.load("relu")
    assert [app.button(key=key).disabled for key in ("undo_turn", "redo_turn", "reset")] == [True] * 3
    seen = [trained.fingerprint]
    turn(app, weight=4.0)
    seen.append(own(app).fingerprint)
    turn(app, scale=2.5)
    seen.append(own(app).fingerprint)
    press(app, "shake")
    seen.append(own(app).fingerprint)
    press(app, "prune")
    seen.append(own(app).fingerprint)
    assert len(set(seen)) == 5
    for expected in seen[-2:0:-1]:
        press(app, "undo_turn")
        assert own(app).fingerprint == expected
        assert_shows(app, OWN, own(app))
    press(app, "undo_turn")
    assert app.session_state["own_network"].state is None
    assert_shows(app, "relu", trained)  # where it came from
    assert app.button(key="undo_turn").disabled
    for expected in seen[1:]:
        press(app, "redo_turn")
        assert own(app).fingerprint == expected
        assert_shows(app, OWN, own(app))
    assert app.button(key="redo_turn").disabled
    press(app, "reset")
    assert own(app).fingerprint == trained.fingerprint
    assert_shows(app, OWN, trained)
    press(app, "undo_turn")
    assert own(app).fingerprint == seen[-1]


def test_the_own_network_is_on_every_page_of_this_person_and_on_nobody_elses() -> None:
    app = with_a_seven(view=TURN, layer="output", neuron="7")
    turn(app, bias=-20.0)
    app.switch_page(DRAW).run()
    # AppTest, unlike a browser, tells a new page what the widgets of the last one were, once.
    app.run()
    assert_shows(app, OWN, own(app))
    assert "your own copy of classic" in words_on(app)
    app.button_group(key="choice").set_value("classic").run()
    assert_shows(app, "classic", netcore.load("classic"))

    other = with_a_seven(choice=OWN)
    assert_shows(other, "classic", netcore.load("classic"))
    assert OWN not in other.button_group(key="choice").options


def test_the_own_network_can_be_left_and_another_one_turned() -> None:
    app = with_a_seven(view=TURN)
    turn(app, bias=1.0)
    app.button_group(key="choice").set_value("wide").run()
    assert_shows(app, "wide", netcore.load("wide"))
    assert "No digit is read worse" in words_on(app)
    turn(app, bias=1.0)
    assert own(app).sizes == netcore.load("wide").sizes
    press(app, "undo_turn")
    assert own(app).sizes == netcore.load("classic").sizes
    assert_shows(app, OWN, own(app))


def test_an_input_neuron_has_no_knobs_and_the_network_has() -> None:
    app = with_a_seven(view=TURN, layer="input", neuron="400")
    assert_whole(app)
    assert "no knobs" in words_on(app)
    assert [slider.key for slider in app.slider] == ["noise", "smallest"]
    press(app, "shake")
    assert_shows(app, OWN, own(app))


# Files


def test_a_network_of_ones_own_is_taken() -> None:
    network = new_network([784, 40, 10], RELU, SOFTMAX, seed=3)
    app = with_a_seven(view=TURN, layer="hidden 2", neuron="12")
    upload(app, "mine.npz", file_of(network))
    assert own(app).fingerprint == network.fingerprint
    assert_shows(app, OWN, network)
    for layer in ("input", "hidden 1", "output"):
        for view in ("Look inside", TURN, COUNT):
            app.button_group(key="view").set_value(view).run()
            choose(app, layer, 9)
            assert_whole(app)
    assert f"{network.parameter_count:,} numbers" in words_on(app)
    app.button_group(key="view").set_value(TURN).run()
    turn(app, bias=2.0)
    press(app, "reset")
    assert own(app).fingerprint == network.fingerprint


def archive(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


CLASSIC = file_of(netcore.load("classic"))
BAD_FILES = {
    "a truncated file": ("mine.npz", CLASSIC[: len(CLASSIC) // 2], "mine.npz can't be used"),
    "a pickle": ("mine.npz", pickle.dumps([1, 2, 3]), "mine.npz can't be used"),
    "an array of objects": (
        "mine.npz",
        archive(W1=np.array([None, {}], dtype=object), meta="{}"),
        "mine.npz can't be used",
    ),
    "a text": ("notes.npz", b"the quick brown fox\n" * 20, "notes.npz can't be used"),
    "nothing": ("empty.npz", b"", "empty.npz can't be used"),
    "five megabytes": ("large.npz", bytes(5 * 2**20), "large.npz can't be used"),
    "other shapes": (
        "small.npz",
        archive(
            W1=np.ones((10, 64), np.float32), b1=np.ones(10, np.float32), meta='{"activations": ["sigmoid"]}'
        ),
        "64 inputs and 10 outputs instead of 784 and 10",
    ),
    "not a number": (
        "mine.npz",
        archive(
            W1=np.full((10, 784), np.nan, np.float32),
            b1=np.ones(10, np.float32),
            meta='{"activations": ["sigmoid"]}',
        ),
        "not finite",
    ),
}


def test_files_that_are_no_networks_get_one_sentence_and_change_nothing() -> None:
    app = with_a_seven(view=TURN)
    turn(app, bias=2.0)
    mine = own(app)
    for what, (name, content, reason) in BAD_FILES.items():
        upload(app, name, content)
        (error,) = app.error
        assert reason in error.value, what
        assert "\n" not in error.value and "Traceback" not in error.value
        assert own(app) is mine
        assert_shows(app, OWN, mine)
    press(app, "shake")
    assert not app.error  # said once


def test_what_an_uploaded_file_says_of_itself_does_not_get_on_the_page() -> None:
    evil = "**evil** <script>alert(1)</script> ![x](http://evil.example/x.png)"
    network = new_network([784, 20, 10], seed=3)
    meta = {"about": evil, "name": evil, "accuracy": {"mnist-test": 1.0}, "recipe": evil}
    app = with_a_seven(view=TURN)
    upload(app, f"{evil}.npz", file_of(Network(network.layers, meta)))
    assert_shows(app, OWN, network)
    for view in (TURN, COUNT, "Look inside"):
        app.button_group(key="view").set_value(view).run()
        assert "evil" not in words_on(app) + str(shown(app)["network"])
    app.switch_page(DRAW).run()
    app.run()
    assert_shows(app, OWN, network)
    assert "evil" not in words_on(app)
    assert "your own copy of uploaded" in words_on(app)


@pytest.mark.parametrize("value", [0.0, 1e6, -1e6, 1e-38])
def test_a_network_of_nothing_or_of_the_largest_numbers_is_shown_without_nan(value) -> None:
    hidden = Layer(np.full((4, 784), value, np.float32), np.zeros(4, np.float32), RELU)
    output = Layer(np.full((10, 4), value, np.float32), np.full(10, value, np.float32), SOFTMAX)
    app = with_a_seven(view=TURN, layer="hidden 1")
    upload(app, "extreme.npz", file_of(Network([hidden, output])))
    assert not app.error
    for view in (TURN, "Look inside", COUNT):
        app.button_group(key="view").set_value(view).run()
        for layer in ("input", "hidden 1", "output"):
            choose(app, layer, 3)
            assert_whole(app)


def test_the_download_is_the_network() -> None:
    app = with_a_seven(view=TURN, layer="hidden 1", neuron="2")
    press(app, "shake")
    press(app, "prune")
    assert app.get("download_button")[0].key == "download"
    again = netcore.load(io.BytesIO(as_file(own(app))))
    assert again.fingerprint == own(app).fingerprint
    upload(app, "again.npz", as_file(own(app)))
    assert_shows(app, OWN, again)
    for name in SHIPPED:
        assert (
            netcore.load(io.BytesIO(as_file(netcore.load(name)))).fingerprint
            == netcore.load(name).fingerprint
        )


# All numbers


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
