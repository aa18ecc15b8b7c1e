"""Real strokes in a real browser."""

import time

import numpy as np
import pytest

import netcore
from netcore.data import draw, load_sample
from netcore.figures.theme import DARK, LIGHT
from netcore.preprocess import prepare_steps
from netcore.web.person.drawing import PEN
from tests.browser.driver import (
    answer,
    customdata,
    frames,
    on_canvas,
    open_test_page,
    pen,
    wait_for_answer,
    wait_for_output,
    wait_for_server,
)
from tests.strokes import placed

THREE, SEVEN = placed(3, 170, 80, 55), placed(7, 170, 80, 55)
BAR = [[(150, 60), (150, 200)]]


def press(page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def ink(page) -> int:
    """How many of the canvas's pixels are not black."""
    return int(on_canvas(page)[..., 0].astype(bool).sum())


def wait_for_text(page, selector: str, text: str) -> None:
    script = "([selector, text]) => document.querySelector(selector).textContent.includes(text)"
    page.wait_for_function(script, arg=[selector, text], timeout=10_000)


def wait_for_ink(page, amount: int) -> None:
    deadline = time.monotonic() + 10
    while ink(page) != amount:
        assert time.monotonic() < deadline, f"{ink(page)} pixels of ink, not {amount}"
        page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def three(person_of_all):
    """A page on which a 3 is drawn, for those who only look at it."""
    page = person_of_all()
    pen(page, THREE)
    wait_for_answer(page, "3")
    return page


def test_a_new_page_says_what_to_do_and_is_at_rest(page) -> None:
    assert page.locator("output#prediction").count() == 1
    assert answer(page) == {"kind": "nothing", "digit": "", "confidence": "", "network": "classic"}
    assert "Draw a digit" in page.locator("output#prediction").inner_text()
    for layer in ("hidden 1", "hidden 2", "output"):
        assert all(numbers[0] is None for numbers in customdata(page, layer))
    assert len(page.locator("#steps figcaption").all()) == 5
    wait_for_text(page, "#steps", "what the network reads")
    pen(page, SEVEN)
    wait_for_text(page, "#steps", "leans")
    wait_for_answer(page, "7")
    press(page, "clear")
    wait_for_text(page, "#steps", "no longer leans")


def test_the_canvas_draws_as_drawings_are_drawn_for_training(three) -> None:
    there, here = on_canvas(three)[..., 0].astype(int), draw([np.array(stroke) for stroke in THREE], PEN)
    # The mouse moves in straight lines between the points, and the canvas smooths what it gets of them.
    assert np.abs(there - here).mean() < 1.5
    np.testing.assert_allclose(netcore.prepare(there.astype(np.uint8)), netcore.prepare(here), atol=0.15)


def test_every_step_of_the_preprocessing_is_shown(three) -> None:
    steps = prepare_steps(on_canvas(three))
    height, width = steps.cropped.shape
    wait_for_text(three, "#steps", f"{width} × {height} pixels")
    texts = three.locator("#steps figcaption").all_text_contents()
    side = "left" if steps.slant < 0 else "right"
    assert f"leans {abs(steps.slant):.2f} pixels {side}" in texts[1]
    assert f"mean of {steps.scale:.1f} × {steps.scale:.1f}" in texts[3]
    last = three.locator("#steps canvas").last.evaluate(
        "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 280, 280).data)"
    )
    # The middle of each cell, its brightest colour; marked lines lie on the edges of cells.
    lit = np.array(last).reshape(280, 280, 4)[5::10, 5::10, :3].max(axis=2)
    assert np.corrcoef(lit.ravel(), steps.pixels.ravel())[0, 1] > 0.95


def test_heatmaps_tell_the_activations_of_the_drawing(three) -> None:
    chart = three.locator(".st-key-weights .js-plotly-plot")
    assert chart.evaluate("chart => chart.data.filter(trace => trace.type === 'heatmap').length") == 16
    trace = netcore.load("classic").forward(netcore.prepare(on_canvas(three)))
    last = f"neuron 15 · {trace.activations[1][15]:.2f}"
    three.wait_for_function(
        "text => document.querySelector('.st-key-weights').textContent.includes(text)", arg=last
    )
    titles = chart.locator(".annotation-text").all_text_contents()
    assert titles == [f"neuron {i} · {a:.2f}" for i, a in enumerate(trace.activations[1])]
    pixels = np.array(chart.evaluate("chart => chart._fullData[9].customdata"), np.float32)
    np.testing.assert_array_equal(pixels.ravel(), trace.activations[0])


def test_everything_is_on_a_projectors_screen_without_scrolling(three) -> None:
    for part in (".st-key-canvas", ".st-key-network", ".reading figure", "output#prediction"):
        box = three.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, part
        assert box["y"] >= 0 and box["y"] + box["height"] <= 720, part


def test_the_charts_keep_their_numbers_when_the_window_changes(three) -> None:
    wide = three.locator(".st-key-network .main-svg").first.bounding_box()["width"]
    three.set_viewport_size({"width": 1000, "height": 700})
    three.wait_for_function(
        "wide => document.querySelector('.st-key-network .main-svg').getBoundingClientRect().width < wide",
        arg=wide,
    )
    frames(three, 5)
    assert customdata(three, "output")[3][0] > 0.5
    three.wait_for_function(
        "document.querySelector('.st-key-weights .js-plotly-plot')?.innerText.includes('neuron 0 · ')"
    )
    three.set_viewport_size({"width": 1280, "height": 720})


def test_undo_redo_clear_and_an_example(page) -> None:
    pen(page, placed(1, 170, 100, 55))
    wait_for_answer(page, "1")
    sure = answer(page)["confidence"]
    pen(page, [[(30, 50), (110, 50)]])
    page.wait_for_function(
        "sure => document.querySelector('#prediction').dataset.confidence !== sure", arg=sure
    )
    press(page, "undo")
    wait_for_answer(page, "1")
    press(page, "undo")
    wait_for_answer(page, "")
    press(page, "redo")
    wait_for_answer(page, "1")
    press(page, "clear")
    wait_for_answer(page, "")
    assert not on_canvas(page)[..., :3].any()
    press(page, "undo")
    wait_for_answer(page, "1")

    press(page, "clear")
    wait_for_answer(page, "")
    press(page, "example")
    page.wait_for_function("document.querySelector('#prediction').dataset.digit !== ''")
    small = on_canvas(page)[5::10, 5::10, 0]
    assert (load_sample().pictures == small).all(axis=(1, 2)).any()


def test_a_button_pressed_right_after_a_stroke_loses_nothing(page) -> None:
    pen(page, BAR)
    page.wait_for_function("document.querySelector('#prediction').dataset.digit")
    wait_for_server(page)
    stroke_ink = ink(page)
    press(page, "clear")
    wait_for_ink(page, 0)
    for pause in (0, 60, 180):
        pen(page, placed(1, 170, 40, 55))
        wait_for_answer(page, "1")
        one = ink(page)
        pen(page, BAR)
        page.wait_for_timeout(pause)
        press(page, "undo")
        wait_for_ink(page, one)
        both = one + stroke_ink
        press(page, "redo")
        wait_for_ink(page, both)
        press(page, "undo")
        press(page, "redo")
        wait_for_ink(page, both)
        page.wait_for_timeout(pause)
        press(page, "clear")
        wait_for_ink(page, 0)
        press(page, "undo")
        wait_for_ink(page, both)
        reading = netcore.read(netcore.load("classic"), on_canvas(page))
        page.wait_for_selector(f'output#prediction[data-kind="{reading.kind}"]')
        wait_for_answer(page, "".join(map(str, reading.digits)))
        wait_for_output(page, float(reading.trace.activations[-1][0]))
        outputs = reading.trace.activations[-1]
        np.testing.assert_array_equal(np.float32(customdata(page, "output"))[:, 0], outputs)
        press(page, "clear")
        wait_for_answer(page, "")
        wait_for_ink(page, 0)


def test_two_digits_are_framed_and_either_is_looked_into(page) -> None:
    pen(page, [*placed(4, 120, 20, 60), *placed(2, 120, 150, 60)])
    wait_for_answer(page, "42")
    frames = page.locator(".marks rect")
    for number, digit in enumerate("42"):
        page.locator(".parts button").nth(number).click()
        wait_for_text(page, "#prediction .words", f"the neurons show the {digit}")
        assert frames.evaluate_all("all => all.map(one => one.matches('.shown'))").index(True) == number
    reading = netcore.read(netcore.load("classic"), on_canvas(page))
    page.wait_for_function(
        "output => document.querySelector('.st-key-network .js-plotly-plot').data"
        ".find(({ name }) => name === 'output').customdata[0][0] === output",
        arg=float(reading.parts[1].trace.activations[-1][0]),
    )
    press(page, "undo")
    wait_for_answer(page, "4")
    assert frames.count() == 0


def test_a_dot_gets_no_answer_and_a_scribble_no_error(page) -> None:
    pen(page, [[(140, 140), (141, 140)]])
    page.wait_for_function("document.querySelector('#prediction').innerText.includes('blot')")
    assert (answer(page)["kind"], answer(page)["digit"]) == ("no digit", "")
    pen(page, [[(20 + 40 * (i % 7), 20 + 61 * i % 240) for i in range(40)]])
    wait_for_server(page)
    assert "NaN" not in page.locator("body").inner_text()
    assert page.locator("[data-testid=stException]").count() == 0


def test_one_persons_drawing_never_shows_up_on_anothers_page(person) -> None:
    one, other = person(), person()
    pen(one, placed(3, 170, 80, 55))
    wait_for_answer(one, "3")
    assert answer(other)["digit"] == ""
    pen(other, placed(7, 170, 80, 55))
    wait_for_answer(other, "7")
    for _ in range(3):
        pen(one, [[(250, 250), (252, 250)]])
        press(other, "undo")
        wait_for_answer(other, "")
        press(other, "redo")
        wait_for_answer(other, "7")
    press(one, "clear")
    wait_for_answer(one, "")
    one.wait_for_function(
        """() => document.querySelector('.st-key-network .js-plotly-plot')
            .data.find(trace => trace.name === 'output').customdata[0][0] === null"""
    )
    assert answer(other)["digit"] == "7"
    trace = netcore.load("classic").forward(netcore.prepare(on_canvas(other)))
    shown = np.array(customdata(other, "output"), np.float32)[:, 0]
    np.testing.assert_array_equal(shown, trace.activations[-1])


def test_another_network_takes_over_all_that_is_shown_and_the_address(page) -> None:
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    for name in ("relu", "classic", "relu"):
        page.get_by_text(name, exact=True).click()
        page.wait_for_selector(f'output#prediction[data-network="{name}"]')
        trace = netcore.load(name).forward(netcore.prepare(on_canvas(page)))
        wait_for_output(page, float(trace.activations[-1][0]))
        numbers = np.array(customdata(page, "hidden 1"), np.float32)
        np.testing.assert_array_equal(numbers[:, 0], trace.activations[1])
        wait_for_text(page, ".st-key-weights", f"neuron 3 · {trace.activations[1][3]:.2f}")
    assert "choice=relu" in page.url
    page.reload()
    page.wait_for_selector('output#prediction[data-network="relu"]')


def test_the_stage_is_dark_unless_a_person_chooses_light(page, address) -> None:
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")  # which is not asked
    assert page.evaluate(ground) == "rgb(11, 13, 19)"
    font = "document.querySelector('.st-key-{} .js-plotly-plot')?.layout?.font?.color === '{}'"
    open_test_page(page)
    page.wait_for_function(font.format("per_digit", DARK.text))
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuItem-theme-Light").click()
    page.wait_for_function(f"{ground} === 'rgb(251, 249, 244)'")
    page.wait_for_function(font.format("per_digit", LIGHT.text))
    page.get_by_role("link", name="Draw", exact=True).first.click()
    page.wait_for_function(font.format("network", LIGHT.text))
    page.reload()
    page.wait_for_function(font.format("network", LIGHT.text))
    assert page.evaluate(ground) == "rgb(251, 249, 244)"
    page.goto(f"{address}/learn")  # a page that was not opened by itself before
    page.wait_for_function(f"{ground} === 'rgb(251, 249, 244)'")
    page.wait_for_function(font.format("network", LIGHT.text))


def test_when_the_charts_cannot_be_repainted_the_server_sends_them_anew(page) -> None:
    page.evaluate("() => { CanvasRenderingContext2D.prototype.strokeRect = () => { throw new Error('no') } }")
    pen(page, placed(2, 170, 80, 55))
    page.wait_for_selector('output#prediction[data-digit="2"]')
    page.wait_for_function(
        """() => {
            const layers = document.querySelectorAll('.st-key-network .scatterlayer .trace')
            const neuron = layers[2]?.querySelectorAll('.point')[2] // hidden 1, hidden 2, output
            return neuron && neuron.style.fill !== 'rgb(11, 13, 19)'
        }"""
    )
    page.wait_for_timeout(1500)
    assert page.get_by_test_id("stStatusWidget").count() == 0  # and is quiet again
