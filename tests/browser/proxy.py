"""A line between browser and server that a test can cut, and mend."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Line:
    """Hands on what is sent to and fro.

    Attributes:
        address: where a browser finds the server through it.
    """

    def __init__(self, server: str) -> None:
        self._server = ("127.0.0.1", int(server.rpartition(":")[2]))
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End all connections without a word, and take no more."""
        self._is_cut = True
        for end in list(self._open):
            self._end(end)

    def mend(self) -> None:
        """Take connections again."""
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # it is closed
            while True:
                browser, _ = self._listener.accept()
                if self._is_cut:
                    browser.close()
                    continue
                server = socket.create_connection(self._server)
                self._open |= {browser, server}
                for ends in ((browser, server), (server, browser)):
                    threading.Thread(target=self._hand_on, args=ends, daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := source.recv(65536):
                target.sendall(content)
        self._end(source)
        self._end(target)

    def _end(self, end: socket.socket) -> None:
        self._open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextlib.contextmanager
def line_to(server: str) -> Iterator[Line]:
    """A line to the server at this address."""
    line = Line(server)
    try:
        yield line
    finally:
        line.close()
