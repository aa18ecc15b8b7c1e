"""How a class trains at once: `.venv/bin/python -m tests.benchmarks.learners`, on a quiet machine."""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import wait
from pathlib import Path

from threadpoolctl import threadpool_limits

from netcore.training import slices
from netcore.training.config import TrainingConfig
from netcore.training.processes import Processes
from netcore.training.processors import usable_processors
from netcore.training.run import Run
from netcore.training.snapshots import Snapshot

LEARNERS, READS_WELL = 30, 0.9
GLANCE, LONGEST = 0.02, 600.0
"""Seconds between two looks at what is learned, and after which it is given up."""
BARE = TrainingConfig(epochs=20)


def main() -> None:
    """Measure everything and print a line each."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{usable_processors()} processors, load {load:.1f} before")
    processes = Processes()
    began = time.monotonic()
    wait([processes.submit(slices.prepare_ahead) for _ in range(processes.count)])
    show("processes ready", f"{time.monotonic() - began:.2f} s", "")
    try:
        firsts = [first_news(processes) for _ in range(5)]
        show("Start → the first slice", f"{statistics.median(firsts):.2f} s", "≤ 1.5 s")
        with threadpool_limits(1):
            bare = bare_speed()
        # One after the other, so that what else the machine does is the same for both.
        speeds = [[speed(processes, count) for count in (1, 2)] for _ in range(3)]
        one, two = (statistics.median(each) for each in zip(*speeds, strict=True))
        show("one training", f"{one:,.0f}/s", f"≥ 2/3 × the bare loop: {one / bare:.2f} × {bare:,.0f}/s")
        together = statistics.median(both / alone for alone, both in speeds)
        show("two trainings", f"{two:,.0f}/s", f"≥ 1.8 × one: {together:.2f} ×")
        times, steps, most = thirty(processes)
        show(f"{LEARNERS} learners → 90 % right", f"{max(times):.1f} s", "the slowest; ≤ 60 s")
        needed = f"≤ 1.5; the steps that it takes by chance, most / fewest: {max(steps) / min(steps):.2f}"
        show("… slowest / quickest", f"{max(times) / min(times):.2f}", needed)
        workers = [memory(process) for process in children()]
        show("memory, each process", f"{max(workers, default=0) / 1e6:.0f} MB", f"of {len(workers)}")
        show("memory, where people are", f"{most / 1e6:.0f} MB", f"of {LEARNERS} trainings, all remembered")
    finally:
        processes.kill()


def show(what: str, figure: str, note: str) -> None:
    """Print one line of the table."""
    print(f"{what:<34} {figure:>12}  {note}", flush=True)


def first_news(processes: Processes) -> float:
    """Seconds from Start until there is something to see, the processes being ready."""
    run = Run(TrainingConfig(), processes)
    began = time.monotonic()
    run.go()
    while run.news.now is None:
        time.sleep(0.001)
    seconds = time.monotonic() - began
    end([run])
    return seconds


def bare_speed() -> float:
    """Examples a second in this process, with nothing beside it."""
    learner = BARE.learner(BARE.training_set())
    began = time.monotonic()
    while not learner.is_done:
        learner.learn()
    return BARE.epochs * BARE.examples_per_epoch / (time.monotonic() - began)


def speed(processes: Processes, count: int) -> float:
    """Examples a second of so many trainings together."""
    runs = [Run(BARE, processes) for _ in range(count)]
    began = time.monotonic()
    for run in runs:
        run.go()
    for run in runs:
        assert run.wait(LONGEST), run.news
    return count * BARE.epochs * BARE.examples_per_epoch / (time.monotonic() - began)


def thirty(processes: Processes) -> tuple[list[float], list[int], int]:
    """Seconds and steps until each reads 90 % of unseen digits right, and the memory of this process."""
    runs = [Run(TrainingConfig(seed=seed), processes) for seed in range(LEARNERS)]
    times: dict[int, float] = {}
    began = time.monotonic()
    for run in runs:
        run.go()
    while len(times) < len(runs):
        time.sleep(GLANCE)
        now = time.monotonic() - began
        assert now < LONGEST
        for run in runs:
            if run.number not in times and (seen := run.news.now) and seen.unseen.accuracy >= READS_WELL:
                times[run.number] = now
    most = memory(os.getpid())
    end(runs)
    steps = [next(look.step for look in looks(run) if look.unseen.accuracy >= READS_WELL) for run in runs]
    return list(times.values()), steps, most


def looks(run: Run) -> list[Snapshot]:
    """What it was like at the steps that are known, the last included."""
    news = run.news
    return [*news.snapshots, *([news.now] if news.now else [])]


def end(runs: Sequence[Run]) -> None:
    """Pause them all."""
    for run in runs:
        run.pause()
    for run in runs:
        run.wait(LONGEST)


def memory(process: int) -> int:
    """Bytes that a process has in memory; 0 where that isn't told (Linux alone)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def children() -> list[int]:
    """The processes that this one has started to work for it (Linux alone)."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    numbers = [int(number) for number in found.read_text().split()] if found.exists() else []
    return [number for number in numbers if "spawn_main" in Path(f"/proc/{number}/cmdline").read_text()]


if __name__ == "__main__":
    sys.exit(main())
