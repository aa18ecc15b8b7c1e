"""Times that only a real browser can tell."""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, Playwright

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
LIVE_STROKES, FRAMES_A_STROKE = 500, 60

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

# Waits for the first frame in which the diagram shows the server's numbers, after those that the browser
# worked out itself. They are set in the call that paints them, so the frame after it shows them.
WATCH = """() => {
    const chart = document.querySelector('.st-key-network .js-plotly-plot')
    window.penUp = window.shown = 0
    const options = { capture: true, once: true }
    document.addEventListener('pointerup', () => window.penUp = performance.now(), options)
    const look = () => {
        if (window.penUp && !chart.netcoreIsLive) window.shown = performance.now()
        else requestAnimationFrame(look)
    }
    document.addEventListener('pointerdown', () => setTimeout(look, 30), options)
}"""

# What the browser's main thread does for a frame, as its trace calls it.
FRAME_WORK = {"FireAnimationFrame", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"}


@dataclass
class Strokes:
    """What many strokes took, in seconds.

    Attributes:
        pen_up_to_glow: from the pen going up to all neurons showing what the server made of the drawing.
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


@dataclass
class Live:
    """What following the pen took.

    Attributes:
        frames: seconds of work on the browser's main thread for each frame, painting included.
        scripts: of which our code took so many.
        heap: bytes of memory that the page has more of after `LIVE_STROKES` strokes.
    """

    frames: list[float]
    scripts: list[float]
    heap: int


def measure_live(playwright: Playwright, network: str) -> Live:
    """Draw with a pen that moves at every frame, and look at the browser's own trace."""
    with running_app() as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        open_draw_page(page, f"{address}/?choice={network}")
        page.wait_for_timeout(1500)
        draw_slowly(page, 7)  # the first strokes find everything cold
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        for digit in (2, 3, 5, 6, 8):
            draw_slowly(page, digit)
        frames, scripts = frame_times(json.loads(browser.stop_tracing())["traceEvents"])
        devtools = page.context.new_cdp_session(page)
        heaps = []
        for number in range(LIVE_STROKES + 50):
            if number == 50:
                heaps.append(heap_of(devtools))
            x = 40 + 20 * (number % 10)
            pen(page, [[(x, 40), (x + 20, 90), (x, 140)]])
            if number % 10 == 9:
                page.locator(".st-key-clear button").click()
                wait_for_answer(page, "")
        heaps.append(heap_of(devtools))
        browser.close()
    return Live(frames, scripts, heaps[1] - heaps[0])


def draw_slowly(page: Page, digit: int) -> None:
    """Clear the canvas and draw a digit, one movement for each frame."""
    clear = page.locator(".st-key-clear button")
    if clear.is_enabled():
        clear.click()
        wait_for_answer(page, "")
    box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
    assert box
    for stroke in placed(digit, 170, 80, 55):
        points = np.array(stroke)
        along = np.linspace(0, len(points) - 1, FRAMES_A_STROKE)
        xs, ys = (np.interp(along, np.arange(len(points)), points[:, axis]) for axis in (0, 1))
        for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
            page.mouse.move(box["x"] + x, box["y"] + y)
            if not index:
                page.mouse.down()
            page.wait_for_timeout(16)
        page.mouse.up()
        page.wait_for_timeout(500)


def frame_times(events: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Seconds of work, and of our scripts, for each frame in a trace of the browser's."""
    work = [event for event in events if event.get("ph") == "X" and event["name"] in FRAME_WORK]
    thread = next((event["pid"], event["tid"]) for event in work if event["name"] == "FireAnimationFrame")
    frames: list[float] = []
    scripts: list[float] = []
    end = 0.0  # of what was counted last, and of all that lies within it
    for event in sorted(work, key=lambda event: event["ts"]):
        if (event["pid"], event["tid"]) != thread or event["ts"] < end:
            continue
        if event["name"] == "FireAnimationFrame":
            frames.append(0)
            scripts.append(event["dur"] / 1e6)
        if frames:
            frames[-1] += event["dur"] / 1e6
        end = event["ts"] + event["dur"]
    return frames, scripts


def heap_of(devtools: CDPSession) -> int:
    """Bytes that the page's scripts hold on to."""
    devtools.send("HeapProfiler.collectGarbage")
    return int(devtools.send("Runtime.getHeapUsage")["usedSize"])


# Waits for the first frame in which a number on the page is another.
WATCH_NUMBER = """selector => {
    const number = () => document.querySelector(selector)?.innerText
    const before = number()
    window.shown = 0
    const look = () => {
        if (number() !== before) window.shown = performance.now()
        else requestAnimationFrame(look)
    }
    const begin = () => {
        window.begun = performance.now()
        look()
    }
    document.addEventListener('pointerdown', begin, { capture: true, once: true })
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
