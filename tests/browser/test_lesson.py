"""The lesson, walked through by keys, on a phone, by link, and with the notes in a window of their own."""

import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Late

from tests.browser.driver import pen, wait_for_answer
from tests.browser.test_links import SEVEN, open_menu
from tests.browser.test_screens import assert_shown
from tests.strokes import placed

STEPS = 15
LETTERS = 20
LOST = """([step, letters]) => {
    const lost = []
    if (!document.querySelector(`h2[data-step="${step}"]`)) return ['the heading']
    const parts = [...document.querySelectorAll(
        '.st-key-step :is(h2, .stMarkdown p), .pager, .st-key-beside, .st-key-instead')]
    for (const part of parts) {
        const { top, right, bottom, left } = part.getBoundingClientRect()
        const what = `${part.className || part.tagName} ${part.textContent.slice(0, 30)}`
        if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) lost.push(what)
        const size = parseFloat(getComputedStyle(part).fontSize)
        if (part.matches('h2, p') && size < letters) lost.push(`small: ${what}`)
    }
    return parts.length > 4 ? lost : ['the step']
}"""


def open_lesson(page: Page) -> None:
    """Go from the Draw page to the lesson, and wait until a person could draw and walk."""
    page.get_by_role("link", name="New here?").click()
    page.wait_for_selector(".st-key-lesson .st-key-network[data-fits] .scatterlayer .point")
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_selector(".pager [aria-current]")


def at(page: Page, step: int) -> None:
    """Wait until a step is on the page, and in the address."""
    page.wait_for_selector(f'h2[data-step="{step}"]')
    page.wait_for_url(re.compile(rf"lesson\?.*step={step}(&|$)"))


def assert_seen(page: Page, step: int) -> None:
    """Wait until all of a step is on the screen, in letters for the back row."""
    try:
        page.wait_for_function(f"arg => !({LOST})(arg).length", arg=[step, LETTERS], timeout=10_000)
    except Late:
        pytest.fail(f"step {step}, lost: {page.evaluate(LOST, [step, LETTERS])}")


def test_every_step_is_seen_whole_and_walked_through_by_keys(page) -> None:
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    open_lesson(page)
    wait_for_answer(page, "7")
    diagram = page.locator(".st-key-network .js-plotly-plot")
    expect(page.locator(".pager [role=status]")).to_contain_text("is done")
    diagram.evaluate("diagram => (diagram.isTheSame = true)")
    for width, height in ((1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_shown(page, (width, height), is_whole=True)
        for step in range(1, STEPS + 1):
            at(page, step)
            assert_seen(page, step)
            page.keyboard.press("ArrowRight" if step % 2 else "PageDown")
        page.keyboard.press("PageUp")
        at(page, STEPS - 1)
        if width == 1280:  # in another room it is laid out anew
            assert diagram.evaluate("diagram => diagram.isTheSame")
        page.locator(".pager").get_by_role("button", name="Step 1:").click()
    page.locator(".pager").get_by_role("button", name="Step 4").click()
    at(page, 4)
    expect(page.locator("h2[data-step='4']")).to_be_focused()
    page.locator(".st-key-activation input").press("ArrowRight")
    expect(page.locator(".st-key-one_neuron figcaption")).to_contain_text("0.01")
    expect(page.locator("h2[data-step]")).to_contain_text("4 · ")
    page.get_by_role("button", name="Start over for the next class").click()
    at(page, 1)
    wait_for_answer(page, "")
    expect(page.locator(".pager .done")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    wait_for_answer(page, "7")
    page.go_back()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")


def test_a_link_opens_the_step_and_notes_have_a_window_of_their_own(person) -> None:
    page = person("/?choice=relu")
    open_lesson(page)
    pen(page, placed(7, 180, 70, 50))
    page.wait_for_selector(SEVEN)
    page.keyboard.press("ArrowRight")
    at(page, 2)
    link = open_menu(page)

    phone = person(viewport={"width": 390, "height": 844})
    phone.goto(f"{link}&teacher=1")
    at(phone, 2)
    phone.wait_for_selector(SEVEN)
    assert "drawing" in link and "teacher" not in link
    for part in (".st-key-task", ".pager"):
        expect(phone.locator(part)).to_be_in_viewport(ratio=1)
    notes = phone.locator(".notes")
    expect(notes).to_contain_text("Notes for step 2")
    with phone.expect_popup() as opened:
        notes.get_by_role("button").click()
    window = opened.value
    expect(notes).to_be_hidden()
    window.wait_for_selector("text=Notes for step 2")
    window.keyboard.press("PageDown")
    at(phone, 3)
    window.wait_for_selector("text=Notes for step 3")
    window.close()
    expect(notes).to_be_visible()
    phone.evaluate("window.open = () => null")
    notes.get_by_role("button").click()
    expect(notes).to_contain_text("opens no window")
