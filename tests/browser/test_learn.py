"""A person who watches a network learn, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from netcore.training.config import TrainingConfig
from netcore.training.processors import usable_processors
from tests.browser.driver import answer, open_learn_page, pen, wait_for_answer
from tests.strokes import placed

pytestmark = pytest.mark.alone
PATIENCE = 120_000
"""Milliseconds for a training of some seconds, on a machine that has other things to do."""
SEVEN = placed(7, 170, 80, 55)


@pytest.fixture
def learner(person) -> Page:
    """A person who went on to the page where a network learns."""
    page = person()
    open_learn_page(page)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_for_status(page: Page, *status: str) -> None:
    wanted = ", ".join(f'#training[data-status="{one}"]' for one in status)
    page.wait_for_selector(wanted, timeout=PATIENCE)


def wait_for_examples(page: Page, count: str) -> None:
    page.wait_for_function(
        "count => document.querySelector('#training')?.innerText.includes(`\\n${count} examples seen`)",
        arg=count,
    )


def told(page: Page, pattern: str) -> float:
    """A number in what the page tells of the training."""
    found = re.search(pattern, page.locator("#training").inner_text())
    assert found, page.locator("#training").inner_text()
    return float(found[1].replace(",", ""))


def accuracy(page: Page) -> float:
    return told(page, r"reads ([\d.]+)\s%")


def examples_seen(page: Page) -> float:
    return told(page, r"([\d,]+) examples seen")


def set_slider(page: Page, name: str, key: str) -> None:
    """Set one of the settings by keyboard: to its first value with Home, to its last with End."""
    press(page, "Settings")
    page.get_by_role("slider", name=name).press(key)
    page.keyboard.press("Escape")


def test_a_network_learns_from_scratch_pauses_replays_and_reads_what_is_drawn(learner) -> None:
    page = learner
    expect(page.locator("#training")).to_contain_text("13,002 random numbers")
    pen(page, SEVEN)
    page.wait_for_function("document.querySelector('#prediction').dataset.kind !== 'nothing'")
    press(page, "Start")
    page.wait_for_function(
        """() => {
            const seen = document.querySelector('#training')?.innerText.match(/([\\d,]+) examples seen/)
            return seen && Number(seen[1].replaceAll(',', '')) > 5000
        }""",
        timeout=PATIENCE,
    )
    press(page, "Pause")
    wait_for_status(page, "paused")
    paused = examples_seen(page)
    assert accuracy(page) > 80
    page.wait_for_timeout(1000)
    assert examples_seen(page) == paused

    replay = page.locator(".st-key-replay input[type=range]")
    replay.press("Home")
    wait_for_examples(page, "0")
    assert accuracy(page) < 30
    replay.press("End")
    wait_for_examples(page, f"{paused:,.0f}")

    press(page, "Go on")
    wait_for_status(page, "done")
    assert accuracy(page) > 90
    assert examples_seen(page) == TrainingConfig().epochs * TrainingConfig().examples_per_epoch
    wait_for_answer(page, "7")

    press(page, "Draw with it")
    page.wait_for_selector("#steps")  # on that page alone
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    for digit in (0, 1, 3, 7):
        press(page, "Clear")
        wait_for_answer(page, "")
        page.wait_for_selector(".st-key-clear button[disabled]")  # the server has cleared it, too
        pen(page, placed(digit, 170, 80, 55))
        wait_for_answer(page, str(digit))
        assert answer(page)["network"] == "my network"


def test_all_is_on_a_projectors_screen_and_no_chart_is_built_anew_while_it_learns(learner) -> None:
    page = learner
    press(page, "One epoch")
    wait_for_status(page, "paused")
    for key in ("canvas", "network", "controls", "accuracy", "loss", "weights", "replay", "result"):
        box = page.locator(f".st-key-{key}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, key
        assert box["y"] >= 0 and box["y"] + box["height"] <= 720, key
    page.evaluate(
        """() => {
            window.told = new Set()
            window.built = 0
            new MutationObserver(changes => {
                told.add(document.querySelector('#training')?.innerText)
                for (const { addedNodes } of changes)
                    for (const node of addedNodes) built += node.classList?.contains('js-plotly-plot') ? 1 : 0
            }).observe(document.body, { subtree: true, childList: true, characterData: true })
        }"""
    )
    press(page, "Go on")
    wait_for_status(page, "done")
    assert page.evaluate("told.size") > 10
    assert page.evaluate("built") == 0
    shown = page.evaluate("document.querySelector('.st-key-accuracy .js-plotly-plot').data[1].y.at(-1)")
    assert 100 * shown == pytest.approx(accuracy(page), abs=0.05)


def test_more_people_than_processors_learn_at_once(person) -> None:
    people = [person() for _ in range(usable_processors() + 1)]
    for page in people:
        open_learn_page(page)
        set_slider(page, "Epochs", "End")
        set_slider(page, "Batch", "Home")
        press(page, "Start")
    for page in people:
        wait_for_status(page, "running")
    for page in people:
        before = examples_seen(page)
        page.wait_for_function(
            "before => Number(document.querySelector('#training').innerText"
            ".match(/([\\d,]+) examples seen/)[1].replaceAll(',', '')) > before",
            arg=before,
            timeout=PATIENCE,
        )
    for page in people:
        press(page, "Pause")
        wait_for_status(page, "paused")
