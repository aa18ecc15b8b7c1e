"""What `deploy/` describes, without Docker: two servers of the app behind nginx, below a path."""

import contextlib
import re
import subprocess
from collections.abc import Mapping

from tests.browser.driver import ROOT, start_app, wait_for
from tests.browser.services import PATIENCE, free_port, nginx

BASE = "netcore"
"""The path."""
PLACES = ("172.30.0.11:8501", "172.30.0.12:8502")
"""Where nginx.conf has the servers."""
SETTINGS = {
    "STREAMLIT_SERVER_BASE_URL_PATH": BASE,
    "STREAMLIT_SERVER_COOKIE_SECRET": "known to every server",
    "NETCORE_BEHIND_PROXY": "1",
}


class Servers:
    """Servers behind nginx, each of which can be killed and started again.

    Attributes:
        address: where browsers find them.
        ports: of the servers themselves.
        processes: theirs, by their ports.
        front: number of nginx's process.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start them, and wait until they answer.

        Args:
            environment: what they are to find in it besides.
        """
        self.ports = tuple(free_port() for _ in PLACES)
        front = free_port()
        self.address = f"http://127.0.0.1:{front}/{BASE}"
        self._environment = {**SETTINGS, **environment}
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self._opened = contextlib.ExitStack()
        try:
            for port in self.ports:
                self.start(port)
            for port in self.ports:
                self.wait(port)
            self.front = self._opened.enter_context(nginx(self._site(front)))
            wait_for(f"{self.address}/_stcore/health", PATIENCE)
        except BaseException:
            self.close()
            raise

    def start(self, port: int) -> None:
        """Start the server at this port; it isn't there yet."""
        self.processes[port] = start_app(port, environment=self._environment)
        self._opened.callback(self.kill, port)

    def wait(self, port: int) -> None:
        """Wait until the server at this port answers."""
        wait_for(f"http://127.0.0.1:{port}/{BASE}/_stcore/health", PATIENCE)

    def kill(self, port: int) -> None:
        """End a server as a power cut does."""
        self.processes[port].kill()
        self.processes[port].wait()

    def close(self) -> None:
        """End everything."""
        self._opened.close()

    def _site(self, front: int) -> str:
        """nginx.conf, but for the addresses."""
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        site = site.replace("listen 80;", f"listen 127.0.0.1:{front};")
        for place, port in zip(PLACES, self.ports, strict=True):
            assert site.count(place) == 2, f"nginx.conf has {place} in both lists"
            site = site.replace(place, f"127.0.0.1:{port}")
            site = re.sub(rf"\b{place[-4:]}\b", f"{port}", site)
        return site
