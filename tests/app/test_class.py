"""A class that writes together, without a browser: its teacher, and its pupils."""

import io
import re
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

import netcore
from netcore import language
from netcore.classroom import limits
from netcore.classroom.database import UNREACHABLE, rooms
from netcore.classroom.learning import KEPT_BACK_EVERY, Learned, keep_network, network_in
from netcore.classroom.rooms import ask, forget_what_ended, look_up, pause
from netcore.classroom.wall import PAUSED, Drawn
from netcore.errors import ClassroomError
from netcore.web.absences import ABSENCES
from netcore.web.classroom.client import BEHIND_PROXY, client, line_of
from netcore.web.classroom.open_rooms import database, keep_forgetting, wall
from netcore.web.person.own_network import OWN
from netcore.web.person.place import LEARNINGS
from netcore.web.routes import CLASS, DRAW, LOOK_INSIDE
from tests.app.driver import component_data, new_person, person, shown, tell, words_on, write
from tests.app.test_languages import Bracketed, past_the_catalogues, said_on


@pytest.fixture(autouse=True)
def nothing_was_tried_before():
    with database().writing() as connection:
        connection.execute(limits.attempts.delete())


def come(**address: str) -> AppTest:
    """Open the page as somebody who was never here."""
    app = new_person()
    app.query_params.update(address)
    app.switch_page(CLASS.script).run()
    assert not app.exception
    return app


def place(app: AppTest) -> dict[str, str]:
    """What the address says of this person's place."""
    found = {name: app.query_params.get(name) for name in ("room", "key", "seat")}
    return {name: value[0] if isinstance(value, list) else value for name, value in found.items() if value}


def teacher() -> AppTest:
    app = come()
    app.button(key="open").click().run()
    assert not app.exception
    return app


def pupil(of: AppTest) -> AppTest:
    app = come(room=place(of)["room"])
    app.button(key="join").click().run()
    assert not app.exception
    return app


def send(app: AppTest, digit: int, left: float = 70) -> AppTest:
    """Draw and press."""
    write(app, digit, left)
    press(app)
    assert not app.exception
    return app


def press(app: AppTest, target: str | None = None, digit: object = None) -> None:
    value = {"target": target or str(person(app).drawing.load), "digit": digit}
    tell(app, send={"event": "pressed", "value": value})


def hanging(app: AppTest) -> list[list[Any]]:
    """What hangs on the wall: number, what is read, whether that is right, whether it is aside."""
    hanging: list[list[Any]] = component_data(app.run(), "wall")["hanging"]
    return hanging


def on_wall(app: AppTest) -> list[Drawn]:
    """All that is in the teacher's room."""
    number = database_room(app)
    return wall().drawings(number)


def database_room(app: AppTest) -> int:
    room = look_up(database(), place(app)["room"])
    assert room
    return room.number


def asked(app: AppTest) -> str:
    found = re.search(r'data-digit="(\d)"', words_on(app))
    assert found
    return found[1]


def learn(app: AppTest) -> None:
    """Press, and wait until the room has its network."""
    app.button(key="learn_from_class").click().run()
    wait_for_the_network(app)


def wait_for_the_network(app: AppTest) -> None:
    deadline = time.monotonic() + 120
    while person(app).run in LEARNINGS:
        assert time.monotonic() < deadline
        time.sleep(0.2)
        app.run()
        assert not app.exception


def give_network(app: AppTest, name: str) -> None:
    """Have the teacher's room have this network, as if it had learned it."""
    file = io.BytesIO()
    netcore.save(netcore.load(name), file)
    here = place(app)
    assert keep_network(database(), here["room"], here["key"], Learned("classic", file.getvalue()), [])


def test_drawings_hang_on_the_wall_with_what_is_read_in_them() -> None:
    front = teacher()
    assert "Nobody is here yet." in words_on(front)
    child = pupil(front)
    assert "You are the blue fox" in words_on(child) and asked(child) == "0"
    send(child, 0)
    assert "Arrived: your 0 is on the wall." in words_on(child) and asked(child) == "1"
    assert not person(child).drawing.objects
    send(child, 7)  # who was asked for a 1
    (first, *seven), (second, *zero) = hanging(front)
    assert (seven, zero) == (["7", False, False], ["0", True, False]) and first > second
    assert "<b>1 of 2</b> are read right" in words_on(front)
    assert "1 pupil is here." in words_on(front)


def test_a_drawing_is_handed_to_the_teacher_s_browser_once_and_again_when_that_lacks_it() -> None:
    front = teacher()
    send(pupil(front), 0)
    assert len(component_data(front.run(), "wall")["tiles"]) == 1
    assert component_data(front.run(), "wall")["tiles"] == []
    tell(front, wall={"event": "lacking", "value": 1})
    (tile,) = component_data(front, "wall")["tiles"]
    assert tile["name"] == "blue fox" and re.fullmatch(r"[MQL\d \-]+", tile["path"])
    assert len(tile["path"]) < 3000


def test_what_is_sent_twice_hangs_once() -> None:
    front = teacher()
    child = pupil(front)
    write(child, 0)
    target = str(person(child).drawing.load)
    press(child, target)
    press(child, target)  # the second press of a double click
    assert len(hanging(front)) == 1
    assert "Arrived" in words_on(child) or "empty" not in words_on(child)
    send(child, 0)  # it was not known whether it had arrived
    assert len(hanging(front)) == 1


def test_what_can_t_be_sent_stays_on_the_canvas_and_is_a_sentence() -> None:
    front = teacher()
    child = pupil(front)
    press(child)
    assert "The canvas is empty" in words_on(child)
    person(child).drawing.replace(netcore.data.load_sample().pictures[0])
    child.run()
    press(child)
    assert "not your handwriting" in words_on(child)
    child.button(key="clear").click().run()
    write(child, 3)
    pause(database(), place(front)["room"], place(front)["key"], is_paused=True)
    press(child)
    assert PAUSED in words_on(child) and person(child).drawing.objects
    front.run().button(key="pause_room").click().run()
    child.run()
    press(child)
    assert "Arrived" in words_on(child)


def test_what_is_asked_stays_while_something_is_drawn() -> None:
    front = teacher()
    child = pupil(front)
    code, key = place(front)["room"], place(front)["key"]
    ask(database(), code, key, 1)
    assert asked(child.run()) == "1"
    write(child, 1)
    ask(database(), code, key, 7)
    assert asked(child.run()) == "1"
    press(child)
    assert [one.digit for one in on_wall(front)] == [1]
    assert asked(child.run()) == "7"


@pytest.mark.parametrize(
    ("told", "kept"), [(1, 1), (None, 7), (10, 7), (-1, 7), ("1", 7), ("<b>", 7), (True, 7), (3.0, 7)]
)
def test_who_was_drawing_already_when_another_digit_was_asked_for_drew_the_one_before(told, kept) -> None:
    front = teacher()
    child = pupil(front)
    ask(database(), place(front)["room"], place(front)["key"], 7)
    assert asked(child.run()) == "7"
    write(child, 1)
    press(child, digit=told)
    assert [one.digit for one in on_wall(front)] == [kept]


def test_a_drawing_is_looked_into_with_everyone() -> None:
    front = teacher()
    send(pupil(front), 3)
    ((number, *_read),) = hanging(front)
    tell(front, wall={"event": "picked", "value": number})
    assert not front.exception
    assert len(person(front).drawing.objects) == 1
    assert (shown(front)["digit"], place(front)) == ("3", place(front))
    assert "key" in place(front)


def test_a_drawing_is_put_aside_and_brought_back() -> None:
    front = teacher()
    send(pupil(front), 3)
    ((number, *_read),) = hanging(front)
    tell(front, wall={"event": "moved", "value": {"number": number, "aside": True}})
    assert hanging(front) == []
    front.toggle(key="show_aside").set_value(True).run()
    assert [one[0] for one in hanging(front)] == [number]
    tell(front, wall={"event": "moved", "value": {"number": number, "aside": False}})
    assert [one[0] for one in hanging(front)] == [number]


def test_a_place_stays_on_every_page_and_through_a_reload_and_is_not_in_what_is_shared() -> None:
    front = teacher()
    child = pupil(front)
    for app in (front, child):
        before = place(app)
        app.query_params.clear()  # as the navigation leads past the address
        app.switch_page(DRAW.script).run()
        assert place(app) == before
        app.query_params.clear()
        app.switch_page(LOOK_INSIDE.script).run()
        assert place(app) == before
        app.session_state["share_menu"] = True
        assert {"room", "key", "seat"} <= set(component_data(app.run(), "share_link")["once"])
        again = come(**before)
        assert place(again) == before
    assert "You are the blue fox" in words_on(come(**place(child)))


def test_nobody_but_the_teacher_s_link_moderates() -> None:
    front = teacher()
    code = place(front)["room"]
    child = pupil(front)
    for address in (
        {"room": code, "key": place(child)["seat"]},
        {"room": code, "key": "x"},
        {"room": "BCDFGH", "key": "x"},
    ):
        app = come(**address)
        assert app.error and not app.get("segmented_control")
        assert [button.label for button in app.button] == ["Leave this room"]
        app.button(key="leave").click().run()
        assert app.button(key="open") and place(app) == {}


def test_wrong_codes_are_refused_with_a_sentence_and_not_without_end(monkeypatch) -> None:
    monkeypatch.setitem(limits.MOST, limits.WRONG, (40, 3))
    for expected in (*["no room with that code"] * 3, "too often"):
        app = come()  # as a new person each time
        app.text_input(key="code").set_value("BCD FGH")
        app.button(key="join").click().run()
        assert expected in app.error[0].value


def test_who_comes_to_a_room_that_is_gone_uses_up_nobody_s_tries(monkeypatch) -> None:
    monkeypatch.setitem(limits.MOST, limits.WRONG, (2, 3))
    front = teacher()
    for number in range(4):
        app = come(room=place(front)["room"] if number % 2 else "BCDFGH", seat=f"nobody's {number}")
        assert "closed" in app.error[0].value
    assert "You are the blue fox" in words_on(pupil(front))


def test_a_server_forgets_what_ended_time_and_again_whatever_happens(monkeypatch) -> None:
    front = teacher()
    send(pupil(front), 0)
    number = database_room(front)
    with database().writing() as connection:
        connection.execute(rooms.update().where(rooms.c.number == number).values(ends=0))
    assert len(wall().drawings(number)) == 1
    waits = iter([ClassroomError(UNREACHABLE), None])

    def now_and_then(database):
        trouble = next(waits)
        if trouble:
            raise trouble
        forget_what_ended(database)

    monkeypatch.setattr("netcore.web.classroom.open_rooms.forget_what_ended", now_and_then)
    with pytest.raises(StopIteration):
        keep_forgetting(database(), wall(), lambda _seconds: None)
    with database().reading() as connection:
        assert number not in connection.execute(select(rooms.c.number)).scalars().all()
    assert wall().drawings(number, revision=0) == [] and wall().drawings(number) == []


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("here", "here"),
    ],
)
def test_of_ipv6_all_addresses_of_a_line_are_one(address, line) -> None:
    assert line_of(address) == line


@pytest.mark.parametrize(
    ("told", "expected"), [(None, "127.0.0.1"), ("0", "127.0.0.1"), ("1", "203.0.113.7")]
)
def test_who_asks_is_what_a_proxy_says_only_where_one_was_named(told, expected, monkeypatch) -> None:
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    context = SimpleNamespace(ip_address="127.0.0.1", headers=headers)
    monkeypatch.setattr("netcore.web.classroom.client.st.context", context)
    monkeypatch.setenv(BEHIND_PROXY, told) if told else monkeypatch.delenv(BEHIND_PROXY, raising=False)
    assert client() == expected


def test_a_deleted_room_is_gone_for_all() -> None:
    front = teacher()
    child = pupil(front)
    send(child, 0)
    front.run().button(key="delete_room").click().run()
    assert not front.exception and place(front) == {} and front.button(key="open")
    child.run()
    assert "closed" in child.error[0].value
    write(child, 0)


def test_an_emptied_room_shows_its_code_again() -> None:
    front = teacher()
    send(pupil(front), 0)
    front.run().button(key="empty_room").click().run()
    assert not front.exception
    assert "lobby" in words_on(front) and on_wall(front) == []


def test_nothing_a_pupil_makes_is_text_or_script_on_the_wall() -> None:
    front = teacher()
    child = pupil(front)
    send(child, 0)
    data = component_data(front.run(), "wall")
    assert set(data) == {"tiles", "hanging", "right", "wrong", "pen"}
    for tile in data["tiles"]:
        assert re.fullmatch(r"[MQL\d \-]+", tile["path"])
        assert re.fullmatch(r"#[0-9a-f]{6}", tile["colour"]) and re.fullmatch(r"[a-z ]+", tile["name"])


def test_the_class_has_a_network_learn_and_everyone_may_take_it() -> None:
    front = teacher()
    children = [pupil(front) for _child in range(KEPT_BACK_EVERY)]
    for number, child in enumerate(children):
        for digit in range(2):
            send(child, digit, 60 + number)
    front.run()
    learn(front)
    assert person(front).chosen == OWN
    said = words_on(front)
    assert "Of 2 drawings of pupils it never learned from" in said
    assert "Of 6 it learned from" in said
    assert said.count('class="kept-back"') == 1 and said.count("<li") == 4
    child = children[0].run()
    assert "our network reads" in words_on(child)
    child.button(key="take_ours").click().run()
    assert not child.exception
    mine, ours = person(child).own.network, person(front).own.network
    assert mine and ours and mine.fingerprint == ours.fingerprint
    assert person(child).chosen == OWN
    late = pupil(front)
    send(late, 0, 90)
    assert "Of 1 that came since" in words_on(front.run())


def test_who_opens_the_page_anew_while_the_network_learns_still_gives_it_to_the_class() -> None:
    front = teacher()
    send(pupil(front), 0)
    front.run().button(key="learn_from_class").click().run()
    run = person(front).run
    person(front).leave()
    again, other = come(**place(front)), teacher()
    waiting = ABSENCES.come_back(run.key)  # as the browser, which has the key, asks for
    assert waiting is run
    person(again).run = person(other).run = waiting
    while waiting.news.status.is_busy:
        time.sleep(0.1)
    other.run()  # which is another room's
    wait_for_the_network(again)
    assert network_in(database(), database_room(again)) is not None
    assert network_in(database(), database_room(other)) is None


def test_a_pupil_s_page_is_built_anew_for_another_network_of_the_class_and_for_nothing_else(
    monkeypatch,
) -> None:
    front = teacher()
    child = pupil(front)
    give_network(front, "relu")
    built: list[int] = []
    monkeypatch.setattr("netcore.web.classroom.pupil.set_scene", lambda: built.append(1))
    assert child.run().button(key="take_ours")
    assert len(built) == 1

    def drawn_meanwhile(*where):
        room = look_up(*where)
        return room and replace(room, revision=room.revision + 1)

    monkeypatch.setattr("netcore.web.classroom.pupil.look_up", drawn_meanwhile)
    assert child.run().button(key="take_ours")
    assert len(built) == 2
    learned = iter(["wide"])

    def learned_meanwhile(*where):
        for name in learned:
            give_network(front, name)
        return look_up(*where)

    monkeypatch.setattr("netcore.web.classroom.pupil.look_up", learned_meanwhile)
    child.run()
    assert len(built) == 4


def test_a_room_that_is_emptied_while_the_network_learns_gets_none() -> None:
    front = teacher()
    send(pupil(front), 0)
    front.run().button(key="learn_from_class").click().run()
    front.button(key="empty_room").click().run()
    wait_for_the_network(front)
    assert network_in(database(), database_room(front)) is None
    assert "was emptied" in "".join(one.value for one in front.warning)


def test_without_drawings_there_is_nothing_to_learn_from() -> None:
    front = teacher()
    front.button(key="learn_from_class").click().run()
    assert not front.exception
    assert "nothing to learn from yet" in front.warning[0].value


@pytest.mark.parametrize("who", ["teacher", "pupil", "nobody", "invited"])
def test_nothing_is_said_past_the_catalogues(who, monkeypatch) -> None:
    front = teacher()
    child = pupil(front)
    send(child, 0)
    code = place(front)["room"]
    address = {"teacher": place(front), "pupil": place(child), "nobody": {}, "invited": {"room": code}}[who]
    monkeypatch.setattr(language, "catalogue", lambda name: Bracketed())
    said = [one.replace(code, "").replace("/class", "") for one in said_on(come(lang="de", **address))]
    assert any("⟦" in one for one in said)
    assert not [one for one in said if re.search(r"[^\W\d_]{2}", past_the_catalogues(one))]


def test_while_the_rooms_can_t_be_reached_it_is_a_sentence_and_then_all_is_there_again(monkeypatch) -> None:
    front = teacher()
    child = pupil(front)

    def refuse(*_any):
        raise ClassroomError(UNREACHABLE)

    with monkeypatch.context() as broken:
        for where in ("open_rooms", "pupil", "showing"):
            broken.setattr(f"netcore.web.classroom.{where}.look_up", refuse)
        for app in (front, child):
            app.run()
            assert not app.exception and not app.button
            assert "can't be reached" in app.error[0].value
    send(child.run(), 0)
    assert len(hanging(front)) == 1
