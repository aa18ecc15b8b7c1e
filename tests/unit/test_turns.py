"""A page's runs take turns."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

from netcore.web import turns


class Page:
    """As much of a session of Streamlit's as is looked at."""

    def __init__(self) -> None:
        self._scriptrunner = None
        self.asked: list[str] = []


def runner(*, is_ending: bool) -> SimpleNamespace:
    requests = ScriptRequests()
    if is_ending:
        requests.on_scriptrunner_ready()  # nothing is asked of it: it takes no more
    return SimpleNamespace(_requests=requests)


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(turns, "_request", lambda page, state: page.asked.append(state))
    return Page()


def test_a_run_begins_at_once_where_none_is_ending(page) -> None:
    turns.request(page, "first")
    page._scriptrunner = runner(is_ending=False)
    turns.request(page, "second")
    assert page.asked == ["first", "second"]


def test_what_is_asked_for_while_a_runner_ends_waits_until_it_was_heard_out_and_keeps_its_order(page) -> None:
    async def ask() -> None:
        page._scriptrunner = runner(is_ending=True)
        turns.request(page, "first")
        turns.request(page, "second")
        await asyncio.sleep(5 * turns.PAUSE)
        assert page.asked == []
        page._scriptrunner = None
        turns.request(page, "third")
        while len(page.asked) < 3:
            await asyncio.sleep(turns.PAUSE)

    asyncio.run(ask())
    assert page.asked == ["first", "second", "third"]


def test_a_request_that_fails_holds_up_no_other(page, monkeypatch) -> None:
    def refuse_first(page: Page, state: str) -> None:
        page.asked.append(state)
        if state == "first":
            raise OSError("no thread")

    monkeypatch.setattr(turns, "_request", refuse_first)

    async def ask() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        page._scriptrunner = runner(is_ending=True)
        turns.request(page, "first")
        turns.request(page, "second")
        page._scriptrunner = None
        while len(page.asked) < 2:
            await asyncio.sleep(turns.PAUSE)

    asyncio.run(ask())
    assert page.asked == ["first", "second"]
