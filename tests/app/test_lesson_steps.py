"""The lesson from the hidden layers to the end, without a browser: what is done there is noticed."""

import re
from decimal import Decimal

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.activations import RELU, SOFTMAX
from netcore.network import Network
from netcore.training.learner import new_network
from netcore.web import routes
from netcore.web.lesson.steps import STEPS, hidden, knobs, limits, weight, weighted_sum
from tests.app.driver import (
    assert_whole,
    component_data,
    draw,
    new_person,
    person,
    shown,
    tell,
    words_on,
)
from tests.strokes import picture

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")

FIRST = STEPS.index(hidden.STEP) + 1

LAST = len(STEPS)


def opened(step: int, digit: int | None = 7, choice: str = "classic") -> AppTest:
    """A step, opened, and a digit drawn on its canvas."""
    app = new_person()
    app.query_params.update(step=str(step), choice=choice)
    app = app.switch_page(routes.LESSON.script).run()
    return app if digit is None else draw(app, picture(digit))


def step_of(module) -> int:
    return STEPS.index(module.STEP) + 1


def is_done(app: AppTest, step: int) -> bool:
    assert_whole(app)
    return step in person(app).lesson.done


def own() -> Network:
    """One hidden layer, ReLU and softmax."""
    return Network(new_network([784, 7, 10], RELU, SOFTMAX, seed=3).layers, {"name": "made"})


@pytest.mark.parametrize("choice", ["classic", "wide", "own"])
@pytest.mark.parametrize("step", [*range(FIRST, FIRST + 6), LAST - 1, LAST])
def test_a_step_is_whole_with_and_without_a_drawing_whatever_the_network(step, choice) -> None:
    app = opened(step, None, "classic" if choice == "own" else choice)
    if choice == "own":
        person(app).take(own(), "made", "made")
        app.run()
    for grey in (None, picture(3), np.full((280, 280), 255, np.uint8)):
        if grey is not None:
            draw(app, grey)
        app.button(key="reveal").click().run()
        assert not is_done(app, step) or step == LAST
        app.button(key="reveal").click().run()


def test_the_signal_that_has_run_through_is_noticed() -> None:
    app = opened(FIRST)
    assert not is_done(app, FIRST)
    assert is_done(tell(app, stage={"event": "played", "value": True}), FIRST)


def test_a_pixel_that_pulls_the_neuron_down_is_noticed_and_its_numbers_are_said() -> None:
    step = step_of(weight)
    app = opened(step)
    _layer, neuron = component_data(app, "stage")["neuron"]
    weights = netcore.load("classic").layers[0].weights[neuron]
    votes = weights * np.float32(shown(app)["pixels"])
    tell(app, stage={"event": "picked", "value": f"pixel/{votes.argmax()}"})
    assert not is_done(app, step)
    tell(app, stage={"event": "picked", "value": f"pixel/{votes.argmin()}"})
    assert is_done(app, step)
    assert f"{-votes.min():.3f}" in words_on(app)
    draw(app, picture(0))
    assert component_data(app, "stage")["neuron"][1] == neuron


def test_the_votes_are_shown_as_they_add_up_and_another_sign_is_noticed() -> None:
    step = step_of(weighted_sum)
    app = opened(step)
    for digit in range(10):
        draw(app, picture(digit))
        if is_done(app, step):
            break
    else:
        raise AssertionError("no digit changes the sign")
    text = words_on(app).split("id='votes'")[1]
    for_it, against, total = (
        Decimal(number.replace("\u2212", "-")) for number in re.findall(r"[+\u2212]\d+\.\d{3}", text)[:3]
    )
    assert for_it + against == total


def bench_told(app: AppTest, **turned: float) -> AppTest:
    """As if a slider of the bench had been let go."""
    data = component_data(app, "bench")
    value = {"weight": data["weight"], "bias": data["bias"], "target": data["target"]} | turned
    return tell(app, bench={"event": "turned", "value": value})


@pytest.mark.parametrize("choice", ["classic", "relu"])
def test_a_neuron_that_its_bias_makes_half_lit_is_noticed_and_no_network_is_changed(choice) -> None:
    step = FIRST + 3
    app = opened(step, choice=choice)
    data = component_data(app, "bench")
    vote = round(data["weight"] * data["input"], 3)
    half = -vote - data["others"]
    assert abs(half) <= data["ends"]["bias"]
    assert not is_done(bench_told(app, bias=half, weight=data["weight"] + 1), step)
    assert is_done(bench_told(app, bias=half), step)
    assert person(app).own.network is None
    again = opened(step + 1, choice=choice)
    assert not is_done(bench_told(again, bias=half), step + 1)
    assert is_done(bench_told(again, bias=half + 8.5), step + 1)


def test_knobs_turned_until_the_drawing_is_misread_are_noticed_and_no_network_changes() -> None:
    step = step_of(knobs)
    app = opened(step)
    assert "= 13,002" in words_on(app) and "= 12,560" in words_on(app)
    assert shown(app)["digit"] == "7"
    one = next(slider for slider in app.slider if slider.key != knobs.NOISE)
    one.set_value(-20.0).run()
    changed = shown(app)
    assert is_done(app, step) is (changed["digit"] != "7" or changed["kind"] != "digit")
    one = next(slider for slider in app.slider if slider.key != knobs.NOISE)
    one.set_value(one.max).run()
    app.slider(key=knobs.NOISE).set_value(200).run()
    assert is_done(app, step)
    assert shown(app)["digit"] != "7" or shown(app)["kind"] != "digit"
    accuracy = float(re.findall(r"now \*\*([\d.]+)", words_on(app))[0])
    assert accuracy < 60
    assert person(app).own.network is None
    app.query_params["step"] = str(LAST)
    person(app).lesson.go(LAST, 0)
    assert shown(app.run())["digit"] == "7"


def test_a_drawing_that_is_turned_upside_down_is_noticed_and_undo_brings_it_back() -> None:
    step = step_of(limits)
    app = opened(step, 6)
    app.button(key="limits_turn").click().run()
    assert is_done(app, step)
    assert shown(app)["digit"] == "9"
    app.button(key="undo").click().run()
    assert_whole(app)
    assert opened(step, None).button(key="limits_turn").disabled


def test_the_last_digit_is_noticed() -> None:
    app = opened(LAST, None)
    assert not is_done(app, LAST)
    assert is_done(draw(app, picture(7)), LAST)
