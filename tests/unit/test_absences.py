"""A training goes on for a while when its page is gone: shorter when the page said goodbye."""

import threading
from contextvars import copy_context

import pytest

from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.training.run import Run
from netcore.web import absences
from netcore.web.absences import Absences, Goodbyes
from tests.unit.configs import PATIENCE, SMALL, ByHand


@pytest.fixture
def computers() -> ByHand:
    return ByHand()


@pytest.fixture
def run(computers) -> Run:
    """A training that is busy with a slice."""
    run = Run(TrainingConfig(**SMALL), computers)
    run.go(1)
    while computers.waiting:
        computers.do()
    run.go()
    return run


def close(code: int, then) -> None:
    """As if a browser's connection had ended with this code."""

    async def receive():
        return {"type": "websocket.disconnect", "code": code}

    async def app(scope, receive, send):
        await receive()
        then()

    served = Goodbyes(app)({"type": "websocket"}, receive, None)
    with pytest.raises(StopIteration):  # nothing in it has to be waited for
        copy_context().run(served.send, None)


@pytest.mark.parametrize("code", [1001, 1005])
def test_a_training_pauses_some_time_after_its_page_is_gone(run, monkeypatch, code) -> None:
    soon, never = "AFTER_GOODBYE", "AFTER_SILENCE"
    if code == 1005:
        soon, never = never, soon
    monkeypatch.setattr(absences, soon, 0.01)
    monkeypatch.setattr(absences, never, 1000.0)
    known, paused = Absences(), threading.Event()
    pause = run.pause
    monkeypatch.setattr(run, "pause", lambda: (pause(), paused.set()))
    forgotten = threading.Event()
    close(code, lambda: known.leave(run, forgotten.set))
    assert paused.wait(PATIENCE)
    assert run.news.status is Status.PAUSED
    assert known.come_back(run.key) is None
    assert forgotten.wait(PATIENCE) if code == 1001 else not forgotten.is_set()


def test_a_training_goes_on_for_whom_is_back(run, computers, monkeypatch) -> None:
    monkeypatch.setattr(absences, "AFTER_SILENCE", 1000.0)
    known = Absences()
    known.leave(run, lambda: None)
    known.leave(run, lambda: None)  # Streamlit lets go more than once
    assert known.come_back("another") is None
    assert known.come_back(run.key) is run
    assert known.come_back(run.key) is None
    while computers.waiting:
        computers.do()
    assert run.news.status is Status.DONE
