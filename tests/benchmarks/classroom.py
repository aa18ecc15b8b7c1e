"""A class that writes at once, over the wire: a session without a browser for each pupil and each teacher.

They say what a browser would, as Streamlit's protocol has it.
"""

import asyncio
import base64
import io
import itertools
import json
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from PIL import Image
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from netcore.classroom.database import Database
from netcore.classroom.names import name_of
from netcore.classroom.rooms import Opened, join, open_room
from netcore.data import draw
from netcore.web.person.drawing import PEN
from tests.app.driver import path_of
from tests.browser.driver import running_app
from tests.strokes import placed

PATIENCE = 60
"""Seconds that anything may take."""


@dataclass
class Session:
    """A page that is open, without a browser.

    Attributes:
        socket: to the server.
        data: what each component was told last, by its key.
        ids: of the components, and of the fragments in which they are.
        fragments: by the keys of the components in them.
        states: what the components told last, by their ids.
        html: all that was said in HTML since it was last cleared.
        rhythm: seconds after which a fragment asks again, by its id.
        tiles: when each drawing was first on the wall, by its number.
        drawn: the same, by who drew which digit.
    """

    socket: ClientConnection
    page: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    html: list[str] = field(default_factory=list)
    rhythm: dict[str, float] = field(default_factory=dict)
    tiles: dict[int, float] = field(default_factory=dict)
    drawn: dict[tuple[str, int], float] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def hanging(self) -> list[int]:
        """What hangs on the wall by now: numbers of drawings."""
        return [number for number, *_read in (self.data.get("wall") or {"hanging": []})["hanging"]]

    async def hear(self) -> None:
        """Take in what the server says, until the line is closed."""
        try:
            async for frame in self.socket:
                self._take(ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode()))
                self.changed.set()
        except ConnectionClosed:
            pass

    async def until(self, is_so: Any) -> None:
        """Wait until it is so, looking whenever the server said something."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()

    async def open(self, **address: str) -> None:
        """Ask for the page of the class."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(address)
        message.rerun_script.page_name = "class"
        await self.socket.send(message.SerializeToString())

    async def ask_again(self) -> None:
        """Have the fragments run that do so by themselves, in their rhythm, until cancelled."""
        while True:
            await asyncio.sleep(min(self.rhythm.values(), default=0.1))
            for fragment in list(self.rhythm):
                message = self._message(fragment)
                message.rerun_script.is_auto_rerun = True
                if fragment == self.fragments.get("wall") and not set(self.hanging) <= set(self.tiles):
                    self._trigger(message, "wall", "lacking", time.time())
                await self.socket.send(message.SerializeToString())

    async def send_drawing(self, strokes: list[Any]) -> None:
        """Draw, and press Send: told in one message, as where the press comes right after the stroke."""
        target = self.data["send"]["target"]
        grey = Image.fromarray(draw([np.array(stroke) for stroke in strokes], PEN)).convert("RGBA")
        file = io.BytesIO()
        grey.save(file, "PNG")
        drawing = {
            "raw": {"objects": [path_of(one) for one in strokes], "background": f"hsl({target}deg 0% 0%)"},
            "data": "data:image/png;base64," + base64.b64encode(file.getvalue()).decode(),
        }
        self.states |= {self.ids["canvas"]: json.dumps({"drawing": drawing}), self.ids["send"]: "{}"}
        message = self._message(self.fragments["send"])
        self._trigger(message, "send", "pressed", {"target": target, "digit": None})
        self.html.clear()
        await self.socket.send(message.SerializeToString())
        await self.until(lambda: any("Arrived" in one for one in self.html))
        await self.until(lambda: self.data["send"]["target"] != target)

    def _trigger(self, message: BackMsg, key: str, event: str, value: Any) -> None:
        """Have a message tell of what happened in a component."""
        states = message.rerun_script.widget_states.widgets
        if self.ids[key] not in self.states:
            states.add(id=self.ids[key], json_value="{}")
        trigger = _make_trigger_id(self.ids[key], "events")
        states.add(id=trigger, json_trigger_value=json.dumps([{"event": event, "value": value}]))

    def _message(self, fragment: str) -> BackMsg:
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.SetInParent()
        for element, state in self.states.items():  # a browser tells of all with every message
            message.rerun_script.widget_states.widgets.add(id=element, json_value=state)
        return message

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.rhythm[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta" and message.delta.HasField("new_element"):
            element = message.delta.new_element
            if element.WhichOneof("type") == "html":
                self.html.append(element.html.body)
            elif element.WhichOneof("type") == "bidi_component":
                self._take_component(element.bidi_component, message.delta.fragment_id)

    def _take_component(self, component: Any, fragment: str) -> None:
        key = component.id.rpartition("-")[2]
        self.ids[key], self.fragments[key] = component.id, fragment
        told = component.json or (component.mixed.json if component.HasField("mixed") else "")
        self.data[key] = json.loads(told or "null")
        if key == "wall":
            for tile in self.data[key]["tiles"]:
                self.tiles.setdefault(tile["number"], time.monotonic())
                self.drawn.setdefault((tile["name"], tile["digit"]), time.monotonic())


@dataclass(frozen=True)
class Outcome:
    """What came of a class that wrote at once.

    Attributes:
        seconds: from the press on Send until the drawing was on the wall, of each.
        hanging: of each room, the numbers of the drawings on the teacher's wall.
        sent: of each room, how many drawings its pupils were told of that they had arrived.
    """

    seconds: list[float]
    hanging: list[list[int]]
    sent: list[int]


def write_at_once(folder: Path, pupils: int, each: int, pause: float, rooms: int = 1) -> Outcome:
    """Let a class write together.

    Args:
        folder: for the database.
        pupils: how many in each room.
        each: drawings of each of them, one of each digit, at most ten.
        pause: seconds between two drawings of one pupil, at most.
        rooms: how many classes.
    """
    address = f"sqlite:///{folder}/class-{time.time_ns()}.db"
    with _rooms_in(address), running_app() as server:
        database = Database(address)
        opened = [open_room(database, "teachers") for _room in range(rooms)]
        seats = [[join(database, room.code, "class") for _pupil in range(pupils)] for room in opened]
        with ThreadPoolExecutor(1) as apart:  # a browser that is driven has an event loop of its own here
            return apart.submit(asyncio.run, _write(server, opened, seats, each, pause)).result()


@contextmanager
def _rooms_in(address: str) -> Iterator[None]:
    before = os.environ.get("NETCORE_DATABASE")
    os.environ["NETCORE_DATABASE"] = address
    try:
        yield
    finally:
        if before is None:
            del os.environ["NETCORE_DATABASE"]
        else:
            os.environ["NETCORE_DATABASE"] = before


async def _write(
    server: str, opened: list[Opened], seats: list[list[str]], each: int, pause: float
) -> Outcome:
    url = f"ws{server.removeprefix('http')}/_stcore/stream"

    async def connected() -> Session:
        return Session(await connect(url, subprotocols=["streamlit"], origin=server, max_size=None))

    teachers = [await connected() for _room in opened]
    classes = [[await connected() for _seat in own] for own in seats]
    everyone = [*teachers, *itertools.chain(*classes)]
    tasks = [asyncio.create_task(session.hear()) for session in everyone]
    for teacher, room in zip(teachers, opened, strict=True):
        await teacher.open(room=room.code, key=room.key)
    for room, own, keys in zip(opened, classes, seats, strict=True):
        for session, seat in zip(own, keys, strict=True):
            await session.open(room=room.code, seat=seat)
            await session.until(lambda session=session: "send" in session.data)
    tasks += [asyncio.create_task(session.ask_again()) for session in everyone]

    pressed: list[dict[tuple[str, int], float]] = [{} for _room in opened]

    async def write(number: int, room: int, session: Session) -> None:
        for digit in range(each):
            await asyncio.sleep(random.uniform(0, pause))
            strokes = placed(digit, 120 + number, 60, 40)  # as nobody else writes
            pressed[room][name_of(number), digit] = time.monotonic()
            await session.send_drawing(strokes)

    await asyncio.gather(
        *(
            write(number, room, session)
            for room, own in enumerate(classes)
            for number, session in enumerate(own)
        )
    )
    for room, teacher in enumerate(teachers):
        expected = each * len(classes[room])
        await teacher.until(lambda teacher=teacher, expected=expected: len(teacher.tiles) >= expected)
    await asyncio.sleep(1)  # what comes now is too much
    for task in tasks:
        task.cancel()
    seconds = [
        there - pressed[room][who]
        for room, teacher in enumerate(teachers)
        for who, there in teacher.drawn.items()
    ]
    await asyncio.gather(*(session.socket.close() for session in everyone))
    return Outcome(
        seconds,
        [teacher.hanging for teacher in teachers],
        [len(those) for those in pressed],
    )
