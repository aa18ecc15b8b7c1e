"""Make the README's picture anew: `.venv/bin/python -m tests.screenshot`."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.driver import launch, open_draw_page, pen, running_app, wait_for_answer
from tests.strokes import placed

PATH = Path(__file__).with_suffix(".png")


def main() -> None:
    """Draw a 7 and keep what the page shows, in few colours."""
    with running_app() as address, sync_playwright() as playwright:
        page = launch(playwright).new_page(viewport={"width": 1280, "height": 720})
        open_draw_page(page, address)
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.crop((60, 60, 1240, 665)).quantize(96, dither=Image.Dither.NONE).save(PATH, optimize=True)


if __name__ == "__main__":
    main()
