"""Where work is done that would hold up the pages: in processes of this computer, or on a Dask cluster."""

import math
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from typing import Any

from netcore.training.cluster import Cluster, ClusterError
from netcore.training.processes import Processes

SCHEDULER = "NETCORE_SCHEDULER"
"""The variable that holds the address of a Dask scheduler, such as tcp://192.168.0.10:8786."""
RETRY_SECONDS = 60.0
"""A scheduler that was lost is asked again after so long."""
PATIENCE = 10.0
"""Seconds that who submits first waits for the cluster at most, while it is being connected."""


class Computers(Executor):
    """The computers that do the work: those of a Dask cluster if there is one, else this one's processes.

    What is unfinished when a cluster is lost fails with BrokenExecutor, as that of a process that dies does;
    submitted again, it is done here.

    Attributes:
        processes: of this computer.
    """

    def __init__(self, scheduler: str = "", processes: Processes | None = None) -> None:
        """Start nothing yet.

        Args:
            scheduler: address of the cluster's scheduler; "" for none.
            processes: of this computer; as many as processors that may be used if None.
        """
        self.processes = processes or Processes()
        self._scheduler = scheduler
        self._lock = threading.Lock()
        self._cluster: Cluster | None = None
        self._trouble = ""
        self._is_connecting = False
        self._tried = threading.Event()  # once, at least
        self._lost_at = -math.inf

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done; function, arguments and result must be picklable.

        Raises:
            RuntimeError: they were killed, or the interpreter ends.
        """
        cluster = self._reached()
        if cluster is not None:
            try:
                return cluster.submit(fn, *args, **kwargs)
            except ClusterError:
                pass  # it has just been lost
        return self.processes.submit(fn, *args, **kwargs)

    @property
    def trouble(self) -> str:
        """A sentence in English that says why the cluster isn't used; "" if there is none, or it is."""
        return self._trouble

    @property
    def count(self) -> int:
        """How much is done at once."""
        cluster = self._reached()
        return self.processes.count if cluster is None else cluster.count

    def kill(self) -> None:
        """End all work at once."""
        with self._lock:
            cluster, self._cluster, self._scheduler = self._cluster, None, ""
        if cluster is not None:
            cluster.shutdown(wait=False)
        self.processes.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when what was submitted is done."""
        with self._lock:
            cluster, self._cluster, self._scheduler = self._cluster, None, ""
        if cluster is not None:
            cluster.shutdown(wait, cancel_futures=cancel_futures)
        self.processes.shutdown(wait, cancel_futures=cancel_futures)

    def _reached(self) -> Cluster | None:
        """The cluster, once it was tried to reach it; None while there is none."""
        if not self._scheduler:
            return None
        self._connect_if_due()
        self._tried.wait(PATIENCE)
        with self._lock:
            return self._cluster

    def _connect_if_due(self) -> None:
        with self._lock:
            waits = time.monotonic() < self._lost_at + RETRY_SECONDS
            if self._cluster is not None or self._is_connecting or waits or not self._scheduler:
                return
            self._is_connecting = True
        threading.Thread(target=self._connect, args=(self._scheduler,), daemon=True, name="connect").start()

    def _connect(self, scheduler: str) -> None:
        try:
            cluster = Cluster(scheduler, self._lose)
        except ClusterError as error:
            with self._lock:
                self._trouble, self._lost_at = str(error), time.monotonic()
        else:
            with self._lock:
                if self._scheduler:
                    self._cluster, self._trouble = cluster, ""
            if not self._scheduler:
                cluster.shutdown(wait=False)
        finally:
            self._is_connecting = False
            self._tried.set()

    def _lose(self, sentence: str) -> None:
        with self._lock:
            self._cluster, self._trouble, self._lost_at = None, sentence, time.monotonic()


@cache
def _computers() -> Computers:
    return Computers(os.environ.get(SCHEDULER, "").strip())


_making = threading.Lock()


def computers() -> Computers:
    """The computers that all work of this process shares; `NETCORE_SCHEDULER` names a cluster's scheduler."""
    with _making:
        return _computers()
