"""What servers of the app need, as Debian and PyPI have it: nginx, PostgreSQL, a Dask cluster of one.

Each runs on a free port of the loopback, in a folder of its own, as whoever runs the tests (PostgreSQL never
as root), and ends with the block that it was started for.
"""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 60
"""Seconds for each to start, on a computer that has other things to do."""
PACKAGES = {"nginx-light": "nginx", "postgresql": "pg_ctlcluster"}
"""What they need of Debian, and a command of each package."""

NGINX = """
daemon off;
user {user};
worker_processes 2;
pid {folder}/pid;
error_log {folder}/log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {paths}
    include {folder}/site.conf;
}}
"""
"""As much around a site as a system's own nginx.conf has."""


def missing() -> list[str]:
    """The packages that aren't here."""
    return [package for package, command in PACKAGES.items() if not _found(command)]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextlib.contextmanager
def nginx(site: str) -> Iterator[int]:
    """nginx in front of something; gives the number of its process, whose children do the work.

    Args:
        site: a file as nginx has it for one site.
    """
    with _folder() as folder:
        (folder / "site.conf").write_text(site, encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
        paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        file = folder / "nginx.conf"
        file.write_text(NGINX.format(user=getpass.getuser(), folder=folder, paths=paths), encoding="utf-8")
        command = (_found("nginx"), "-c", f"{file}", "-p", f"{folder}", "-e", f"{folder}/log")
        with _running(*command) as program:
            yield program.pid


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """PostgreSQL with an empty database; gives its address."""
    newest = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    user = "postgres" if os.geteuid() == 0 else None
    with _folder() as folder:
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", free_port()
        make = (newest / "initdb", "--username=netcore", "--auth=trust", "--no-sync", "--pgdata", data)
        subprocess.run(make, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL)
        settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
        options = [word for setting in settings for word in ("-c", setting)]
        with _running(newest / "postgres", "-D", data, *options, user=user, end=signal.SIGINT):
            _wait_for(port)
            yield f"postgresql://netcore@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def dask() -> Iterator[str]:
    """A Dask scheduler with one worker; gives its address."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    start = (sys.executable, "-m", "dask")
    few = ("--nworkers=1", "--nthreads=1")
    with (
        _folder() as folder,
        _running(*start, "scheduler", "--host=127.0.0.1", f"--port={port}", "--no-dashboard", folder=folder),
        _running(*start, "worker", address, *few, "--no-dashboard", folder=folder),
    ):
        _wait_for(port)
        yield address


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextlib.contextmanager
def _running(
    *command: str | Path,
    folder: Path | None = None,
    user: str | None = None,
    end: signal.Signals = signal.SIGTERM,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs, quietly, and is told to end."""
    with subprocess.Popen(
        command,
        cwd=folder or "/",
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            yield program
        finally:
            program.send_signal(end)
            try:
                program.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                program.kill()


def _wait_for(port: int) -> None:
    """Wait until something listens there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _found(command: str) -> str:
    """Where a command is, or ""; not everybody's PATH leads to nginx."""
    return shutil.which(command, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") or ""
