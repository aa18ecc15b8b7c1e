"""What is drawn, shown and kept is the same, whatever is done how quickly on a busy computer."""

import os
import random
import subprocess
import sys
import time

import numpy as np
import pytest
from playwright.sync_api import Page

import netcore
from tests.browser.driver import answer, customdata, on_canvas, open_inspect_page, pen

TRIES = int(os.environ.get("TRIES", "12"))
"""Of each kind; a number that says more takes its time."""
ACTIONS_A_TRY, LONGEST_PAUSE = 6, 200
PATIENCE = 30.0
BUTTONS = ("clear", "undo", "redo", "example")


@pytest.fixture
def busy():
    """Three processes that never rest."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    yield
    for other in others:
        other.kill()
        other.wait()


def press_if_possible(page: Page, key: str) -> None:
    """Press a button of the canvas as it is, without waiting for anything."""
    page.evaluate("key => document.querySelector(`.st-key-${key} button`)?.click()", key)


def act(page: Page, dice: random.Random) -> str:
    """Do one thing."""
    if dice.random() < 0.5:
        start = [dice.uniform(30, 250) for _ in range(2)]
        pen(page, [[tuple(start), tuple(dice.uniform(30, 250) for _ in range(2))]])
        return "stroke"
    key = dice.choice(BUTTONS)
    press_if_possible(page, key)
    return key


def disagreement(page: Page) -> str:
    """What on the page is not so as the canvas has it; "" if all is."""
    if page.evaluate("document.querySelector('.st-key-network .js-plotly-plot')?.netcoreIsLive"):
        return "the server has not confirmed the diagram"
    picture = on_canvas(page)
    reading = netcore.read(netcore.load("classic"), picture)
    said = answer(page)
    if (said["kind"], said["digit"]) != (reading.kind, "".join(map(str, reading.digits))):
        return f"the answer is {said}, the drawing is {reading.kind} {reading.digits}"
    pixels = reading.trace.activations[0] if reading.trace else np.zeros(784, np.float32)
    if not np.array_equal(np.float32([row[0] for row in customdata(page, "input")]), pixels):
        return "the input neurons are not the drawing's"
    hovered = page.evaluate("document.querySelector('.st-key-weights .js-plotly-plot').data[3].customdata")
    if not np.array_equal(np.float32(hovered).ravel(), pixels):
        return "the pixels under the heatmaps are not the drawing's"
    if reading.trace is not None:
        outputs = np.float32([row[0] for row in customdata(page, "output")])
        if not np.array_equal(outputs, reading.trace.activations[-1]):
            return "the outputs are not the drawing's"
    is_clear = page.evaluate("document.querySelector('.st-key-clear button').disabled")
    is_empty = not picture[..., 0].any()
    return "" if is_clear == is_empty else "Clear is offered for an empty canvas, or not at all"


def until_in_step(page: Page) -> str:
    """Wait until all agrees, and still does a little later; what doesn't, if it never comes to that."""
    deadline, in_a_row, wrong = time.monotonic() + PATIENCE, 0, "nothing was looked at"
    while in_a_row < 2 and time.monotonic() < deadline:
        wrong = disagreement(page)
        in_a_row = 0 if wrong else in_a_row + 1
        page.wait_for_timeout(150)
    return wrong if in_a_row < 2 else ""


@pytest.mark.alone
def test_drawn_shown_and_kept_agree_after_anything_done_at_any_pace(page, busy) -> None:
    for number in range(TRIES):
        dice = random.Random(number)
        done = []
        for _ in range(ACTIONS_A_TRY):
            done.append(act(page, dice))
            page.wait_for_timeout(dice.uniform(0, LONGEST_PAUSE))
        wrong = until_in_step(page)
        assert not wrong, f"try {number}, {done}: {wrong}"
        drawn = on_canvas(page)[..., 0].astype(float)
        # What is kept is what another page shows.
        if number % 3 == 0:
            open_inspect_page(page)
            deadline = time.monotonic() + PATIENCE
            while np.abs(on_canvas(page)[..., 0] - drawn).mean() > 0.5:
                assert time.monotonic() < deadline, f"try {number}, {done}: another drawing was kept"
                page.wait_for_timeout(100)
            page.get_by_role("link", name="Draw", exact=True).first.click()
            page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
            assert not (wrong := until_in_step(page)), f"try {number}, back on the page: {wrong}"
