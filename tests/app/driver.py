"""A person on the pages, without a browser: what they do, and what the pages show them."""

import base64
import io
import itertools
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from netcore.data import draw as draw_strokes
from netcore.preprocess import FIELD
from netcore.web.person.drawing import PEN
from netcore.web.state import KEY, Person
from tests.strokes import Stroke, placed

ROOT = Path(__file__).resolve().parents[2]
gestures = map(str, itertools.count())


def new_person() -> AppTest:
    """Somebody who has opened the app and sees nothing yet, but may go to any page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app._registered_pages = dict(_pages())
    return app


@cache
def _pages() -> dict[str, Any]:
    """What Streamlit knows of the pages once the app has run."""
    pages: dict[str, Any] = (
        AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()._registered_pages
    )
    return pages


def person(app: AppTest) -> Person:
    """What the app knows of somebody; a person who has seen no page yet has done nothing either."""
    if KEY not in app.session_state:
        app.session_state[KEY] = Person()
    known: Person = app.session_state[KEY]
    return known


def draw(app: AppTest, grey: np.ndarray, strokes: int = 1) -> AppTest:
    """As if the canvas had sent this picture."""
    return _send(app, [{"type": "Path", "number": number} for number in range(strokes)], grey)


def path_of(stroke: Stroke) -> dict[str, Any]:
    """A stroke as the canvas sends it (Fabric.js, PencilBrush)."""
    points = np.array(stroke, float)
    middles = (points[:-1] + points[1:]) / 2
    bends = [["Q", *point, *middle] for point, middle in zip(points.tolist(), middles.tolist(), strict=False)]
    return {"type": "Path", "path": [["M", *(points[0] - 0.02)], *bends, ["L", *(points[-1] + 0.02)]]}


def write(app: AppTest, digit: int, left: float = 70) -> AppTest:
    """As if a digit had been drawn on the canvas with the pen."""
    strokes = placed(digit, 180, left, 50)
    objects = [path_of(stroke) for stroke in strokes]
    return _send(app, objects, draw_strokes([np.array(stroke) for stroke in strokes], PEN))


def _send(app: AppTest, objects: list[dict[str, Any]], grey: np.ndarray) -> AppTest:
    raw = {"objects": objects, "background": person(app).drawing.ground}
    app.session_state["canvas"] = {"drawing": {"raw": raw, "data": _url(grey)}}
    return app.run()


def click(app: AppTest, what: str) -> AppTest:
    """As if the browser had told of a click in a chart: "hidden 1/5"."""
    return tell(app, reading={"event": "picked", "value": what})


def component_data(app: AppTest, key: str) -> Any:
    """What the page tells a component of ours to show; figures, which are sent as JSON, unpacked."""
    return _unpacked(_component(app, key))


def knob(app: AppTest, key: str) -> dict[str, Any]:
    """What the page tells a knob to show."""
    data: dict[str, Any] = component_data(app, key)
    return data


def turn(app: AppTest, gesture: str | None = None, **values: float) -> AppTest:
    """As if the browser had told that knobs were turned, all in the same moment: weight=2.5.

    Args:
        app: the page, on which these knobs are.
        gesture: the same for the turns of one drag.
        values: where each knob was turned to, by its key.
    """
    turns = {}
    for key, value in values.items():
        shows = knob(app, key)
        least, most = shows["limits"]
        assert not shows["disabled"] and least <= value <= most  # else a browser tells nothing
        turned = {
            "value": value,
            "number": shows["turn"] + 1,
            "gesture": gesture or next(gestures),
            "target": shows["target"],
        }
        turns[key] = {"event": "turned", "value": turned}
    return tell(app, **turns)


def drag(app: AppTest, **values: list[float]) -> AppTest:
    """As if a knob's slider had been dragged over these values, without letting it go."""
    ((key, way),) = values.items()
    gesture = next(gestures)
    for value in way:
        turn(app, gesture, **{key: value})
    return app


def _url(grey: np.ndarray) -> str:
    """A picture as the canvas sends it."""
    file = io.BytesIO()
    Image.fromarray(grey).convert("RGBA").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def component_bytes(app: AppTest, key: str) -> bytes:
    """The bytes that the page hands to a component of ours."""
    message: bytes = _component(app, key).proto.bytes
    return message


def _component(app: AppTest, key: str) -> Any:
    (found,) = [component for component in app.get("bidi_component") if component.key == key]
    return found


def tell(app: AppTest, state: dict[str, Any] | None = None, **events: dict[str, Any]) -> AppTest:
    """Run with what components tell, which AppTest has no words for, and what else was done.

    Args:
        app: an open page.
        state: what else the reading tells of itself.
        events: one a component, by their keys.
    """
    states = app._tree.get_widget_states()
    if state:
        states.widgets.add(id=_component(app, "reading").proto.id, json_value=json.dumps(state))
    for key, event in events.items():
        trigger = _make_trigger_id(_component(app, key).proto.id, "events")
        states.widgets.add(id=trigger, json_trigger_value=json.dumps([event]))
    return app._run(states)


def shown(app: AppTest) -> dict[str, Any]:
    """What the page tells its stage to show."""
    for component in app.get("bidi_component"):
        data = _unpacked(component)
        if data and "words" in data:
            return data
    raise AssertionError("the page shows no reading")


def _unpacked(component: Any) -> Any:
    data = json.loads(component.proto.json or "null")
    if isinstance(data, dict) and "weightedSums" in data:
        for name in ("activations", "weightedSums", "biases"):
            packed = data[name]
            data[name] = packed and np.frombuffer(base64.b64decode(packed), "<f4").tolist()
        data["pixels"] = data["pixels"] and _pixels(base64.b64decode(data["pixels"]))
        if data["training"]:
            data["training"] |= json.loads(data["training"]["curves"])
    if isinstance(data, dict) and "figures" in data:
        data["figures"] = {key: json.loads(figure) for key, figure in data["figures"].items()}
    return data


def _pixels(packed: bytes) -> list[float]:
    pixels = np.zeros(FIELD * FIELD)
    bits = np.frombuffer(packed[: len(pixels) // 8], np.uint8)
    is_drawn = np.unpackbits(bits, bitorder="little").astype(bool)
    pixels[is_drawn] = np.frombuffer(packed[len(bits) :], "<f4")
    return pixels.tolist()


def words_on(app: AppTest) -> str:
    """All text and HTML on the page, without the pictures in it."""
    texts = [element.value for element in (*app.markdown, *app.html, *app.error, *app.warning)]
    return re.sub(r"data:image/png;base64,[^\"]*", "", "\n".join(texts))


def assert_whole(app: AppTest) -> None:
    """No traceback, and only numbers where numbers belong."""
    assert not app.exception
    json.dumps(shown(app), allow_nan=False)
    assert not re.search(r"\b(nan|NaN|inf|None)\b", words_on(app))
