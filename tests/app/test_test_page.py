"""What the page that puts networks to the test shows, without a browser."""

import json
import re
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.data import Examples, held_out_digits, load_sample
from netcore.data.prepared import prepared_sample
from netcore.errors import DataError
from netcore.evaluation.robustness import CHANGES, prepared_anew
from netcore.evaluation.scores import Evaluation, wilson_interval
from netcore.evaluation.strangers import strangers_of
from netcore.network import Network
from netcore.reading import confidences_in
from netcore.saying import a_digit
from netcore.training.learner import new_network
from netcore.web import routes
from netcore.web.person.own_network import OWN
from netcore.web.test import changed, unseen
from netcore.web.test.mistakes import MOST_SHOWN, MOST_SUREST, SUREST
from tests.app.driver import component_data, new_person, tell, words_on
from tests.app.inspector import INSPECT, SHIPPED, file_of, upload

TEST = routes.TEST.script
VIEWS = ["Accuracy", "Mistakes", "Changed digits", "Map"]

pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


@pytest.fixture(autouse=True)
def without_mnist(monkeypatch):
    """Whatever whoever runs this has downloaded."""

    def nowhere(part: str) -> Examples:
        raise DataError("MNIST is not here.")

    monkeypatch.setattr(unseen, "load_mnist", nowhere)
    unseen._mnist_test.clear()
    yield
    unseen._mnist_test.clear()


def open_page(view: str = "Accuracy", **address: str) -> AppTest:
    """Open the page, and one of its views."""
    app = new_person()
    app.query_params.update({"part": view, **address})
    return app.switch_page(TEST).run()


def painted(app: AppTest) -> dict[str, Any]:
    """The figures that the browser is told to paint."""
    figures: dict[str, Any] = component_data(app, "painter")["figures"]
    return figures


def pictures(app: AppTest) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = component_data(app, "gallery")
    return shown


def answers_of(network: Network) -> Evaluation:
    return Evaluation(load_sample().labels, confidences_in(network, prepared_sample()))


def assert_whole(app: AppTest) -> None:
    """No traceback, and only numbers where numbers belong."""
    assert not app.exception
    told = [component.proto.json for component in app.get("bidi_component")]
    assert not re.search(r"NaN|Infinity", re.sub(r"base64,[^\"]*", "", "".join(told)))
    assert not re.search(r"\b(nan|NaN|inf|None)\b", words_on(app))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_accuracy_is_that_of_the_unseen_digits_with_its_interval(name) -> None:
    app = open_page(choice=name)
    assert_whole(app)
    result = answers_of(netcore.load(name))
    least, most = wilson_interval(5000 - len(result.mistakes), 5000)
    words = words_on(app).replace("\u00a0", " ")
    assert f'id="accuracy">{100 * result.accuracy:.2f} %<' in words
    assert f'id="interval">{100 * least:.2f} % to {100 * most:.2f} %<' in words
    assert "5,000 digits that come with netcore, 500 of each" in words
    assert "never learned from" in words
    (points,) = painted(app)["per_digit"]["data"]
    np.testing.assert_allclose(points["y"], 100 * result.accuracy_per_digit)


def test_what_answering_only_when_sure_brings_is_drawn_and_said() -> None:
    app = open_page()
    outputs, labels = answers_of(netcore.load("classic")).outputs, load_sample().labels
    sure = outputs.max(axis=1) >= 0.9
    right = (outputs.argmax(axis=1) == labels)[sure].mean()
    (sentence,) = re.findall(r'id="when-sure">(.*?)</p>', words_on(app))
    assert [float(part) for part in re.findall(r"<b>([\d.]+)", sentence)] == pytest.approx(
        [100 * sure.mean(), 100 * right], abs=0.006
    )
    answered, right_of_those = painted(app)["certainty"]["data"]
    at = answered["x"].index(90)
    assert answered["y"][at] == pytest.approx(100 * sure.mean(), abs=0.001)
    assert right_of_those["y"][at] == pytest.approx(100 * right, abs=0.001)


def test_the_surest_mistakes_are_shown_first() -> None:
    app = open_page("Mistakes")
    assert_whole(app)
    result = answers_of(netcore.load("classic"))
    shown = pictures(app)
    assert [picture["number"] for picture in shown] == result.mistakes[:MOST_SUREST].tolist()
    first = result.mistakes[0]
    assert shown[0]["caption"].startswith(f"{result.labels[first]} → {result.answers[first]}\n")
    assert f"{len(result.mistakes) - MOST_SUREST} more are not shown" in words_on(app)


@pytest.mark.parametrize(("row", "column"), [(3, 3), (3, 5), (9, 3), (9, 4)])
def test_a_click_on_a_cell_shows_the_digits_in_it(row, column) -> None:
    app = open_page("Mistakes")
    result = answers_of(netcore.load("classic"))
    matrix = result.confusion_matrix
    assert matrix[row, column]
    tell(app, painter={"event": "picked", "value": f"confusion/{10 * row + column}"})
    assert_whole(app)
    shown = pictures(app)
    assert len(shown) == min(matrix[row, column], MOST_SHOWN)
    for picture in shown:
        assert result.labels[picture["number"]] == row and result.answers[picture["number"]] == column
    if matrix[row, column] > MOST_SHOWN:
        assert f"{matrix[row, column] - MOST_SHOWN:,} more are not shown" in words_on(app)
    assert app.selectbox(key="cell").value == 10 * row + column
    frame = painted(app)["confusion"]["layout"]["shapes"][-1]
    assert (frame["y0"] + 0.5, frame["x0"] + 0.5) == (row, column)


def test_a_click_on_an_empty_cell_changes_nothing() -> None:
    app = open_page("Mistakes")
    row, column = np.argwhere(answers_of(netcore.load("classic")).confusion_matrix == 0)[0]
    for chosen in (SUREST, 33):
        app.selectbox(key="cell").set_value(chosen).run()
        before = pictures(app)
        tell(app, painter={"event": "picked", "value": f"confusion/{10 * row + column}"})
        assert_whole(app)
        assert app.selectbox(key="cell").value == chosen
        assert pictures(app) == before


def test_a_cell_that_the_next_network_leaves_empty_is_no_error() -> None:
    app = open_page("Mistakes")
    filled = answers_of(netcore.load("classic")).confusion_matrix
    empty = answers_of(netcore.load("wide")).confusion_matrix == 0
    row, column = np.argwhere((filled > 0) & empty)[0]
    app.selectbox(key="cell").set_value(int(10 * row + column)).run()
    app.get("button_group")[0].set_value("wide").run()
    assert_whole(app)
    assert app.selectbox(key="cell").value == SUREST


def test_a_picture_that_is_clicked_is_read_on_the_draw_page() -> None:
    app = open_page("Mistakes", choice="relu")
    clicked = pictures(app)[2]["number"]
    tell(app, gallery={"event": "picked", "value": {"number": clicked}})
    assert not app.exception
    shown = component_data(app, "reading")
    reading = netcore.read(netcore.load("relu"), load_sample().pictures[clicked])
    assert (shown["kind"], shown["network"]) == (reading.kind, "relu")
    assert shown["digit"] == "".join(map(str, reading.digits))
    assert shown["confidence"] == (f"{reading.confidence:.4f}" if reading.digits else "")
    truth = int(load_sample().labels[clicked])
    assert shown["words"].lower().endswith(f"somebody wrote it as {a_digit(truth)}.")
    assert "Right:" not in shown["words"]


@pytest.mark.parametrize("name", ["classic", "wide"])
def test_unchanged_digits_are_read_as_well_either_way(name) -> None:
    app = open_page("Changed digits", choice=name)
    assert_whole(app)
    spared = held_out_digits()[::2]
    result = Evaluation(load_sample().labels[spared], netcore.load(name).predict(prepared_sample()[spared]))
    assert np.bincount(result.labels).tolist() == [50] * 10
    for change in CHANGES:
        anew, bare = painted(app)[change.name]["data"]
        unchanged = anew["x"].index(0)
        assert anew["y"][unchanged] == bare["y"][unchanged] == pytest.approx(100 * result.accuracy)
    anew, bare = painted(app)["shifted"]["data"]
    assert min(anew["y"]) == max(anew["y"]) > 95
    assert bare["y"][-1] < 50


class Later(Executor):
    """Does what is submitted when it is told to, or loses it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future, Any, tuple]] = []

    def submit(self, fn, /, *args, **kwargs):
        self.waiting.append((Future(), fn, args))
        return self.waiting[-1][0]

    def do(self, count: int, *, lost: bool = False) -> None:
        for future, fn, args in [self.waiting.pop(0) for _ in range(count)]:
            if lost:
                future.set_exception(BrokenExecutor("its process died"))
            else:
                future.set_result(fn(*args))


@pytest.fixture
def later(monkeypatch) -> Later:
    """Nothing is changed yet, and it waits for `do`."""
    executor = Later()
    monkeypatch.setattr(changed, "computers", lambda: executor)
    monkeypatch.setattr(changed, "everyones", changed.ChangedDigits())
    return executor


LEVELS = sum(len(change.levels) for change in CHANGES)


def test_digits_are_changed_elsewhere_once_for_everyone_and_nobody_waits_for_it(later) -> None:
    app, other = open_page("Changed digits"), open_page("Changed digits", choice="wide")
    assert len(later.waiting) == LEVELS
    assert "Changing 500 digits" in app.get("progress")[0].proto.text
    assert painted(app) == {}
    app.get("button_group")[1].set_value("Accuracy").run()
    assert_whole(app)
    assert 'id="accuracy"' in words_on(app) and not app.get("progress")
    later.do(LEVELS - 1)
    other.run()
    assert other.get("progress")[0].proto.value == 100 * (LEVELS - 1) // LEVELS
    later.do(1)
    other.run()
    assert set(painted(other)) == {change.name for change in CHANGES}
    assert not other.get("progress")
    assert set(painted(open_page("Changed digits"))) == {change.name for change in CHANGES}
    assert not later.waiting
    pictures = load_sample().pictures[held_out_digits()[::2]]
    for number, change in enumerate(CHANGES):
        made = changed.everyones.levels(number)[-1]
        np.testing.assert_array_equal(made, prepared_anew(pictures, change, change.levels[-1]))
        assert not made.flags.writeable


def test_where_nothing_can_be_started_digits_are_changed_here_in_the_end(later, monkeypatch) -> None:
    def refuse(*_args):
        raise RuntimeError("can't start new process")

    monkeypatch.setattr(later, "submit", refuse)
    app = open_page("Changed digits")
    app.run()
    app.run()
    assert set(painted(app)) == {change.name for change in CHANGES}


def test_nobody_waits_while_somebody_else_gives_digits_to_be_changed(later, monkeypatch) -> None:
    digits, submit, entered, may_go_on = changed.everyones, later.submit, Event(), Event()

    def slow(*args):
        entered.set()
        assert may_go_on.wait(60)
        return submit(*args)

    monkeypatch.setattr(later, "submit", slow)
    other = Thread(target=digits.part_made)
    other.start()
    assert entered.wait(60)
    assert digits.part_made() == 0
    may_go_on.set()
    other.join()
    assert len(later.waiting) == LEVELS


def test_what_is_lost_of_it_is_done_again_and_here_in_the_end(later) -> None:
    app = open_page("Changed digits")
    later.do(3, lost=True)
    later.do(LEVELS - 3)
    app.run()
    app.run()
    assert len(later.waiting) == 3
    later.do(3, lost=True)
    app.run()
    app.run()
    assert not later.waiting
    assert set(painted(app)) == {change.name for change in CHANGES}


def test_the_map_shows_the_same_digits_layer_by_layer() -> None:
    app = open_page("Map")
    places = []
    for name in ("input", "hidden 1", "hidden 2", "output"):
        app.get("button_group")[-1].set_value(name).run()
        assert_whole(app)
        (digits,) = painted(app)["map_of_digits"]["data"]
        assert list(map(int, digits["text"])) == load_sample().labels[held_out_digits()].tolist()
        assert len(digits["customdata"]) == 1000
        places.append(digits["x"])
    assert len({tuple(place) for place in places}) == 4
    assert "clusters, one a digit" in words_on(app)


def test_a_digit_of_the_map_is_read_on_the_draw_page() -> None:
    app = open_page("Map")
    tell(app, magnifier={"event": "wanted", "value": {"number": 777}})
    picture = load_sample().pictures[held_out_digits()][777]
    assert component_data(app, "reading")["digit"] == str(
        netcore.load("classic").forward(netcore.prepare(picture)).digit
    )


def with_own(network: Network, view: str) -> AppTest:
    """A person who brought this network, and puts it to the test."""
    app = new_person()
    app.query_params.update({"view": "Turn knobs"})
    app.switch_page(INSPECT).run()
    upload(app, "mine.npz", file_of(network))
    app.query_params.update({"part": view})
    return app.switch_page(TEST).run()


@pytest.mark.parametrize("view", VIEWS)
def test_a_network_that_always_says_the_same_is_tested_like_any(view) -> None:
    layers = new_network([784, 3, 10], seed=1).layers
    silent = [replace(layer, weights=0 * layer.weights) for layer in layers]
    sevens = replace(silent[-1], biases=np.eye(10, dtype=np.float32)[7])
    app = with_own(Network([silent[0], sevens]), view)
    assert_whole(app)
    assert app.get("button_group")[0].value == OWN
    if view == "Accuracy":
        assert 'id="accuracy">10.00' in words_on(app)
    if view == "Mistakes":
        (row,) = {picture["name"].split("read as ")[1][:3] for picture in pictures(app)}
        assert row == "a 7"
    if view == "Map":
        app.get("button_group")[-1].set_value("output").run()
        assert_whole(app)


def test_a_network_that_learned_here_is_tested_with_what_it_never_saw() -> None:
    network = netcore.load("classic")
    learned = Network(network.layers, {**network.meta, "training": {"sample": True}})
    app = with_own(learned, "Accuracy")
    assert_whole(app)
    assert "1,000 digits that come with netcore, 100 of each" in words_on(app)


def test_a_network_without_a_mistake_is_no_error(monkeypatch) -> None:
    result = Evaluation(load_sample().labels, np.eye(10)[load_sample().labels])
    monkeypatch.setattr(unseen, "evaluation", lambda network: result)
    app = open_page("Mistakes")
    assert_whole(app)
    assert "It made no mistake" in words_on(app)


@pytest.mark.parametrize(
    "address",
    [
        {"part": "nonsense", "choice": "nobody"},
        {"part": "", "view": "Turn knobs", "cell": "12345", "map": "cellar"},
        {"view": "\x00", "layer": "-1", "neuron": "1e9"},
    ],
)
def test_an_address_that_means_nothing_is_no_error(address) -> None:
    app = new_person()
    app.query_params.update(address)
    app.switch_page(TEST).run()
    assert_whole(app)
    assert 'id="accuracy"' in words_on(app)


def test_without_any_network_there_is_a_sentence(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(netcore.files.weights, "WEIGHTS_FOLDER", tmp_path)
    app = open_page()
    assert not app.exception
    assert "There is no network to show" in app.error[0].value


def test_mnists_test_set_can_be_chosen_where_it_is(monkeypatch) -> None:
    sample = load_sample()
    stand_in = Examples(sample.pictures[::7], sample.labels[::7])
    app = open_page()
    assert "python -m netcore data" in words_on(app)
    monkeypatch.setattr(unseen, "load_mnist", lambda part: stand_in)
    app.run()
    assert "python -m netcore data" not in words_on(app)
    app.get("button_group")[-1].set_value(unseen.MNIST_TEST).run()
    assert_whole(app)
    assert (
        f"{len(stand_in):,} digits that are the test set in the folder that NETCORE_DATA names"
        in words_on(app)
    )
    accuracy = answers_of(netcore.load("classic")).answers[::7] == stand_in.labels
    assert f'id="accuracy">{100 * accuracy.mean():.2f}' in words_on(app)
    app.get("button_group")[1].set_value("Mistakes").run()
    clicked = pictures(app)[0]["number"]
    tell(app, gallery={"event": "picked", "value": {"number": clicked}})
    trace = netcore.load("classic").forward(netcore.prepare(stand_in.pictures[clicked]))
    assert component_data(app, "reading")["digit"] == str(trace.digit)


def test_what_is_shown_large_is_what_the_map_means() -> None:
    from base64 import b64decode
    from io import BytesIO

    from PIL import Image

    sheet = component_data(open_page("Map"), "magnifier")
    picture = np.asarray(Image.open(BytesIO(b64decode(sheet["url"].split(",")[1]))).convert("L")) / 255
    number = 345
    row, column = divmod(number, sheet["columns"])
    side = sheet["side"]
    cell = picture[row * side : (row + 1) * side, column * side : (column + 1) * side]
    np.testing.assert_allclose(cell.ravel(), prepared_sample()[held_out_digits()][number], atol=0.04)
    assert len(json.dumps(sheet)) < 250_000


@pytest.mark.parametrize("name", netcore.available())
def test_how_strangers_are_read_is_told_as_the_file_says(name) -> None:
    app = open_page("Strangers", choice=name)
    assert_whole(app)
    found = strangers_of(netcore.load(name).meta)
    words = words_on(app).replace("\u00a0", " ")
    assert f'id="strangers">{100 * found.pooled[0]:.1f} %<' in words
    assert f"{found.digits:,} digits by {found.writers:,} people" in words
    for pairs in (found.styles, found.collections, found.none):
        for what, (part, whole) in pairs.items():
            assert f"<th scope=row>{what}</th><td>{100 * part / whole:.1f} %</td>" in words


@pytest.mark.parametrize("meta", [{}, {"strangers": {"digits": "many"}}, {"strangers": 7}])
def test_of_other_networks_it_is_said_that_it_is_not_known(tmp_path, monkeypatch, meta) -> None:
    network = Network(netcore.load("classic").layers, meta)
    netcore.save(network, tmp_path / "classic.npz")
    monkeypatch.setattr("netcore.files.weights.WEIGHTS_FOLDER", tmp_path)
    monkeypatch.setattr("netcore.web.networks.WEIGHTS_FOLDER", tmp_path)
    app = open_page("Strangers")
    assert_whole(app)
    assert "isn't known" in words_on(app)
    assert 'id="strangers"' not in words_on(app)
