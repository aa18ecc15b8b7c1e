"""What turned knobs do on the page "Look inside", without a browser."""

import io
import math
import re

import numpy as np
import pytest

import netcore
from netcore.activations import SOFTMAX
from netcore.network import Layer, Network
from netcore.web.look_inside.turning import as_file
from netcore.web.person.own_network import OWN
from tests.app.driver import assert_whole, click, drag, draw, knob, person, shown, turn, words_on
from tests.app.inspector import (
    COUNT,
    DRAW,
    SEVEN,
    TURN,
    assert_looks_into,
    assert_shows,
    choose,
    file_of,
    origin,
    own,
    press,
    upload,
    with_a_seven,
)

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


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
    assert "Before it was turned: <b>a 7 (" in words_on(app)


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
    assert "Before it was turned: <b>a 7 (" in words_on(app) and "→ <b id=" in words_on(app)
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
    bias = float(netcore.load("classic").layers[0].biases[6])
    assert knob(app, "bias")["value"] == pytest.approx(bias, abs=1e-4)  # and not what keeps it dark
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
    assert person(app).own.version.source == "relu"
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
    version = person(app).own.version
    assert (version.source, version.before.fingerprint) == ("relu", netcore.load("relu").fingerprint)
    np.testing.assert_array_equal(version.network.layers[2].weights, netcore.load("relu").layers[2].weights)
    assert version.network.layers[2].biases[7] == 1.5
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
    assert person(app).own.version is None
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
    app.get("button_group")[0].set_value("classic").run()
    assert_shows(app, "classic", netcore.load("classic"))

    other = with_a_seven(choice=OWN)
    assert_shows(other, "classic", netcore.load("classic"))
    assert OWN not in other.get("button_group")[0].options


def test_the_own_network_can_be_left_and_another_one_turned() -> None:
    app = with_a_seven(view=TURN)
    turn(app, bias=1.0)
    app.get("button_group")[0].set_value("wide").run()
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
