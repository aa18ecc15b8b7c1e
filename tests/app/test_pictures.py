"""Several digits, stray marks and pictures on the Draw page, without a browser."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

import netcore
from tests.app.driver import click, draw, person, shown, tell, write
from tests.strokes import picture

FOUR, TWO = picture(4, 120, 20, 60), picture(2, 120, 150, 60)


@pytest.fixture
def wide(app):
    app.query_params["choice"] = "wide"
    return app


def pasted(grey: np.ndarray, kind: str = "PNG") -> dict:
    file = io.BytesIO()
    Image.fromarray(grey).save(file, kind)
    address = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    return {"event": "pasted", "value": address}


def test_two_digits_are_read_and_either_is_looked_into(wide) -> None:
    draw(wide, np.maximum(FOUR, TWO))
    page, network = shown(wide), netcore.load("wide")
    assert (page["kind"], page["digit"], page["shown"]) == ("digits", "42", 0)
    assert "the neurons show the 4" in page["words"]
    for number, digit in enumerate((FOUR, TWO)):
        click(wide, f"part/{number}")
        assert not wide.exception
        page = shown(wide)
        assert page["shown"] == number and f"show the {(4, 2)[number]}" in page["words"]
        np.testing.assert_allclose(page["pixels"], netcore.prepare(digit).ravel(), atol=1e-6)
        np.testing.assert_allclose(
            page["activations"][-10:], network.forward(netcore.prepare(digit)).activations[-1], atol=1e-5
        )
    draw(wide, FOUR)
    assert (shown(wide)["digit"], shown(wide)["shown"]) == ("4", 0)


def test_a_stray_mark_is_crossed_out_and_changes_nothing(wide) -> None:
    draw(wide, FOUR)
    before = shown(wide)["activations"]
    marked = FOUR.copy()
    marked[250:268, 250:268] = 255
    draw(wide, marked)
    page = shown(wide)
    assert page["strays"] == [[250, 250, 268, 268]]
    assert page["words"].endswith("A stray mark was left out.")
    assert page["activations"] == before
    assert "crossed out" in page["steps"]["captions"][0]


def test_a_picture_that_is_pasted_lies_on_the_canvas(wide) -> None:
    wide.run()
    paper = 255 - np.kron(TWO, np.ones((3, 3), np.uint8))  # dark on white, 840 × 840
    tell(wide, reading=pasted(paper))
    assert not wide.exception
    assert shown(wide)["digit"] == "2"
    assert person(wide).drawing.picture.shape == (280, 280)
    wide.button(key="undo").click().run()
    assert person(wide).drawing.objects == []  # which the canvas shows, and sends back


@pytest.mark.parametrize("address", ["data:image/png;base64,AAAA", "data:image/png;base64,!", "nonsense"])
def test_what_is_no_picture_gets_a_sentence_and_loses_nothing(wide, address) -> None:
    draw(wide, FOUR)
    tell(wide, reading={"event": "pasted", "value": address})
    assert not wide.exception
    assert "not a picture that can be read" in wide.warning[0].value
    assert shown(wide)["digit"] == "4"


def test_a_picture_with_nothing_on_it_gets_a_sentence(wide) -> None:
    wide.run()
    tell(wide, reading=pasted(np.full((300, 300), 240, np.uint8)))
    assert "Nothing was found" in wide.warning[0].value


def test_a_browser_that_hides_its_canvas_is_read_by_the_way_of_the_pen(wide) -> None:
    wide.run()
    person(wide).browser.is_blind = True
    write(wide, 7)
    assert not wide.exception
    assert shown(wide)["digit"] == "7"
    assert any("private windows" in caption.value for caption in wide.caption)
