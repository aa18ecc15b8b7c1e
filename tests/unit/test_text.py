"""How the page says things."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netcore
from netcore.saying import a_digit, percent
from netcore.training.learner import new_network
from netcore.web.text import certainty, in_percent, in_words, layer_names, origin_name, plain, signed


def test_digits_have_their_article() -> None:
    assert [a_digit(digit) for digit in (0, 7, 8, 9)] == ["a 0", "a 7", "an 8", "a 9"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.0, "under 1 %"),
        (0.0099, "under 1 %"),
        (0.01, "1 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.9901, "over 99 %"),
        (1.0, "over 99 %"),
    ],
)
def test_no_part_is_rounded_to_none_or_all(part, words) -> None:
    assert percent(part) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.0, "+1.000"), (-0.5, "\u22120.500"), (0.0, "+0.000"), (1234567.8914, "+1,234,567.891")],
)
def test_numbers_have_their_sign(value, words) -> None:
    assert signed(value) == words


@given(value=st.floats(-1e18, 1e18), decimals=st.integers(0, 4))
def test_no_number_is_less_than_nothing_by_its_sign_alone(value, decimals) -> None:
    words = signed(value, decimals)
    assert words[0] in "+\u2212"
    if not words.strip("+\u22120.,"):
        assert words[0] == "+"


@pytest.mark.parametrize("value", [-0.0, -0.0004, -1e-30])
def test_what_is_rounded_to_nothing_has_no_minus(value) -> None:
    assert signed(value) == "+0.000"


MARKDOWN = r"\`*_~[]<>$:|#!&"


@given(st.text(alphabet=st.sampled_from([*MARKDOWN, *"a1 ./-é"])) | st.text())
def test_a_plain_text_says_what_it_said_and_leaves_no_sign_to_markdown(text) -> None:
    shown = plain(text)
    assert re.sub(r"\\([\\`*_~\[\]<>$:|#!&])", r"\1", shown) == text
    left = re.sub(r"\\.", "", shown, flags=re.DOTALL)  # what is escaped is no sign of Markdown
    assert not set(left) & set(MARKDOWN)


def test_a_text_without_signs_stays_as_it_is() -> None:
    assert plain("classic.npz can't be used (64 inputs)") == "classic.npz can't be used (64 inputs)"


def test_numbers_have_as_many_decimals_as_are_asked_for() -> None:
    assert signed(-2.34567, 2) == "\u22122.35"


def test_pixels_are_called_by_row_and_column_and_neurons_by_number() -> None:
    assert origin_name(1, 29) == "row 1, column 1"
    assert origin_name(1, 783) == "row 27, column 27"
    assert origin_name(2, 29) == "neuron 29"


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ([784, 10], ["input", "output"]),
        ([784, 16, 16, 10], ["input", "hidden 1", "hidden 2", "output"]),
    ],
)
def test_layers_are_called_as_in_the_diagram(sizes, names) -> None:
    assert layer_names(new_network(sizes, seed=1)) == names


def test_layers_are_called_in_a_sentence_as_people_call_them() -> None:
    words = ["the input layer", "hidden layer 1", "hidden layer 2", "the output layer"]
    assert [in_words(name) for name in layer_names(netcore.load("classic"))] == words


def test_a_part_in_percent_has_as_many_decimals_as_are_asked_for_and_no_certainty_is_all() -> None:
    assert [in_percent(0.98765), in_percent(0.98765, 2), in_percent(0.5, 0)] == [
        "98.8\u00a0%",
        "98.77\u00a0%",
        "50\u00a0%",
    ]
    assert [certainty(part) for part in (0.5, 0.999, 1.0)] == ["50.0\u00a0%", "99.9\u00a0%", "99.9\u00a0%"]
