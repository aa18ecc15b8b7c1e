"""A running app and a real browser on it, for the browser tests, the benchmarks and the README's picture."""

import base64
import contextlib
import io
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright

from netcore.data.drawings import CANVAS_SIDE
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.services import free_port
from tests.strokes import Stroke

ROOT = Path(__file__).resolve().parents[2]
FORGET = """new Promise(done => {
    localStorage.clear()
    const asked = indexedDB.deleteDatabase("netcore")
    asked.onsuccess = asked.onerror = asked.onblocked = () => done()
})"""
"""What has a browser forget the person before."""


@contextlib.contextmanager
def running_app(folder: Path = ROOT, port: int = 0) -> Iterator[str]:
    """Start the app as the README says, on that port or a free one; gives its address."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with start_app(port, folder) as server:
        try:
            wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def start_app(
    port: int, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start the app; it isn't there yet."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    return subprocess.Popen(
        [*command, "--server.address=127.0.0.1", f"--server.port={port}"],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(address: str, seconds: float = 30) -> None:
    """Wait until something answers there."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=seconds).close()
        except OSError:  # nobody listens, or what listens isn't ready
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium, or Playwright's own."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))


def open_draw_page(page: Page, address: str) -> None:
    """Open the page and wait until a person could draw and see."""
    page.goto(address)
    page.wait_for_selector(".st-key-network .js-plotly-plot .scatterlayer .point")
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_function("window.netcoreIsSetUp")


def open_inspect_page(page: Page) -> None:
    """Go from the Draw page to the page that looks inside, and wait until a person could click and see."""
    page.get_by_role("link", name="Look inside").first.click()
    page.wait_for_selector(".st-key-inspect .st-key-network .js-plotly-plot .scatterlayer .point")
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_selector(".st-key-habits .js-plotly-plot .barlayer path")


def open_learn_page(page: Page) -> None:
    """Go from another page to the one where a network learns, and wait until a person could start it."""
    page.get_by_role("link", name="Learn", exact=True).first.click()
    wait_for_learn_page(page)


def wait_for_learn_page(page: Page) -> None:
    """Wait until a person could start a training, on a page that was opened."""
    page.wait_for_selector("#training")
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer image")


def click_neuron(page: Page, layer: str, neuron: int) -> None:
    """Click a neuron in the diagram, once it is seen; layers as its traces are named."""
    page.wait_for_selector(".st-key-network[data-fits]")
    _click(page, *place_of_neuron(page, layer, neuron))


def place_of_neuron(page: Page, layer: str, neuron: int) -> tuple[float, float]:
    """Where a neuron of the diagram is on the page."""
    x, y = page.locator(".st-key-network .js-plotly-plot").evaluate(
        """(chart, [name, neuron]) => {
            const trace = chart.data.find(trace => trace.name === name)
            const { xaxis, yaxis } = chart._fullLayout
            const [x, y] = name === 'input' ? [neuron % 28, Math.floor(neuron / 28)]
                : [trace.x[neuron], trace.y[neuron]]
            const box = chart.getBoundingClientRect()
            return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
        }""",
        [layer, neuron],
    )
    return x, y


def pen(page: Page, strokes: list[Stroke]) -> None:
    """Draw strokes on the canvas with the mouse; coordinates in canvas pixels."""
    box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
    assert box
    scale = box["width"] / CANVAS_SIDE

    def move(x: float, y: float, steps: int = 1) -> None:
        page.mouse.move(box["x"] + scale * x, box["y"] + scale * y, steps=steps)

    for (x, y), *rest in strokes:
        move(x, y)
        page.mouse.down()
        for x, y in rest:
            move(x, y, steps=3)
        page.mouse.up()


def on_canvas(page: Page) -> NDArray[np.uint8]:
    """The canvas's own pixels, (280, 280, 4)."""
    canvas = page.locator(".st-key-canvas canvas.dc-canvas.lower-canvas")
    url: str = canvas.evaluate("canvas => canvas.toDataURL()")
    return np.array(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))


def frames(page: Page, count: int) -> None:
    """Let the browser draw so many frames."""
    page.evaluate(
        """count => new Promise(done => {
            const next = () => count-- > 0 ? requestAnimationFrame(next) : done()
            next()
        })""",
        count,
    )


class Fingers:
    """Fingers on the canvas; places in canvas pixels, one for each finger that is on it."""

    def __init__(self, page: Page) -> None:
        box = page.locator(".st-key-canvas canvas.upper-canvas").bounding_box()
        assert box
        self.left, self.top, self.scale = box["x"], box["y"], box["width"] / CANVAS_SIDE
        self.devtools = page.context.new_cdp_session(page)

    def touch(self, *places: tuple[float, float]) -> None:
        """One finger more is on the canvas."""
        self._send("touchStart", places)

    def move(self, *places: tuple[float, float]) -> None:
        """The fingers move on."""
        self._send("touchMove", places)

    def lift(self, *places: tuple[float, float], first: int = 0) -> None:
        """These fingers are lifted, counted from the first; all, if there are none."""
        self._send("touchEnd", places, first)

    def cancel(self) -> None:
        """The system takes the touches for something else."""
        self._send("touchCancel", ())

    def _send(self, kind: str, places: tuple[tuple[float, float], ...], first: int = 0) -> None:
        points = [
            {"x": self.left + self.scale * x, "y": self.top + self.scale * y, "id": finger}
            for finger, (x, y) in enumerate(places, first)
        ]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pen(self, stroke: Stroke) -> None:
        """A pen draws a stroke, whatever the fingers do."""
        for kind, place in (
            ("mouseMoved", stroke[0]),
            ("mousePressed", stroke[0]),
            *(("mouseMoved", place) for place in stroke[1:]),
            ("mouseReleased", stroke[-1]),
        ):
            x, y = place
            x, y = self.left + self.scale * x, self.top + self.scale * y
            event = {"type": kind, "x": x, "y": y, "pointerType": "pen", "button": "left", "clickCount": 1}
            self.devtools.send("Input.dispatchMouseEvent", event)


def answer(page: Page) -> dict[str, str]:
    """What `output#prediction` says: digit, confidence, network."""
    data: dict[str, str] = page.locator("output#prediction").evaluate("output => ({...output.dataset})")
    return data


def wait_for_answer(page: Page, digit: str) -> None:
    """Wait until the page answers with this digit, "" for none, and the server has confirmed it."""
    page.wait_for_selector(f'output#prediction[data-digit="{digit}"]', timeout=10_000)
    wait_for_server(page)


def wait_for_server(page: Page) -> None:
    """Wait until what the diagram shows is the server's."""
    frames(page, 2)
    page.wait_for_function(
        "!document.querySelector('.st-key-network .js-plotly-plot')?.netcoreIsLive", timeout=10_000
    )


def wait_for_output(page: Page, activation: float) -> None:
    """Wait until the first output neuron has exactly this activation."""
    page.wait_for_function(
        """activation => document.querySelector('.st-key-network .js-plotly-plot')
            ?.data?.find(trace => trace.name === 'output')?.customdata[0][0] === activation""",
        arg=activation,
        timeout=10_000,
    )


def customdata(page: Page, name: str) -> list[list[Any]]:
    """The numbers behind the neurons of one layer of the diagram, once it is drawn."""
    numbers: list[list[Any]] = page.wait_for_function(
        """name => document.querySelector('.st-key-network .js-plotly-plot')
            ?.data?.find(trace => trace.name === name)?.customdata""",
        arg=name,
    ).json_value()
    return numbers


def open_test_page(page: Page) -> None:
    """Go to the page that puts networks to the test, and wait until its first chart is painted."""
    page.get_by_role("link", name="Test", exact=True).first.click()
    page.wait_for_selector(".st-key-per_digit .js-plotly-plot .point")


def show_view(page: Page, name: str) -> None:
    """Choose what to see of a test."""
    page.locator(".st-key-part").get_by_text(name, exact=True).click()


def click_chart(page: Page, key: str, x: float, y: float) -> None:
    """Click in a chart, at a place on its axes."""
    place = page.locator(f".st-key-{key} .js-plotly-plot").evaluate(
        """(chart, [x, y]) => {
            const { xaxis, yaxis } = chart._fullLayout
            const box = chart.getBoundingClientRect()
            return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
        }""",
        [x, y],
    )
    _click(page, *place)


def _click(page: Page, x: float, y: float) -> None:
    """Point and click as a person does: Plotly takes a click for what was hovered some 50 ms before it."""
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.click(x, y)
