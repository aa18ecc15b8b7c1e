"""What a person did is there again: after a reload, in another tab, when the server or the line was gone."""

import re

import pytest

from tests.browser.driver import (
    answer,
    open_draw_page,
    open_learn_page,
    pen,
    running_app,
    wait_for_answer,
    wait_for_learn_page,
    wait_for_server,
)
from tests.browser.proxy import line_to
from tests.strokes import placed

SEVEN = [[(80, 60), (200, 60), (120, 220)]]
BAR = [[(100, 140), (180, 140)]]
PATIENCE = 30_000


@pytest.fixture
def alone(browser):
    """A browser of one's own, which keeps what it is given."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def wait_until_kept(page, *parts: str) -> None:
    """Wait until the browser keeps these parts."""
    page.wait_for_function("parts => parts.every(part => window.netcoreStore.sizes[part])", arg=parts)


ONE_STEP = "/\\b10 examples seen/.test(document.querySelector('#training')?.textContent)"


def seen(page) -> int:
    """How many examples the training has seen."""
    text = page.locator("#training").inner_text()
    found = re.search(r"([\d,]+) examples seen", text)
    return int(found[1].replace(",", "")) if found else 0


def test_a_reload_and_another_tab_bring_everything_back_until_it_is_forgotten(alone, address) -> None:
    page = alone.new_page()
    open_draw_page(page, address)
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    pen(page, BAR)
    page.wait_for_function("document.querySelector('.st-key-network .js-plotly-plot').netcoreIsLive")
    wait_for_server(page)
    with_bar = answer(page)["confidence"]
    open_learn_page(page)
    page.get_by_role("button", name="One step").click()
    page.wait_for_function(ONE_STEP)
    page.get_by_text("My handwriting", exact=True).click()
    page.locator(".st-key-digit_keys button").filter(has_text=re.compile("^7")).click()
    page.locator(".st-key-album button, .st-key-album img").first.wait_for()
    wait_until_kept(page, "drawing", "own", "training", "handwriting")

    page.reload()
    wait_for_learn_page(page) if page.locator("#training").count() else None
    page.wait_for_function(ONE_STEP)
    page.close()

    page = alone.new_page()
    open_draw_page(page, address)
    page.wait_for_function("document.querySelector('#prediction').dataset.network === 'my network'")
    page.locator(".keep .kept").get_by_text(re.compile("1 handwritten digit")).wait_for()
    page.get_by_text("classic", exact=True).click()
    page.get_by_role("button", name="Undo").click()  # the canvas was cleared when the digit was named
    page.wait_for_selector(f'#prediction[data-confidence="{with_bar}"]')

    page.get_by_role("button", name="Forget everything").click()
    page.wait_for_selector('#prediction[data-network="classic"][data-kind="nothing"]')
    page.locator(".keep .kept").get_by_text(re.compile("nothing yet")).wait_for()
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_a_line_that_breaks_ends_neither_drawing_nor_training(alone, address) -> None:
    with line_to(address) as line:
        page = alone.new_page()
        open_draw_page(page, line.address)
        open_learn_page(page)
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_selector('#training[data-status="running"]')
        page.wait_for_function("document.querySelector('#training').textContent.includes('examples seen')")
        line.cut()
        page.locator(".line-down").wait_for()
        before = seen(page)
        pen(page, SEVEN)
        page.wait_for_function("document.querySelector('#prediction').dataset.kind !== 'nothing'")
        page.wait_for_timeout(3000)  # a training that paused at the cut shows it
        assert page.locator("[data-testid=stDialog]:visible").count() == 0
        line.mend()
        page.locator(".line-down").wait_for(state="detached")
        page.wait_for_function(
            """before => Number(/([\\d,]+) examples seen/.exec(
                document.querySelector('#training')?.textContent)?.[1].replaceAll(',', '')) > before""",
            arg=before + 10_000,
        )
        assert page.locator('#training[data-status="paused"]').count() == 0
        page.get_by_role("button", name="Undo").click()  # the stroke has arrived
        page.wait_for_selector('#prediction[data-kind="nothing"]')


def test_a_server_that_was_started_anew_knows_what_was_drawn(alone) -> None:
    page = alone.new_page()
    with running_app() as address:
        open_draw_page(page, address)
        pen(page, SEVEN)
        wait_for_answer(page, "7")
        wait_until_kept(page, "drawing")
    page.locator(".line-down").wait_for()
    one = answer(page)
    pen(page, placed(1, 150, 220, 60))
    page.wait_for_function(
        "one => document.querySelector('#prediction').dataset.digit !== one", arg=one["digit"]
    )
    both = answer(page)
    with running_app(port=int(address.rpartition(":")[2])):
        page.locator(".line-down").wait_for(state="detached")
        page.wait_for_selector(".st-key-undo button:enabled")
        wait_for_server(page)
        page.wait_for_selector(f'#prediction[data-digit="{both["digit"]}"]')
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector(f'#prediction[data-digit="{one["digit"]}"]')
