"""The main ways through the app in Firefox and in WebKit; Chromium goes all ways."""

import numpy as np
import pytest

import netcore
from netcore.figures.theme import LIGHT
from tests.browser.driver import (
    FORGET,
    answer,
    on_canvas,
    open_draw_page,
    open_inspect_page,
    open_learn_page,
    open_test_page,
    pen,
    show_view,
    wait_for_answer,
)
from tests.browser.pages import DrivenPage
from tests.browser.test_draw import press
from tests.browser.test_inspect import (
    accuracy_on,
    decision,
    look_at,
    number,
    trace_on,
    turn_to_knobs,
    wait_for_change,
)
from tests.browser.test_learn import press as press_button
from tests.browser.test_learn import wait_for_status
from tests.browser.test_live import assert_is_the_servers, assert_same, move, numbers
from tests.browser.test_test_page import CHARTS, painted
from tests.strokes import placed

SEVEN = placed(7, 170, 80, 55)
# Whether the diagram shows a network with so many neurons in its first hidden layer.
SHOWS = """count => document.querySelector('.st-key-network .js-plotly-plot')
    .netcorePainted?.network.layers[0].biases.length === count"""
# How bright it is, 0–255, a little outside the disc of each output neuron.
AROUND_OUTPUTS = """() => {
    const chart = document.querySelector('.st-key-network .js-plotly-plot')
    const { x, y, marker } = chart.data.find(({ name }) => name === 'output')
    const { xaxis, yaxis } = chart._fullLayout
    const stage = chart.netcoreStage.getContext('2d')
    return x.map((_, digit) => {
        const left = xaxis._offset + xaxis.d2p(x[digit]), top = yaxis._offset + yaxis.d2p(y[digit])
        return stage.getImageData(Math.round(left), Math.round(top - marker.size / 2 - 4), 1, 1).data[3]
    })
}"""


@pytest.fixture
def page(engine, address):
    """The Draw page of somebody new, whose browser must report no error."""
    page = DrivenPage(engine)
    open_draw_page(page, address)
    yield page
    # Streamlit's own word on a page that is being left: it is no longer connected.
    errors = [error for error in engine.errors() if not error.startswith("Cannot send rerun")]
    page.evaluate(FORGET)
    page.goto("about:blank")
    assert errors == []


def test_what_is_drawn_is_read_as_python_reads_it_and_can_be_undone(page) -> None:
    for name, digit in (("classic", 7), ("wide", 3)):
        network = netcore.load(name)
        page.locator(".st-key-choice").get_by_text(name, exact=True).click()
        page.wait_for_selector(f'output#prediction[data-network="{name}"]')
        page.wait_for_function(SHOWS, arg=len(network.layers[0].biases))
        (stroke,) = placed(digit, 170, 80, 55)
        move(page, stroke, steps=2)
        assert answer(page)["digit"] == str(digit)
        live = numbers(page)
        page.mouse.up()
        wait_for_answer(page, str(digit))
        trace = trace_on(page, network)
        assert_is_the_servers(page, network, trace)
        assert_same(live, trace.activations, 2e-3)
        # WebKit paints a level or two otherwise when it paints the stroke again.
        np.testing.assert_allclose(trace.activations[0], netcore.prepare(on_canvas(page)).ravel(), atol=4e-3)
        page.wait_for_selector(".st-key-network[data-fits]")
        around = np.array(page.evaluate(AROUND_OUTPUTS))
        assert around[digit] > 2 * np.delete(around, digit).max(initial=20)
        press(page, "undo")
        wait_for_answer(page, "")
        press(page, "redo")
        wait_for_answer(page, str(digit))
        press(page, "clear")
        wait_for_answer(page, "")
        assert not on_canvas(page)[..., :3].any()
        page.wait_for_selector(".st-key-clear button[disabled]")  # the server has cleared it, too


def test_a_neuron_adds_up_and_its_knobs_can_be_turned(page) -> None:
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    open_inspect_page(page)
    look_at(page, "hidden 2", 9)
    z = float(trace_on(page, netcore.load("classic")).weighted_sums[1][9])
    page.wait_for_function(
        "z => document.querySelector('#decision-z').innerText.includes(z)",
        arg=f"{z:+.3f}".replace("-", "\u2212"),
    )
    assert decision(page, "sum") + decision(page, "bias") == decision(page, "z")
    pushes = page.evaluate("[...document.querySelectorAll('.ledger [data-push]')].map(one => one.innerText)")
    assert sum(map(number, pushes)) == decision(page, "sum")
    turn_to_knobs(page)
    trained = accuracy_on(page)
    page.locator(".st-key-off button").click()
    wait_for_change(page, "#accuracy-after", trained)
    page.wait_for_selector('output#prediction[data-network="my network"]')


def test_a_network_learns_while_one_watches(page) -> None:
    open_learn_page(page)
    press_button(page, "Start")
    curve = "document.querySelector('.st-key-accuracy .js-plotly-plot')?.data?.[1]?.y"
    page.wait_for_function(f"{curve}?.at(-1) > 0.5", timeout=60_000)
    press_button(page, "Pause")
    wait_for_status(page, "paused")
    accuracies = page.evaluate(curve)
    assert len(accuracies) > 3 and accuracies[0] < 0.3
    ends = "[...document.querySelectorAll('.st-key-accuracy .ytick text')].at(-1)"
    assert page.evaluate(f"[{ends}.textContent, getComputedStyle({ends}).opacity]") == ["100%", "1"]


def test_what_one_chose_and_drew_is_there_after_a_reload(page) -> None:
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    page.locator(".st-key-choice").get_by_text("relu", exact=True).click()
    page.wait_for_selector('output#prediction[data-network="relu"]')
    open_test_page(page)
    for view in ("Accuracy", "Mistakes", "Map"):
        show_view(page, view)
        for key in CHARTS[view]:
            painted(page, key)
    page.locator("[data-testid=stMainMenu] button").click()
    page.locator("[data-testid=stMainMenuItem-theme-Light]").click()
    is_light = "getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(251, 249, 244)'"
    page.wait_for_function(is_light)
    page.get_by_role("link", name="Draw", exact=True).click()
    page.wait_for_selector('output#prediction[data-network="relu"]')
    page.reload()
    page.wait_for_selector('output#prediction[data-network="relu"][data-digit="7"]')
    page.wait_for_function(is_light)
    font = "document.querySelector('.st-key-network .js-plotly-plot')?.layout?.font?.color"
    page.wait_for_function(f"{font} === '{LIGHT.text}'")
