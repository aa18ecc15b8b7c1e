"""What the Draw page does, without a browser."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import netcore
from netcore import storage
from netcore.pages.drawing import Drawing
from tests.strokes import picture

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)


def draw(app: AppTest, grey: np.ndarray, strokes: int = 1) -> AppTest:
    """As if the canvas had sent this picture."""
    file = io.BytesIO()
    Image.fromarray(grey).convert("RGBA").save(file, "PNG")
    url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    objects = [{"type": "Path", "number": number} for number in range(strokes)]
    app.session_state["canvas"] = {"drawing": {"raw": {"objects": objects}, "data": url}}
    return app.run()


def shown(app: AppTest) -> dict:
    """What the page tells its stage to show."""
    for component in app.get("bidi_component"):
        data = json.loads(component.proto.json or "null")
        if data and "words" in data:
            return data
    raise AssertionError("no stage on the page")


def test_a_new_page_is_at_rest_and_says_what_to_do(app) -> None:
    app.run()
    assert not app.exception
    stage = shown(app)
    assert stage["digit"] == stage["confidence"] == ""
    assert stage["pixels"] is None
    assert "Draw a digit" in stage["words"]
    assert [button.disabled for button in app.button] == [True, True, True, False]


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_read(app, digit) -> None:
    draw(app, picture(digit))
    assert not app.exception
    stage = shown(app)
    trace = netcore.load("classic").forward(netcore.prepare(picture(digit)))
    assert stage["digit"] == str(digit)
    assert stage["network"] == "classic"
    assert float(stage["confidence"]) == pytest.approx(trace.confidence, abs=1e-3)
    assert f"{digit}" in stage["words"]
    np.testing.assert_allclose(stage["pixels"], trace.activations[0], atol=1e-3)


def test_what_is_no_digit_gets_a_sentence_and_no_answer(app) -> None:
    dot = np.zeros((280, 280), np.uint8)
    dot[100:118, 100:118] = 255
    for grey in (dot, np.full((280, 280), 255, np.uint8)):
        draw(app, grey)
        assert not app.exception
        assert shown(app)["digit"] == ""
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
    (example,) = app.session_state["drawing"].loaded
    assert example["type"] == "Image"
    assert not app.button(key="clear").disabled


def test_a_broken_network_is_named_and_the_others_are_offered(app, tmp_path, monkeypatch) -> None:
    whole = (storage.WEIGHTS_FOLDER / "classic.npz").read_bytes()
    (tmp_path / "fine.npz").write_bytes(whole)
    (tmp_path / "damaged.npz").write_bytes(whole[:1000])
    monkeypatch.setattr("netcore.storage.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.pages.shared.WEIGHTS_FOLDER", tmp_path)
    draw(app, picture(7))
    assert not app.exception
    assert "damaged.npz can't be used" in app.warning[0].value
    assert shown(app)["digit"] == "7"

    (tmp_path / "fine.npz").unlink()
    app.run()
    assert not app.exception
    assert "python -m netcore train" in app.error[0].value


def test_networks_can_be_chosen_when_there_are_several(app, tmp_path, monkeypatch) -> None:
    for name in ("classic", "other"):
        (tmp_path / f"{name}.npz").write_bytes((storage.WEIGHTS_FOLDER / "classic.npz").read_bytes())
    monkeypatch.setattr("netcore.storage.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.pages.shared.WEIGHTS_FOLDER", tmp_path)
    app.run()
    (choice,) = app.get("button_group")
    assert choice.value == "classic"
    choice.set_value("other").run()
    assert not app.exception


def test_undo_redo_and_clear() -> None:
    drawing = Drawing()
    assert not drawing.can_undo
    drawing.receive([{"n": 1}])
    drawing.receive([{"n": 1}, {"n": 2}])
    drawing.receive([{"n": 1}, {"n": 2}])  # the same again is nothing new
    drawing.undo()
    assert drawing.strokes == [{"n": 1}]
    drawing.receive([{"n": 1, "filled in": True}])  # the canvas shows it, with all its properties
    assert drawing.strokes == [{"n": 1, "filled in": True}]
    assert drawing.can_redo
    drawing.redo()
    assert len(drawing.strokes) == 2
    drawing.receive(drawing.strokes)
    drawing.clear()
    assert drawing.strokes == []
    drawing.receive([])
    drawing.undo()
    drawing.receive(drawing.strokes)
    assert len(drawing.strokes) == 2
    drawing.undo()
    drawing.receive(drawing.strokes)
    drawing.receive([{"n": 1}, {"n": 3}])
    assert not drawing.can_redo
    assert drawing.strokes == [{"n": 1}, {"n": 3}]


def test_the_canvas_is_told_anew_only_when_it_is_to_change() -> None:
    drawing = Drawing()
    before = drawing.for_canvas
    drawing.receive([{"n": 1}])
    assert drawing.for_canvas == before
    drawing.undo()
    assert drawing.for_canvas != before


def test_an_example_passes_through_the_canvas_unchanged() -> None:
    example = netcore.datasets.load_sample().pictures[1234]
    drawing = Drawing()
    drawing.replace(example)
    content = base64.b64decode(drawing.strokes[0]["src"].split(",")[1])
    on_canvas = np.asarray(Image.open(io.BytesIO(content)))
    np.testing.assert_allclose(netcore.prepare(on_canvas), netcore.prepare(example), atol=1e-5)
