"""A link to what one sees, opened by another; the way back; and what can be taken home."""

import io
import re
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Download, Page, expect

from tests.browser.driver import open_inspect_page, pen
from tests.strokes import placed

SEVEN = "output#prediction[data-digit='7'][data-network='relu']"


def open_menu(page: Page) -> str:
    """Open the menu; gives the link in it."""
    page.locator(".st-key-share button").first.click()
    field = page.locator(".share input[type=url]")
    expect(field).to_have_value(re.compile("drawing="))
    return field.input_value()


def content_of(download: Download) -> bytes:
    return download.path().read_bytes()


def test_a_link_shows_another_what_one_sees_and_pictures_of_it_can_be_taken_home(person) -> None:
    page = person("/?choice=relu")
    pen(page, placed(7, 180, 70, 50))
    page.wait_for_selector(SEVEN)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as on http://
    page.evaluate("document.addEventListener('copy', () => (window.copied = String(getSelection())))")
    link = open_menu(page)
    page.get_by_role("button", name="Copy a link to this").click()
    expect(page.locator(".share [role=status]")).to_contain_text("Copied.")
    assert page.evaluate("copied") == link
    assert len(link) < 400

    size = page.locator(".st-key-network .js-plotly-plot").evaluate(
        "({ _fullLayout }) => [_fullLayout.width, _fullLayout.height]"
    )
    with page.expect_download() as png:
        page.get_by_role("button", name="Picture of the network (PNG)").click()
    with page.expect_download() as svg:
        page.get_by_role("button", name="Picture of the network (SVG)").click()
    with page.expect_download() as drawing:
        page.get_by_role("button", name="The drawing (PNG)").click()
    picture = Image.open(io.BytesIO(content_of(png.value))).convert("L")
    assert list(picture.size) == [2 * round(side) for side in size]
    assert picture.getextrema()[1] - picture.getextrema()[0] > 200
    root = ElementTree.fromstring(content_of(svg.value))
    assert [float(root.attrib[side]) for side in ("width", "height")] == size
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"output layer", "7"} <= set(words)
    ink = Image.open(io.BytesIO(content_of(drawing.value))).convert("L")
    assert ink.getbbox() is not None and ink.getpixel((150, 55)) == 255

    other = person(f"/{link.rpartition('/')[2]}&hide=answer")
    other.wait_for_selector(SEVEN)
    other.wait_for_function("!location.search.includes('drawing')")
    output, show = other.locator("#prediction .words"), other.get_by_role("button", name="Show")
    expect(output).to_be_hidden()
    assert confidence_on(other) == confidence_on(page)
    show.click()
    expect(output).to_be_visible()
    expect(show).to_be_hidden()
    other.get_by_role("button", name="Undo").click()
    other.wait_for_selector("output#prediction[data-kind=nothing]")
    pen(other, placed(7, 180, 70, 50))
    other.wait_for_selector(SEVEN)
    expect(output).to_be_hidden()


def confidence_on(page: Page) -> float:
    """Of the answer, to two decimals."""
    return round(float(page.locator("#prediction").get_attribute("data-confidence") or "nan"), 2)


def test_the_way_back_leads_to_each_page_as_it_was_left(page) -> None:
    page.get_by_role("link", name="Test").first.click()
    views = page.locator(".st-key-part")
    views.get_by_text("Mistakes").click()
    page.locator(".st-key-gallery button").first.click()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    open_inspect_page(page)
    page.locator(".st-key-view").get_by_text("Turn knobs").click()
    page.wait_for_selector(".st-key-weight input")
    page.locator(".st-key-choice").get_by_text("relu").click()
    page.wait_for_selector("output#prediction[data-network=relu]")
    page.wait_for_function("location.search.includes('choice=relu')")

    page.go_back()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    page.wait_for_selector("output#prediction[data-network=relu]")
    page.go_back()
    expect(views.locator("[aria-checked=true]")).to_have_text("Mistakes")
    page.wait_for_selector(".st-key-gallery button")
    page.go_back()
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    assert page.evaluate("location.pathname") == "/"
    page.go_forward()
    expect(views.locator("[aria-checked=true]")).to_have_text("Mistakes")
    page.go_forward()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    page.go_forward()
    page.wait_for_selector(".st-key-weight input")
