"""What a browser keeps comes back as it was; what no browser of ours wrote is refused."""

import base64
import json
import zlib
from typing import Any

import numpy as np
import pytest

import netcore
from netcore.inspection.edits import with_bias
from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.training.run import Run
from netcore.web.person import kept, kept_network
from netcore.web.person.drawing import MOST_STEPS, Drawing
from netcore.web.person.history import History
from netcore.web.person.kept import LARGEST, KeptError, pack, unpack
from netcore.web.person.kept_drawing import drawing_of, of_drawing
from netcore.web.person.own_network import OWN, OwnNetwork
from netcore.web.person.settings import DEFAULTS, Settings
from netcore.web.person.strokes import drawn, pen_strokes
from tests.app.driver import path_of
from tests.strokes import placed
from tests.unit.configs import SMALL, ByHand
from tests.unit.test_handwriting import lines, named

SHARED = {name: netcore.load(name) for name in netcore.available()}
CLASSIC = SHARED["classic"]
TURNED = with_bias(CLASSIC, 1, 3, 2.5)


@pytest.fixture(scope="module")
def run() -> Run:
    """A training that is over, of two drawings and others."""
    computers = ByHand()
    run = Run(TrainingConfig(**SMALL, drawings=named([7, 3])), computers)
    run.go()
    while computers.waiting:
        computers.do()
    assert run.news.status is Status.DONE
    return run


def drawing() -> Drawing:
    """A 4, undone by one of its strokes, after a cleared picture."""
    drawing = Drawing()
    drawing.replace(np.arange(784, dtype=np.uint8).reshape(28, 28))
    drawing.clear()
    for stroke in placed(4, 180, 70, 50):
        drawing.history.add([*drawing.objects, path_of(stroke)])
    drawing.undo()
    return drawing


def test_a_drawing_comes_back_with_its_undo() -> None:
    history = drawing().history
    text = of_drawing(history)
    states, position = drawing_of(unpack("drawing", text))
    assert position == history.position
    assert of_drawing(History(states, MOST_STEPS, position)) == text
    for state, known in zip(states, history.states, strict=True):
        for stroke, other in zip(pen_strokes(state), pen_strokes(known), strict=True):
            np.testing.assert_array_equal(stroke, other)
        np.testing.assert_array_equal(drawn(state), drawn(known))


def test_of_a_drawing_with_too_many_strokes_the_last_states_are_kept() -> None:
    random = np.random.default_rng(0)
    history = History([[]], MOST_STEPS)
    for _ in range(MOST_STEPS):
        history.add([path_of(random.uniform(0, 280, (300, 2)).tolist())])
    history.undo()
    states, position = drawing_of(unpack("drawing", of_drawing(history)))
    assert 2 < len(states) < len(history.states)
    assert position == len(states) - 2
    np.testing.assert_array_equal(drawn(states[position]), drawn(history.now))


def test_a_drawing_of_many_strokes_is_handed_over_with_an_answer() -> None:
    history = History([[]], MOST_STEPS)
    for digit in range(10):
        history.add([])
        for stroke in placed(digit, 180, 70, 50):
            history.add([*history.now, path_of(stroke)])
    assert len(of_drawing(history)) < 4_000


@pytest.mark.parametrize(
    ("settings", "chosen", "step"),
    [(DEFAULTS, None, None), (Settings("wide", "7, 7", "relu", 3.0, 1, 2, 10, 0, False, False), OWN, 20)],
)
def test_choices_come_back(settings, chosen, step) -> None:
    choices = (chosen, settings, "key", step, {1, 9})
    assert kept.choices_of(unpack("choices", kept.of_choices(*choices))) == choices


def assert_same_own(own: OwnNetwork, text: str, *, is_trained: bool = False) -> None:
    again, was_trained = kept_network.own_of(unpack("own", text), SHARED)
    assert was_trained == is_trained
    assert again.left == own.left
    assert (again.version is None) == (own.version is None)
    if own.version and again.version:
        for name in ("network", "before"):
            one, other = getattr(own.version, name), getattr(again.version, name)
            assert (one.fingerprint, one.meta) == (other.fingerprint, other.meta)
        assert (again.version.source, again.version.change) == (own.version.source, own.version.change)
        again.undo()
        assert again.version is None


def test_no_own_network_comes_back_as_none() -> None:
    assert_same_own(OwnNetwork(), kept_network.of_own(OwnNetwork(), False, SHARED, is_whole=False))


def test_turned_knobs_come_back_and_are_small() -> None:
    own = OwnNetwork()
    own.turn(CLASSIC, "classic", TURNED, "bias: 2.5")
    text = kept_network.of_own(own, False, SHARED, is_whole=False)
    assert 0 < len(text) < 500
    assert_same_own(own, text)


def test_an_own_network_comes_back_whole() -> None:
    own = OwnNetwork()
    own.take(netcore.load("wide"), "mine.npz", "brought", "relu")
    shaken = with_bias(TURNED, 2, 0, 1.0)
    own.turn(TURNED, "another", shaken, "bias: 1")
    assert kept_network.of_own(own, True, SHARED, is_whole=False) == ""
    assert_same_own(own, kept_network.of_own(own, True, SHARED, is_whole=True), is_trained=True)


def test_a_training_comes_back_over(run) -> None:
    drawings = (*run.config.drawings, *named([1]))
    again = kept_network.training_of(
        unpack("training", kept_network.of_training(run, SHARED)), SHARED, drawings, ByHand()
    )
    news, known = again.news, run.news
    assert again.config == run.config
    assert news.status is Status.DONE
    assert news.now.network.fingerprint == known.now.network.fingerprint
    assert [moment.step for moment in news.before] == [one.step for one in known.snapshots][:-1]
    assert news.now.unseen.accuracy == pytest.approx(known.now.unseen.accuracy, abs=1e-5)


def test_a_training_that_had_not_begun_comes_back_as_none() -> None:
    text = kept_network.of_training(Run(TrainingConfig(), ByHand()), SHARED)
    assert kept_network.training_of(unpack("training", text), SHARED, (), ByHand()) is None


@pytest.mark.parametrize("drawings", [(), named([1, 2, 3, 1, 2, 3]), lines(500)])
def test_handwriting_comes_back(drawings) -> None:
    text = kept.of_handwriting(drawings)
    assert len(text) < LARGEST["handwriting"] / 2
    again = kept.handwriting_of(unpack("handwriting", text))
    assert [(one.digit, one.kept_back, one.source) for one in again] == [
        (one.digit, one.kept_back, one.source) for one in drawings
    ]
    for one, other in zip(again, drawings, strict=True):
        for stroke, known in zip(one.strokes, other.strokes, strict=True):
            np.testing.assert_array_equal(stroke, known)


def packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "no base 64 …",
        base64.b64encode(b"not packed").decode(),
        packed(b"{}")[:-8],
        packed(b"{"),
        packed(b"[1]"),
        packed(b"{}"),
        packed(b'{"format": "1"}'),
        packed(b'{"format": 2}'),
        packed(b"[" * 100_000),
        packed(b"\xff\xfe"),
        packed(b"0" * 20_000_000),
        "A" * (LARGEST["drawing"] + 4),
    ],
)
def test_a_broken_text_is_refused(text) -> None:
    with pytest.raises(KeptError):
        unpack("drawing", text)


DRAWING: dict[str, Any] = {"objects": [[1000, 1000, 50, 50]], "states": [[0], [0, 0]], "position": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"objects": None},
        {"objects": [[]]},
        {"objects": [[1, 2, 3]]},
        {"objects": [[1, 2.5]]},
        {"objects": [["1", "2"]]},
        {"objects": [[10**9, 0]]},
        {"objects": [[200_000, 0] * 20]},
        {"objects": [[1, 1] * 30_000]},
        {"objects": ["iVBORw0KGgo="]},
        {"objects": ["https://elsewhere.example/a.png"]},
        {"objects": [{"type": "Image", "src": "https://elsewhere.example/a.png"}]},
        {"states": []},
        {"states": [[]]},
        {"states": [[1]]},
        {"states": [[0, 1]]},
        {"states": [[0, -1]]},
        {"states": [[0, "0"]]},
        {"states": [[0]] * (MOST_STEPS + 2)},
        {"position": 2},
        {"position": -1},
        {"position": "1"},
        {"position": 0.5},
    ],
)
def test_a_broken_drawing_is_refused(change) -> None:
    drawing_of(DRAWING)
    with pytest.raises(KeptError):
        drawing_of(DRAWING | change)


def value_of(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return value


@pytest.mark.parametrize(
    "change",
    [
        {"chosen": 7},
        {"chosen": "x" * 1000},
        {"run": None},
        {"taken": "1"},
        {"done": ["1"]},
        {"done": 1},
        {"settings": {"unknown": 1}},
        *[
            {"settings": value_of(kept.of_choices(None, DEFAULTS, "", None))["settings"] | one}
            for one in (
                {"rate": -1.0},
                {"rate": "fast"},
                {"rate": float("nan")},
                {"batch": 0},
                {"epochs": 10**12},
                {"examples": 10**6},
                {"seed": -1},
                {"seed": True},
                {"activation": "softmax"},
                {"hidden": "16" * 1000},
                {"slow": "no"},
            )
        ],
    ],
)
def test_broken_choices_are_refused(change) -> None:
    with pytest.raises(KeptError):
        kept.choices_of(value_of(kept.of_choices("classic", DEFAULTS, "", None)) | change)


def own_value() -> dict[str, Any]:
    own = OwnNetwork()
    own.take(TURNED, "mine", "brought", "classic")
    return value_of(kept_network.of_own(own, False, SHARED, is_whole=True))


@pytest.mark.parametrize(
    "change",
    [
        {"version": {}},
        {"version": 1},
        {"before": None},
        {"before": {"name": "mine", "npz": ""}},
        {"before": {"name": "mine", "npz": base64.b64encode(b"PK").decode()}},
        {"before": {"name": "classic", "fingerprint": "another"}},
        {"before": {"name": "gone", "fingerprint": ""}},
        {"network": {"name": "wide", "fingerprint": SHARED["wide"].fingerprint}},
        {"turned": [[0], []]},
        {"turned": [[10**7], [0.0]]},
        {"turned": [[-1], [0.0]]},
        {"turned": [[0], [1e300]]},
        {"turned": [["0"], [1.0]]},
        {"turned": [list(range(1000)), [0.0] * 1000]},
    ],
)
def test_a_broken_network_is_refused(change) -> None:
    kept_network.own_of(own_value(), SHARED)
    with pytest.raises(KeptError):
        kept_network.own_of(own_value() | change, SHARED)


@pytest.mark.parametrize(
    "change",
    [
        {"now": [1, 2]},
        {"now": [1, 2, 0.1, 0.1, float("nan"), 0.1]},
        {"now": [-1, 2, 0.1, 0.1, 0.1, 0.1]},
        {"now": [1.5, 2, 0.1, 0.1, 0.1, 0.1]},
        {"moments": [[0, 0, 1, 1, 1, 1]] * 1000},
        {"moments": [None]},
        {"settings": {}},
        {"drawings": None},
        {"network": {"name": "wide", "fingerprint": SHARED["wide"].fingerprint}},
    ],
)
def test_a_broken_training_is_refused(run, change) -> None:
    value = value_of(kept_network.of_training(run, SHARED))
    assert kept_network.training_of(value, SHARED, (), ByHand())
    with pytest.raises(KeptError):
        kept_network.training_of(value | change, SHARED, (), ByHand())


@pytest.mark.parametrize(
    "written", [7, "{}", "7\n", '{"word": "7", "drawing": [[[0], [0]]]}', "\n" * 100_000]
)
def test_broken_handwriting_is_refused(written) -> None:
    with pytest.raises(KeptError):
        kept.handwriting_of({"lines": written})


def test_a_text_says_its_format_and_is_no_larger_than_it_must_be() -> None:
    assert value_of(pack({})) == {"format": kept.FORMAT}
    assert sum(LARGEST.values()) < 8_000_000
