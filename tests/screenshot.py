"""Make the README's pictures anew: `.venv/bin/python -m tests.screenshot`."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

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

FOLDER = Path(__file__).parent


def main() -> None:
    """Draw a 7, look into a neuron, train a network, and keep what the pages show, in few colours."""
    with running_app() as address, sync_playwright() as playwright:
        page = launch(playwright).new_page(viewport={"width": 1280, "height": 720})
        open_draw_page(page, address)
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
        keep(page, "screenshot.png")
        open_inspect_page(page)
        wait_for_answer(page, "7")
        click_neuron(page, "output", 7)
        keep(page, "screenshot-inside.png")
        open_learn_page(page)
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_selector('#training[data-status="done"]', timeout=60_000)
        keep(page, "screenshot-learn.png")


def keep(page: Page, name: str) -> None:
    """Keep what is on the screen, without the navigation at the top."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few_colours = picture.crop((20, 60, 1260, 712)).quantize(96, dither=Image.Dither.NONE)
    few_colours.save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
