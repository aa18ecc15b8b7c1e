"""Networks that people bring and take home, without a browser."""

import io
import pickle

import numpy as np
import pytest

import netcore
from netcore.activations import RELU, SOFTMAX
from netcore.network import Layer, Network
from netcore.training.learner import new_network
from netcore.web.look_inside.turning import as_file
from netcore.web.person.own_network import OWN
from tests.app.driver import assert_whole, shown, turn, words_on
from tests.app.inspector import (
    COUNT,
    DRAW,
    SHIPPED,
    TURN,
    assert_shows,
    choose,
    file_of,
    own,
    press,
    upload,
    with_a_seven,
)

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


def test_a_network_of_ones_own_is_taken() -> None:
    network = new_network([784, 40, 10], RELU, SOFTMAX, seed=3)
    app = with_a_seven(view=TURN, layer="hidden 2", neuron="12")
    upload(app, "mine.npz", file_of(network))
    assert own(app).fingerprint == network.fingerprint
    assert_shows(app, OWN, network)
    for layer in ("input", "hidden 1", "output"):
        for view in ("Look inside", TURN, COUNT):
            app.button_group(key="view").set_value(view).run()
            choose(app, layer, 9)
            assert_whole(app)
    assert f"{network.parameter_count:,} numbers" in words_on(app)
    app.button_group(key="view").set_value(TURN).run()
    turn(app, bias=2.0)
    press(app, "reset")
    assert own(app).fingerprint == network.fingerprint


def archive(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


CLASSIC = file_of(netcore.load("classic"))
BAD_FILES = {
    "a truncated file": ("mine.npz", CLASSIC[: len(CLASSIC) // 2], "mine.npz can't be used"),
    "a pickle": ("mine.npz", pickle.dumps([1, 2, 3]), "mine.npz can't be used"),
    "an array of objects": (
        "mine.npz",
        archive(W1=np.array([None, {}], dtype=object), meta="{}"),
        "mine.npz can't be used",
    ),
    "a text": ("notes.npz", b"the quick brown fox\n" * 20, "notes.npz can't be used"),
    "nothing": ("empty.npz", b"", "empty.npz can't be used"),
    "five megabytes": ("large.npz", bytes(5 * 2**20), "large.npz can't be used"),
    "other shapes": (
        "small.npz",
        archive(
            W1=np.ones((10, 64), np.float32), b1=np.ones(10, np.float32), meta='{"activations": ["sigmoid"]}'
        ),
        "64 inputs and 10 outputs instead of 784 and 10",
    ),
    "not a number": (
        "mine.npz",
        archive(
            W1=np.full((10, 784), np.nan, np.float32),
            b1=np.ones(10, np.float32),
            meta='{"activations": ["sigmoid"]}',
        ),
        "not finite",
    ),
}


def test_files_that_are_no_networks_get_one_sentence_and_change_nothing() -> None:
    app = with_a_seven(view=TURN)
    turn(app, bias=2.0)
    mine = own(app)
    for what, (name, content, reason) in BAD_FILES.items():
        upload(app, name, content)
        (error,) = app.error
        assert reason in error.value, what
        assert "\n" not in error.value and "Traceback" not in error.value
        assert own(app) is mine
        assert_shows(app, OWN, mine)
    press(app, "shake")
    assert not app.error  # said once


def test_what_an_uploaded_file_says_of_itself_does_not_get_on_the_page() -> None:
    evil = "**evil** <script>alert(1)</script> ![x](http://evil.example/x.png)"
    network = new_network([784, 20, 10], seed=3)
    meta = {"about": evil, "name": evil, "accuracy": {"mnist-test": 1.0}, "recipe": evil}
    app = with_a_seven(view=TURN)
    upload(app, f"{evil}.npz", file_of(Network(network.layers, meta)))
    assert_shows(app, OWN, network)
    for view in (TURN, COUNT, "Look inside"):
        app.button_group(key="view").set_value(view).run()
        assert "evil" not in words_on(app) + str(shown(app)["network"])
    app.switch_page(DRAW).run()
    app.run()
    assert_shows(app, OWN, network)
    assert "evil" not in words_on(app)
    assert "your own copy of uploaded" in words_on(app)


@pytest.mark.parametrize("value", [0.0, 1e6, -1e6, 1e-38])
def test_a_network_of_nothing_or_of_the_largest_numbers_is_shown_without_nan(value) -> None:
    hidden = Layer(np.full((4, 784), value, np.float32), np.zeros(4, np.float32), RELU)
    output = Layer(np.full((10, 4), value, np.float32), np.full(10, value, np.float32), SOFTMAX)
    app = with_a_seven(view=TURN, layer="hidden 1")
    upload(app, "extreme.npz", file_of(Network([hidden, output])))
    assert not app.error
    for view in (TURN, "Look inside", COUNT):
        app.button_group(key="view").set_value(view).run()
        for layer in ("input", "hidden 1", "output"):
            choose(app, layer, 3)
            assert_whole(app)


def test_the_download_is_the_network() -> None:
    app = with_a_seven(view=TURN, layer="hidden 1", neuron="2")
    press(app, "shake")
    press(app, "prune")
    assert app.get("download_button")[0].key == "download"
    again = netcore.load(io.BytesIO(as_file(own(app))))
    assert again.fingerprint == own(app).fingerprint
    upload(app, "again.npz", as_file(own(app)))
    assert_shows(app, OWN, again)
    for name in SHIPPED:
        assert (
            netcore.load(io.BytesIO(as_file(netcore.load(name)))).fingerprint
            == netcore.load(name).fingerprint
        )
