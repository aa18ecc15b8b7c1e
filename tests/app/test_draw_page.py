"""What the Draw page does, without a browser."""

import json

import numpy as np
import pytest

import netcore
from netcore.files import weights
from netcore.reading import read
from netcore.saying import sentence
from netcore.training.learner import new_network
from netcore.web.routes import DRAW, LEARN, LOOK_INSIDE
from tests.app.driver import draw, person, shown
from tests.strokes import picture


def test_a_new_page_is_at_rest_and_says_what_to_do(app) -> None:
    app.run()
    assert not app.exception
    palette = shown(app)
    assert palette["digit"] == palette["confidence"] == ""
    assert palette["kind"] == "nothing"
    assert palette["pixels"] is None
    assert "Draw a digit" in palette["words"]
    assert [button.disabled for button in app.button] == [True, True, True, False]


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(app, digit) -> None:
    draw(app, picture(digit))
    assert not app.exception
    palette = shown(app)
    trace = netcore.load("classic").forward(netcore.prepare(picture(digit)))
    assert palette["digit"] == str(digit)
    assert palette["network"] == "classic"
    assert palette["kind"] == "digit"
    assert float(palette["confidence"]) == pytest.approx(
        read(netcore.load("classic"), picture(digit)).confidence, abs=1e-3
    )
    assert f"This is {'an' if digit == 8 else 'a'} {digit}." in palette["words"]
    np.testing.assert_allclose(palette["pixels"], trace.activations[0], atol=1e-3)


def test_what_is_no_digit_gets_a_sentence_and_no_answer(app) -> None:
    dot = np.zeros((280, 280), np.uint8)
    dot[100:118, 100:118] = 255
    for grey in (dot, np.full((280, 280), 255, np.uint8)):
        draw(app, grey)
        assert not app.exception
        assert (shown(app)["kind"], shown(app)["digit"]) == ("no digit", "")
        assert "blot" in shown(app)["words"]
    draw(app, np.zeros((280, 280), np.uint8))
    assert shown(app)["digit"] == ""


def test_a_scribble_gets_numbers_and_no_nan(app) -> None:
    random = np.random.default_rng(4)
    draw(app, (random.random((280, 280)) > 0.6).astype(np.uint8) * 255)
    assert not app.exception
    assert "NaN" not in json.dumps(shown(app))


def test_an_example_is_put_on_the_canvas(app) -> None:
    app.run()
    app.button(key="example").click().run()
    assert not app.exception
    (example,) = person(app).drawing.loaded
    assert example["type"] == "Image"
    assert not app.button(key="clear").disabled


def test_a_broken_network_is_named_and_the_others_are_offered(app, tmp_path, monkeypatch) -> None:
    whole = (weights.WEIGHTS_FOLDER / "classic.npz").read_bytes()
    (tmp_path / "fine.npz").write_bytes(whole)
    (tmp_path / "damaged.npz").write_bytes(whole[:1000])
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    draw(app, picture(7))
    assert not app.exception
    assert "damaged.npz can't be used" in app.warning[0].value
    assert shown(app)["digit"] == "7"

    (tmp_path / "fine.npz").unlink()
    app.run()
    assert not app.exception
    assert "python -m netcore train" in app.error[0].value


def test_each_network_says_what_it_is_and_how_well_it_reads(app) -> None:
    app.run()
    for name in netcore.available():
        app.get("button_group")[0].set_value(name).run()
        assert not app.exception
        meta = netcore.load(name).meta
        (line,) = [text.value for text in app.markdown if "784-" in text.value and "neuron" not in text.value]
        assert meta["about"] in line
        for part in (meta["accuracy"]["mnist-test"], meta["accuracy"]["strangers"]):
            assert f"{100 * part:.1f}\u00a0%" in line


@pytest.mark.parametrize(
    "meta", [{}, {"about": 7, "accuracy": "high"}, {"accuracy": {"mnist-test": 7.5}}, {"accuracy": None}]
)
def test_a_network_that_says_nothing_of_itself_is_shown_too(app, tmp_path, monkeypatch, meta) -> None:
    network = new_network([784, 16, 10], seed=1)
    netcore.save(netcore.Network(network.layers, meta), tmp_path / "mute.npz")
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    app.run()
    assert not app.exception
    assert any(text.value == "**784-16-10**." for text in app.markdown)


def test_what_a_file_in_weights_says_of_itself_is_text_and_no_markdown(app, tmp_path, monkeypatch) -> None:
    network = new_network([784, 16, 10], seed=1)
    meta = {"about": "**loud** ![x](http://evil.example/x.png)"}
    netcore.save(netcore.Network(network.layers, meta), tmp_path / "loud.npz")
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    app.run()
    (line,) = [text.value for text in app.markdown if "784-16-10" in text.value]
    assert r"\*\*loud\*\* \!\[x\](http\://evil.example/x.png)" in line


def test_networks_can_be_chosen_when_there_are_several(app, tmp_path, monkeypatch) -> None:
    (tmp_path / "classic.npz").write_bytes((weights.WEIGHTS_FOLDER / "classic.npz").read_bytes())
    other = new_network([784, 20, 10], seed=4)
    netcore.save(other, tmp_path / "other.npz")
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    draw(app, picture(7))
    (choice,) = app.get("button_group")
    assert choice.value == "classic"
    assert shown(app)["network"] == "classic"
    choice.set_value("other").run()
    assert not app.exception
    reading = read(netcore.load(tmp_path / "other.npz"), picture(7))
    assert shown(app)["network"] == "other"
    assert shown(app)["kind"] == reading.kind
    assert shown(app)["words"] == sentence(reading)

    (tmp_path / "other.npz").unlink()  # the one on screen goes away
    app.run()
    assert not app.exception
    assert shown(app)["network"] == "classic"


def test_a_choice_in_the_address_that_means_nothing_is_no_error(app) -> None:
    app.query_params["choice"] = "nonsense"
    draw(app, picture(7))
    assert not app.exception
    assert (shown(app)["network"], shown(app)["digit"]) == ("classic", "7")


def test_a_page_that_cannot_repaint_is_built_anew_once_a_stroke(app, monkeypatch) -> None:
    draw(app, picture(7))
    times = []
    forward = netcore.Network.forward
    monkeypatch.setattr(netcore.Network, "forward", lambda *a: times.append(1) or forward(*a))
    app.session_state["reading"] = {"failed": True}
    draw(app, picture(3))
    assert not app.exception
    assert shown(app)["digit"] == "3"
    assert len(times) < 8


@pytest.mark.parametrize("page", [DRAW, LOOK_INSIDE, LEARN], ids=lambda page: page.title)
def test_the_network_is_laid_out_for_the_room_that_the_browser_tells(app, page) -> None:
    app.switch_page(page.script).run()
    layout = shown(app)["room"]
    assert layout[2] is False
    for told in (None, "wide", [1, 2], ["a", "b", True], [350.5, 450, True], {}):
        app.session_state["reading"] = {"room": told}
        app.run()
        assert not app.exception
        assert shown(app)["room"] == layout
    for told, taken in (([350, 450, True], [350, 450, True]), ([-5, 10**9, False], [100, 5000, False])):
        app.session_state["reading"] = {"room": told}
        app.run()
        assert not app.exception
        assert shown(app)["room"] == taken
