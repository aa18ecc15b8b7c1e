"""What is on a picture: the kinds, the answer, and how sure it is."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data import draw, load_sample
from netcore.network import Layer, Network
from netcore.parts import blobs_of
from netcore.reading import Calibration, answer_of, calibration_of, confidences, read
from netcore.saying import guess, percent, sentence
from tests.strokes import arc, picture, placed

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


def test_off_the_page_nothing_is_said_of_the_canvas_and_the_neurons() -> None:
    net = netcore.load("classic")
    assert sentence(read(net, EMPTY), on_page=False) == "Nothing is drawn."
    reading = read(net, np.hstack([picture(4), picture(2)]))
    assert sentence(reading) == "I read 4 and 2; the neurons show the 4."
    assert sentence(reading, on_page=False) == "I read 4 and 2. I am over\u00a099\u00a0% sure."
    assert sentence(read(net, SEVEN), on_page=False) == sentence(read(net, SEVEN))


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
    for doodle in (smiley, cross):
        reading = read(net, doodle)
        assert (reading.kind, reading.digits) == ("no digit", [])


def test_an_answer_in_short() -> None:
    for sums, says in ((likely(d8=2, d3=0), "an 8 (88\u00a0%)"), (likely(), "no digit")):
        net = saying(sums)
        assert guess(answer_of(net, net.forward(np.zeros(784)))) == says


def test_percents_round_a_half_up_and_never_to_all_or_none() -> None:
    said = {0.625: "63 %", 0.5: "50 %", 0.991: "over 99 %", 0.99: "99 %", 0.009: "under 1 %", 0.01: "1 %"}
    assert {part: percent(part).replace("\u00a0", " ") for part in said} == said


def put(*pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures over each other."""
    return np.maximum.reduce(pictures)


def mark(*points: tuple[float, float], pen: float = 20) -> NDArray[np.uint8]:
    """A dot, or a line through points."""
    return draw([np.array(points, float)], pen)


@pytest.mark.parametrize("name", ["classic", "wide"])
@pytest.mark.parametrize("digit", range(10))
def test_a_dot_in_a_corner_changes_nothing_but_what_is_said(name, digit) -> None:
    net, plain = netcore.load(name), picture(digit, 150, 90, 70, 16)
    alone, marked = read(net, plain), read(net, put(plain, mark((20, 262))))
    assert (marked.kind, marked.digits, marked.confidence) == (alone.kind, alone.digits, alone.confidence)
    np.testing.assert_array_equal(marked.trace.activations[-1], alone.trace.activations[-1])
    assert [marked.parts[0].box] == [alone.parts[0].box]
    ((top, left, bottom, right),) = marked.strays
    assert top < 262 < bottom and left < 20 < right
    assert sentence(marked) == sentence(alone) + " A stray mark was left out."
    assert alone.strays == ()


def test_commas_and_short_lines_are_put_aside_too() -> None:
    net, plain = netcore.load("wide"), picture(3, 120, 110, 80, 16)
    comma, line = mark((240, 205), (237, 225), pen=16), mark((20, 20), (50, 22), pen=16)
    reading = read(net, put(plain, comma, line))
    assert (reading.digits, len(reading.strays)) == ([3], 2)
    assert sentence(reading).endswith(" 2 stray marks were left out.")


@pytest.mark.parametrize("name", ["classic", "wide"])
def test_a_plain_digit_is_read_as_if_nothing_were_looked_for(name) -> None:
    net = netcore.load(name)
    for plain in [*load_sample().pictures[::50], *(picture(digit) for digit in range(10))]:
        (part,) = read(net, plain).parts
        np.testing.assert_array_equal(part.preparation.pixels, netcore.prepare(plain))
        assert part.answer.kind == answer_of(net, part.trace).kind


@pytest.mark.parametrize("gap", [8, 30, 70])
@pytest.mark.parametrize("pair", [(4, 2), (5, 0), (7, 3), (1, 8), (6, 1)])
def test_digits_beside_each_other_are_read_from_left_to_right(pair, gap) -> None:
    left = picture(pair[0], 120, 20, 80, 12)
    edge = int(np.flatnonzero(left.any(axis=0))[-1]) + 1
    start = int(np.flatnonzero(picture(pair[1], 120, 50, 80, 12).any(axis=0))[0]) - 50
    reading = read(netcore.load("wide"), put(left, picture(pair[1], 120, edge + gap - start, 80, 12)))
    assert (reading.kind, reading.digits) == ("digits", list(pair))
    assert reading.parts[0].box[3] <= reading.parts[1].box[1]
    assert sentence(reading) == f"I read {pair[0]} and {pair[1]}; the neurons show the {pair[0]}."


def test_three_digits_are_read_with_a_mark_beside_them() -> None:
    three = (picture(digit, 90, left, 90, 10) for digit, left in ((4, 20), (0, 110), (7, 200)))
    reading = read(netcore.load("wide"), put(*three, mark((140, 255), pen=14)))
    assert (reading.digits, len(reading.strays)) == ([4, 0, 7], 1)
    assert sentence(reading).startswith("I read 4, 0 and 7; the neurons show the 4. A stray mark")


def test_digits_that_touch_are_never_one_for_sure() -> None:
    touching = put(picture(3, 130, 50, 70, 14), picture(5, 130, 127, 70, 14))
    reading = read(netcore.load("wide"), touching)
    assert (reading.kind, reading.digits) == ("digits", [3, 5])


@pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        (5, [[(100, 95), (95, 140), *arc(120, 185, 50, 48, -110, 150)], [(118, 75), (190, 70)]]),
        (4, [[(90, 60), (80, 140), (150, 140)], [(178, 60), (172, 230)]]),
        (8, [arc(140, 90, 32, 32, 0, 360), arc(140, 185, 42, 42, 0, 360)]),
        (1, [[(145, 60), (140, 200)], [(100, 235), (185, 235)]]),
    ],
)
def test_strokes_that_do_not_touch_are_one_digit(digit, strokes) -> None:
    drawing = draw([np.array(stroke, float) for stroke in strokes], 14)
    assert len(blobs_of(drawing / np.float32(255))) == 2
    for name in ("classic", "wide"):
        reading = read(netcore.load(name), drawing)
        assert (reading.digits, len(reading.parts), reading.strays) == ([digit], 1, ())
        np.testing.assert_array_equal(reading.parts[0].preparation.pixels, netcore.prepare(drawing))


@pytest.mark.parametrize("digit", range(10))
def test_a_dashed_line_is_one_digit(digit) -> None:
    is_gap = np.arange(280)[:, None] % 40 < 5
    dashed = np.where(is_gap, np.uint8(0), picture(digit, 180, 80, 50, 16))
    reading = read(netcore.load("wide"), dashed)
    assert (len(reading.parts), reading.strays) == (1, ())


def test_the_dot_of_an_i_and_the_eyes_of_a_face_are_no_stray_marks() -> None:
    stem = draw([np.array([[140.0, 120], [138, 230]])], 16)
    dotted = put(stem, mark((140, 70), pen=18))
    turn = np.linspace(0, 2 * np.pi, 30)
    ring = draw([np.stack([140 + 90 * np.cos(turn), 140 + 90 * np.sin(turn)], axis=1)], 14)
    for name in ("classic", "wide"):
        assert read(netcore.load(name), dotted).strays == ()
        assert read(netcore.load(name), put(ring, mark((140, 140)))).strays == ()


def test_far_more_specks_than_anyone_draws_are_read_as_a_whole() -> None:
    specks = np.zeros((280, 280), np.uint8)
    specks[5::14, 5::14] = 255
    reading = read(netcore.load("wide"), specks)
    assert (len(reading.parts), reading.strays) == (1, ())


@given(arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_blobs_are_what_hangs_together(is_ink) -> None:
    blobs = blobs_of(is_ink.astype(np.float32))
    found = np.zeros(is_ink.shape, int)
    for number, blob in enumerate(blobs, start=1):
        for row, start, end in blob.runs:
            assert not found[row, start:end].any()
            found[row, start:end] = number
        rows, columns = np.nonzero(found == number)
        assert blob.box == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)
        assert blob.size == len(rows)
    np.testing.assert_array_equal(found > 0, is_ink)
    grown = np.arange(1, is_ink.size + 1).reshape(is_ink.shape) * is_ink
    for _ in range(is_ink.size):  # each pixel takes the highest number around it
        padded = np.pad(grown, 1)
        around = [
            padded[y : y + is_ink.shape[0], x : x + is_ink.shape[1]] for y in range(3) for x in range(3)
        ]
        grown = np.max(around, axis=0) * is_ink
    assert len(np.unique(grown[is_ink])) == len(blobs)
    assert len({(one, other) for one, other in zip(grown[is_ink], found[is_ink], strict=True)}) == len(blobs)
