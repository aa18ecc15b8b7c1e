"""A person on the page "Look inside", without a browser."""

import io

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

import netcore
from netcore.network import Network
from netcore.reading import answer_of
from netcore.web import routes
from tests.app.driver import assert_whole, draw, new_person, person, shown
from tests.strokes import picture

INSPECT, DRAW = routes.LOOK_INSIDE.script, routes.DRAW.script
SHIPPED = ["classic", "relu", "wide"]
TURN, COUNT = "Turn knobs", "All numbers"
SEVEN = netcore.prepare(picture(7))


def look_inside(**address: str) -> AppTest:
    """Open the page at an address such as `?layer=output&neuron=7`."""
    app = new_person()
    app.query_params.update(address)
    return app.switch_page(INSPECT)


def with_a_seven(**address: str) -> AppTest:
    """The page, and a 7 drawn on it."""
    return draw(look_inside(**address), picture(7))


def choose(app: AppTest, layer: str, neuron: int) -> AppTest:
    """Choose a neuron from the lists."""
    app.selectbox(key="layer").set_value(layer).run()
    return app.selectbox(key="neuron").set_value(neuron).run()


def origin(app: AppTest) -> Selectbox:
    """The list of where the weight comes from that can be turned."""
    (found,) = [box for box in app.selectbox if str(box.key).startswith("origin_")]
    return found


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def own(app: AppTest) -> Network:
    """The network that this person turned."""
    network = person(app).own.network
    assert network is not None
    return network


def file_of(network: Network) -> bytes:
    file = io.BytesIO()
    netcore.save(network, file)
    return file.getvalue()


def upload(app: AppTest, name: str, content: bytes, key: str = "upload") -> AppTest:
    """Bring a file."""
    uploader = app.file_uploader(key=key)
    return uploader.set_value((name, content, "application/octet-stream")).run()


def assert_shows(app: AppTest, name: str, network: Network) -> None:
    """The page chose this network, and gives its answer to the 7."""
    assert_whole(app)
    answer = answer_of(network, network.forward(SEVEN))
    palette = shown(app)
    assert app.get("button_group")[0].value == palette["network"] == name
    assert palette["kind"] == answer.kind
    assert palette["digit"] == ("" if answer.kind == "no digit" else str(answer.digit))
    if palette["digit"]:
        assert float(palette["confidence"]) == pytest.approx(answer.confidence, abs=1e-3)


def assert_looks_into(app: AppTest, layer: str, neuron: int) -> None:
    assert_whole(app)
    assert (app.selectbox(key="layer").value, app.selectbox(key="neuron").value) == (layer, neuron)
    focus = shown(app)["focus"]
    assert layer == ["input", "hidden 1", "hidden 2", "output"][focus["layer"]] and focus["neuron"] == neuron
