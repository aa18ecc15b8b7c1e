"""Many people at once, without as many browsers: what one browser sent is said again, for each of them.

A browser opens the page, draws and starts a training; its messages are written down. Then sessions
without a browser connect to a server of their own and send the same, as Streamlit's protocol has it.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, Playwright, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.browser.driver import launch, open_draw_page, open_learn_page, pen, running_app
from tests.strokes import placed

DIGITS = (1, 7, 2, 5, 6)
"""What the browser draws, one over the other, in so many strokes of a person."""
ANSWER = b"netcore.reading"
"""Stands in the message that holds what the network reads."""
LEARNS = b'data-status="running"'
"""Stands in the one that shows a training once its examples are prepared."""
LONGEST_END, AGAIN = 256, ForwardMsg.FINISHED_EARLY_FOR_RERUN
"""The message that nothing more comes is no longer, in bytes; it may also say that all is said anew."""
QUIET = 1.0
"""So many seconds without a message, and the server has said everything."""


@dataclass
class Lines:
    """What goes over a page's websocket.

    Attributes:
        sent: messages to the server, in order.
        received: bytes from the server since this was last cleared, by what they are for.
        heard: when the last of them came.
    """

    sent: list[BackMsg] = field(default_factory=list)
    received: Counter[str] = field(default_factory=Counter)
    heard: float = 0.0

    def listen(self, page: Page) -> None:
        """Note everything that this page sends and receives from now on."""

        def opened(socket: WebSocket) -> None:
            socket.on("framesent", lambda frame: self.sent.append(BackMsg.FromString(frame)))
            socket.on("framereceived", self._hear)

        page.on("websocket", opened)

    def until_quiet(self, page: Page) -> int:
        """Bytes received since `clear`, once nothing more comes."""
        asked = time.monotonic()
        while time.monotonic() < max(self.heard, asked) + QUIET:
            page.wait_for_timeout(100)
        return self.received.total()

    def clear(self) -> None:
        """Begin to count anew."""
        self.sent.clear()
        self.received.clear()
        self.heard = time.monotonic()

    def _hear(self, frame: bytes) -> None:
        self.heard = time.monotonic()
        self.received[kind_of(ForwardMsg.FromString(frame))] += len(frame)


def kind_of(message: ForwardMsg) -> str:
    """What a message of the server is for: the element that it shows, or its type."""
    if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        return element.bidi_component.component_name if kind == "bidi_component" else str(kind)
    return str(message.WhichOneof("type"))


@dataclass
class Weights:
    """Bytes from server to browser, files that it caches not counted.

    Attributes:
        opening: to open the Draw page.
        stroke: the most for one stroke.
        tick: the mean for an update of the page while a network learns.
    """

    opening: int
    stroke: int
    tick: float


@dataclass
class Script:
    """What a person's browser sends: to open the Draw page, for each stroke, and to start a training."""

    opening: list[BackMsg]
    strokes: list[BackMsg]
    training: list[BackMsg]


def record(playwright: Playwright) -> tuple[Weights, Script]:
    """Open the page, draw and train in a real browser; gives what that weighs, and what it sends."""
    with running_app() as address, _page(playwright) as page:
        lines = Lines()
        lines.listen(page)
        open_draw_page(page, address)
        opening = lines.until_quiet(page)
        script = Script(_reruns(lines), [], [])
        weights = []
        for number, digit in enumerate(DIGITS):
            lines.clear()
            pen(page, placed(digit, 60, 10 + 40 * number, 20 + 40 * number)[:1])
            weights.append(lines.until_quiet(page))
            script.strokes += _reruns(lines)
        lines.clear()
        open_learn_page(page)
        page.get_by_role("button", name="Settings").click()
        page.get_by_text("Begin in slow motion").click()
        page.locator(".st-key-start button").click()
        page.wait_for_selector('#training[data-status="running"]')
        script.training = [message for message in _reruns(lines) if not message.rerun_script.is_auto_rerun]
        lines.clear()
        page.wait_for_timeout(4000)
        ticks = sum(message.rerun_script.is_auto_rerun for message in _reruns(lines))
        return Weights(opening, max(weights), lines.received.total() / max(ticks, 1)), script


@contextmanager
def _page(playwright: Playwright) -> Iterator[Page]:
    browser = launch(playwright)
    yield browser.new_page(viewport={"width": 1280, "height": 720})
    browser.close()


def _reruns(lines: Lines) -> list[BackMsg]:
    return [message for message in lines.sent if message.WhichOneof("type") == "rerun_script"]


def answer_times(script: Script, people: int, seconds: float, pause: float, trainings: int) -> list[float]:
    """Let many draw at once.

    Args:
        script: what each of them sends.
        people: how many.
        seconds: for how long, once all have opened the page.
        pause: seconds between two strokes of one person.
        trainings: how many others let a network learn meanwhile; it has begun when the first stroke is drawn.

    Returns:
        Seconds from sending a stroke to the server's answer to it, of each stroke.
    """
    with running_app() as address:
        return asyncio.run(_crowd(address, script, people, seconds, pause, trainings))


async def _crowd(
    address: str, script: Script, people: int, seconds: float, pause: float, trainings: int
) -> list[float]:
    url = f"ws{address.removeprefix('http')}/_stcore/stream"
    opened = [
        await connect(url, subprotocols=["streamlit"], origin=address, max_size=None)
        for _ in range(people + trainings)
    ]
    for socket in opened:
        for message in script.opening:
            await _say(socket, message.SerializeToString())
    for socket in opened[people:]:
        for message in script.training:
            await _say(socket, message.SerializeToString())
        while not await _say(socket, script.training[0].SerializeToString(), LEARNS):
            await asyncio.sleep(0.1)
    strokes = [message.SerializeToString() for message in script.strokes]
    end = time.monotonic() + seconds
    times: list[float] = []
    await asyncio.gather(*(_draw(socket, strokes, pause, end, times) for socket in opened[:people]))
    await asyncio.gather(*(socket.close() for socket in opened))
    return times


async def _draw(
    socket: ClientConnection, strokes: list[bytes], pause: float, end: float, times: list[float]
) -> None:
    """Send a stroke every `pause` seconds, from a moment of one's own."""
    await asyncio.sleep(random.uniform(0, pause))
    for stroke in itertools.cycle(strokes):
        begun = time.monotonic()
        if begun > end:
            return
        answered = await _say(socket, stroke, ANSWER)
        assert answered, "A stroke got no answer."
        times.append(answered - begun)
        await asyncio.sleep(max(0.0, begun + pause - time.monotonic()))


async def _say(socket: ClientConnection, message: bytes, awaited: bytes = b"") -> float | None:
    """Send a message, and wait until the server has said everything.

    Returns:
        When it had said what is awaited; None if it hasn't.
    """
    await socket.send(message)
    heard = None
    while True:
        frame = await asyncio.wait_for(socket.recv(decode=False), 60)
        if awaited and awaited in frame:
            heard = time.monotonic()
        if len(frame) <= LONGEST_END:  # nothing else is of interest, and to read it takes time
            end = ForwardMsg.FromString(frame)
            if end.WhichOneof("type") == "script_finished" and end.script_finished != AGAIN:
                return heard
