"""Putting a network to the test in a real browser."""

import numpy as np
import pytest

import netcore
from netcore.data import held_out_digits, load_sample
from netcore.evaluation.scores import Evaluation
from netcore.figures.theme import LIGHT
from netcore.preprocess import prepare_all
from netcore.reading import confidences_in
from tests.browser.driver import answer, click_chart, frames, open_test_page, show_view

CHARTS = {
    "Accuracy": ["per_digit", "certainty"],
    "Mistakes": ["confusion"],
    "Changed digits": ["turned", "shifted", "thickened", "noisy"],
    "Map": ["map_of_digits"],
}

# Whether each tenth pixel each way of the canvas is as bright as a pixel of the picture.
CANVAS_SHOWS = """picture => {
    const root = [...document.querySelectorAll('.st-key-canvas *')].find(element => element.shadowRoot)
    const canvas = root?.shadowRoot.querySelector('canvas.dc-canvas.lower-canvas')
    if (!canvas) return false
    const { data } = canvas.getContext('2d').getImageData(0, 0, 280, 280)
    const at = (row, column) => data[4 * ((10 * row + 5) * 280 + 10 * column + 5)]
    return picture.every((line, row) => line.every((value, column) => Math.abs(value - at(row, column)) < 12))
}"""


@pytest.fixture(scope="module")
def result() -> Evaluation:
    sample = load_sample()
    return Evaluation(sample.labels, confidences_in(netcore.load("classic"), prepare_all(sample.pictures)))


def painted(page, key: str) -> None:
    """Wait until a chart is painted."""
    page.wait_for_function(
        "key => document.querySelector(`.st-key-${key} .js-plotly-plot`)?.data?.length",
        arg=key,
        timeout=30_000,  # what changed digits are read as takes a while
    )


def assert_reads(page, picture: np.ndarray) -> None:
    """The Draw page has this digit on its canvas, and gives the answer to it."""
    reading = netcore.read(netcore.load("classic"), picture)
    digit = "".join(map(str, reading.digits))
    page.wait_for_selector(".st-key-weights .js-plotly-plot")
    page.wait_for_selector(f'output#prediction[data-kind="{reading.kind}"][data-digit="{digit}"]')
    if digit:
        assert float(answer(page)["confidence"]) == pytest.approx(reading.confidence, abs=1e-3)
    page.wait_for_function(CANVAS_SHOWS, arg=picture.tolist())


def test_from_a_cell_to_its_pictures_to_the_draw_page(page, result) -> None:
    open_test_page(page)
    show_view(page, "Mistakes")
    painted(page, "confusion")
    wrong = result.confusion_matrix - np.diag(result.confusion_matrix.diagonal())
    row, column = divmod(int(wrong.argmax()), 10)
    chart = page.locator(".st-key-confusion .js-plotly-plot").element_handle()
    click_chart(page, "confusion", column, row)
    thumbnails = page.locator(".st-key-gallery button")
    page.wait_for_function(
        "n => document.querySelectorAll('.st-key-gallery button').length === n", arg=int(wrong.max())
    )
    assert chart.evaluate("chart => chart.isConnected")  # it wasn't built anew
    expected = result.cell(row, column)
    picture = thumbnails.nth(1).get_by_role("img")
    assert picture.get_attribute("alt").startswith(f"a {row} read as a {column}, ".replace("a 8", "an 8"))
    thumbnails.nth(1).click()
    assert_reads(page, load_sample().pictures[expected[1]])


def test_a_thumbnail_is_taken_by_keyboard(page, result) -> None:
    open_test_page(page)
    show_view(page, "Mistakes")
    page.locator(".st-key-gallery button").first.wait_for()
    page.get_by_role("combobox").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.st-key-gallery') !== null")
    page.keyboard.press("Enter")
    assert_reads(page, load_sample().pictures[result.mistakes[0]])


def test_the_digit_that_is_pointed_at_is_seen_and_held_by_a_click(page) -> None:
    open_test_page(page)
    show_view(page, "Map")
    painted(page, "map_of_digits")
    before = page.locator(".st-key-map_of_digits .js-plotly-plot").evaluate("chart => chart.data[0].x[0]")
    page.get_by_text("hidden 2", exact=True).click()
    page.wait_for_function("document.querySelector('.stMain').innerText.includes('as hidden layer 2 sees')")
    page.wait_for_function(
        "before => document.querySelector('.st-key-map_of_digits .js-plotly-plot').data[0].x[0] !== before",
        arg=before,
    )
    frames(page, 5)
    number, label = 150, load_sample().labels[held_out_digits()][150]
    place = page.locator(".st-key-map_of_digits .js-plotly-plot").evaluate(
        "(chart, number) => [chart.data[0].x[number], chart.data[0].y[number]]", number
    )
    button = page.get_by_role("button", name="Read it on the Draw page")
    assert button.is_disabled()
    click_chart(page, "map_of_digits", *place)
    page.wait_for_function("document.querySelector('.magnifier canvas').ariaLabel.includes('read as')")
    held = page.locator(".magnifier p").inner_text()
    assert held.startswith(f"{label} read as ")
    page.mouse.move(5, 700)
    frames(page, 5)
    assert page.locator(".magnifier p").inner_text() == held
    lit = """() => {
        const pen = document.querySelector('.magnifier canvas').getContext('2d')
        return pen.getImageData(0, 0, 28, 28).data.filter((v, i) => i % 4 === 0 && v > 127).length
    }"""
    assert 20 < page.evaluate(lit) < 300
    button.click()
    page.wait_for_selector(".st-key-weights .js-plotly-plot")
    page.wait_for_function("document.querySelector('output#prediction').dataset.digit !== ''")


def test_a_page_opens_though_the_browser_has_something_to_tell_just_then(page) -> None:
    open_test_page(page)
    painted(page, "per_digit")
    page.locator("[data-testid=stMainMenu] button").click()
    # The link is followed when the theme has changed, just before the server hears of it.
    page.evaluate(
        """() => {
            const links = [...document.querySelectorAll('header a')]
            const draw = links.find(link => link.innerText.trim() === 'Draw')
            const follow = ({ target }) => 'themeProbe' in target.dataset && draw.click()
            document.addEventListener('transitionend', follow, { capture: true })
        }"""
    )
    page.get_by_test_id("stMainMenuItem-theme-Light").click()
    page.wait_for_selector("output#prediction")
    colour = "document.querySelector('.st-key-network .js-plotly-plot')?.layout?.font?.color"
    page.wait_for_function(f"{colour} === '{LIGHT.text}'")


def test_each_view_is_on_the_projector_without_scrolling_and_on_a_phone(page) -> None:
    open_test_page(page)
    for view, keys in CHARTS.items():
        show_view(page, view)
        for key in keys:
            painted(page, key)
        frames(page, 10)
        for key in keys:
            box = page.locator(f".st-key-{key} .js-plotly-plot").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, key
            assert box["y"] >= 0 and box["y"] + box["height"] <= 720, key
    page.set_viewport_size({"width": 390, "height": 844})
    for view, keys in CHARTS.items():
        show_view(page, view)
        for key in keys:
            painted(page, key)
        page.wait_for_function(
            """() => ![...document.querySelectorAll('.stMain *')].some(element => element.checkVisibility()
                && element.getBoundingClientRect().right > 391 && !element.closest('[role=radiogroup]')
                && !element.closest('svg'))"""
        )
