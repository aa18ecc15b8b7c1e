"""What the stage shows: the signal on its way, what is spoken of, one neuron, and nothing once it is gone."""

import re
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

import netcore
from netcore.figures.theme import DARK
from netcore.web.components.stage.stage import colours_of
from netcore.web.look_inside.ledger import shown_sum
from netcore.web.text import DECIMALS, signed
from tests.browser.driver import customdata, on_canvas, pen, place_of_neuron, wait_for_answer, wait_for_server
from tests.strokes import placed

PATIENCE = 20_000
"""Milliseconds, on a busy machine."""
LAYER, NEURON = "hidden 1", 5
FRONT = "window.netcoreStaged.front"
# At once: the signal doesn't wait for a slow computer.
BEGIN_AND_PAUSE = """() => {
    for (const name of ["Slowly, please", "Pause"]) {
        const buttons = [...document.querySelectorAll(".stage-wave button")]
        buttons.find(({ innerText }) => innerText === name).click()
    }
}"""
# Asks the stage as stage.py does, for what no page asks yet.
ASK = """async asked => {
    const files = performance.getEntriesByType("resource").map(({ name }) => name)
    const { default: stage } = await import(files.find(name => name.includes("/stage/stage.js")))
    window.picked = []
    window.leaveStage = stage({ data: asked, setTriggerValue: (...told) => window.picked.push(told) })
}"""


def ask(page: Page, **asked: Any) -> None:
    """Have the stage show something."""
    nothing = {"view": "overview", "neuron": None, "lit": [], "wave": False, "examples": None}
    page.evaluate(ASK, {**nothing, "decimals": DECIMALS, "palette": colours_of(DARK), **asked})


def light_at(page: Page, layer: str, neuron: int) -> int:
    """How bright a neuron is painted, 0–765."""
    place = place_of_neuron(page, layer, neuron)
    light: int = page.locator(".st-key-network .js-plotly-plot").evaluate(
        """(chart, [x, y]) => {
            const canvas = chart.netcoreStage
            const { left, top, width } = canvas.getBoundingClientRect()
            const sharpness = canvas.width / width
            const place = [(x - left) * sharpness, (y - top) * sharpness].map(Math.round)
            const [red, green, blue] = canvas.getContext("2d").getImageData(...place, 1, 1).data
            return red + green + blue
        }""",
        list(place),
    )
    return light


def sums(page: Page) -> str:
    """What Σ, bias and z of the neuron are with the drawing on the canvas, as Look inside shows them."""
    network = netcore.load("classic")
    trace = netcore.read(network, on_canvas(page)).trace
    assert trace
    numbers = [signed(number) for number in shown_sum(network, trace, 1, NEURON)]
    return "Σ {}, bias {}: together z = {}".format(*numbers)


def test_the_signal_runs_from_layer_to_layer_and_the_answer_waits_for_it(page) -> None:
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    bright = light_at(page, "output", 7)
    page.evaluate(BEGIN_AND_PAUSE)
    answer = page.locator("#prediction .words")
    for layer in (1, 2):
        page.get_by_role("button", name="Next layer").click()
        page.wait_for_function(f"{FRONT} === {layer}")
        expect(answer).to_be_hidden()
        assert light_at(page, "output", 7) < bright / 4
    page.get_by_role("button", name="Go on").click()
    expect(answer).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".stage-wave p")).to_contain_text("output layer")
    assert light_at(page, "output", 7) == bright

    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Slowly, please").click()
    expect(answer).to_be_hidden()
    page.get_by_role("button", name="Next layer").click()
    assert page.evaluate(FRONT) == 1
    page.locator(".st-key-clear button").click()
    expect(answer).to_be_visible()
    expect(page.get_by_role("button", name="Slowly, please")).to_be_disabled()


def test_what_is_not_spoken_of_is_dimmed_and_a_neurons_sum_adds_up(page) -> None:
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    bright = light_at(page, "output", 7)
    page.mouse.move(5, 5)  # what is pointed at is seen
    ask(page, lit=["answer", LAYER])
    for part, opacity in ((".st-key-canvas", "0.2"), (".said", "1")):
        expect(page.locator(part).first).to_have_css("opacity", opacity)
    assert light_at(page, "output", 7) < bright / 2
    titles = page.locator(".st-key-network text", has_text="layer")
    opacities = titles.evaluate_all("titles => titles.map(title => getComputedStyle(title).opacity)")
    assert len(set(opacities)) == 2

    page.emulate_media(reduced_motion="reduce")
    ask(page, view="sum", neuron=[LAYER, NEURON])
    expect(page.locator(".stage-view header")).to_contain_text("Neuron 5 of hidden layer 1")
    expect(page.locator(".whole")).to_have_text(sums(page))
    page.get_by_role("button", name="One more").click(click_count=3)
    terms = page.locator(".stage-sum tr td:last-child").all_inner_texts()
    shown = [float(term[2:].replace("−", "-")) for term in terms if term]
    expect(page.locator(".running b")).to_have_text(signed(sum(shown)))
    expect(page.locator(".running span")).to_contain_text("3 of ")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".whole")).to_have_text(sums(page), timeout=PATIENCE)
    pen(page, [[(60, 240), (220, 240)]])
    wait_for_server(page)
    expect(page.locator(".whole")).to_have_text(sums(page))

    ask(page, view="neuron", neuron=[LAYER, NEURON])
    page.locator(".panels").focus()
    for key in ("ArrowDown", "Enter"):  # the first one goes to the middle
        page.keyboard.press(key)
    cell = 14 * 28 + 14
    weight = netcore.load("classic").layers[0].weights[NEURON, cell]
    expect(page.locator(".pointed")).to_contain_text(f"row 14, column 14: weight {signed(weight, 4)}")
    assert page.evaluate("window.picked") == [["picked", f"pixel/{cell}"]]

    ask(page, view="curve", neuron=["output", 3])
    activation, z, _ = np.float64(customdata(page, "output")[3])
    said = f"at z = {signed(z)} the activation is {activation:.4f}"
    expect(page.locator(".stage-view svg")).to_have_attribute("aria-label", re.compile(re.escape(said)))
    page.evaluate("window.leaveStage()")
    expect(page.locator(".stage-view")).to_have_count(0)


def test_nothing_stays_dimmed_or_covered_on_another_page(page) -> None:
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    page.goto(f"{page.url.split('?')[0]}lesson?step=8")
    expect(page.locator(".stage-view .panels")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.dataset.dims")
    page.get_by_role("link", name="Look inside").first.click()
    expect(page.locator("h2[data-step]")).to_have_count(0, timeout=PATIENCE)
    page.wait_for_selector(".st-key-inspect .st-key-network .js-plotly-plot.glows")
    page.wait_for_function("!window.netcoreStaged && document.documentElement.dataset.dims === undefined")
    expect(page.locator(".stage-view, .stage-wave")).to_have_count(0)
