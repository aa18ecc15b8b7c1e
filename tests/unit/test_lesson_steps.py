"""The steps of the lesson about neurons, weights, sums and knobs: what they notice, and what they say."""

import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.figures.theme import DARK, LIGHT
from netcore.figures.weight_picture import weight_picture
from netcore.network import Layer, Network
from netcore.reading import read
from netcore.training.learner import new_network
from netcore.web.lesson.steps import bench, end, hidden, limits, relu, weight, weighted_sum
from netcore.web.lesson.steps.one_neuron import balance, my_neuron, votes_of
from netcore.web.lesson.steps.step import Scene
from netcore.web.person.drawing import Drawing
from netcore.web.person.lesson import Lesson
from tests.strokes import picture

STEPS = {
    module.__name__.rpartition(".")[2]: module.STEP
    for module in (hidden, weight, weighted_sum, bench, relu, limits, end)
}


def own(sizes, hidden_function, output) -> Network:
    network = new_network(sizes, hidden_function, output, seed=2)
    return Network(network.layers, {"name": "mine"})


NETWORKS = {name: netcore.load(name) for name in ("classic", "relu", "wide")} | {
    "none hidden": own([784, 10], SIGMOID, SOFTMAX),
    "five layers": own([784, 3, 30, 20, 1, 10], RELU, SIGMOID),
    "all zero": Network(
        [Layer(np.zeros((10, 784), np.float32), np.zeros(10, np.float32), SIGMOID)], {"name": "zero"}
    ),
}


def scene(network: Network, grey=None, lesson: Lesson | None = None, **more) -> Scene:
    """What is on the screen after a picture was drawn."""
    drawing = Drawing()
    if grey is not None:
        drawing.replace(grey)
    shown = np.zeros((280, 280), np.uint8) if grey is None else grey
    return Scene(network, drawing, read(network, shown), lesson or Lesson(), **more)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("digit", [None, 0, 7])
@pytest.mark.parametrize("step", STEPS)
def test_every_answer_is_said_whatever_the_network_and_without_a_drawing(step, digit, name) -> None:
    at = scene(NETWORKS[name], None if digit is None else picture(digit))
    if step == "limits" and name not in ("classic", "relu", "wide"):
        at.network.meta["name"] = "mine"
    answer = STEPS[step].answer(at)
    assert answer and not re.search(r"nan|inf|None|[{}]", answer)
    STEPS[step].view(at)
    assert not STEPS[step].is_done(at) or step == "end"


def test_the_neuron_is_the_one_lit_most_and_stays_while_another_digit_is_drawn() -> None:
    network, lesson = NETWORKS["classic"], Lesson()
    assert my_neuron(scene(network, None, lesson)) == 0
    seven = scene(network, picture(7), lesson)
    first = my_neuron(seven)
    assert first == seven.reading.trace.activations[1].argmax()
    zero = scene(network, picture(0), lesson)
    assert my_neuron(zero) == first != zero.reading.trace.activations[1].argmax()
    lesson.begun = 1  # the step is opened again, with the other drawing
    assert my_neuron(zero) == first
    assert my_neuron(zero, anew=True) == zero.reading.trace.activations[1].argmax() == my_neuron(zero)
    other = scene(NETWORKS["relu"], picture(0), lesson)
    assert my_neuron(other) == other.reading.trace.activations[1].argmax()


@pytest.mark.parametrize("name", NETWORKS)
def test_votes_for_and_against_add_up_to_the_last_digit(name) -> None:
    at = scene(NETWORKS[name], picture(3))
    for_it, against, total = (Decimal(f"{part:.3f}") for part in balance(at))
    assert for_it + against == total
    assert float(total) == pytest.approx(votes_of(at).sum(), abs=2e-3)
    assert balance(scene(NETWORKS[name])) == (0, 0, 0)


def test_a_pixel_that_pulls_down_is_found() -> None:
    network, lesson = NETWORKS["classic"], Lesson()
    at = scene(network, picture(7), lesson)
    votes = votes_of(at)
    up, down = int(votes.argmax()), int(votes.argmin())
    for picked, found in {"": False, f"{up}": False, "hidden 1/5": False, f"pixel/{up}": False}.items():
        assert weight.pulls_down(scene(network, picture(7), lesson, picked=picked)) is found
    assert weight.pulls_down(scene(network, picture(7), lesson, picked=f"pixel/{down}"))
    assert weight.picked_pixel(at) == down
    weights = network.layers[0].weights[my_neuron(at)]
    silent = int(np.flatnonzero((weights < 0) & (votes == 0))[0])
    assert not weight.pulls_down(scene(network, picture(7), lesson, picked=f"pixel/{silent}"))
    below = int(network.layers[0].weights[0].argmin())
    assert weight.pulls_down(scene(network, None, Lesson(), picked=f"pixel/{below}"))


def test_a_sum_of_another_sign_is_noticed() -> None:
    network, lesson = NETWORKS["classic"], Lesson()
    signs = {}
    for digit in range(10):
        at = scene(network, picture(digit), lesson)
        turned = weighted_sum.has_turned(at)
        signs[digit] = balance(at)[2] > 0
        assert turned is (signs[digit] is not signs[0])
    assert set(signs.values()) == {True, False}
    lesson.begun += 1
    assert not weighted_sum.has_turned(scene(network, picture(9), lesson))


@pytest.mark.parametrize("name", ["classic", "relu", "none hidden"])
def test_half_the_ink_makes_half_the_sum_but_not_half_the_light(name) -> None:
    at = scene(NETWORKS[name], picture(2), Lesson(step=9))
    assert weighted_sum.view(at).view == "sum"
    at.lesson.reveal()
    assert weighted_sum.view(at).view == "curve"
    said = weighted_sum.answer(at)
    numbers = [Decimal(number.replace("\u2212", "-")) for number in re.findall(r"[+\u2212][\d.]*\d", said)]
    assert numbers[0] == 2 * numbers[1]
    now, then = re.findall(r" (\d+\.\d{4})\b", said)
    assert now == f"{at.reading.trace.activations[1][my_neuron(at)]:.4f}" != then


def turned(at: Scene, name: str = "bench.turned", **changed: float) -> Scene:
    """As if the sliders had been let go."""
    at.lesson.noticed[name] = bench._target(at), replace(bench.neuron_on(at), **changed)
    return at


@pytest.mark.parametrize("name", ["classic", "relu", "wide"])
def test_only_the_bias_makes_the_neuron_half_lit(name) -> None:
    at = scene(NETWORKS[name], picture(7))
    neuron = bench.neuron_on(at)
    half = round(-neuron.vote - neuron.others, 3)
    assert not bench.is_half_lit(turned(at, bias=half + 1))
    assert not bench.is_half_lit(turned(at, bias=half, weight=neuron.weight + 1))
    assert bench.is_half_lit(turned(at, bias=half))
    assert f"{half:+.3f}".replace("-", "\u2212") in bench.answer(at)
    another = scene(NETWORKS[name], picture(0), at.lesson)
    assert not bench.is_half_lit(another)


def test_a_sum_far_up_is_noticed_once_it_was_turned_there() -> None:
    at = scene(NETWORKS["relu"], picture(7))
    neuron = bench.neuron_on(at)
    far = 8 - neuron.vote - neuron.others
    assert not relu.is_far_up(at)
    assert not relu.is_far_up(turned(at, "relu.turned", bias=far - 0.1))
    assert relu.is_far_up(turned(at, "relu.turned", bias=far + 0.001))


def test_another_digit_at_the_end_is_noticed_and_the_old_one_is_not() -> None:
    network = NETWORKS["classic"]
    at = scene(network, picture(7), Lesson(begun=1))
    assert at.drawing.begun == 1 and not end.STEP.is_done(at)
    assert end.STEP.is_done(scene(network, picture(7), Lesson(begun=0)))
    empty, lesson = Drawing(), Lesson()
    assert not end.STEP.is_done(Scene(network, empty, read(network, np.zeros((280, 280), np.uint8)), lesson))
    empty.history.add([{"type": "Path"}])
    assert end.STEP.is_done(Scene(network, empty, read(network, picture(7)), lesson))
    empty.load += 1  # it came back from an earlier visit
    assert not end.STEP.is_done(Scene(network, empty, read(network, picture(7)), lesson))


def test_scores_are_those_of_the_model_card() -> None:
    shown = [
        (words, f"{100 * part:.1f}", is_bad) for words, part, is_bad in limits.scores(NETWORKS["classic"])
    ]
    assert shown == [
        ("MNIST test set, right", "97.5", False),
        ("digits of strangers, right", "95.2", False),
        ("letters taken for a digit", "24.2", True),
    ]


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_weights_are_blue_above_zero_and_orange_below(palette) -> None:
    weights = np.zeros(784)
    weights[[0, 1, 2]] = 0.5, -0.5, 2.0
    image = weight_picture(weights, palette, 0.5)
    assert image.shape == (28, 28, 3) and image.dtype == np.uint8
    assert tuple(image[0, 0]) == tuple(image[0, 2]) == palette.positive
    assert tuple(image[0, 1]) == palette.negative
    assert "#" + "".join(f"{channel:02x}" for channel in image[1, 1]) == palette.ground
