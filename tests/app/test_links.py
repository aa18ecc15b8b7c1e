"""Links: what they hold is what one sees, and nothing that they hold is an error."""

import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.web.learn.settings import IN_ADDRESS
from netcore.web.link import ONCE, TOO_LONG
from netcore.web.person.link import ANSWER, CONTROLS
from netcore.web.person.own_network import OWN
from netcore.web.person.packing import MOST_CHARACTERS, packed
from netcore.web.person.settings import DEFAULTS
from netcore.web.routes import DRAW, LEARN, LOOK_INSIDE, TEST
from tests.app.driver import (
    assert_whole,
    component_data,
    draw,
    new_person,
    path_of,
    person,
    shown,
    tell,
    words_on,
    write,
)
from tests.app.inspector import file_of, upload
from tests.strokes import picture, placed

JUNK = [
    "", " ", "0", "-1", "1e999", "nan", "0x10", "None", "é", "../../etc/passwd", "<script>alert(1)</script>",
    "'; drop table", "%00", "\x00", "🖊️", "ä" * 300, "A" * 5000, "0" + "g" * 500, "{}", "1,2,3,4,5,6,7,8",
]  # fmt: skip
SEVEN = packed([path_of(stroke) for stroke in placed(7, 180, 70, 50)]) or ""


def come(page=DRAW, **address: str | list[str]) -> AppTest:
    """Open a link as somebody who was never here."""
    app = new_person()
    app.query_params.update(address)
    return app.switch_page(page.script).run()


def link_on(app: AppTest) -> dict[str, str]:
    """What the menu puts into a link."""
    app.session_state["share_menu"] = True
    link: dict[str, str] = component_data(app.run(), "share_link")["link"]
    return link


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_a_link_is_a_sentence_or_the_default(junk) -> None:
    names = (*ONCE, "choice", "hide", "view", "layer", "neuron", "map", "part", "lesson")
    for page in (LOOK_INSIDE, LEARN):
        app = come(page, **dict.fromkeys(names, junk))
        assert_whole(app)
        assert shown(app)["network"] in ("classic", OWN)
        assert (shown(app)["kind"], shown(app)["hidesAnswer"]) == ("nothing", False)
        assert app.toast
        now = person(app).settings
        assert now == DEFAULTS or (junk == "0" and (now.seed, now.rate) == (0, DEFAULTS.rate))
    app = come(TEST, **dict.fromkeys(names, junk))
    assert not app.exception
    assert 'id="accuracy"' in words_on(app)


def test_a_drawing_comes_with_a_link_once_and_can_be_undone() -> None:
    app = come(drawing=SEVEN, choice="wide")
    assert_whole(app)
    assert (shown(app)["digit"], shown(app)["network"]) == ("7", "wide")
    before = person(app).drawing.objects
    tell(app, address={"event": "taken", "value": True})
    assert "drawing" not in app.query_params
    app.button(key="undo").click().run()
    assert not person(app).drawing.objects
    app.query_params["drawing"] = SEVEN  # as a way back may bring it once more
    app.run()
    assert not person(app).drawing.objects
    app.button(key="redo").click().run()
    assert person(app).drawing.objects == before


def test_what_is_on_screen_is_in_the_link_and_what_is_in_the_link_on_screen() -> None:
    app = come(LOOK_INSIDE, choice="relu", view="Turn knobs", layer="output", neuron="3")
    write(app, 3)
    link = link_on(app)
    assert link["choice"] == "relu"
    other = come(LOOK_INSIDE, **{**app.query_params, **link})
    assert (shown(other)["digit"], shown(other)["network"]) == ("3", "relu")
    assert float(shown(other)["confidence"]) == pytest.approx(float(shown(app)["confidence"]), abs=0.02)
    assert (other.selectbox(key="layer").value, other.selectbox(key="neuron").value) == ("output", 3)


def test_a_lesson_is_prepared_by_a_link() -> None:
    lesson = {"rate": "1", "batch": "50", "layers": "20, 10", "activation": "relu"}
    lesson |= {"epochs": "5", "examples": "1000", "seed": "3"}
    app = come(LEARN, **lesson)
    assert_whole(app)
    assert not app.toast
    now = person(app).settings
    assert (now.rate, now.batch, now.hidden, now.activation) == (1.0, 50, "20, 10", "relu")
    assert (now.epochs, now.examples, now.seed) == (5, 1000, 3)
    assert link_on(app) == lesson
    assert set(lesson) == set(IN_ADDRESS)
    assert link_on(come(LEARN)) == {}


def test_a_drawing_that_is_too_long_for_a_link_is_left_out_and_the_menu_says_so() -> None:
    app = come(drawing=SEVEN)
    assert link_on(app)["drawing"]
    draw(app, picture(7), strokes=2)  # what no pen drew
    app.session_state["share_menu"] = True
    data = component_data(app.run(), "share_link")
    assert "drawing" not in data["link"]
    assert data["note"] == TOO_LONG.format(most=MOST_CHARACTERS)


def test_the_sender_s_own_network_is_asked_for_until_it_is_brought() -> None:
    relu = netcore.load("relu")
    app = come(choice=OWN, own=relu.fingerprint[:8])
    assert_whole(app)
    assert shown(app)["network"] == "classic"
    assert "the person who sent it" in app.info[0].value
    app.switch_page(TEST.script).run()
    assert app.info
    upload(app, "theirs.npz", b"no network", key="sent_file")
    assert app.error and app.info
    upload(app, "theirs.npz", file_of(relu), key="sent_file")
    assert not app.info
    assert person(app).chosen == OWN
    app.switch_page(DRAW.script).run()
    link = link_on(app)
    assert (link["choice"], link["own"]) == (OWN, relu.fingerprint[:8])


def test_one_can_go_on_without_the_sender_s_network() -> None:
    app = come(choice=OWN)
    app.button(key="without_sent").click().run()
    assert not app.info
    assert shown(app)["network"] == "classic"


def test_what_a_link_hides_stays_hidden_on_every_page() -> None:
    app = come(hide=ANSWER, drawing=SEVEN)
    assert shown(app)["hidesAnswer"] and shown(app)["digit"] == "7"
    begun = shown(app)["begun"]
    app.query_params.clear()
    app.switch_page(LOOK_INSIDE.script).run()
    assert shown(app)["hidesAnswer"]
    assert app.query_params["hide"] == ANSWER
    app.button(key="clear").click().run()
    assert shown(app)["begun"] == begun + 1


def test_canvas_and_network_alone_are_without_what_is_below_them() -> None:
    app = come(hide=[ANSWER, CONTROLS])
    assert_whole(app)
    assert not app.subheader
    assert component_data(app, "address")["isBare"]
    assert shown(app)["steps"] is None and shown(app)["meta"]
    assert not component_data(come(), "address")["isBare"]
