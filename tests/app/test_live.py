"""What the browser is given to read with, without a browser."""

import numpy as np
import pytest

import netcore
from netcore.reading import calibration_of
from tests.app.driver import component_bytes, draw, shown, tell
from tests.strokes import picture


def handed(app) -> tuple[str, np.ndarray]:
    """The fingerprint of the network that is handed over, and its numbers."""
    message = component_bytes(app, "live")
    return message[:64].decode(), np.frombuffer(message[64:], "<f4")


def test_the_network_on_screen_is_handed_over_once(app) -> None:
    app.run()
    for strokes, name in enumerate(("relu", "wide"), 1):
        network = netcore.load(name)
        app.get("button_group")[0].set_value(name).run()
        fingerprint, numbers = handed(app)
        assert fingerprint == shown(app)["rules"]["fingerprint"] == network.fingerprint
        expected = [numbers.ravel() for layer in network.layers for numbers in (layer.weights, layer.biases)]
        np.testing.assert_array_equal(numbers, np.concatenate(expected))
        draw(app, picture(3), strokes)
        assert handed(app)[0] == fingerprint
        assert handed(app)[1].size == 0


def test_a_network_that_got_lost_on_the_way_is_sent_again(app) -> None:
    app.run()
    draw(app, picture(3))
    assert handed(app)[1].size == 0
    tell(app, live={"event": "missing", "value": True})
    assert handed(app)[1].size == 13_002
    app.run()
    assert handed(app)[1].size == 0


@pytest.mark.parametrize("name", netcore.available())
def test_the_browser_is_told_how_the_network_is_calibrated(app, name) -> None:
    app.query_params["choice"] = name
    app.run()
    said = shown(app)["rules"]
    calibration = calibration_of(netcore.load(name))
    assert (said["threshold"], said["temperature"]) == (calibration.threshold, calibration.temperature)


@pytest.mark.parametrize("name", netcore.available())
def test_the_rules_fit_the_network(app, name) -> None:
    app.query_params["choice"] = name
    app.run()
    network, rules = netcore.load(name), shown(app)["rules"]
    assert [layer["inputs"] for layer in rules["layers"]] == network.sizes[:-1]
    assert [layer["neurons"] for layer in rules["layers"]] == network.sizes[1:]
    assert [layer["activation"] for layer in rules["layers"]] == [
        layer.activation_function.name for layer in network.layers
    ]
