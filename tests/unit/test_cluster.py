"""A Dask cluster that does the work, on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from netcore.training import cluster, run
from netcore.training.cluster import LOST, NO_WORKERS
from netcore.training.computers import Computers
from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.training.processes import Processes
from netcore.training.run import Run
from tests.unit.configs import PATIENCE, SMALL, assert_same, drawing, learned_alone, until

pytest.importorskip("distributed")
LONGER = TrainingConfig(**{**SMALL, "epochs": 30})


@pytest.fixture(autouse=True)
def small_slices(monkeypatch):
    monkeypatch.setattr(run, "SLICE_SECONDS", 0.01)
    with threadpool_limits(1):
        yield


@contextmanager
def command(*arguments: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def started_scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    file = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    with command("dask_scheduler", *options) as process:
        until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        yield process, json.loads(file.read_text())["address"]


@contextmanager
def started_worker(address: str, folder: Path) -> Iterator[subprocess.Popen]:
    options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    with command("dask_worker", address, *options) as process:
        yield process


@pytest.fixture(scope="module")
def here():
    processes = Processes(1)
    yield processes
    processes.kill()


def under_way(computers: Computers) -> Run:
    """A training in the midst of it."""
    training = Run(LONGER, computers)
    training.go()
    until(lambda: training.news.now and training.news.now.step > 20)
    return training


def assert_it_ends_here(training: Run, computers: Computers, trouble: str) -> None:
    assert training.wait(PATIENCE)
    assert training.news.status is Status.DONE, training.news.failure
    assert_same(training.news.now.network, learned_alone(LONGER))
    assert computers.trouble == trouble


def test_a_cluster_comes_to_the_same_numbers_and_without_it_the_training_ends_here(
    tmp_path, here, monkeypatch
) -> None:
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", PATIENCE)
    with started_scheduler(tmp_path) as (scheduler, address), started_worker(address, tmp_path) as worker:
        ours = Computers(address, here)
        monkeypatch.setattr("netcore.training.computers.PATIENCE", PATIENCE)
        assert ours.submit(os.getpid).result(PATIENCE) == worker.pid
        assert (ours.count, ours.trouble) == (1, "")
        with pytest.raises(ValueError, match="invalid literal"):
            ours.submit(int, "x").result(PATIENCE)
        there = Run(TrainingConfig(**SMALL, drawings=(drawing(7),)), ours)
        there.go()
        assert there.wait(PATIENCE)
        assert ours.trouble == ""
        assert_same(there.news.now.network, learned_alone(there.config))

        training = under_way(ours)
        scheduler.kill()
        assert_it_ends_here(training, ours, LOST)
        assert ours.submit(os.getppid).result(PATIENCE) == os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="needs its signals")
def test_a_scheduler_that_stands_still_is_lost_too(tmp_path, here, monkeypatch) -> None:
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr("netcore.training.computers.PATIENCE", PATIENCE)
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", PATIENCE)
    with started_scheduler(tmp_path) as (scheduler, address), started_worker(address, tmp_path) as worker:
        ours = Computers(address, here)
        assert ours.submit(os.getpid).result(PATIENCE) == worker.pid
        monkeypatch.setattr(cluster, "WORKERS_SECONDS", 0.5)
        training = under_way(ours)
        scheduler.send_signal(signal.SIGSTOP)
        assert_it_ends_here(training, ours, LOST)


def test_a_cluster_whose_workers_go_leaves_the_work_to_this_computer(tmp_path, here, monkeypatch) -> None:
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr("netcore.training.computers.PATIENCE", PATIENCE)
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", PATIENCE)
    with started_scheduler(tmp_path) as (_scheduler, address):
        with started_worker(address, tmp_path) as worker:
            ours = Computers(address, here)
            assert ours.submit(os.getpid).result(PATIENCE) == worker.pid
            monkeypatch.setattr(cluster, "WORKERS_SECONDS", 0.5)
            training = under_way(ours)
        assert_it_ends_here(training, ours, NO_WORKERS)
        monkeypatch.setattr(cluster, "WORKERS_SECONDS", 0.2)
        began = time.monotonic()
        none = Computers(address, Processes(1))
        assert none.submit(os.getppid).result(PATIENCE) == os.getpid()
        assert none.trouble == NO_WORKERS and time.monotonic() - began < PATIENCE
        none.kill()
