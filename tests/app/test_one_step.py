"""The view "What one step does" of the page "Learn", without a browser."""

import re
from decimal import Decimal

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data import held_out_digits, load_sample, training_digits
from netcore.data.prepared import prepared_sample
from netcore.inspection.example_gradients import nudges, pull_of
from netcore.network import Layer, Network
from netcore.training.config import TrainingConfig
from netcore.training.learner import new_network
from netcore.web import routes
from netcore.web.person.own_network import OWN
from netcore.web.text import layer_names
from tests.app.driver import assert_whole, click, component_data, draw, new_person, person, shown, words_on
from tests.strokes import picture

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")

LEARN, STEP = routes.LEARN.script, "What one step does"
FIRST = prepared_sample()[training_digits(7)[0]]
"""The example that is there when the view is opened, a 7."""


def made(sizes, hidden=SIGMOID, output=SIGMOID, factor=1.0) -> Network:
    """A network of random weights, all times a factor."""
    layers = [
        Layer(layer.weights * np.float32(factor), layer.biases, layer.activation_function)
        for layer in new_network(sizes, hidden, output, seed=4).layers
    ]
    return Network(layers, {"name": "made"})


NETWORKS = {
    "random": TrainingConfig().first_network,
    "classic": netcore.load("classic"),
    "relu": netcore.load("relu"),
    "wide": netcore.load("wide"),
    "none hidden": made([784, 10]),
    "four hidden": made([784, 3, 30, 20, 1, 10], RELU, SOFTMAX),
}
LARGEST = 1e6
"""Times the weights that a network begins with, which are below 1: the most that a file may hold."""
FAR_GONE = {
    "saturated": made([784, 16, 16, 10], factor=1e4),
    "as large as can be": made([784, 16, 16, 10], RELU, SIGMOID, LARGEST),
    "all zero": made([784, 16, 16, 10], factor=0),
    "as large as can be, softmax": made([784, 16, 10], RELU, SOFTMAX, LARGEST),
}


def one_step(network: Network | None = None, rate: float = 0.01) -> AppTest:
    """The view, opened, of a network that is to be trained."""
    app = new_person()
    if network is not None:
        learns_from(app, network, rate)
    app.query_params["lesson"] = STEP
    return app.switch_page(LEARN).run()


def learns_from(app: AppTest, network: Network, rate: float = 0.01) -> None:
    """Set what the training is to begin with."""
    person(app).take(network, "made", "made")
    person(app).settings.start, person(app).settings.rate = OWN, rate


def decimal(text: str) -> Decimal:
    """A number as the page writes it."""
    return Decimal(text.replace("\u2212", "-").replace(",", ""))


def cells(app: AppTest, row: str) -> list[list[str]]:
    """The cells of all lines of a table that have this attribute."""
    lines = re.findall(rf"<tr[^>]*{row}[^>]*>(.*?)</tr>", words_on(app))
    return [re.findall(r"<td[^>]*>([^<]*)</td>", line) for line in lines]


def check(app: AppTest) -> dict[str, str]:
    """The lines of the check by trying out."""
    return dict(re.findall(r'id="check-(\w+)"><td>[^<]*</td><td>([^<]*)<', words_on(app)))


def agreement(app: AppTest) -> str:
    (found,) = re.findall(r'id="agreement">(.*?)</p>', words_on(app))
    return found


def choose(app: AppTest, layer: str, neuron: int) -> AppTest:
    app.selectbox(key="step_layer").set_value(layer).run()
    return app.selectbox(key="step_neuron").set_value(neuron).run()


def bars(app: AppTest, layer: int) -> dict:
    return shown(app)["figures"][f"errors_{layer}"]["data"][0]


@pytest.mark.parametrize("name", NETWORKS)
def test_activation_less_target_is_the_error_and_the_shares_add_up_to_the_cost(name) -> None:
    app = one_step(NETWORKS[name])
    for digit in (7, 4):
        app.selectbox(key="step_digit").set_value(digit).run()
        assert_whole(app)
        rows = cells(app, "data-output")
        assert [row[0] for row in rows] == list("0123456789")
        for _, activation, target, error, _ in rows:
            assert decimal(activation) - decimal(target) == decimal(error)
        assert [row[0] for row in rows if row[2] == "1"] == [str(digit)]
        (total,) = re.findall(r"cost of this example</td><td>([^<]*)<", words_on(app))
        assert sum(decimal(share) for *_, share in rows) == decimal(total) > 0
        found = pull_of(NETWORKS[name], person(app).drawing.preparation.pixels, digit)
        assert float(decimal(total)) == pytest.approx(found.loss, rel=1e-2)
        for row, output in zip(rows, found.trace.activations[-1], strict=True):
            assert float(row[1]) == pytest.approx(output, abs=6e-4)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_came_from_behind_adds_up(name) -> None:
    network = NETWORKS[name]
    app = one_step(network)
    for layer in layer_names(network)[1:-1]:
        choose(app, layer, 0)
        assert_whole(app)
        parts = [decimal(part) for part in re.findall(r"data-part>([^<]*)<", words_on(app))]
        (total,) = re.findall(r"data-sum>([^<]*)<", words_on(app))
        assert parts and sum(parts) == decimal(total)
    app.selectbox(key="step_layer").set_value("output").run()
    assert "data-part" not in words_on(app)


@pytest.mark.parametrize("name", NETWORKS)
def test_before_and_the_nudge_are_after(name) -> None:
    network = NETWORKS[name]
    app = one_step(network, rate=0.03)
    for layer in layer_names(network)[1:]:
        app.selectbox(key="step_layer").set_value(layer).run()
        rows = cells(app, "data-nudge")
        for _, before, nudge, after in rows:
            assert decimal(before) + decimal(nudge) == decimal(after)
        assert rows[-1][0] == "its bias"
        assert any(decimal(nudge) for _, _, nudge, _ in rows)


@pytest.mark.parametrize("name", NETWORKS)
def test_trying_out_agrees_with_backpropagation_in_every_layer(name) -> None:
    network = NETWORKS[name]
    app = one_step(network)
    for layer in layer_names(network)[1:]:
        app.selectbox(key="step_layer").set_value(layer).run()
        lines = check(app)
        assert set(lines) == {"below", "above", "tried", "found"}
        assert "They agree" in agreement(app) and "only" not in agreement(app)
        if "×" not in lines["tried"]:
            slope = (decimal(lines["above"]) - decimal(lines["below"])) / Decimal("0.00002")
            assert float(slope) == pytest.approx(float(decimal(lines["tried"])), abs=2e-8)
            assert float(decimal(lines["found"])) == pytest.approx(float(slope), rel=1e-2, abs=2e-8)


def test_at_first_the_weight_with_the_largest_gradient_is_shown() -> None:
    network = NETWORKS["classic"]
    app = one_step(network)
    layer, neuron, origin = pull_of(network, FIRST, 7).strongest
    assert app.selectbox(key="step_layer").value == layer_names(network)[layer]
    assert app.selectbox(key="step_neuron").value == neuron
    choose(app, "hidden 1", 3)
    (origins,) = [box for box in app.selectbox if str(box.key).startswith("step_origin")]
    assert origins.value == pull_of(network, FIRST, 7).strongest_into(1, 3)[2]
    app.button(key="step_largest").click().run()
    assert app.selectbox(key="step_layer").value == layer_names(network)[layer]
    (origins,) = [box for box in app.selectbox if str(box.key).startswith("step_origin")]
    assert origins.value == origin


def test_the_pictures_show_the_errors_and_the_nudges() -> None:
    network = NETWORKS["classic"]
    app = choose(one_step(network, rate=0.03), "hidden 1", 5)
    found = pull_of(network, FIRST, 7)
    for layer in (1, 2, 3):
        np.testing.assert_allclose(bars(app, layer)["y"], found.errors(layer))
        assert bars(app, layer)["hovertemplate"].startswith(("hidden 1", "hidden 2", "output")[layer - 1])
    drawn = shown(app)["figures"]
    np.testing.assert_allclose(np.ravel(drawn["nudges"]["data"][0]["z"]), nudges(found, 0.03, 1, 5))
    np.testing.assert_allclose(np.ravel(drawn["example_pixels"]["data"][0]["z"]), FIRST)
    choose(app, "hidden 2", 5)
    np.testing.assert_allclose(shown(app)["figures"]["nudges"]["data"][0]["y"], nudges(found, 0.03, 2, 5))


def test_a_click_on_an_error_or_a_nudge_chooses_it() -> None:
    app = one_step(NETWORKS["relu"])
    click(app, "errors_2/11")
    assert_whole(app)
    assert (app.selectbox(key="step_layer").value, app.selectbox(key="step_neuron").value) == ("hidden 2", 11)
    assert np.flatnonzero(bars(app, 2)["marker"]["line"]["width"]).tolist() == [11]
    assert not any(bars(app, 1)["marker"]["line"]["width"])
    click(app, "nudges/13")
    assert app.selectbox(key="step_origin_neuron_16").value == 13
    assert "The weight from neuron 13 of hidden layer 1 to neuron 11 of hidden layer 2" in words_on(app)
    click(app, "errors_1/2")
    click(app, "nudges/300")
    assert app.selectbox(key="step_origin_pixel_784").value == 300


def test_nothing_drawn_is_said_and_a_drawing_is_an_example() -> None:
    app = one_step(NETWORKS["classic"])
    app.button(key="clear").click().run()
    assert_whole(app)
    assert "Nothing is drawn yet" in words_on(app) and "errors_1" not in shown(app)["figures"]
    draw(app, picture(3))
    assert_whole(app)
    assert app.selectbox(key="step_digit").value == 3  # as it was read
    app.selectbox(key="step_digit").set_value(5).run()
    assert app.selectbox(key="step_digit").value == 5 and person(app).drawing.truth is None
    click(app, "digit/8")  # as number keys tell
    assert app.selectbox(key="step_digit").value == 8 and person(app).drawing.truth is None
    app.selectbox(key="step_digit").set_value(3).run()
    found = pull_of(NETWORKS["classic"], netcore.prepare(picture(3)), 3)
    np.testing.assert_allclose(bars(app, 3)["y"], found.errors(3))


def test_another_is_another_that_lessons_learn_from() -> None:
    app = one_step()
    first = shown(app)["figures"]["example_pixels"]["data"][0]["z"]
    app.button(key="step_another").click().run()
    second = shown(app)["figures"]["example_pixels"]["data"][0]["z"]
    assert first != second
    (part,) = netcore.read(NETWORKS["random"], load_sample().pictures[training_digits(7)[1]]).parts
    np.testing.assert_allclose(second, part.preparation.pixels)
    assert "somebody wrote it as a 7" in component_data(app, "reading")["words"].lower()
    for digit in range(10):
        indices = training_digits(digit)
        assert len(indices) == 400 and not np.isin(indices, held_out_digits()).any()
        assert (load_sample().labels[indices] == digit).all()


def test_what_was_chosen_stays_while_another_view_is_looked_at() -> None:
    app = one_step()
    app.selectbox(key="step_digit").set_value(2).run()
    choose(app, "hidden 2", 9)
    app.button_group(key="lesson").set_value("Learn").run()
    assert not [box for box in app.selectbox if box.key == "step_digit"]
    app.button_group(key="lesson").set_value(STEP).run()
    assert app.selectbox(key="step_digit").value == 2
    assert (app.selectbox(key="step_layer").value, app.selectbox(key="step_neuron").value) == ("hidden 2", 9)


def test_a_choice_that_a_smaller_network_lacks_is_let_go() -> None:
    app = click(one_step(NETWORKS["wide"]), "errors_1/127")
    learns_from(app, NETWORKS["none hidden"])
    app.run()
    assert_whole(app)
    assert app.selectbox(key="step_layer").value == "output"


@pytest.mark.parametrize("rate", [0.01, 100.0])
@pytest.mark.parametrize("name", FAR_GONE)
def test_a_network_that_went_too_far_is_shown_in_numbers(name, rate) -> None:
    network = FAR_GONE[name]
    app = one_step(network, rate)
    for layer in layer_names(network)[1:]:
        app.selectbox(key="step_layer").set_value(layer).run()
        assert_whole(app)
        for _, before, nudge, after in cells(app, "data-nudge"):
            assert decimal(before) + decimal(nudge) == decimal(after)


def test_a_step_that_is_too_long_is_said() -> None:
    loud = made([784, 16, 10], RELU, SIGMOID, 3.0)
    assert "The cost grew" in words_on(one_step(loud, 1.0))
    assert "The cost grew" not in words_on(one_step(loud, 0.0001))
