"""Firefox and WebKit as they come with Debian: started, and spoken to in the words of WebDriver.

Playwright drives builds of its own of them, which can't be had everywhere, and asks Debian's Firefox for
what that doesn't know yet. Actions are the same to both: https://www.w3.org/TR/webdriver/#actions.
"""

import base64
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

PATIENCE = 60
"""Seconds for a browser to start, on a machine that has other things to do."""
Found = TypeVar("Found")

# WebKitGTK tells its driver nothing of them.
NOTE_ERRORS = """() => {
    window.reported = []
    addEventListener('error', ({ message }) => reported.push(message))
    addEventListener('unhandledrejection', ({ reason }) => reported.push(`${reason}`))
    const { error } = console
    console.error = (...said) => {
        reported.push(said.join(' '))
        error.apply(console, said)
    }
}"""


class EngineError(Exception):
    """A browser can't do what it was told."""


class EngineMissingError(Exception):
    """There is no such browser here, or it doesn't start."""


class Engine:
    """A browser with one tab, and processes and a folder of its own.

    Attributes:
        PACKAGES: what it needs of Debian, and which of a package's commands.
    """

    PACKAGES: Mapping[str, str]

    def __init__(self) -> None:
        if missing := self.missing():
            raise EngineMissingError(f"{type(self).__name__} needs {' and '.join(missing)}.")
        self.opened = contextlib.ExitStack()
        self.folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.log = self.folder / "log"
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    @classmethod
    def missing(cls) -> list[str]:
        """The packages that aren't here."""
        return [package for package, command in cls.PACKAGES.items() if not shutil.which(command)]

    def start(self) -> None:
        """Start the browser, with an empty tab of 1280 × 720."""
        raise NotImplementedError

    def go(self, address: str) -> None:
        """Open a page."""
        raise NotImplementedError

    def run(self, function: str, *args: Any) -> Any:
        """Call a JavaScript function on the page; gives what it returns, or the promise it returns comes to.

        Raises:
            EngineError: it throws, or the page is being left.
        """
        raise NotImplementedError

    def act(self, actions: list[dict[str, Any]]) -> None:
        """Have one device, a mouse or a keyboard, do something."""
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Give the page so many pixels."""
        raise NotImplementedError

    def screenshot(self) -> bytes:
        """What is to be seen of the page, as PNG."""
        raise NotImplementedError

    def errors(self) -> list[str]:
        """The errors that pages have reported since the last call."""
        raise NotImplementedError

    def spawn(self, *command: str | Path, **environment: str) -> Path:
        """Start a process that ends with the browser; gives the file in which is what it says."""
        said = self.folder / f"{command[0]}.out"
        with said.open("wb") as out, self.log.open("ab") as log:
            environment = {**os.environ, **environment}
            process = subprocess.Popen(
                command, stdout=out, stderr=log, env=environment, start_new_session=True
            )
        self.opened.callback(_end, process)
        return said

    def wait(self, look: Callable[[], Found | None]) -> Found:
        """Wait until there is what a just started process brings."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                if found := look():
                    return found
            time.sleep(0.05)
        raise EngineMissingError(
            f"{type(self).__name__} doesn't start: {self.log.read_text(errors='replace')}"
        )

    def close(self) -> None:
        """End it, and forget all that it knew."""
        self.opened.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and what it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Firefox(Engine):
    """Driven by WebDriver BiDi, which needs no driver beside it: https://www.w3.org/TR/webdriver-bidi."""

    PACKAGES: ClassVar = {"firefox-esr": "firefox-esr"}

    def start(self) -> None:
        """Start it without a window."""
        from websockets.sync.client import connect

        profile = self.folder / "profile"
        profile.mkdir()
        options = ("--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile)
        self.spawn("firefox-esr", *options)
        server = self.wait(lambda: json.loads((profile / "WebDriverBiDiServer.json").read_text()))
        link = connect(
            f"ws://127.0.0.1:{server['ws_port']}/session",
            max_size=None,
            ping_interval=None,
            proxy=None,
            close_timeout=1,
        )
        self.socket = self.wait(lambda: self.opened.enter_context(link))
        self.number = 0
        self.reported: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("browsingContext.activate", context=self.tab)
        self.resize(1280, 720)

    def send(self, method: str, **params: Any) -> Any:
        """Give a command, and wait for its result."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=PATIENCE))
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.reported.append(told["params"]["text"])
            if told.get("id") == self.number:
                if told["type"] == "error":
                    raise EngineError(f"{method}: {told['message']}")
                return told["result"]

    def go(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="interactive")

    def run(self, function: str, *args: Any) -> Any:
        result = self.send(
            "script.callFunction",
            functionDeclaration="async args => "
            f"JSON.stringify(await ({function})(...JSON.parse(args)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(args)}],
            awaitPromise=True,
            target={"context": self.tab},
        )
        if result["type"] == "exception":
            raise EngineError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.send("input.performActions", context=self.tab, actions=actions)

    def resize(self, width: int, height: int) -> None:
        self.send(
            "browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height}
        )

    def screenshot(self) -> bytes:
        return base64.b64decode(self.send("browsingContext.captureScreenshot", context=self.tab)["data"])

    def errors(self) -> list[str]:
        self.run("() => 0")  # what was reported before it has come, too
        reported, self.reported = self.reported, []
        return reported


class WebKit(Engine):
    """WebKitGTK's own small browser on a screen that nobody sees, driven by WebDriver over HTTP."""

    PACKAGES: ClassVar = {"webkit2gtk-driver": "WebKitWebDriver", "xvfb": "Xvfb"}

    def start(self) -> None:
        """Start it in a window."""
        binary = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
        if not binary:
            raise EngineMissingError("There is no MiniBrowser beside WebKitWebDriver.")
        screen = self.spawn("Xvfb", "-displayfd", "1", "-screen", "0", "2800x2400x24", "-nolisten", "tcp")
        display = self.wait(lambda: screen.read_text().strip())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # As root in a container it can have no sandbox.
        environment = {"HOME": str(self.folder), "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        self.spawn("WebKitWebDriver", f"--port={self.port}", DISPLAY=f":{display}", **environment)
        self.wait(lambda: self.send("GET", "/status")["ready"])
        options = {"binary": str(binary), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        made = self.send("POST", "/session", capabilities=wanted)
        self.session = f"/session/{made['sessionId']}"
        self.tell("POST", "/timeouts", script=500 * PATIENCE)
        self.reported: list[str] = []
        self.resize(1280, 720)

    def send(self, method: str, path: str, **params: Any) -> Any:
        """Give a command to the driver, and wait for its result."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        link.request(method, path, json.dumps(params) if method == "POST" else None)
        with link.getresponse() as response:
            value = json.loads(response.read())["value"]
        if response.status != 200:
            raise EngineError(f"{path}: {value['error']}: {value['message']}")
        return value

    def tell(self, method: str, path: str, **params: Any) -> Any:
        """Give a command to the tab, and wait for its result."""
        return self.send(method, self.session + path, **params)

    def go(self, address: str) -> None:
        self.reported = self.errors()
        self.tell("POST", "/url", url=address)
        self.run(NOTE_ERRORS)

    def run(self, function: str, *args: Any) -> Any:
        script = f"""const [args, done] = arguments;
            (async () => ({function})(...JSON.parse(args)))().then(
                value => done(JSON.stringify({{ value: value ?? null }})),
                error => done(JSON.stringify({{ error: `${{error}}` }})))"""
        result = json.loads(self.tell("POST", "/execute/async", script=script, args=[json.dumps(args)]))
        if "error" in result:
            raise EngineError(result["error"])
        return result["value"]

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.tell("POST", "/actions", actions=actions)

    def resize(self, width: int, height: int) -> None:
        size = (width, height)
        for _ in range(2):  # the window is larger than the page in it
            self.tell("POST", "/window/rect", x=0, y=0, width=size[0], height=size[1])
            inner = self.run("() => [innerWidth, innerHeight]")
            size = (size[0] + width - inner[0], size[1] + height - inner[1])

    def screenshot(self) -> bytes:
        return base64.b64decode(self.tell("GET", "/screenshot"))

    def errors(self) -> list[str]:
        reported, self.reported = self.reported, []
        return reported + self.run("() => window.reported?.splice(0) ?? []")


ENGINES = {"firefox": Firefox, "webkit": WebKit}
