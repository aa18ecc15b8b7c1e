"""A person on the pages, without a browser: what they do, and what the pages show them."""

import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def new_person() -> AppTest:
    """Somebody who has opened the app and sees nothing yet."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)


def draw(app: AppTest, grey: np.ndarray, strokes: int = 1) -> AppTest:
    """As if the canvas had sent this picture."""
    file = io.BytesIO()
    Image.fromarray(grey).convert("RGBA").save(file, "PNG")
    url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    objects = [{"type": "Path", "number": number} for number in range(strokes)]
    app.session_state["canvas"] = {"drawing": {"raw": {"objects": objects}, "data": url}}
    return app.run()


def click(app: AppTest, what: str) -> AppTest:
    """As if the browser had told of a click in a chart: "hidden 1/5"."""
    (reading,) = [component for component in app.get("bidi_component") if component.key == "reading"]
    states = app._tree.get_widget_states()  # AppTest has no clicks in components
    event = json.dumps([{"event": "picked", "value": what}])
    states.widgets.add(id=_make_trigger_id(reading.proto.id, "events"), json_trigger_value=event)
    return app._run(states)


def shown(app: AppTest) -> dict[str, Any]:
    """What the page tells its stage to show."""
    for component in app.get("bidi_component"):
        data = json.loads(component.proto.json or "null")
        if data and "words" in data:
            return data
    raise AssertionError("the page shows no reading")


def words_on(app: AppTest) -> str:
    """All text and HTML on the page, without the pictures in it."""
    texts = [element.value for element in (*app.markdown, *app.html, *app.error, *app.warning)]
    return re.sub(r"data:image/png;base64,[^\"]*", "", "\n".join(texts))


def assert_whole(app: AppTest) -> None:
    """No traceback, and only numbers where numbers belong."""
    assert not app.exception
    assert not re.search(r"NaN|Infinity", json.dumps(shown(app)))
    assert not re.search(r"\b(nan|NaN|inf|None)\b", words_on(app))
