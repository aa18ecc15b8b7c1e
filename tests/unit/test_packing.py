"""A drawing in an address: what was drawn is what is read from it, and junk is nothing."""

import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netcore
from netcore.data import load_sample
from netcore.data.drawings import CANVAS_SIDE
from netcore.web.data_url import data_url
from netcore.web.person.drawing import fitted, picture_object
from netcore.web.person.packing import MOST_CHARACTERS, UNITS, packed, pen_object, unpacked
from netcore.web.person.strokes import drawn, pen_strokes
from tests.app.driver import path_of
from tests.strokes import DIGITS, placed


def example_object(picture):
    """As the canvas has it."""
    return picture_object(data_url(fitted(picture)))


HARMLESS = set(string.ascii_letters + string.digits + "-_.~")
places = st.floats(-20, CANVAS_SIDE + 20)
strokes = st.lists(st.lists(st.tuples(places, places), min_size=1, max_size=20), min_size=1, max_size=3)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_read_from_a_few_characters_as_it_was_drawn(digit) -> None:
    objects = [path_of(stroke) for stroke in placed(digit, 180, 70, 50)]
    text = packed(objects)
    assert text is not None and len(text) < 300 and set(text) <= HARMLESS
    before, after = drawn(objects), drawn(unpacked(text) or [])
    np.testing.assert_allclose(netcore.prepare(after), netcore.prepare(before), atol=0.25)
    network = netcore.load("classic")
    readings = [netcore.read(network, picture) for picture in (before, after)]
    assert readings[0].digits == readings[1].digits == [digit]
    assert readings[0].confidence == pytest.approx(readings[1].confidence, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(strokes)
def test_what_is_packed_is_unpacked_where_it_was(lines) -> None:
    objects = [pen_object(np.array(line)) for line in lines]
    text = packed(objects)
    assert text is not None
    there = pen_strokes(unpacked(text) or [])
    assert len(there) == len(lines)
    for line, found in zip(pen_strokes(objects), there, strict=True):
        coarse = 2 * UNITS[int(text[0])]
        np.testing.assert_allclose(found[[0, -1]], line[[0, -1]], atol=coarse)
    assert packed(unpacked(text) or []) is not None


def test_an_example_is_packed_to_the_last_pixel() -> None:
    for picture in load_sample().pictures[::500]:
        text = packed([example_object(picture)])
        assert text is not None and set(text) <= HARMLESS
        assert unpacked(text) == [example_object(picture)]


def test_a_long_drawing_is_packed_more_coarsely_and_one_that_is_too_long_is_not() -> None:
    random = np.random.default_rng(3)
    sizes = []
    for count in (10, 300, 1500):
        text = packed([pen_object(random.uniform(0, CANVAS_SIDE, (count, 2)))])
        sizes.append(None if text is None else int(text[0]))
    assert sizes == [0, sizes[1], None]
    assert sizes[1] != 0


def test_a_photograph_and_what_no_pen_drew_are_not_packed() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (CANVAS_SIDE, CANVAS_SIDE), np.uint8)
    assert packed([example_object(noise)]) is None
    assert packed([{"type": "Image", "src": "https://elsewhere"}]) is None
    assert packed([{"type": "Rect"}]) is None
    assert packed([]) == ""


@given(st.one_of(st.text(), st.text(alphabet=sorted(HARMLESS)), st.binary().map(bytes.hex)))
def test_junk_is_nothing_or_a_drawing(text) -> None:
    for junk in (text, f"0{text}", f"0~{text}", f"2AA.{text}"):
        objects = unpacked(junk)
        if objects is not None:
            assert objects and drawn(objects).shape == (CANVAS_SIDE, CANVAS_SIDE)


@pytest.mark.parametrize(
    "junk",
    [
        "", "0", "9AA", "0A", "0gg", "0.", "0~", "0~AAAA", "0A A", "0AA.", "0ÄÄ", "0" + "g" * 40,
        "0" + "A" * MOST_CHARACTERS, "3" + "---f" * 300,
    ],
)  # fmt: skip
def test_what_is_cut_off_or_too_much_is_refused(junk) -> None:
    assert unpacked(junk) is None
