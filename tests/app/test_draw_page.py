"""What the Draw page does, without a browser."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

import netcore
from netcore.data import load_sample
from netcore.files import weights
from netcore.reading import read
from netcore.saying import sentence
from netcore.training.learner import new_network
from netcore.web.person.drawing import MOST_STEPS, CanvasObjects, Drawing
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
    pixels = np.frombuffer(base64.b64decode(palette["pixels"]), "<f4")
    np.testing.assert_allclose(pixels, trace.activations[0], atol=1e-3)


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


A, B, C = ([{"type": "Path", "path": [n]} for n in range(count)] for count in (1, 2, 3))
NEW = {"type": "Path", "path": ["new"]}


def send(drawing: Drawing, objects: CanvasObjects, ground: str | None = None) -> None:
    """As a canvas does that was told to show what this ground tells: the last, unless another is given."""
    drawing.receive({"objects": objects, "background": ground or drawing.ground}, None)


def echo(drawing: Drawing) -> None:
    """The canvas shows what it was told to, and sends it back with properties of its own."""
    send(drawing, [{**one, "filled in": True} for one in drawing.loaded])


@pytest.fixture
def three_strokes() -> Drawing:
    drawing = Drawing()
    for state in (A, B, C):
        send(drawing, state)
    return drawing


def test_the_same_again_is_no_new_state(three_strokes) -> None:
    send(three_strokes, C)
    assert three_strokes.history.states == [[], A, B, C]


def test_undo_and_redo_walk_through_the_states(three_strokes) -> None:
    for expected in (B, A, []):
        three_strokes.undo()
        echo(three_strokes)
        assert three_strokes.objects == expected
    assert not three_strokes.history.can_undo
    for expected in (A, B, C):
        three_strokes.redo()
        echo(three_strokes)
        assert three_strokes.objects == expected
    assert not three_strokes.history.can_redo


def test_undo_twice_before_the_canvas_answers(three_strokes) -> None:
    three_strokes.undo()
    first = three_strokes.ground
    three_strokes.undo()
    send(three_strokes, B, first)
    send(three_strokes, A)
    assert three_strokes.objects == A
    assert three_strokes.history.states == [[], A, B, C]
    three_strokes.redo()
    echo(three_strokes)
    assert three_strokes.objects == B


def test_a_new_stroke_before_the_canvas_answers_is_kept(three_strokes) -> None:
    before = three_strokes.ground
    three_strokes.undo()
    send(three_strokes, [*C, NEW], before)
    assert three_strokes.objects == three_strokes.loaded == [*B, NEW]  # which the canvas is told to show
    assert not three_strokes.history.can_redo
    send(three_strokes, [*C, NEW], before)
    assert three_strokes.objects == [*B, NEW]  # and it is taken once


def test_a_stroke_after_coming_back_to_the_page_is_a_new_state(three_strokes) -> None:
    three_strokes.show()  # a canvas that has just been put on the page sends nothing back
    send(three_strokes, [*C, NEW])
    three_strokes.undo()
    assert three_strokes.objects == C


def test_clear_can_be_undone(three_strokes) -> None:
    three_strokes.clear()
    echo(three_strokes)
    assert three_strokes.objects == []
    three_strokes.undo()
    echo(three_strokes)
    assert three_strokes.objects == C


def test_a_long_history_forgets_its_beginning_and_keeps_each_stroke_once() -> None:
    drawing = Drawing()
    strokes = []
    for number in range(MOST_STEPS + 50):
        strokes = [*({**stroke} for stroke in strokes), {"type": "Path", "path": [number]}]
        send(drawing, strokes)
    states = drawing.history.states
    assert len(states) == MOST_STEPS + 1
    assert len(drawing.objects) == MOST_STEPS + 50
    assert len({id(stroke) for state in states for stroke in state}) == MOST_STEPS + 50
    drawing.undo()
    assert len(drawing.objects) == MOST_STEPS + 49


def test_the_canvas_is_told_anew_only_when_it_is_to_change() -> None:
    drawing = Drawing()
    before = drawing.for_canvas, drawing.ground
    send(drawing, A)
    assert (drawing.for_canvas, drawing.ground) == before
    drawing.undo()
    assert (drawing.for_canvas, drawing.ground) != before


def test_an_example_passes_through_the_canvas_unchanged() -> None:
    example = load_sample().pictures[1234]
    drawing = Drawing()
    drawing.replace(example)
    content = base64.b64decode(drawing.objects[0]["src"].split(",")[1])
    on_canvas = np.asarray(Image.open(io.BytesIO(content)))
    np.testing.assert_allclose(netcore.prepare(on_canvas), netcore.prepare(example), atol=1e-5)
