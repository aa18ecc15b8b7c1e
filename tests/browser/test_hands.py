"""Whoever comes with pen, palm, keyboard or screen reader, chooses the colours, prints or translates."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.driver import (
    ROOT,
    Fingers,
    answer,
    click_neuron,
    frames,
    open_inspect_page,
    open_learn_page,
    open_test_page,
    pen,
    place_of_neuron,
    show_view,
    wait_for_answer,
)
from tests.browser.test_draw import ink, press, wait_for_ink
from tests.strokes import placed

(SEVEN,) = placed(7, 150, 60, 60)
BAR = [(60.0 + 10 * step, 140.0) for step in range(13)]
TABLET = {"has_touch": True, "is_mobile": True, "viewport": {"width": 820, "height": 1180}}
AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"
# As a browser's translator does it: every text in two elements more, in other words, whenever it changes.
TRANSLATE = """() => {
    const translate = () => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        const texts = []
        while (walker.nextNode()) texts.push(walker.currentNode)
        for (const text of texts) {
            const place = text.parentElement
            if (!text.data.trim() || place.closest('font, svg, script, style, [translate=no]')) continue
            const [outer, inner] = [document.createElement('font'), document.createElement('font')]
            inner.append(text.data.toUpperCase())
            outer.append(inner)
            text.replaceWith(outer)
        }
    }
    translate()
    const all = { subtree: true, childList: true, characterData: true }
    new MutationObserver(translate).observe(document.body, all)
}"""


def draw_by_finger(fingers: Fingers, stroke, *resting, finger: int = 0) -> None:
    """Draw a stroke beside fingers that rest, which come first."""
    fingers.touch(*resting, stroke[0])
    for place in stroke[1:]:
        fingers.move(*resting, place)
    fingers.lift(stroke[-1], first=finger)


def test_a_palm_neither_holds_up_nor_draws_nor_presses_and_a_pen_outranks_it(person) -> None:
    page = person(**TABLET)
    fingers = Fingers(page)
    beside = (60, 400)
    fingers.touch(beside)
    draw_by_finger(fingers, SEVEN, beside, finger=1)
    wait_for_answer(page, "7")  # the server's, while the palm rests
    seven = ink(page)
    draw_by_finger(fingers, BAR, beside, finger=1)
    page.wait_for_function("!document.querySelector('.st-key-undo button').disabled")
    assert ink(page) > seven
    fingers.lift()
    for _ in range(2):
        press(page, "undo")
    wait_for_answer(page, "")

    palm = (200, 220)
    fingers.touch(palm)
    fingers.move((205, 230))
    fingers.pen(SEVEN)  # what the palm drew until then is gone
    fingers.move((190, 230))
    wait_for_answer(page, "7")
    fingers.lift()
    wait_for_ink(page, seven)
    fingers.touch(palm)  # the pen is still near
    fingers.move((100, 100))
    fingers.lift()
    frames(page, 3)
    assert ink(page) == seven
    press(page, "undo")
    wait_for_answer(page, "")  # it was one stroke

    page.wait_for_timeout(2000)  # the pen is put aside
    fingers.touch(BAR[0])
    fingers.move(BAR[-1])
    page.wait_for_function("document.querySelector('#prediction').dataset.kind !== 'nothing'")
    fingers.cancel()
    wait_for_answer(page, "")
    wait_for_ink(page, 0)

    x, y = place_of_neuron(page, "hidden 1", 3)
    neuron = ((x - fingers.left) / fingers.scale, (y - fingers.top) / fingers.scale)
    fingers.touch(neuron)
    draw_by_finger(fingers, SEVEN, neuron, finger=1)
    fingers.lift()
    wait_for_answer(page, "7")
    page.wait_for_timeout(500)
    assert page.locator("#steps").count() == 1  # the Draw page
    fingers.touch(neuron)
    fingers.lift()
    page.wait_for_selector(".st-key-inspect")


def focused(page: Page) -> str:
    """The words on the button that has the focus."""
    words: str = page.evaluate(
        "document.activeElement.matches('button') ? document.activeElement.innerText : ''"
    )
    return words


def wait_for_focus(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => document.activeElement.matches('button') && document.activeElement.innerText === words",
        arg=words,
    )


def test_the_keyboard_alone_is_enough(person) -> None:
    page = person()
    keys = page.keyboard
    pen(page, [SEVEN])
    wait_for_answer(page, "7")
    for key, digit in (("Control+z", ""), ("Control+y", "7"), ("Delete", ""), ("Control+z", "7")):
        does = {"Control+z": "undo", "Control+y": "redo", "Delete": "clear"}[key]
        page.wait_for_selector(f".st-key-{does} button:enabled")
        keys.press(key)
        wait_for_answer(page, digit)
    page.locator(".st-key-clear button").focus()
    keys.press("Enter")
    wait_for_focus(page, "Undo")  # there is nothing to clear
    keys.press("Enter")
    wait_for_answer(page, "7")

    said = page.locator(".walk p")
    page.locator(".walk button").focus()
    page.wait_for_function(
        "document.querySelector('.walk p').textContent.startsWith('hidden 1, neuron 0, activation ')"
    )
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        keys.press(key)
    assert said.inner_text().startswith("hidden 2, neuron ")
    assert (
        page.locator(".walk button").evaluate("button => getComputedStyle(button).outlineStyle") == "dashed"
    )
    layer, neuron = said.inner_text().split(", ")[:2]
    keys.press("Enter")
    page.wait_for_selector(".st-key-inspect .st-key-network .js-plotly-plot .scatterlayer .point")
    page.wait_for_function("document.activeElement.matches('.walk button')")
    page.wait_for_function(
        "words => document.querySelector('.walk p').textContent.startsWith(words)", arg=f"{layer}, {neuron}"
    )
    keys.press("ArrowDown")
    below = said.inner_text().split(", ")[1].split()[1]
    keys.press("Enter")
    page.wait_for_url(f"**neuron={below}*")

    open_learn_page(page)
    page.locator(".st-key-start button").focus()
    keys.press("Enter")
    wait_for_focus(page, "Pause")
    page.wait_for_selector('#training[data-status="running"]')  # until then there is nothing to go on with
    keys.press("Enter")
    wait_for_focus(page, "Go on")
    page.get_by_text("My handwriting", exact=True).click()
    page.wait_for_selector(".digit-keys button")
    keys.press("7")
    page.wait_for_selector('.digit-keys [data-digit="7"]:not(.missing)')


def test_what_is_chosen_is_seen_where_the_system_chooses_the_colours(person) -> None:
    page = person(forced_colors="active")
    grounds = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    for group in (".st-key-choice [role=radio]", "[data-testid=stTopNavLink]"):
        chosen, *others = page.locator(group).evaluate_all(grounds)
        assert chosen not in others
    page.wait_for_function(  # the page may still be painted anew
        "getComputedStyle(document.querySelector('.weights-legend')).backgroundImage.includes('gradient')"
    )


def choose_theme(page: Page, theme: str) -> None:
    page.get_by_test_id("stMainMenu").click()
    page.get_by_test_id(f"stMainMenuItem-theme-{theme}").click()
    page.keyboard.press("Escape")
    page.wait_for_function("theme => document.documentElement.dataset.ground === theme", arg=theme.lower())


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_a_printed_page_is_ink_on_white_paper(person, theme) -> None:
    page = person()
    choose_theme(page, theme)
    pen(page, [SEVEN])
    wait_for_answer(page, "7")
    page.emulate_media(media="print")
    sheet = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    assert np.median(sheet) >= 250
    assert sheet.mean() > 200
    assert not page.locator(".st-key-clear").is_visible()
    box = page.locator(".st-key-canvas").bounding_box()
    x, y, side = (round(box[name]) for name in ("x", "y", "width"))
    drawing = sheet[y + 4 : y + side - 4, x + 4 : x + side - 4]
    assert np.median(drawing) == 255 and drawing.min() < 10
    page.emulate_media(media="screen")


def test_a_translated_page_goes_on_and_says_what_is_so(person) -> None:
    page = person()
    page.evaluate(TRANSLATE)
    pen(page, [SEVEN])
    wait_for_answer(page, "7")
    page.wait_for_function("document.querySelector('#prediction .words').innerText.startsWith('THIS IS A 7')")
    page.get_by_text("wide").first.click()
    page.wait_for_selector('output#prediction[data-network="wide"]')
    page.wait_for_selector("text=EIGHT TIMES AS MANY WEIGHTS")
    assert page.get_by_text("THE ARTICLE'S NETWORK").count() == 0
    page.locator("a", has_text="Look inside").click()
    page.wait_for_selector("text=RELU(Z) = MAX(0, Z)")
    page.wait_for_selector(".st-key-inspect .st-key-network .js-plotly-plot .scatterlayer .point")
    click_neuron(page, "output", 7)
    page.wait_for_selector("text=σ(Z) = ITS ACTIVATION")
    page.wait_for_selector("text=Σ(Z) = 1 / (1 + E")
    press(page, "clear")
    wait_for_answer(page, "")
    pen(page, placed(3, 150, 60, 60))
    wait_for_answer(page, "3")
    page.locator("a", has_text="Learn").click()
    page.wait_for_selector("#training")
    press(page, "epoch")
    page.wait_for_function("document.querySelector('#training').innerText.includes('EPOCH 1.0')")
    wait_for_answer(page, answer(page)["digit"])


def test_axe_finds_nothing_serious_on_any_page(person) -> None:
    assert AXE.is_file(), "`python3 tests` fetches axe; it is not there."
    page = person()
    page.add_script_tag(path=AXE)

    def check(where: str) -> None:
        at_rest = "!document.querySelector('[data-stale=true], [data-testid=stStatusWidget]')"
        page.wait_for_function(at_rest, timeout=120_000)  # what changed digits are read as takes a while
        found = page.evaluate(
            """async () => (await axe.run({ resultTypes: ['violations'] })).violations
                .filter(({ impact }) => ['serious', 'critical'].includes(impact))
                .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => [id, html, any[0]?.message]))"""
        )
        assert found == [], where

    pen(page, [SEVEN])
    wait_for_answer(page, "7")
    check("Draw")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(  # all is laid out anew
        """document.querySelector('.st-key-network[data-fits] .js-plotly-plot')?._fullLayout?.width < 390
            && document.querySelector('.st-key-weights[tabindex] .heatmaplayer')"""
    )
    check("Draw on a phone")
    page.set_viewport_size({"width": 1280, "height": 720})
    open_inspect_page(page)
    check("Look inside")
    for view, part in (("Turn knobs", ".st-key-off"), ("All numbers", ".stDataFrame")):
        page.get_by_text(view, exact=True).click()
        page.wait_for_selector(part)
        check(view)
    open_learn_page(page)
    check("Learn")
    for view, part in (
        ("What one step does", ".st-key-step_digit"),
        ("My handwriting", ".digit-keys button"),
    ):
        page.get_by_text(view, exact=True).click()
        page.wait_for_selector(part)
        check(view)
    page.get_by_role("link", name="Class", exact=True).first.click()
    page.wait_for_selector(".st-key-open button")
    check("the door of a class")
    page.locator(".st-key-open button").click()
    page.wait_for_selector(".lobby")
    check("Class")
    page.get_by_role("link", name="Learn", exact=True).first.click()
    page.wait_for_selector(".st-key-lesson")
    choose_theme(page, "Light")
    page.locator(".st-key-lesson").get_by_text("Learn", exact=True).click()
    page.wait_for_selector(".st-key-start")
    check("Learn in the light")
    open_test_page(page)
    check("Test")
    for view, part in (
        ("Strangers", ".shares"),
        ("Mistakes", ".st-key-confusion .js-plotly-plot .main-svg"),
        ("Changed digits", ".key"),
        ("Map", ".magnifier"),
    ):
        show_view(page, view)
        page.wait_for_selector(part)
        check(view)
