"""A person's own handwriting in a real browser."""

import json

import pytest

from tests.browser.driver import pen, wait_for_answer
from tests.strokes import placed

FIGURES = ".album figure"


def open_handwriting(page) -> None:
    page.get_by_role("link", name="Learn").first.click()
    page.get_by_text("My handwriting").click()
    page.wait_for_selector(".digit-keys button")
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_selector(".st-key-network .js-plotly-plot .scatterlayer .point")
    page.wait_for_function("window.netcoreIsSetUp")


def wait_for_figures(page, count: int) -> None:
    script = f"count => document.querySelectorAll('{FIGURES}').length === count"
    page.wait_for_function(script, arg=count, timeout=10_000)


def give(page, digit: int, already: int) -> None:
    """Draw a digit and press its key right after the last stroke."""
    pen(page, placed(digit, 170, 70, 50))
    page.locator(f'.digit-keys button[data-digit="{digit}"]').click()
    wait_for_figures(page, already + 1)
    wait_for_answer(page, "")


@pytest.mark.alone
def test_digits_are_drawn_named_learned_removed_taken_home_and_brought_again(page, tmp_path) -> None:
    open_handwriting(page)
    give(page, 4, 0)
    give(page, 7, 1)
    pictures = page.locator(f"{FIGURES} img")
    assert [one.get_attribute("alt")[:6] for one in pictures.all()] == ["Your 4", "Your 7"]
    assert pictures.first.evaluate("image => image.naturalWidth") == 28
    column = page.locator('.digit-keys button[data-digit="7"]').bounding_box()
    assert abs(pictures.last.bounding_box()["x"] - column["x"]) < 2

    with page.expect_download() as download:
        page.get_by_role("button", name="Download them").click()
    file = tmp_path / "mine.ndjson"
    download.value.save_as(file)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["word"] for line in lines] == ["4", "7"]
    assert [len(line["drawing"]) for line in lines] == [2, 1]  # no stroke is lost, however quick the press

    page.get_by_role("button", name="Teach classic my handwriting").click()
    page.wait_for_selector('#training[data-status="done"]', timeout=60_000)
    page.wait_for_selector("#sums >> text=it learned from")
    assert page.locator(f"{FIGURES} figcaption").last.inner_text().startswith("7 → 7")

    page.locator(f"{FIGURES} button").first.focus()
    page.keyboard.press("Enter")
    wait_for_figures(page, 1)
    page.get_by_role("button", name="Bring some from a file").click()
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)
    wait_for_figures(page, 2)
    assert "1 here already" in page.locator(".notice").inner_text()
