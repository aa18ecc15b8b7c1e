"""A person teaches the network their own handwriting, without a browser."""

import re
import shlex

from click.testing import CliRunner

import netcore
from netcore.cli import main
from netcore.data import as_lines
from netcore.web import routes
from tests.app.driver import assert_whole, component_data, draw, new_person, person, tell, words_on, write
from tests.strokes import picture

LEARN = routes.LEARN.script


def at_handwriting():
    app = new_person()
    app.query_params["lesson"] = "My handwriting"
    return app.switch_page(LEARN).run()


def name(app, digit: int):
    """Press one of the ten keys."""
    target = component_data(app, "digit_keys")["target"]
    return tell(app, digit_keys={"event": "pressed", "value": {"digit": digit, "target": target}})


def give(app, digits):
    """Draw and name one digit after the other, each in another place."""
    for number, digit in enumerate(digits):
        write(app, digit, 30 + number)
        name(app, digit)
    return app


def exhibits(app):
    return component_data(app, "album")["exhibits"]


def kept(app):
    return person(app).handwriting.drawings


def notice(app) -> str:
    (found,) = re.findall(r'<p class="notice" role="status">(.*?)</p>', words_on(app))
    return found


def bring(app, file: bytes, called: str = "mine.ndjson"):
    (uploader,) = app.file_uploader
    return uploader.set_value((called, file, "application/x-ndjson")).run()


def learn_to_the_end(app, button: str):
    app.button(key=button).click().run()
    assert person(app).run.wait(60)
    return app.run()


def test_a_named_drawing_is_kept_and_the_canvas_is_clear_for_the_next() -> None:
    app = write(at_handwriting(), 7)
    assert component_data(app, "digit_keys")["counts"] == [0] * 10
    name(app, 7)
    assert_whole(app)
    assert component_data(app, "digit_keys")["counts"][7] == 1
    (exhibit,) = exhibits(app)
    assert (exhibit["digit"], exhibit["after"]) == (7, None)
    drawing = person(app).drawing
    assert drawing.objects == [] and drawing.history.can_undo
    assert "Two of each" in notice(app)


def test_what_is_no_handwriting_is_not_kept_and_a_sentence_says_why() -> None:
    app = at_handwriting()
    name(app, 3)
    assert "canvas is empty" in notice(app)
    app.button(key="example").click().run()
    name(app, 3)
    assert "An example is not your handwriting" in notice(app)
    app.button(key="clear").click().run()
    draw(app, picture(3))  # whose strokes have no points
    name(app, 3)
    assert "blot" in notice(app)
    assert not kept(app)
    assert person(app).drawing.objects
    assert_whole(app)


def test_a_second_press_for_the_same_drawing_is_left_out() -> None:
    app = write(at_handwriting(), 7)
    before = component_data(app, "digit_keys")["target"]
    name(app, 7)
    tell(app, digit_keys={"event": "pressed", "value": {"digit": 8, "target": before}})
    assert [drawing.digit for drawing in kept(app)] == [7]
    assert "empty" not in notice(app)


def test_one_press_teaches_a_network_and_shows_before_and_after() -> None:
    app = give(at_handwriting(), [*range(10), 7, 7, 4, 4])
    back = [drawing.kept_back for drawing in kept(app)]
    learn_to_the_end(app, "teach")
    assert_whole(app)
    config = person(app).run.config
    assert config.start.fingerprint == netcore.load("classic").fingerprint
    assert set(config.drawings) == {one for one in kept(app) if not one.kept_back}
    assert [one["is_kept_back"] for one in exhibits(app)] == back
    network = person(app).run.news.now.network
    pixels = [look.pixels for look in person(app).handwriting.looks]
    assert [one["after"] for one in exhibits(app)] == [network.forward(one).digit for one in pixels]
    classic = netcore.load("classic")
    assert [one["before"] for one in exhibits(app)] == [classic.forward(one).digit for one in pixels]
    learned = len(back) - sum(back)
    text = re.sub("<.*?>", "", words_on(app))
    assert re.search(rf"Of {learned} it learned from: \d+ → {learned} right", text)
    assert re.search(rf"Of {sum(back)} it never saw: \d → \d right", text)

    give(app, [5])
    assert "Of 1 it has not learned from yet" in words_on(app)
    app.button(key="teach_random").click().run()
    assert person(app).run.config.start is None
    assert len(person(app).run.config.drawings) == len(drawings_learned(app))
    person(app).run.pause()
    assert person(app).run.wait(60)


def drawings_learned(app):
    return [one for one in kept(app) if not one.kept_back]


def test_a_drawing_can_be_removed_and_brought_back() -> None:
    app = give(at_handwriting(), [1, 2, 3])
    before = kept(app)
    tell(app, album={"event": "removed", "value": exhibits(app)[1]["number"]})
    assert [one["digit"] for one in exhibits(app)] == [1, 3]
    app.button(key="bring_back").click().run()
    assert set(kept(app)) == set(before)
    app.button(key="remove_all").click().run()
    assert kept(app) == ()
    app.button(key="bring_back").click().run()
    assert len(exhibits(app)) == 3
    assert_whole(app)


def test_drawings_from_a_file_are_added_to_what_is_there() -> None:
    app = give(at_handwriting(), [1, 2])
    mine = kept(app)
    file = as_lines(kept(give(at_handwriting(), [3, 4, 5, 1]))[:3])
    bring(app, file + b"rubbish\n")
    assert [one["digit"] for one in exhibits(app)] == [1, 2, 3, 4, 5]
    assert kept(app)[:2] == mine
    assert "3 drawings came from the file" in notice(app)
    assert "line 4: it is not JSON" in notice(app)
    bring(app, file)
    assert "3 here already" in notice(app)
    bring(app, b"<b>rubbish</b>", "<b>x.ndjson")
    assert "no drawing that can be used" in notice(app) and "<b>x" not in notice(app)
    assert len(kept(app)) == 5
    assert_whole(app)


def test_drawings_stay_while_other_pages_are_looked_at() -> None:
    app = give(at_handwriting(), [1, 2])
    mine = kept(app)
    app.switch_page(routes.DRAW.script).run()
    app.switch_page(LEARN).run()
    assert all(one is same for one, same in zip(kept(app), mine, strict=True))
    assert len(exhibits(app)) == 2


def test_one_persons_drawings_are_never_anothers() -> None:
    one, other = give(at_handwriting(), [1, 2]), at_handwriting()
    assert len(kept(one)) == 2
    assert not kept(other)


def test_the_command_that_the_page_shows_gives_the_same_network_from_the_downloaded_drawings(
    tmp_path, monkeypatch
) -> None:
    app = learn_to_the_end(give(at_handwriting(), [7, 3, 7, 3, 7, 3]), "teach")
    assert any(drawing.kept_back for drawing in kept(app))
    taught = person(app).run
    (tmp_path / "my-handwriting.ndjson").write_bytes(as_lines(kept(app)))
    app.button_group(key="lesson").set_value("Learn").run()
    (command,) = [block.value for block in app.code]
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(command)[3:])
    assert result.exit_code == 0, result.output
    assert netcore.load("mine.npz").fingerprint == taught.news.now.network.fingerprint


def test_a_double_click_leaves_what_was_removed_to_be_brought_back() -> None:
    app = give(at_handwriting(), [1, 2, 3])
    before = kept(app)
    removal = {"event": "removed", "value": exhibits(app)[1]["number"]}
    tell(app, album=removal)
    tell(app, album=removal)  # which the browser sent before it knew that the drawing was gone
    app.button(key="bring_back").click().run()
    assert set(kept(app)) == set(before)
    remove_all = app.button(key="remove_all")
    remove_all.click().run()
    remove_all.click().run()
    app.button(key="bring_back").click().run()
    assert set(kept(app)) == set(before)
    assert_whole(app)
