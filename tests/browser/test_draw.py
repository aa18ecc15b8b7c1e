"""Real strokes in a real browser."""

import base64
import io
import shutil
import time

import numpy as np
import pytest
from PIL import Image

import netcore
from netcore.data import draw, load_sample
from netcore.preprocess import prepare_steps
from netcore.training.learner import new_network
from netcore.web.person.drawing import PEN
from tests.browser.driver import (
    ROOT,
    Fingers,
    answer,
    customdata,
    open_draw_page,
    pen,
    running_app,
    wait_for_answer,
    wait_for_output,
)
from tests.strokes import DIGITS, placed

CANVAS = ".st-key-canvas canvas.dc-canvas.lower-canvas"


def press(page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def on_canvas(page) -> np.ndarray:
    """The canvas's own pixels, (280, 280, 4)."""
    url = page.locator(CANVAS).evaluate("canvas => canvas.toDataURL()")
    return np.array(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))


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


def test_a_new_page_says_what_to_do_and_is_at_rest(page) -> None:
    assert page.locator("output#prediction").count() == 1
    assert answer(page) == {"kind": "nothing", "digit": "", "confidence": "", "network": "classic"}
    assert "Draw a digit" in page.locator("output#prediction").inner_text()
    for layer in ("hidden 1", "hidden 2", "output"):
        assert all(numbers[0] is None for numbers in customdata(page, layer))


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawn_digit_is_read_and_every_number_is_the_networks(page, digit) -> None:
    pen(page, placed(digit, 170, 80, 55))
    wait_for_answer(page, str(digit))
    net = netcore.load("classic")
    trace = net.forward(netcore.prepare(on_canvas(page)))
    wait_for_output(page, float(trace.activations[-1][0]))
    shown = np.array([pixel for pixel, _, _ in customdata(page, "input")], np.float32)
    np.testing.assert_array_equal(shown, trace.activations[0])
    for number, name in enumerate(["hidden 1", "hidden 2", "output"]):
        numbers = np.array(customdata(page, name), np.float32)
        np.testing.assert_array_equal(numbers[:, 0], trace.activations[number + 1])
        np.testing.assert_array_equal(numbers[:, 1], trace.weighted_sums[number])
        np.testing.assert_array_equal(numbers[:, 2], net.layers[number].biases)
    assert answer(page)["confidence"] == f"{netcore.read(net, on_canvas(page)).confidence:.4f}"


def test_the_canvas_draws_as_drawings_are_drawn_for_training(page) -> None:
    strokes = placed(3, 170, 80, 55)
    pen(page, strokes)
    wait_for_answer(page, "3")
    there, here = on_canvas(page)[..., 0].astype(int), draw([np.array(stroke) for stroke in strokes], PEN)
    # The mouse moves in straight lines between the points, and the canvas smooths what it gets of them.
    assert np.abs(there - here).mean() < 1.5
    np.testing.assert_allclose(netcore.prepare(there.astype(np.uint8)), netcore.prepare(here), atol=0.15)


def test_every_step_of_the_preprocessing_is_shown(page) -> None:
    captions = page.locator("#steps figcaption")
    wait_for_text(page, "#steps", "what the network reads")
    assert len(captions.all()) == 5
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    steps = prepare_steps(on_canvas(page))
    height, width = steps.cropped.shape
    wait_for_text(page, "#steps", f"{width} × {height} pixels")
    texts = captions.all_text_contents()
    assert f"leans {abs(steps.slant):.2f} pixels left" in texts[1]
    assert f"mean of {steps.scale:.1f} × {steps.scale:.1f}" in texts[3]
    last = page.locator("#steps canvas").last.evaluate(
        "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 280, 280).data)"
    )
    # The middle of each cell, its brightest colour; marked lines lie on the edges of cells.
    lit = np.array(last).reshape(280, 280, 4)[5::10, 5::10, :3].max(axis=2)
    assert np.corrcoef(lit.ravel(), steps.pixels.ravel())[0, 1] > 0.95
    press(page, "clear")
    wait_for_text(page, "#steps", "no longer leans")


def test_the_choice_of_a_network_is_kept_in_the_address(person, address) -> None:
    page = person()
    for name in netcore.available():
        page.goto(f"{address}/?choice={name}")
        page.wait_for_selector(f'output#prediction[data-network="{name}"]')
        accuracy = netcore.load(name).meta["accuracy"]["mnist-test"]
        wait_for_text(page, "body", f"reads {100 * accuracy:.1f}\u00a0% of MNIST")
    page.goto(f"{address}/?choice=nonsense")
    page.wait_for_selector('output#prediction[data-network="classic"]')


def test_a_network_with_large_layers_is_shown_whole(person, address) -> None:
    page = person()
    open_draw_page(page, f"{address}/?choice=wide")
    pen(page, placed(2, 170, 80, 55))
    wait_for_answer(page, "2")
    net = netcore.load("wide")
    trace = net.forward(netcore.prepare(on_canvas(page)))
    wait_for_output(page, float(trace.activations[-1][0]))
    for number, name in enumerate(["hidden 1", "hidden 2", "output"]):
        numbers = np.array(customdata(page, name), np.float32)
        np.testing.assert_array_equal(numbers[:, 0], trace.activations[number + 1])
    box = page.locator(".st-key-network").bounding_box()
    assert box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 720


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


@pytest.mark.parametrize("pause", [0, 60, 180])
def test_a_button_pressed_right_after_a_stroke_loses_nothing(page, pause) -> None:
    pen(page, [[(150, 60), (150, 200)]])
    page.wait_for_function("document.querySelector('#prediction').dataset.digit")
    stroke_ink = ink(page)
    press(page, "clear")
    wait_for_ink(page, 0)
    pen(page, placed(1, 170, 40, 55))
    wait_for_answer(page, "1")
    one = ink(page)
    pen(page, [[(150, 60), (150, 200)]])
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
    page.wait_for_timeout(500)
    outputs = reading.trace.activations[-1]
    np.testing.assert_array_equal(np.float32(customdata(page, "output"))[:, 0], outputs)


def test_a_dot_gets_no_answer_and_a_scribble_no_error(page) -> None:
    pen(page, [[(140, 140), (141, 140)]])
    page.wait_for_function("document.querySelector('#prediction').innerText.includes('blot')")
    assert (answer(page)["kind"], answer(page)["digit"]) == ("no digit", "")
    pen(page, [[(20 + 40 * (i % 7), 20 + 61 * i % 240) for i in range(40)]])
    page.wait_for_timeout(1000)
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
    one.wait_for_timeout(500)
    assert customdata(one, "output")[0][0] is None
    assert answer(other)["digit"] == "7"
    trace = netcore.load("classic").forward(netcore.prepare(on_canvas(other)))
    shown = np.array(customdata(other, "output"), np.float32)[:, 0]
    np.testing.assert_array_equal(shown, trace.activations[-1])


def test_heatmaps_tell_the_activations_of_the_drawing(page) -> None:
    chart = page.locator(".st-key-weights .js-plotly-plot")
    assert chart.evaluate("chart => chart.data.filter(trace => trace.type === 'heatmap').length") == 16
    pen(page, placed(5, 170, 80, 55))
    wait_for_answer(page, "5")
    trace = netcore.load("classic").forward(netcore.prepare(on_canvas(page)))
    last = f"neuron 15 · {trace.activations[1][15]:.2f}"
    page.wait_for_function(
        "text => document.querySelector('.st-key-weights').textContent.includes(text)", arg=last
    )
    titles = chart.locator(".annotation-text").all_text_contents()
    assert titles == [f"neuron {i} · {a:.2f}" for i, a in enumerate(trace.activations[1])]
    pixels = np.array(chart.evaluate("chart => chart._fullData[9].customdata"), np.float32)
    np.testing.assert_array_equal(pixels.ravel(), trace.activations[0])


def test_the_charts_keep_their_numbers_when_the_window_changes(page) -> None:
    pen(page, placed(4, 170, 80, 55))
    wait_for_answer(page, "4")
    page.set_viewport_size({"width": 1000, "height": 700})
    page.wait_for_timeout(800)
    assert customdata(page, "output")[4][0] > 0.5
    assert "neuron 0 · " in page.locator(".st-key-weights").inner_text()


def test_another_network_takes_over_all_that_is_shown(browser, tmp_path) -> None:
    for part in ("app.py", "netcore", "weights", ".streamlit"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    other = new_network([784, 16, 16, 10], seed=7)
    netcore.save(netcore.Network(other.layers, {"name": "other"}), tmp_path / "weights" / "other.npz")
    with running_app(tmp_path) as address, browser.new_page() as page:
        open_draw_page(page, address)
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
        for name, network in [("other", other), ("classic", netcore.load("classic"))] * 2:
            page.get_by_text(name, exact=True).click()
            page.wait_for_selector(f'output#prediction[data-network="{name}"]')
            page.wait_for_timeout(1000)
            trace = network.forward(netcore.prepare(on_canvas(page)))
            numbers = np.array(customdata(page, "hidden 1"), np.float32)
            np.testing.assert_array_equal(numbers[:, 0], trace.activations[1])
            assert f"neuron 3 · {trace.activations[1][3]:.2f}" in page.locator(".st-key-weights").inner_text()


def test_the_stage_is_dark_unless_a_person_chooses_light(person, address) -> None:
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    for scheme in ("light", "dark"):
        assert person(color_scheme=scheme).evaluate(ground) == "rgb(11, 13, 19)"
    page = person()
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuItem-theme-Light").click()
    page.wait_for_function(f"{ground} === 'rgb(251, 249, 244)'")
    page.wait_for_function(
        "document.querySelector('.st-key-network .js-plotly-plot')?.layout?.font.color === '#1d1a16'"
    )


def test_when_the_charts_cannot_be_repainted_the_server_sends_them_anew(page) -> None:
    page.evaluate("window.Plotly = { ...window.Plotly, react: () => Promise.reject(new Error('no')) }")
    pen(page, placed(2, 170, 80, 55))
    wait_for_answer(page, "2")
    page.wait_for_function(
        """() => {
            const layers = document.querySelectorAll('.st-key-network .scatterlayer .trace')
            const neuron = layers[2]?.querySelectorAll('.point')[2] // hidden 1, hidden 2, output
            return neuron && neuron.style.fill !== 'rgb(11, 13, 19)'
        }"""
    )
    page.wait_for_timeout(1500)
    assert page.get_by_test_id("stStatusWidget").count() == 0  # and is quiet again


def test_everything_is_on_a_projectors_screen_without_scrolling(page) -> None:
    pen(page, placed(2, 170, 80, 55))
    wait_for_answer(page, "2")
    for part in (".st-key-canvas", ".st-key-network", ".reading figure", "output#prediction"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, part
        assert box["y"] >= 0 and box["y"] + box["height"] <= 720, part


def test_a_finger_draws_too(person) -> None:
    page = person(has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    finger = Fingers(page)
    for first, *rest in placed(7, 150, 150, 60):  # reaches into the corner where the canvas hides its toolbar
        finger.touch(first)
        for place in rest:
            finger.move(place)
        finger.lift()
    wait_for_answer(page, "7")
