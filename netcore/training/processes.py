"""Processes that do what would hold up a web server: one for each processor."""

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
from typing import Any

import numpy as np  # noqa: F401  # its libraries have to be loaded before their threads are limited
from threadpoolctl import threadpool_limits

from netcore.training.processors import usable_processors

NICENESS = 5
"""Of those that gave way, 0–19: a web server beside them gets three quarters of a processor, if need be."""
MOST_ON_WINDOWS = 61
"""It waits for no more processes at once."""


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
        # At its end, the interpreter would wait for all that was submitted; atexit itself comes after that,
        # and this, by which concurrent.futures does so itself, is nowhere typed.
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
            # Of this future alone: the pool makes them, and takes no other class.
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

    # As the library has it, a class is called here; that it is remembered makes it a method.
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
