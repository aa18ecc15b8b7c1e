"""The steps of the lesson that show examples and let a network learn from them, without a browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from netcore.data import load_sample
from netcore.web import routes
from netcore.web.lesson.steps import STEPS, examples, learning
from netcore.web.networks import networks
from netcore.web.person.lesson_training import LOOKS
from netcore.web.sample import unseen_by
from tests.app.driver import (
    assert_whole,
    component_bytes,
    component_data,
    draw,
    new_person,
    person,
    shown,
    tell,
    words_on,
)
from tests.app.inspector import press
from tests.strokes import picture

LESSON = routes.LESSON.script
pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


def at(step, choice: str = "classic") -> AppTest:
    """Somebody who opened the lesson at a step."""
    app = new_person()
    app.query_params.update(step=str(STEPS.index(step) + 1), choice=choice)
    return app.switch_page(LESSON).run()


def is_done(app: AppTest) -> bool:
    lesson = person(app).lesson
    return lesson.step in lesson.done


@pytest.mark.parametrize("choice", ["classic", "wide"])
def test_examples_flow_by_and_one_that_is_pressed_is_said(choice) -> None:
    app = at(examples.STEP, choice)
    assert_whole(app)
    pictures = component_data(app, "examples")["pictures"]
    labels = load_sample().labels
    unseen = set(unseen_by(networks()[0][choice]).tolist())
    assert len(pictures) > 40 and len({one["number"] for one in pictures}) == len(pictures)
    for one in pictures:
        assert one["caption"] == str(labels[one["number"]]) and one["number"] in unseen
    assert not is_done(app)
    chosen = pictures[5]["number"]
    tell(app, examples={"event": "pressed", "value": chosen})
    assert_whole(app)
    told = component_data(app, "examples")
    assert is_done(app) and told["pressed"] == chosen
    assert told["pictures"] is None  # the browser has them
    assert f"Its writer meant a **{labels[chosen]}**" in words_on(app)


def test_pictures_that_got_lost_on_the_way_are_sent_again() -> None:
    app = at(examples.STEP).run()
    assert component_data(app, "examples")["pictures"] is None
    tell(app, examples={"event": "missing", "value": True})
    assert len(component_data(app, "examples")["pictures"]) > 40


def test_how_many_examples_there_were_is_the_networks_own() -> None:
    app = press(at(examples.STEP), "reveal")
    assert "**82,660**" in words_on(app) and "55,000" in words_on(app)


@pytest.mark.parametrize("choice", ["classic", "wide"])
def test_a_network_of_the_lessons_own_learns_to_read_and_touches_nothing_else(choice) -> None:
    app = draw(at(learning.STEP, choice), picture(7))
    before = person(app).run, person(app).own.version, person(app).chosen
    assert_whole(app)
    first = shown(app)["activations"]
    chosen = networks()[0][choice]
    assert len(first) == sum(chosen.sizes[1:])
    assert not np.allclose(first, np.concatenate(chosen.forward(shown(app)["pixels"]).activations[1:]))
    press(app, "learning_start")
    training = person(app).lesson.noticed[learning.TRAINING]
    handed = 0
    while training.is_going:
        was_done, looks = is_done(app), training.looks
        app.run()
        assert training.looks > looks and is_done(app) >= was_done
        handed += len(component_bytes(app, "live"))
    assert handed <= 25_000 * LOOKS
    assert_whole(app)
    assert training.looks == LOOKS and is_done(app)
    assert training.scores[-1].accuracy > 0.8 and training.scores[-1].loss < training.scores[0].loss / 2
    expected = np.concatenate(training.network.forward(shown(app)["pixels"]).activations[1:])
    np.testing.assert_allclose(shown(app)["activations"], expected, atol=1e-5)
    assert f"right: <b>{100 * training.scores[-1].accuracy:.0f}</b>" in words_on(app)
    assert (person(app).run, person(app).own.version, person(app).chosen) == before

    press(app, "learning_start")  # again
    other = person(app).lesson.noticed[learning.TRAINING]
    assert other is not training and other.is_going and other.seed != training.seed
    assert is_done(app)  # once it is, it stays so


def test_it_rests_while_another_step_or_page_is_looked_at() -> None:
    app = press(at(learning.STEP), "learning_start")
    training = person(app).lesson.noticed[learning.TRAINING]
    for page in (routes.DRAW.script, routes.LEARN.script):
        looks = training.looks
        app.switch_page(page).run().run()
        assert training.looks == looks
    app.query_params.update(step="1")
    app.switch_page(LESSON).run().run()
    assert training.looks == looks and training.is_going


def test_with_a_network_of_another_size_it_begins_anew() -> None:
    app = press(at(learning.STEP), "learning_start")
    app.get("button_group")[0].set_value("wide").run()
    training = person(app).lesson.noticed[learning.TRAINING]
    assert training.network.sizes == [784, 128, 64, 10] and not training.is_going
    assert_whole(app)
