"""The Lesson page: every step with every network, and what is noticed, asked and begun anew."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from netcore.activations import RELU, SIGMOID
from netcore.web.lesson.steps import STEPS, rules
from netcore.web.routes import DRAW, LESSON
from tests.app.driver import (
    assert_whole,
    component_data,
    draw,
    new_person,
    person,
    shown,
    tell,
    words_on,
    write,
)
from tests.strokes import picture
from tests.unit.networks import random_network

NETWORKS = {
    "classic": None,
    "relu": None,
    "wide": None,
    "784-20-12-8-10": random_network([784, 20, 12, 8, 10], RELU, SIGMOID),
    "784-10": random_network([784, 10], SIGMOID, SIGMOID),
}


def open_lesson(**address: str) -> AppTest:
    app = new_person()
    app.query_params.update(address)
    return app.switch_page(LESSON.script).run()


def walk(app: AppTest, step: int) -> AppTest:
    """As if the browser had told of a press on Next, a dot, or a key."""
    return tell(app, pager={"event": "walked", "value": step})


def number_of(name: str) -> int:
    """The step whose file has this name."""
    return next(n for n, step in enumerate(STEPS, 1) if step.is_done.__module__.endswith(f".{name}"))


def assert_told(app: AppTest, step: int) -> None:
    """All of a step is on the page."""
    assert_whole(app)
    words = words_on(app)
    assert f'<h2 data-step="{step}">{step} · ' in words
    for part in (*STEPS[step - 1].words, STEPS[step - 1].task, STEPS[step - 1].question):
        assert part in words
    assert component_data(app, "pager")["at"] == person(app).lesson.step == step
    assert app.query_params["step"] == [str(step)] or app.query_params["step"] == str(step)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_step_is_told_with_every_network_with_and_without_a_drawing(name) -> None:
    app, network = new_person(), NETWORKS[name]
    if network is None:
        app.query_params["choice"] = name
    else:
        person(app).take(network, "a file", "a file")
    app.switch_page(LESSON.script).run()
    for drawn in (None, picture(7), np.zeros((280, 280), np.uint8)):
        if drawn is not None:
            draw(app, drawn)
        for step in range(1, len(STEPS) + 1):
            assert_told(walk(app, step), step)
            app.button(key="reveal").click().run()
            assert_told(app, step)
            app.button(key="reveal").click().run()


@pytest.mark.parametrize(
    ("address", "step"),
    [
        ("9", 9),
        ("0", 1),
        ("-3", 1),
        ("99", 15),
        ("9.6", 1),
        ("", 1),
        ("<b>", 1),
        ("1e999", 1),
        ("9" * 5000, 1),
    ],
)
def test_the_address_opens_the_nearest_step(address, step) -> None:
    app = open_lesson(step=address, choice="relu", hide="answer")
    assert_told(app, step)
    assert (shown(app)["network"], shown(app)["hidesAnswer"]) == ("relu", True)
    walk(app, 6)
    assert {"choice", "hide", "step"} <= set(app.query_params)


def test_a_step_stays_open_on_the_way_to_another_page_and_back() -> None:
    app = walk(open_lesson(), 4)
    app.query_params.clear()
    app.switch_page(DRAW.script).run()
    app.query_params.clear()
    assert_told(app.switch_page(LESSON.script).run(), 4)


def test_what_a_browser_tells_before_it_has_heard_of_a_step_does_not_lead_back() -> None:
    app = walk(open_lesson(step="4"), 5)
    app.query_params["step"] = "4"
    assert_told(app.run(), 5)


def test_tasks_are_noticed_and_announced_once_they_are_done() -> None:
    app = open_lesson()
    assert "☐ Draw any digit" in words_on(app) and not component_data(app, "pager")["said"]
    write(app, 7)
    assert "✓ Draw any digit" in words_on(app) and component_data(app, "pager")["said"]

    walk(app, number_of("rules"))
    tell(app, pixel_choice={"event": "chosen", "value": 0})
    assert person(app).lesson.done == {1}
    tell(app, pixel_choice={"event": "chosen", "value": rules.rules().best})
    assert f"<b>{rules.rules().found[rules.rules().best]:,}</b>" in words_on(app)
    assert person(app).lesson.done == {1, number_of("rules")}

    walk(app, number_of("neuron"))
    app.slider(key="activation").set_value(0.5).run()
    assert number_of("neuron") in person(app).lesson.done

    walk(app, number_of("pixels"))
    assert shown(app)["steps"]["frame"]
    assert number_of("pixels") not in person(app).lesson.done
    small = np.zeros((280, 280), np.uint8)
    small[10:90, 10:90] = picture(7)[::3, ::3][:80, :80]
    draw(app, small, strokes=2)
    assert number_of("pixels") in person(app).lesson.done

    walk(app, number_of("outputs"))
    app.button(key="clear").click().run()
    write(app, 7)
    app.button(key="clear").click().run()
    assert number_of("outputs") not in person(app).lesson.done
    write(app, 3)
    assert number_of("outputs") in person(app).lesson.done
    assert component_data(app, "pager")["done"] == sorted(person(app).lesson.done)


def test_the_ten_outputs_add_up_as_they_are_shown() -> None:
    app = write(open_lesson(step=str(number_of("outputs"))), 7)
    app.button(key="reveal").click().run()
    (said,) = [one.value for one in app.markdown if " + " in one.value]
    summands, total = said.split(". It need")[0].split(" = ")
    assert f"{sum(map(float, summands.split(' + '))):.2f}" == total
    outputs = shown(app)["activations"][-10:]
    assert summands == " + ".join(f"{output:.2f}" for output in outputs)


def test_the_next_class_begins_with_the_first_step_and_an_empty_canvas() -> None:
    app = write(open_lesson(teacher="1"), 7)
    app.button(key="reveal").click().run()
    walk(app, 3)
    app.button(key="start_over").click().run()
    assert_told(app, 1)
    lesson = person(app).lesson
    assert not lesson.done and not lesson.revealed and lesson.teaches
    assert not person(app).drawing.objects
    app.button(key="undo").click().run()
    assert person(app).drawing.objects


def test_notes_are_for_who_teaches_alone_and_follow_the_steps() -> None:
    assert not [one for one in open_lesson().get("bidi_component") if one.key == "notes"]
    app = open_lesson(teacher="1", step="2")
    for step in (2, 4):
        walk(app, step)
        notes = component_data(app, "notes")
        assert STEPS[step - 1].title in notes["title"]
        assert next(note for _, note in notes["notes"]) == STEPS[step - 1].notes.ask.replace("*", "")
    assert "teacher" in app.query_params


def test_draw_offers_the_lesson_but_not_on_a_slide() -> None:
    app = new_person().run()
    assert [link.proto.page for link in app.get("page_link")] == ["lesson"]
    app = new_person()
    app.query_params["hide"] = "controls"
    assert not app.run().get("page_link")
