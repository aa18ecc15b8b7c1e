"""Processes that do what would hold up a web server: one for each processor."""

import math
import multiprocessing
import multiprocessing.connection
import multiprocessing.spawn
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache, partial
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any

import numpy as np  # noqa: F401  # its libraries have to be loaded before their threads are limited
from threadpoolctl import threadpool_limits

NICENESS = 5
"""Of those that gave way, 0–19: a web server beside them gets three quarters of a processor, if need be."""
MOST_ON_WINDOWS = 61
"""It waits for no more processes at once."""
_CGROUPS = Path("/sys/fs/cgroup")


def usable_processors() -> int:
    """How many processors this process may use: those it may run on, and no more than a container grants.

    Of a quota that isn't whole, the rest is left to the web server. At least 1.
    """
    if sys.version_info >= (3, 13):
        counted = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        counted = len(os.sched_getaffinity(0))
    else:
        counted = os.cpu_count() or 1
    return max(1, int(min(counted, *map(_quota_in, _own_groups()))))


def _own_groups() -> list[Path]:
    """The folders that may hold a quota of this process: of cgroups 2 the own group and those above, of 1."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    groups = [_CGROUPS]
    for line in lines:
        _number, controllers, path = line.split(":", 2)
        if controllers == "" or "cpu" in controllers.split(","):
            own = _CGROUPS / ("cpu" if controllers else "") / path.strip("/")
            groups += [own, *(group for group in own.parents if _CGROUPS in group.parents)]
    return groups


def _quota_in(group: Path) -> float:
    """Processors that a group of processes may use; infinite where nothing is said."""
    for names in (["cpu.max"], ["cpu.cfs_quota_us", "cpu.cfs_period_us"]):
        try:
            quota, period = map(float, " ".join((group / name).read_text() for name in names).split())
        except (OSError, ValueError):  # there is none, or it is "max"
            continue
        if quota > 0 < period:
            return quota / period
    return math.inf


class NotBegun(BrokenProcessPool):
    """A process died, but none had begun with this: it can't be what the process died of."""


class Processes(Executor):
    """Processes of this computer, started when first needed; what is submitted is done in order.

    A process that dies takes its siblings with it: everything unfinished fails with BrokenProcessPool, what
    was still far from its turn with NotBegun; who submitted it may submit it again, to new ones. They end
    with this process, however it ends.

    Attributes:
        count: so many.
    """

    def __init__(self, count: int | None = None) -> None:
        """Start nothing yet.

        Args:
            count: how many; as many as processors that may be used if None.
        """
        self.count = count or usable_processors()
        if sys.platform == "win32":
            self.count = min(self.count, MOST_ON_WINDOWS)
        self._lock = threading.Lock()  # never held while the pool is asked for anything
        self._context = _Context()
        self._pool: ProcessPoolExecutor | None = None
        self._is_over = False
        # At its end, the interpreter would wait for all that was submitted; atexit itself comes after that.
        threading._register_atexit(self.kill)  # type: ignore[attr-defined]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have one of them do this; function, arguments and result must be picklable.

        Raises:
            RuntimeError: they were killed, or the interpreter ends.
        """
        while True:
            pool = self._get_pool()
            try:
                future = pool.submit(fn, *args, **kwargs)
            except BrokenProcessPool:
                self._replace(pool)
                continue
            future.set_exception = partial(_set_exception, future)  # type: ignore[method-assign]

            def notice(done: Future[Any], pool: ProcessPoolExecutor = pool) -> None:
                if not done.cancelled() and isinstance(done.exception(), BrokenProcessPool):
                    self._replace(pool)

            future.add_done_callback(notice)  # before any of the caller's: it may submit to the new ones
            return future

    def kill(self) -> None:
        """End them at once, whatever they do; what is unfinished fails or is cancelled."""
        with self._lock:
            self._is_over = True
            pool, self._pool = self._pool, None
        for process in list(self._context.started):
            with suppress(AttributeError, ValueError):  # it is just being started, or closed
                process.kill()
        if pool is not None:
            pool.shutdown(cancel_futures=True)  # in a moment, as nothing is left that it would wait for

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End them when what was submitted is done."""
        with self._lock:
            self._is_over = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait, cancel_futures=cancel_futures)

    def _get_pool(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._is_over:
                raise RuntimeError("These processes are over: nothing more can be submitted.")
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self.count, self._context, _begin)
                # Until Python 3.11.4, a killed pool waits for what feeds it, and that for a reader, forever.
                if queue := getattr(self._pool, "_call_queue", None):
                    queue.cancel_join_thread()
            return self._pool

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None


def _set_exception(future: Future[Any], error: BaseException | None) -> None:
    """As a future's own; one that was cancelled stays so.

    Where a process dies, Python 3.11 fails all that is unfinished, and stumbles over the first that was
    cancelled: what comes after that would never end.
    """
    if isinstance(error, BrokenProcessPool) and not future.running():
        error = NotBegun(*error.args)
    with suppress(InvalidStateError):
        Future.set_exception(future, error)


class _Worker(SpawnProcess):
    """A process that doesn't run the main script again: of a page, that would be all of Streamlit."""


class _Context(SpawnContext):
    """Starts workers, and knows those that live: another start would copy a web server's locked locks."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[_Worker] = []

    def Process(self, *args: Any, **kwargs: Any) -> _Worker:  # type: ignore[override]
        worker = _Worker(*args, **kwargs)
        self.started = [*(one for one in self.started if one.exitcode is None), worker]
        return worker


_all_preparation = multiprocessing.spawn.get_preparation_data


def _preparation(name: str) -> dict[str, Any]:
    """What a process is told before it begins; a worker nothing of the main script."""
    data = _all_preparation(name)
    if name.startswith(_Worker.__name__):
        return {key: value for key, value in data.items() if not key.startswith("init_main")}
    return data


multiprocessing.spawn.get_preparation_data = _preparation


def _begin() -> None:
    """Make the settings of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started it
    threadpool_limits(1)  # quickest for small matrices, and rounds as `python -m netcore learn` does
    threading.Thread(target=_end_with_parent, daemon=True).start()


@cache
def give_way() -> None:
    """Let what else the computer does go first, from now on; nothing where this is no such process.

    A worker begins without: somebody waits for the first that it does.
    """
    if hasattr(os, "nice") and isinstance(multiprocessing.current_process(), _Worker):
        os.nice(NICENESS)


def _end_with_parent() -> None:
    """A parent that is killed says no goodbye, and its workers would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
