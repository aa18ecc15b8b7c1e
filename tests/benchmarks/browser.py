"""Times that only a real browser can tell."""

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Playwright

from tests.browser.driver import (
    click_neuron,
    launch,
    open_draw_page,
    open_inspect_page,
    open_learn_page,
    pen,
    running_app,
    wait_for_answer,
)
from tests.strokes import placed

STROKES = 20
STARTS = 3

# When the page last sent something to the server and when it last received something.
NOTE_MESSAGES = """
window.WebSocket = class extends window.WebSocket {
    constructor(...all) {
        super(...all)
        this.addEventListener('message', () => window.received = performance.now())
    }
    send(message) {
        window.sent = performance.now()
        super.send(message)
    }
}"""

# Waits for the first frame in which the diagram's numbers are new. They are set in the call that
# paints them, so the frame after it shows them.
WATCH = """() => {
    const numbers = () => JSON.stringify(
        document.querySelector('.st-key-network .js-plotly-plot').data.map(trace => trace.customdata))
    const before = numbers()
    window.penUp = window.shown = 0
    const options = { capture: true, once: true }
    document.addEventListener('pointerup', () => window.penUp = performance.now(), options)
    const look = () => {
        if (window.penUp && numbers() !== before) window.shown = performance.now()
        else requestAnimationFrame(look)
    }
    look()
}"""


@dataclass
class Strokes:
    """What many strokes took, in seconds.

    Attributes:
        pen_up_to_glow: from the pen going up to all neurons showing the new drawing.
        server: from the drawing being sent to the last of the server's messages being there.
    """

    pen_up_to_glow: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def measure_strokes(playwright: Playwright) -> Strokes:
    """Draw digits, the whole way through browser and server."""
    times = Strokes()
    with running_app() as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(NOTE_MESSAGES)
        open_draw_page(page, address)
        pen(page, [[(20, 20), (40, 40)]])  # the first stroke finds everything cold
        page.wait_for_timeout(1500)
        for number in range(STROKES):
            if number % 5 == 0:
                page.locator(".st-key-clear button").click()
                page.wait_for_timeout(800)
            page.evaluate(WATCH)
            pen(page, placed((1, 7, 2, 5, 6)[number % 5], 150, 20 + 6 * number, 60))
            page.wait_for_function("window.shown")
            page.wait_for_timeout(500)
            times.pen_up_to_glow.append(page.evaluate("window.shown - window.penUp") / 1000)
            times.server.append(page.evaluate("window.received - window.sent") / 1000)
        browser.close()
    return times


# Waits for the first frame in which a number on the page is another.
WATCH_NUMBER = """selector => {
    const number = () => document.querySelector(selector)?.innerText
    const before = number()
    window.begun = performance.now()
    window.shown = 0
    const look = () => {
        if (number() !== before) window.shown = performance.now()
        else requestAnimationFrame(look)
    }
    look()
}"""


def measure_inspection(playwright: Playwright) -> tuple[list[float], list[float]]:
    """Look into neurons and turn knobs.

    Returns:
        Seconds from a click on a neuron to its numbers, and from a neuron switched off or on to the accuracy
        on the 5,000 bundled digits.
    """
    clicks, turns = [], []
    with running_app() as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        open_draw_page(page, address)
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
        open_inspect_page(page)
        page.wait_for_timeout(1500)
        for number in range(STROKES):
            page.evaluate(WATCH_NUMBER, "#decision-z")
            click_neuron(page, ("hidden 1", "hidden 2", "output")[number % 3], 1 + number % 9)
            page.wait_for_function("window.shown")
            page.wait_for_timeout(400)
            clicks.append(page.evaluate("window.shown - window.begun") / 1000)
        page.get_by_text("Turn knobs", exact=True).click()
        page.wait_for_timeout(1500)
        for _ in range(STROKES):
            page.evaluate(WATCH_NUMBER, "#accuracy-after")
            page.locator(".st-key-off button").click()
            page.wait_for_function("window.shown")
            page.wait_for_timeout(400)
            turns.append(page.evaluate("window.shown - window.begun") / 1000)
        browser.close()
    return clicks, turns


# What the page tells of a training, and when it told it, in milliseconds since Start was pressed. Looking
# at every frame would make the browser draw frames that nobody asked for.
NOTE_TRAINING = """() => {
    const begun = performance.now()
    window.told = []
    new MutationObserver(() => {
        const training = document.querySelector('#training')
        if (training && training.textContent !== window.told.at(-1)?.text)
            window.told.push({ at: performance.now() - begun, text: training.textContent })
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    document.querySelector('.st-key-start button').click()
}"""


@dataclass
class Learning:
    """What a person saw of a training.

    Attributes:
        updates: a second, while it ran.
        seconds_to_90: from Start to 90 % of the unseen digits on the page.
        speed: examples a second, from the first update to the last.
    """

    updates: float
    seconds_to_90: float
    speed: float


def measure_learning(playwright: Playwright, *, slow: bool) -> Learning:
    """Train with the defaults and watch.

    Args:
        playwright: drives the browser.
        slow: begin in slow motion, as the page does unless it is told otherwise.
    """
    with running_app() as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        open_draw_page(page, address)
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
        open_learn_page(page)
        if not slow:
            page.get_by_role("button", name="Settings").click()
            page.get_by_text("Begin in slow motion").click()
            page.keyboard.press("Escape")
        page.wait_for_timeout(1500)
        page.evaluate(NOTE_TRAINING)
        while page.locator("#training").get_attribute("data-status") != "done":
            page.wait_for_timeout(500)
        told = page.evaluate("told")
        browser.close()
    seen = [
        (note["at"] / 1000, int(count[1].replace(",", "")), float(accuracy[1]))
        for note in told
        if (count := re.search(r"([\d,]+) examples seen", note["text"]))
        and (accuracy := re.search(r"reads ([\d.]+)", note["text"]))
    ]
    (begin, first, _), (end, last, _) = seen[0], next(note for note in seen if note[1] == seen[-1][1])
    return Learning(
        updates=(len(seen) - 1) / (end - begin),
        seconds_to_90=next(at for at, _, accuracy in seen if accuracy >= 90),
        speed=(last - first) / (end - begin),
    )


def start_to_ready(playwright: Playwright) -> list[float]:
    """Seconds from the command to a page that a person can draw on, with the browser already open."""
    times = []
    for _ in range(STARTS):
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        start = time.perf_counter()
        with running_app() as address:
            open_draw_page(page, address)
            times.append(time.perf_counter() - start)
        browser.close()
    return times
