"""How many people a core carries, and the memory of each: `python -m tests.benchmarks.capacity`, on Linux.

Servers run behind nginx as in deploy/, and the people beside them on the same computer. So it is counted how
long a processor works for them, which hardly depends on what else the computer does, as answers would.
"""

import asyncio
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import sync_playwright
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks import crowd
from tests.browser.servers import Servers

PEOPLE, SECONDS, PAUSE = 40, 30.0, 3.0
"""So many people draw for so long, a stroke each every 3 s."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Work:
    """What was done since a program started.

    Attributes:
        servers: seconds that processors worked for all servers.
        nginx: and for nginx.
        memory: of all servers, in megabytes.
    """

    servers: float
    nginx: float
    memory: float

    @classmethod
    def of(cls, servers: Servers) -> Self:
        """What these have done by now."""
        own = [program.pid for program in servers.processes.values()]
        children = Path(f"/proc/{servers.front}/task/{servers.front}/children").read_text().split()
        return cls(sum(map(_worked, own)), sum(map(_worked, map(int, children))), sum(map(_memory, own)))


def _worked(process: int) -> float:
    """Seconds that processors worked for it."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


def _memory(process: int) -> float:
    """Megabytes that it has for itself."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1000


async def _come(servers: Servers, number: int, script: crowd.Script) -> ClientConnection:
    """Open the page as one more person, who belongs to one server after the other."""
    port = servers.ports[number % len(servers.ports)]
    socket = await connect(
        f"ws{servers.address.removeprefix('http')}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]  # as the browser does
        additional_headers={"Cookie": f"netcore_server={port}"},
        max_size=None,
    )
    for message in script.opening:
        await crowd._say(socket, message.SerializeToString())
    return socket


async def _measure(servers: Servers, script: crowd.Script, people: int) -> None:
    first = [
        await _come(servers, number, script) for number in range(len(servers.ports))
    ]  # who loads what all share
    before = Work.of(servers)
    sockets = [await _come(servers, number, script) for number in range(people)]
    opened = Work.of(servers)
    strokes = [message.SerializeToString() for message in script.strokes]
    end, times = time.monotonic() + SECONDS, []
    await asyncio.gather(*(crowd._draw(socket, strokes, PAUSE, end, times) for socket in sockets))
    drawn = Work.of(servers)
    await asyncio.gather(*(socket.close() for socket in [*first, *sockets]))
    stroke = (drawn.servers - opened.servers) / len(times)
    nginx = (drawn.nginx - opened.nginx) / len(times)
    print(f"{people} people, {len(servers.ports)} servers, {len(times)} strokes")
    print(f"a server's work to open a page: {(opened.servers - before.servers) / people * 1000:.0f} ms")
    print(f"for a stroke: {stroke * 1000:.1f} ms, of nginx {nginx * 1000:.2f} ms")
    print(f"answers: median {statistics.median(times) * 1000:.0f} ms, the 95th of 100 ", end="")
    print(f"{statistics.quantiles(times, n=20)[-1] * 1000:.0f} ms")
    print(f"a person's memory: {(drawn.memory - before.memory) / people:.1f} MB, a server's own ", end="")
    print(f"{before.memory / len(servers.ports):.0f} MB")
    print(f"a core at half its time: {PAUSE / stroke / 2:.0f} people who draw a stroke every {PAUSE:.0f} s")


def main() -> None:
    """Measure, and say it."""
    random.seed(0)
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with sync_playwright() as playwright:
        _, script = crowd.record(playwright)
    servers = Servers({})
    try:
        asyncio.run(_measure(servers, script, people))
    finally:
        servers.close()


if __name__ == "__main__":
    main()
