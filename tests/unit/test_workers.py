"""Threads that work beside the pages."""

import threading
import time as clock
from dataclasses import dataclass, field

import pytest

from netcore.training.workers import ANSWERING, LONGEST_WAIT, Workers
from tests.unit.configs import PATIENCE, Gate


@dataclass(eq=False)
class Task:
    """Something to do, as long as its gate is closed."""

    gate: Gate = field(default_factory=Gate)
    done: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        self.gate.pass_through()
        self.done.set()


class Broken:
    def work(self) -> None:
        raise RuntimeError("on purpose")


def test_so_many_work_at_once_and_the_others_wait_in_order() -> None:
    workers, tasks = Workers(2), [Task() for _ in range(5)]
    for task in tasks:
        workers.take(task)
    for task in tasks[:2]:
        task.gate.wait()
    assert [workers.place_in_queue(task) for task in tasks] == [0, 0, 1, 2, 3]
    assert workers.drop(tasks[3])
    assert not workers.drop(tasks[3])
    assert not workers.drop(tasks[0])
    assert [workers.place_in_queue(task) for task in tasks] == [0, 0, 1, 0, 2]
    tasks[0].gate.open()
    tasks[2].gate.wait()
    assert [workers.place_in_queue(task) for task in tasks] == [0, 0, 0, 0, 1]
    assert not tasks[4].gate.is_reached
    for task in tasks:
        task.gate.open()
    assert all(task.done.wait(PATIENCE) for task in tasks if task is not tasks[3])
    assert not tasks[3].gate.is_reached


def test_what_breaks_off_leaves_its_thread_to_the_others(caplog) -> None:
    workers = Workers(2)
    for _ in range(10):
        workers.take(Broken())
    tasks = [Task(), Task()]
    for task in tasks:
        workers.take(task)
    for task in tasks:  # both threads are free for them
        task.gate.wait()
        task.gate.open()
    assert all(task.done.wait(PATIENCE) for task in tasks)
    assert caplog.text.count("on purpose") >= 10


def test_without_a_thread_nothing_is_taken(monkeypatch) -> None:
    def refuse(_thread) -> None:
        raise RuntimeError("can't start new thread")

    workers, task = Workers(1), Task()
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError, match="can't start"):
            workers.take(task)
    assert workers.place_in_queue(task) == 0
    task.gate.open()
    workers.take(task)
    assert task.done.wait(PATIENCE)


def test_work_gives_way_a_little_while_somebody_is_answered_and_not_otherwise(monkeypatch) -> None:
    now, slept = [100.0], []
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(clock, "sleep", slept.append)
    workers = Workers(1)
    workers.give_way()
    assert slept == []
    workers.let_pass()
    workers.give_way()
    now[0] += ANSWERING - LONGEST_WAIT / 2
    workers.give_way()
    now[0] += LONGEST_WAIT
    workers.give_way()
    assert slept == pytest.approx([LONGEST_WAIT, LONGEST_WAIT / 2])
