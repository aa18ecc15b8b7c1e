"""Neurons that glow while the pen is still moving: the browser's own numbers, beside the server's."""

import numpy as np
import pytest
from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import netcore
from netcore.saying import sentence
from tests.browser.driver import (
    Fingers,
    answer,
    customdata,
    frames,
    on_canvas,
    open_inspect_page,
    open_learn_page,
    wait_for_answer,
    wait_for_output,
    wait_for_server,
)
from tests.browser.test_draw import press
from tests.strokes import DIGITS, Stroke, placed

LAYERS = ["input", "hidden 1", "hidden 2", "output"]
PLACES = [(170, 80, 55), (90, 20, 30), (230, 40, 20), (120, 150, 130), (60, 110, 200)]
NAMES = ["classic", "relu", "wide"]
# What is drawn, whatever numbers are behind it.
LOOKS = """() => {
    const chart = document.querySelector('.st-key-network .js-plotly-plot')
    const { canvas } = chart.netcoreStage.getContext('2d')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return {
        light: Array.from({ length: data.length / 16 }, (_, at) => Math.round(data[16 * at + 3] / 16)),
        words: [...chart.querySelectorAll('.scatterlayer text')].map(text => text.textContent),
    }
}"""


class Link:
    """What a page and the server say to each other; nothing comes through while it is held."""

    def __init__(self) -> None:
        self.held: list[str | bytes] | None = None

    def watch(self, page: Page) -> None:
        """Be between this page, which is still to be opened, and the server."""
        self.page = page
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, browser: WebSocketRoute) -> None:
        self.browser = browser
        server = browser.connect_to_server()
        server.on_message(self._hear)

    def _hear(self, message: str | bytes) -> None:
        if self.held is None:
            self.browser.send(message)
        else:
            self.held.append(message)

    def hold(self) -> None:
        """Keep what the server says."""
        self.held = []

    def wait_for_the_end(self) -> None:
        """Until the server has said all that belongs to what was asked."""
        assert self.held is not None
        already = len(self.held)
        while not any(_ends_a_run(message) for message in self.held[already:]):
            self.page.wait_for_timeout(50)

    def release(self) -> None:
        """Let everything through that was kept, and all that comes."""
        kept, self.held = self.held or [], None
        for message in kept:
            self.browser.send(message)


def _ends_a_run(message: str | bytes) -> bool:
    told = ForwardMsg()
    if isinstance(message, bytes):
        told.ParseFromString(message)
    return told.WhichOneof("type") == "script_finished"


def move(page: Page, stroke: Stroke, *, steps: int = 1) -> None:
    """Put the pen down and move it; it stays down."""
    box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
    scale = box["width"] / 280
    for index, (x, y) in enumerate(stroke):
        page.mouse.move(box["x"] + scale * x, box["y"] + scale * y, steps=steps)
        if not index:
            page.mouse.down()
    frames(page, 2)


def move_on(page: Page, stroke: Stroke, end: int) -> None:
    """Draw a stroke on to one of its points; the pen stays down."""
    if end == 2:
        move(page, stroke[:2])
    else:
        box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
        page.mouse.move(box["x"] + stroke[end - 1][0], box["y"] + stroke[end - 1][1], steps=2)
        frames(page, 2)


def numbers(page: Page) -> list[np.ndarray]:
    """The activations behind the neurons of each layer."""
    return [np.array([row[0] for row in customdata(page, name)], np.float64) for name in LAYERS]


def assert_same(
    one: list[np.ndarray], other: list[np.ndarray], tolerance: float, pixels: float = 2 / 255
) -> None:
    for layer, (here, there) in enumerate(zip(one, other, strict=True)):
        np.testing.assert_allclose(here, there, rtol=0, atol=tolerance if layer else pixels)


@pytest.fixture
def linked(person):
    """Opens the Draw page with a link to the server that can be held."""

    def come(address: str = "") -> tuple[Page, Link]:
        link = Link()
        return person(address, before=link.watch), link

    return come


def test_digits_are_read_by_the_browser_and_then_by_the_server_as_by_python(linked) -> None:
    page, link = linked()
    drawings = [(digit, PLACES[digit % len(PLACES)]) for digit in DIGITS]
    for turn, name in enumerate(NAMES):
        page.get_by_text(name, exact=True).click()
        page.wait_for_selector(f'output#prediction[data-network="{name}"]')
        wait_for_server(page)
        network = netcore.load(name)
        for digit, place in drawings[turn :: len(NAMES)]:
            link.hold()
            for stroke in placed(digit, *place):
                move(page, stroke)
                moving = numbers(page)
                page.mouse.up()
            frames(page, 4)  # the canvas finishes the stroke
            picture = on_canvas(page)
            reading, trace = netcore.read(network, picture), network.forward(netcore.prepare(picture))
            largest = max(1.0, *(float(layer.max()) for layer in trace.activations))
            assert_same(numbers(page), trace.activations, 1e-5 * largest, pixels=1e-6)
            assert_same(moving, trace.activations, 5e-3 * largest)
            read = "".join(map(str, reading.digits))
            assert (answer(page)["kind"], answer(page)["digit"]) == (reading.kind, read)
            assert page.locator("#prediction .words").inner_text() == sentence(reading)
            link.release()
            wait_for_answer(page, read)
            wait_for_output(page, float(trace.activations[-1][0]))
            assert_is_the_servers(page, network, trace)
            assert answer(page)["confidence"] == (f"{reading.confidence:.4f}" if read else "")
            press(page, "clear")
            wait_for_answer(page, "")
            page.wait_for_selector(".st-key-clear button[disabled]")  # the server has cleared it, too
    box = page.locator(".st-key-network").bounding_box()  # of the largest network
    assert box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 720


def assert_is_the_servers(page: Page, network: netcore.Network, trace: netcore.Trace) -> None:
    """Every number of the diagram is what Python computes, to the last bit."""
    shown = np.array([row[0] for row in customdata(page, "input")], np.float32)
    np.testing.assert_array_equal(shown, trace.activations[0])
    for number, name in enumerate(LAYERS[1:]):
        rows = np.array(customdata(page, name), np.float32)
        np.testing.assert_array_equal(rows[:, 0], trace.activations[number + 1])
        np.testing.assert_array_equal(rows[:, 1], trace.weighted_sums[number])
        np.testing.assert_array_equal(rows[:, 2], network.layers[number].biases)


def test_nothing_jumps_when_the_servers_numbers_arrive(person) -> None:
    page = person()
    for digit in (7, 8):
        for stroke in placed(digit, 170, 80, 55):
            move(page, stroke, steps=2)
            live = page.evaluate(LOOKS)
            page.mouse.up()
        wait_for_answer(page, str(digit))
        then = page.evaluate(LOOKS)
        for what, before in live.items():
            after = then[what]
            # A level of light or a last decimal may be another.
            assert sum(one != other for one, other in zip(before, after, strict=True)) <= len(after) / 20, (
                what
            )
        press(page, "clear")
        wait_for_answer(page, "")


def test_the_answer_follows_the_pen_and_is_announced_when_it_is_up(person) -> None:
    page = person()
    output = page.locator("output#prediction")
    page.evaluate(
        """() => {
            const output = document.querySelector('#prediction')
            window.announced = []
            new MutationObserver(() => {
                if (output.ariaLive === 'polite') window.announced.push(output.innerText)
            }).observe(output, { subtree: true, childList: true, characterData: true })
        }"""
    )
    guesses = set()
    (stroke,) = placed(2, 170, 80, 55)
    for end in range(2, len(stroke) + 1):
        move_on(page, stroke, end)
        guesses.add(answer(page)["digit"])
        assert output.get_attribute("aria-live") == "off"
    assert len(guesses) > 1 and answer(page)["digit"] == "2"
    assert page.evaluate("announced") == []
    page.mouse.up()
    wait_for_answer(page, "2")
    assert output.get_attribute("aria-live") == "polite"
    assert {text.split()[0] for text in page.evaluate("announced") if text} == {"2"}


def test_older_answers_of_the_server_are_never_shown(linked) -> None:
    page, link = linked()
    down, across = placed(4, 170, 80, 55)
    link.hold()
    move(page, down)
    page.mouse.up()
    frames(page, 4)
    move(page, across)
    shown, digit = numbers(page), answer(page)["digit"]
    page.evaluate(
        """() => {
            window.said = []
            window.asked = 0
            const output = document.querySelector('#prediction')
            const note = () => window.said.push(output.dataset.digit)
            new MutationObserver(note).observe(output, { attributes: true })
            const ask = CanvasRenderingContext2D.prototype.getImageData
            CanvasRenderingContext2D.prototype.getImageData = function (...all) {
                window.asked += 1
                return ask.apply(this, all)
            }
        }"""
    )
    link.release()  # what the server says of the first stroke alone
    page.wait_for_timeout(1500)
    assert_same(numbers(page), shown, 0)
    assert page.evaluate("asked") <= 3  # the pen is down and rests
    page.mouse.up()
    wait_for_answer(page, digit)
    assert set(page.evaluate("said")) == {digit}


def test_what_the_server_has_shown_is_not_painted_over(person) -> None:
    page = person()
    move(page, placed(7, 170, 80, 55)[0])
    page.evaluate(
        """() => {
            window.held = []
            window.ask = window.requestAnimationFrame
            window.requestAnimationFrame = work => window.held.push(work)
        }"""
    )
    page.mouse.up()
    page.wait_for_timeout(1000)
    page.evaluate("() => { window.requestAnimationFrame = window.ask; held.forEach(work => work(0)) }")
    wait_for_answer(page, "7")
    frames(page, 5)
    assert not page.evaluate("document.querySelector('.st-key-network .js-plotly-plot').netcoreIsLive")


def test_buttons_are_followed(person) -> None:
    page = person()
    move(page, placed(7, 170, 80, 55)[0])
    page.mouse.up()
    wait_for_answer(page, "7")
    seven = numbers(page)
    for key, digit in (("undo", ""), ("redo", "7"), ("clear", ""), ("undo", "7")):
        press(page, key)
        wait_for_answer(page, digit)
        if digit:
            assert_same(numbers(page), seven, 1e-6)
        else:
            assert customdata(page, "output")[0][0] is None


def test_the_first_finger_is_followed_on_a_phone(person) -> None:
    page = person(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    fingers, palm = Fingers(page), (20, 250)
    first, *rest = placed(7, 150, 60, 60)[0]
    fingers.touch(first)
    for place in rest:
        fingers.move(place)
    assert_stays_when_lifted(page, fingers)

    fingers.touch(first)
    fingers.touch(first, palm)
    for place in rest:
        fingers.move(place, palm)
    assert_stays_when_lifted(page, fingers, rest[-1])

    for first, *rest in placed(7, 150, 150, 60):  # reaches into the corner where the canvas hides its toolbar
        fingers.touch(first)
        for place in rest:
            fingers.move(place)
    assert_stays_when_lifted(page, fingers)


def assert_stays_when_lifted(page: Page, fingers: Fingers, *places: tuple[float, float]) -> None:
    """A 7 is read while the fingers are on the canvas, and by the server after it; then it is cleared."""
    page.wait_for_selector('output#prediction[data-digit="7"]', timeout=5000)
    live = numbers(page)
    for place in places:
        fingers.lift(place)
    fingers.lift()
    wait_for_answer(page, "7")
    assert_same(numbers(page), live, 5e-3)
    press(page, "clear")
    wait_for_answer(page, "")


def test_a_network_whose_knobs_were_turned_reads_while_the_pen_moves(person) -> None:
    page = person()
    open_inspect_page(page)
    page.get_by_text("Turn knobs", exact=True).click()
    page.locator(".st-key-off button").click()  # neuron 0 of hidden 1
    page.wait_for_selector('output#prediction[data-network="my network"]')
    move(page, placed(2, 170, 80, 55)[0])
    live, network = numbers(page), netcore.load("classic")
    page.mouse.up()
    wait_for_answer(page, answer(page)["digit"])
    assert_same(numbers(page), live, 5e-3)
    theirs = network.forward(live[0].astype(np.float32))
    assert np.abs(theirs.activations[-1] - live[-1]).max() > 1e-3


@pytest.mark.alone
def test_while_a_network_learns_its_latest_state_reads(person) -> None:
    page = person()
    open_learn_page(page)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector("#training[data-status=running]")
    move(page, placed(7, 170, 80, 55)[0])
    seen = []
    for _ in range(8):
        page.wait_for_timeout(300)
        seen.append(tuple(numbers(page)[-1]))
    assert len(set(seen)) > 2  # the pen rests, the network changes its mind
    page.mouse.up()
    page.get_by_role("button", name="Pause").click()  # by now it reads nine of ten
    page.wait_for_selector("#training[data-status=paused]")
    wait_for_answer(page, "7")


@pytest.mark.parametrize("first", ["", "7"])
@pytest.mark.parametrize(
    "trouble",
    [
        "CanvasRenderingContext2D.prototype.getImageData = () => { throw new Error('no') }",
        "Array.prototype.findLastIndex = undefined",  # an older browser
        "Object.defineProperty(window, 'netcoreNetworks', { get: () => undefined, set: () => undefined })",
    ],
)
def test_where_the_browser_cannot_the_server_reads_alone(person, trouble, first) -> None:
    page = person()
    warnings = []
    page.on("console", lambda message: "netcore" in message.text and warnings.append(message.text))
    if first:  # it could until now
        move(page, placed(7, 170, 80, 55)[0])
        page.mouse.up()
        wait_for_answer(page, first)
        press(page, "clear")
        wait_for_answer(page, "")
    page.evaluate(f"() => {{ {trouble} }}")
    for digit in (7, 2):
        for stroke in placed(digit, 170, 80, 55):
            move(page, stroke)
            page.mouse.up()
        page.wait_for_selector(f'output#prediction[data-digit="{digit}"]')
        trace = netcore.load("classic").forward(netcore.prepare(on_canvas(page)))
        wait_for_output(page, float(trace.activations[-1][0]))
        assert_same(numbers(page), trace.activations, 0, pixels=0)
        # Without the weights, the server draws the whole diagram.
        glows = "document.querySelector('.st-key-network .js-plotly-plot').matches('.glows')"
        assert page.evaluate(glows) == ("netcoreNetworks" not in trouble)
        press(page, "clear")
        wait_for_answer(page, "")
    assert len(warnings) <= 1


def test_nothing_is_done_while_nothing_moves(person) -> None:
    page = person()
    move(page, placed(7, 170, 80, 55)[0])
    page.evaluate(
        """() => {
            window.asked = 0
            const ask = requestAnimationFrame
            window.requestAnimationFrame = work => {
                if (['follow', 'finish'].includes(work.name)) window.asked += 1
                return ask(work)
            }
        }"""
    )
    page.wait_for_timeout(1000)
    assert page.evaluate("asked") == 0  # the pen is down and rests
    box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    frames(page, 2)
    assert page.evaluate("asked") == 1
    page.mouse.up()
    wait_for_answer(page, answer(page)["digit"])
    page.evaluate("window.asked = 0")
    for x in range(10):
        page.mouse.move(500 + x, 700)
    page.wait_for_timeout(1000)
    assert page.evaluate("asked") == 0


def test_pages_asked_for_faster_than_the_link_brings_them_leave_none_dead(linked) -> None:
    page, link = linked()
    open_learn_page(page)
    page.get_by_role("link", name="Draw", exact=True).first.click()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    link.hold()
    page.get_by_role("link", name="Look inside").first.click()
    link.wait_for_the_end()
    page.get_by_role("link", name="Learn", exact=True).first.click()
    link.wait_for_the_end()
    link.release()
    page.wait_for_selector("#training")
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer image")
