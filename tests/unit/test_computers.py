"""Processes that work beside the pages."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import ModuleType

import pytest
from threadpoolctl import threadpool_info

from netcore.training import processors
from netcore.training.computers import Computers
from netcore.training.processes import NICENESS, NotBegun, Processes, give_way
from netcore.training.processors import usable_processors
from tests.unit.configs import PATIENCE, until


@pytest.fixture(scope="module")
def two():
    pool = Processes(2)
    yield pool
    pool.kill()


def who() -> int:
    return os.getpid()


def die() -> None:
    os._exit(3)


def settings() -> tuple[int, int, list[int]]:
    before = os.nice(0)
    give_way()
    give_way()
    return before, os.nice(0), [library["num_threads"] for library in threadpool_info()]


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_work_is_done_elsewhere_with_one_thread_and_gives_way_when_it_says_so(two) -> None:
    before, niceness, threads = two.submit(settings).result(PATIENCE)
    assert before == os.nice(0)
    assert niceness == min(os.nice(0) + NICENESS, 19)
    assert threads and set(threads) == {1}
    assert two.submit(who).result(PATIENCE) != os.getpid()


def test_the_main_script_is_not_run_again(tmp_path, monkeypatch) -> None:
    script = tmp_path / "page.py"
    script.write_text("import pathlib; pathlib.Path(__file__ + '.ran').touch()")
    main = ModuleType("__main__")  # as Streamlit has it
    main.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", main)
    pool = Processes(1)
    assert pool.submit(who).result(PATIENCE) != os.getpid()
    pool.kill()
    assert list(tmp_path.iterdir()) == [script]


def test_an_error_comes_back_as_it_is(two) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        two.submit(int, "x").result(PATIENCE)
    assert list(two.map(abs, [-1, 2])) == [1, 2]


def test_a_process_that_dies_fails_what_is_unfinished_and_is_replaced(two) -> None:
    again, done = [], threading.Event()

    def submit_again(broken) -> None:
        assert isinstance(broken.exception(), BrokenProcessPool)
        again.append(two.submit(who))
        done.set()

    future = two.submit(die)
    future.add_done_callback(submit_again)
    assert done.wait(PATIENCE)
    assert again[0].result(PATIENCE) != os.getpid()
    assert two.submit(abs, -1).result(PATIENCE) == 1


def test_what_was_cancelled_keeps_nothing_else_from_failing_when_a_process_dies() -> None:
    pool = Processes(1)
    process = pool.submit(who).result(PATIENCE)
    begun = [pool.submit(time.sleep, 10 * PATIENCE) for _ in range(3)]  # one, and those that it has already
    first, second, third = (pool.submit(who) for _ in range(3))
    assert second.cancel()
    os.kill(process, signal.SIGTERM)
    for future in (*begun, first, third):
        with pytest.raises(BrokenProcessPool):
            future.result(PATIENCE)
    assert second.cancelled()
    assert [isinstance(future.exception(), NotBegun) for future in (begun[0], first, third)] == [
        False,
        True,
        True,
    ]
    assert pool.submit(who).result(PATIENCE) != process
    pool.kill()


def test_nothing_is_started_before_it_is_needed() -> None:
    pool = Processes(2)
    assert pool._pool is None
    pool.kill()
    with pytest.raises(RuntimeError):
        pool.submit(who)


def test_kill_ends_it_all_at_once() -> None:
    pool = Processes(1)
    process = pool.submit(who).result(PATIENCE)
    futures = [pool.submit(time.sleep, 10 * PATIENCE) for _ in range(5)]
    pool.kill()
    for future in futures:
        with pytest.raises((BrokenProcessPool, CancelledError)):
            future.result(PATIENCE)
    until(lambda: not is_alive(process))


PARENT = """
    import os, signal, sys, time
    from netcore.training.computers import computers
    it = computers()
    print(it.submit(os.getpid).result(), flush=True)
    for _ in range(50):  # more at once than go into a pipe
        it.submit(eval, "__import__('time').sleep(60)", {{"state": bytes(400_000)}})
    {end}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs its signals")
@pytest.mark.parametrize(
    "end", ["os.kill(os.getpid(), signal.SIGKILL)", "sys.exit()", "raise KeyboardInterrupt"]
)
def test_however_the_parent_ends_its_processes_end_too(end) -> None:
    code = textwrap.dedent(PARENT).format(end=end)
    ended = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=PATIENCE, check=False
    )
    until(lambda: not is_alive(int(ended.stdout)))


@pytest.mark.parametrize(
    ("files", "may"),
    [
        ({}, 4),
        ({"cpu.max": "max 100000"}, 4),
        ({"cpu.max": "250000 100000"}, 2),
        ({"cpu.max": "50000 100000"}, 1),
        ({"group/cpu.max": "100000 100000", "cpu.max": "300000 100000"}, 1),
        ({"group/cpu.max": "max 100000", "cpu.max": "300000 100000"}, 3),
        ({"cpu/group/cpu.cfs_quota_us": "-1", "cpu/group/cpu.cfs_period_us": "100000"}, 4),
        ({"cpu/group/cpu.cfs_quota_us": "200000", "cpu/group/cpu.cfs_period_us": "100000"}, 2),
    ],
)
def test_what_a_container_grants_is_not_exceeded(files, may, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(processors, "_CGROUPS", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 4, raising=False)
    read_text = Path.read_text

    def read(path: Path, *args, **kwargs) -> str:
        if path == Path("/proc/self/cgroup"):
            return "4:cpu,cpuacct:/group\n0::/group\n"
        return read_text(path, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", read)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert usable_processors() == may


def test_there_are_no_more_than_windows_can_wait_for(monkeypatch) -> None:
    assert Processes(100).count == 100
    monkeypatch.setattr(sys, "platform", "win32")
    assert Processes(100).count == 61
    assert Processes(8).count == 8


def test_without_a_scheduler_this_computer_works() -> None:
    ours = Computers(processes=Processes(1))
    assert ours.submit(abs, -1).result(PATIENCE) == 1
    assert (ours.trouble, ours.count) == ("", 1)
    ours.kill()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_scheduler_that_can_not_be_reached_is_said_and_this_computer_works(address) -> None:
    pytest.importorskip("distributed")
    ours = Computers(address, Processes(1))
    assert ours.submit(abs, -1).result(PATIENCE) == 1
    assert "can't be reached" in ours.trouble
    ours.kill()
