"""A Dask cluster as an executor that never hangs: what is lost with it fails."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from contextlib import suppress
from functools import cache
from typing import Any

from threadpoolctl import threadpool_limits

from netcore.errors import NetcoreError
from netcore.language import N_

CONNECT_SECONDS = 3.0
WORKERS_SECONDS = 5.0
"""So long may a scheduler take to answer, and be without a worker."""
LOOK_SECONDS = 1.0
"""So often its workers are counted."""

UNREACHABLE = N_("The Dask scheduler can't be reached: this computer does the work alone.")
NO_WORKERS = N_("The Dask scheduler has no workers: this computer does the work alone.")
LOST = N_("The Dask scheduler is gone: this computer goes on alone.")
NOT_INSTALLED = N_("Dask is not installed here, pip install distributed: this computer works alone.")


class ClusterError(NetcoreError):
    """The cluster can't be used; the message, in English, says why."""


class Cluster(Executor):
    """Computers that a Dask scheduler hands work to.

    Attributes:
        count: how much is done at once, when last looked.
    """

    def __init__(self, address: str, lost: Callable[[str], None] = lambda sentence: None) -> None:
        """Connect, which takes some seconds where something is wrong.

        Args:
            address: of the scheduler, such as tcp://192.168.0.10:8786.
            lost: called once, with a sentence in English, when the cluster can't be used any longer. What
                is unfinished fails with BrokenExecutor after that.

        Raises:
            ClusterError: it can't be used.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(NOT_INSTALLED) from error
        try:
            # Dask, where it is installed, has no types for these two.
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except Exception as error:  # OSError, or ValueError for what is no address
            raise ClusterError(UNREACHABLE) from error
        try:
            client.wait_for_workers(1, timeout=WORKERS_SECONDS)
            self.count = self._counted(client)
        except Exception as error:
            _close(client)
            raise ClusterError(NO_WORKERS) from error
        self._client = client
        self._executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._tell_lost = lost
        self._lock = threading.Lock()
        self._unfinished: set[Future[Any]] = set()
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True, name="cluster").start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have one of them do this; function, arguments and result must be picklable.

        Raises:
            ClusterError: it is lost.
        """
        ours: Future[Any] = Future()
        if self._client.status != "running":
            self._lose(LOST)
        with self._lock:
            if self._is_over.is_set():
                raise ClusterError(LOST)
            self._unfinished.add(ours)
        try:
            theirs = self._executor.submit(_call, fn, args, kwargs)
        except Exception as error:
            with self._lock:
                self._unfinished.discard(ours)
            self._lose(LOST)
            raise ClusterError(LOST) from error
        theirs.add_done_callback(lambda done: self._hand_over(done, ours))
        ours.add_done_callback(lambda done: theirs.cancel() if done.cancelled() else None)
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Part from the cluster, which goes on for others; without waiting, what is unfinished fails."""
        if wait and not cancel_futures:
            with self._lock:
                unfinished = list(self._unfinished)
            for future in unfinished:
                with suppress(BaseException):
                    future.exception()
        self._end()

    def _hand_over(self, done: Future[Any], ours: Future[Any]) -> None:
        with self._lock:
            self._unfinished.discard(ours)
        with suppress(InvalidStateError):  # it was cancelled, or lost, before
            if done.cancelled():  # when the connection breaks, or nobody wants it any more
                if not ours.cancelled():
                    self._lose(LOST)
                    ours.set_exception(BrokenExecutor(LOST))
            elif (error := done.exception()) is None:
                ours.set_result(done.result())
            elif type(error).__module__.startswith("distributed"):  # its worker died again and again
                ours.set_exception(BrokenExecutor(str(error)))
            else:
                ours.set_exception(error)

    def _watch(self) -> None:
        last_seen = time.monotonic()
        while not self._is_over.wait(LOOK_SECONDS):
            try:
                self.count = self._counted(self._client)
            except TimeoutError:
                self._lose(LOST)
            except Exception:  # while it connects anew
                self.count = 0
            if self.count:
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen >= WORKERS_SECONDS:
                self._lose(NO_WORKERS if self._client.status == "running" else LOST)

    def _lose(self, sentence: str) -> None:
        with self._lock:
            is_first = not self._is_over.is_set()
            self._is_over.set()
        if is_first:
            self._tell_lost(sentence)
            self._end()

    def _end(self) -> None:
        self._is_over.set()
        with self._lock:
            unfinished = list(self._unfinished)
            self._unfinished.clear()
        for future in unfinished:
            with suppress(InvalidStateError):
                future.set_exception(BrokenExecutor(LOST))
        # In a thread of its own: this may be the client's, which can't wait for itself.
        threading.Thread(target=_close, args=(self._client,), daemon=True).start()

    @staticmethod
    def _counted(client: Any) -> int:
        """How much is done at once; TimeoutError where the scheduler stands still, its connection whole."""
        return sum(client.nthreads(callback_timeout=WORKERS_SECONDS).values())


def _close(client: Any) -> None:
    with suppress(Exception):
        client.close(timeout=CONNECT_SECONDS)


def _call(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Done on the cluster."""
    _one_thread()
    return fn(*args, **kwargs)


@cache
def _one_thread() -> None:
    """Round as `python -m netcore learn` does."""
    threadpool_limits(1)
