"""A page's runs take turns."""

import asyncio
import tomllib
from inspect import signature
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from netcore.web import turns


class Page:
    """As much of a session of Streamlit's as is looked at."""

    def __init__(self) -> None:
        self._scriptrunner = None
        self._state = AppSessionState.APP_NOT_RUNNING
        self.asked: list[str] = []
        self.made = 0


class Runner:
    """A runner that takes what is asked of it until it ends."""

    def __init__(self, page: Page, *, is_ending: bool = False) -> None:
        self.page, self.is_ending = page, is_ending

    def request_rerun(self, asked: str) -> bool:
        if not self.is_ending:
            self.page.asked.append(asked)
        return not self.is_ending


def make_runner(page: Page, asked: str) -> None:
    page.asked.append(asked)
    page.made += 1
    page._scriptrunner = Runner(page)


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(turns, "_create", make_runner)
    return Page()


def test_streamlit_is_still_as_it_is_looked_at() -> None:
    assert list(signature(turns._create).parameters) == ["self", "initial_rerun_data"]
    assert {"_scriptrunner", "_state"} <= set(AppSession.__init__.__code__.co_names)
    requested = AppSession.request_rerun.__code__.co_names
    assert {"_scriptrunner", "request_rerun", "_create_scriptrunner"} <= set(requested)
    ended = ScriptRequests()
    ended.on_scriptrunner_ready()  # nothing is asked of it: it takes no more
    assert ended.request_rerun(RerunData()) is False
    assert "request_rerun" in ScriptRunner.request_rerun.__code__.co_names


def test_a_run_begins_at_once_where_none_is_ending(page) -> None:
    turns.create(page, "first")
    assert (page.asked, page.made) == (["first"], 1)


def test_what_is_asked_for_while_a_runner_ends_waits_until_it_was_heard_out_and_keeps_its_order(page) -> None:
    async def ask() -> None:
        page._scriptrunner = Runner(page, is_ending=True)
        turns.create(page, "first")
        turns.create(page, "second")
        await asyncio.sleep(5 * turns.PAUSE)
        assert page.asked == []
        page._scriptrunner = None
        turns.create(page, "third")
        while len(page.asked) < 3:
            await asyncio.sleep(turns.PAUSE)

    asyncio.run(ask())
    assert (page.asked, page.made) == (["first", "second", "third"], 1)


def test_a_request_that_fails_holds_up_no_other(page, monkeypatch) -> None:
    def refuse_first(page: Page, asked: str) -> None:
        if asked == "first":
            page.asked.append(asked)
            raise OSError("no thread")
        make_runner(page, asked)

    monkeypatch.setattr(turns, "_create", refuse_first)

    async def ask() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        page._scriptrunner = Runner(page, is_ending=True)
        turns.create(page, "first")
        turns.create(page, "second")
        page._scriptrunner = None
        while len(page.asked) < 2:
            await asyncio.sleep(turns.PAUSE)

    asyncio.run(ask())
    assert page.asked == ["first", "second"]


def test_nothing_is_begun_for_a_page_that_was_left(page) -> None:
    async def ask() -> None:
        page._scriptrunner = Runner(page, is_ending=True)
        turns.create(page, "first")
        page._scriptrunner, page._state = None, AppSessionState.SHUTDOWN_REQUESTED
        await asyncio.sleep(5 * turns.PAUSE)

    asyncio.run(ask())
    assert page.asked == []


@pytest.mark.parametrize(
    ("asked", "is_run"),
    [
        (RerunData(), True),
        (RerunData(fragment_id_queue=["here"], is_auto_rerun=True), True),
        (RerunData(fragment_id_queue=["gone", "here"], is_auto_rerun=True), True),
        (RerunData(fragment_id_queue=["gone"], is_auto_rerun=True), False),
        (RerunData(fragment_id_queue=["gone"]), True),  # a press may have come with it
    ],
)
def test_a_timer_of_a_page_that_was_left_runs_nothing(asked, is_run, monkeypatch) -> None:
    runs: list[RerunData] = []
    monkeypatch.setattr(turns, "_run", lambda _runner, asked: runs.append(asked))
    storage = SimpleNamespace(contains=lambda fragment: fragment == "here")
    turns.run(SimpleNamespace(_fragment_storage=storage), asked)
    assert bool(runs) is is_run
    assert not MemoryFragmentStorage().contains("gone")
    assert list(signature(ScriptRunner._run_script).parameters)[1:] == ["rerun_data"]
    assert "_fragment_storage" in ScriptRunner.__init__.__code__.co_names


def test_a_run_of_the_whole_page_takes_over_a_click_that_waits() -> None:
    settings = tomllib.loads(
        (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    )
    assert settings["runner"]["fastReruns"] is False  # or the runner is stopped, and what waits with it
    clicked = WidgetStates()
    clicked.widgets.add(id="clear", trigger_value=True)
    requests = ScriptRequests()
    requests.request_rerun(RerunData(widget_states=clicked, fragment_id="canvas"))
    requests.request_rerun(RerunData(widget_states=WidgetStates()))
    run = requests.on_scriptrunner_ready().rerun_data
    assert not run.fragment_id_queue
    assert [(widget.id, widget.trigger_value) for widget in run.widget_states.widgets] == [("clear", True)]
