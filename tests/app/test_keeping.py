"""What the pages hand over to a browser to keep, and take back, without a browser."""

import time

import netcore
from netcore.inspection.edits import with_bias
from netcore.training.config import TrainingConfig
from netcore.web.person import kept
from netcore.web.person.handwriting import MOST_DRAWINGS
from netcore.web.person.own_network import OWN
from netcore.web.person.settings import Settings
from tests.app.driver import assert_whole, new_person, person, shown, tell, words_on, write
from tests.unit.test_handwriting import named

CLASSIC = netcore.load("classic")


class Store:
    """What a browser keeps, as lib/store.js does."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def hear(self, app) -> None:
        """Keep what the page handed over, and ask for what it lacks."""
        handed = shown(app)["kept"]
        self.parts |= handed["parts"]
        lacking = [
            part for part, number in handed["numbers"].items() if number and part not in handed["parts"]
        ]
        if lacking:
            tell(app, {"wanted": {"parts": lacking, "time": time.time()}})
            self.parts |= shown(app)["kept"]["parts"]

    def offer(self, app, **other: object) -> None:
        """Give all back, as on a page that was opened anew."""
        offered = {"parts": self.parts, "trouble": "", **other}
        tell(app, keep={"event": "offered", "value": offered})


def busy_person(store: Store):
    """Somebody who drew, undid, turned a knob, set, and collected; all is kept."""
    app = new_person().run()
    write(app, 4)
    app.button(key="undo").click().run()
    store.hear(app)
    somebody = person(app)
    somebody.turn(CLASSIC, "classic", with_bias(CLASSIC, 1, 3, 2.5), "bias: 2.5")
    somebody.handwriting.drawings = named([7, 3])
    somebody.settings = Settings(rate=0.3, hidden="20")
    app.run()
    store.hear(app)
    return app


def test_a_new_page_brings_everything_back() -> None:
    store = Store()
    before = person(busy_person(store))
    assert set(store.parts) == {"drawing", "own", "choices", "handwriting"}
    app = new_person().run()
    store.offer(app)
    assert_whole(app)
    again = person(app)
    assert again.own.network.fingerprint == before.own.network.fingerprint
    assert again.chosen == OWN
    assert again.settings == before.settings
    assert [one.digit for one in again.handwriting.drawings] == [7, 3]
    assert again.drawing.history.position == before.drawing.history.position
    assert shown(app)["kind"] != "nothing"
    assert set(shown(app)["kept"]["numbers"].values()) == {0}  # the browser has it all
    app.button(key="redo").click().run()
    assert len(again.drawing.objects) == 2
    assert shown(app)["kept"]["numbers"]["drawing"] == 1


def test_what_was_done_before_it_came_back_is_not_lost() -> None:
    store = Store()
    busy_person(store)
    app = new_person().run()
    write(app, 7)
    mine = with_bias(CLASSIC, 2, 0, 1.0)
    person(app).turn(CLASSIC, "classic", mine, "bias: 1")
    app.run()
    store.offer(app)
    assert shown(app)["digits"] == [7]
    assert person(app).own.network.fingerprint == mine.fingerprint
    numbers = shown(app)["kept"]["numbers"]
    assert numbers["drawing"] and numbers["own"] and not numbers["handwriting"]
    app.button(key="undo").click().run()
    assert len(person(app).drawing.objects) == 1  # the first stroke of the 4


def test_the_address_outranks_what_was_chosen() -> None:
    store = Store()
    busy_person(store)
    app = new_person()
    app.query_params["choice"] = "relu"
    app.run()
    store.offer(app)
    assert person(app).chosen == "relu"
    assert person(app).own.version is not None


def test_what_is_broken_is_said_and_the_rest_comes_back() -> None:
    store = Store()
    busy_person(store)
    store.parts |= {"own": "broken", "drawing": kept.pack({"format": 99}), "unknown": "?"}
    app = new_person().run()
    store.offer(app)
    assert_whole(app)
    assert len(person(app).keeper.refusals) == 2
    assert len(person(app).handwriting.drawings) == 2
    assert shown(app)["kept"]["numbers"]["own"] == 0  # it is left alone until there is another


def test_a_foreign_store_is_said_and_nothing_of_it_taken() -> None:
    store = Store()
    for offered in ({"trouble": "foreign"}, {"parts": None}, {"parts": {"drawing": None}}):
        app = new_person().run()
        store.offer(app, **offered)
        assert_whole(app)
        assert len(person(app).keeper.refusals) == 1
        assert person(app).drawing.is_new


def test_what_trained_comes_back_and_is_taken_once() -> None:
    store = Store()
    app = new_person().run()
    somebody = person(app)
    somebody.begin(TrainingConfig(hidden=(4,), examples=42, epochs=1)).go()
    assert somebody.run.wait(60)
    app.run()
    store.hear(app)
    trained = somebody.own.network
    again = new_person().run()
    store.offer(again)
    back = person(again)
    assert back.run.news.now.network.fingerprint == trained.fingerprint
    assert back.own.network.fingerprint == trained.fingerprint
    assert back.has_made_own(back.run)
    assert len(back.own.versions) == 1
    back.drop_trained()
    assert back.own.version is None
    assert words_on(again)


def test_a_training_that_waits_for_its_person_is_taken_up() -> None:
    store = Store()
    app = new_person().run()
    somebody = person(app)
    somebody.begin(TrainingConfig(hidden=(4,), examples=42, epochs=2)).go(1)
    assert somebody.run.wait(60)
    app.run()
    store.hear(app)
    somebody.leave()
    again = new_person().run()
    store.offer(again)
    assert person(again).run is somebody.run
    assert person(again).has_made_own(somebody.run)


def test_more_handwriting_than_can_be_kept_is_cut() -> None:
    drawings = named([1] * 3)
    app = new_person().run()
    person(app).handwriting.drawings = drawings * (MOST_DRAWINGS // 3)
    tell(
        app,
        keep={"event": "offered", "value": {"parts": {"handwriting": kept.of_handwriting(drawings)}}},
    )
    assert len(person(app).handwriting.drawings) <= MOST_DRAWINGS
