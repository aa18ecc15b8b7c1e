"""The trainings of people whose page is gone: each goes on for a while, until somebody is back for it.

A page that is closed says goodbye as it goes; a line that breaks doesn't. That is how they are told apart.
"""

import threading
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from netcore.training.run import Run

AFTER_GOODBYE = 30.0
"""Seconds that a training goes on once its page was closed, or opened anew."""
AFTER_SILENCE = 180.0
"""And once the line to its page broke, which may be mended."""
GOODBYES = (1000, 1001, 1005)
"""Codes of the WebSocket protocol (RFC 6455, 7.4.1) by which a browser ends a connection on purpose."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_said_goodbye: ContextVar[bool] = ContextVar("said_goodbye", default=False)


class Goodbyes:
    """Notes whether a connection was ended by its browser on purpose; stands before the app (ASGI)."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                _said_goodbye.set(message.get("code") in GOODBYES)
            return message

        await self.app(scope, heard, send)


class Absences:
    """Trainings whose people are away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[Run, threading.Timer]] = {}

    def leave(self, run: Run) -> None:
        """Its page is gone: it pauses soon, unless somebody is back before."""
        seconds = AFTER_GOODBYE if _said_goodbye.get() else AFTER_SILENCE
        timer = threading.Timer(seconds, self._end, (run.key,))
        timer.daemon = True
        with self._lock:
            if run.key not in self._waiting:
                self._waiting[run.key] = run, timer
                timer.start()

    def come_back(self, key: str) -> Run | None:
        """Somebody is back for the training with this key: it goes on; None if none waits that has it."""
        with self._lock:
            run, timer = self._waiting.pop(key, (None, None))
        if timer:
            timer.cancel()
        return run

    def _end(self, key: str) -> None:
        run = self.come_back(key)
        if run:
            run.pause()


ABSENCES = Absences()
"""Of the whole server."""
