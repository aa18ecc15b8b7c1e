"""What is on a picture: the kinds, the answer, and how sure it is."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data import draw
from netcore.network import Layer, Network
from netcore.reading import Calibration, answer_of, calibration_of, confidences, read
from netcore.saying import guess, percent, sentence
from tests.strokes import placed

SEVEN = draw([np.array(stroke) for stroke in placed(7, 180, 70, 50)], 20)
FULL = np.full((280, 280), 255, np.uint8)
EMPTY = np.zeros((280, 280), np.uint8)
DOT = draw([np.array([[100.0, 100]])], 20)
SUMS = st.lists(st.floats(-30, 30), min_size=10, max_size=10)


def saying(sums: list[float], output=SIGMOID, **calibration: float) -> Network:
    """A network that answers every picture with these weighted sums."""
    layer = Layer(np.zeros((10, 784), np.float32), np.array(sums, np.float32), output)
    return Network([layer], {"name": "made", "calibration": calibration})


def likely(**digits: float) -> list[float]:
    """Weighted sums, all low but those of the digits named d7=2.0."""
    return [digits.get(f"d{digit}", -9.0) for digit in range(10)]


@pytest.mark.parametrize(
    ("sums", "picture", "kind", "digits", "says"),
    [
        (likely(d7=6), SEVEN, "digit", [7], "This is a 7. I am over 99 % sure."),
        (likely(d8=2, d3=0), SEVEN, "digit", [8], "This is an 8. I am 88 % sure."),
        (likely(d4=1.2, d9=1), SEVEN, "unsure", [4], "I am not sure: a 4 (55 %) or a 9 (45 %)?"),
        (likely(d3=9, d5=9), SEVEN, "unsure", [3], "I am not sure: a 3 (50 %) or a 5 (50 %)?"),
        (likely(d2=-3, d0=-4), SEVEN, "no digit", [], "That is none of the ten digits to me."),
        (likely(d7=6), DOT, "no digit", [], "That is a blot, not a digit: a digit is drawn with a line."),
        (likely(d7=6), FULL, "no digit", [], "That is a blot, not a digit: a digit is drawn with a line."),
        (likely(d7=6), EMPTY, "nothing", [], "Draw a digit, 0 to 9, in the black square"),
    ],
)  # fmt: skip
def test_every_kind_is_told_and_said(sums, picture, kind, digits, says) -> None:
    reading = read(saying(sums), picture)
    assert (reading.kind, reading.digits) == (kind, digits)
    assert sentence(reading).replace("\u00a0", " ").startswith(says)
    assert reading.confidence == (reading.parts[0].confidence if digits else 0)
    assert (reading.trace is None) == (kind == "nothing")


def test_a_part_says_where_it_is_and_how_it_came_to_be_read() -> None:
    net = saying(likely(d7=6))
    (part,) = read(net, SEVEN).parts
    top, left, bottom, right = part.box
    inked = SEVEN > 25
    assert inked[top:bottom, left:right].sum() == inked.sum()
    np.testing.assert_array_equal(part.preparation.pixels, netcore.prepare(SEVEN))
    np.testing.assert_array_equal(part.trace.weighted_sums[-1], np.float32(likely(d7=6)))


@given(SUMS, st.floats(0.3, 5))
def test_confidences_are_shares_of_the_chances(sums, temperature) -> None:
    shares = confidences(np.array(sums), temperature)
    chances = [math.exp(z / temperature) for z in sums]
    total = sum(chances)
    np.testing.assert_allclose(shares, [chance / total for chance in chances], rtol=1e-9, atol=1e-300)


def test_a_higher_temperature_is_less_sure_and_changes_no_digit() -> None:
    cool, warm = (read(saying(likely(d3=4, d5=1), temperature=t), SEVEN) for t in (1.0, 2.0))
    assert cool.digits == warm.digits == [3]
    assert cool.confidence > warm.confidence
    np.testing.assert_array_equal(cool.trace.activations[-1], warm.trace.activations[-1])


def test_the_threshold_of_the_file_decides_what_is_dark() -> None:
    dim = likely(d3=-1)  # σ(−1) = 0.27
    assert read(saying(dim, threshold=0.2), SEVEN).kind == "digit"
    assert read(saying(dim, threshold=0.4), SEVEN).kind == "no digit"
    assert read(saying(dim), SEVEN).kind == "no digit"


def test_softmax_outputs_are_never_all_dark() -> None:
    reading = read(saying([0.0] * 10, SOFTMAX), SEVEN)
    assert reading.kind == "unsure"
    np.testing.assert_allclose(reading.parts[0].answer.confidences, 0.1)
    assert read(saying([-900.0] * 10, SOFTMAX), SEVEN).confidence == pytest.approx(0.1)


@pytest.mark.parametrize("nonsense", ["x", None, True, float("nan"), float("inf"), -1, 1e9, 10**400, [1], {}])
def test_nonsense_in_a_file_is_passed_over(nonsense) -> None:
    both = {"threshold": nonsense, "temperature": nonsense}
    for meta in ({"calibration": nonsense}, {"calibration": both}):
        net = replace(saying(likely(d7=6)), meta={"name": "made", **meta})
        assert calibration_of(net) == Calibration()
        assert read(net, SEVEN).kind == "digit"


@pytest.mark.parametrize("name", ["classic", "relu", "wide"])
def test_the_networks_stay_dark_for_what_is_no_digit(name) -> None:
    net = netcore.load(name)
    assert net.layers[-1].activation_function is SIGMOID
    assert net.layers[0].activation_function is (SIGMOID if name == "classic" else RELU)
    turn = np.linspace(0, 2 * np.pi, 30)
    ring = np.stack([140 + 90 * np.cos(turn), 140 + 90 * np.sin(turn)], axis=1)
    mouth = np.stack([140 + 50 * np.cos(turn[3:13]), 150 + 40 * np.sin(turn[3:13])], axis=1)
    eyes = [np.array([[x, 110.0], [x, 112]]) for x in (110, 170)]
    smiley = draw([ring, mouth, *eyes], 14)
    cross = draw([np.array([[60.0, 60], [220, 220]]), np.array([[220.0, 60], [60, 220]])], 20)
    for picture in (smiley, cross):
        reading = read(net, picture)
        assert (reading.kind, reading.digits) == ("no digit", [])


def test_an_answer_in_short() -> None:
    for sums, says in ((likely(d8=2, d3=0), "an 8 (88\u00a0%)"), (likely(), "no digit")):
        net = saying(sums)
        assert guess(answer_of(net, net.forward(np.zeros(784)))) == says


def test_percents_round_a_half_up_and_never_to_all_or_none() -> None:
    said = {0.625: "63 %", 0.5: "50 %", 0.991: "over 99 %", 0.99: "99 %", 0.009: "under 1 %", 0.01: "1 %"}
    assert {part: percent(part).replace("\u00a0", " ") for part in said} == said
