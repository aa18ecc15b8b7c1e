"""A page's runs take turns."""

import asyncio
import tomllib
from inspect import signature
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

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


def test_streamlit_is_still_as_it_is_looked_at() -> None:
    assert list(signature(turns._request).parameters) == ["self", "client_state"]
    assert "_scriptrunner" in AppSession.__init__.__code__.co_names
    assert "_requests" in ScriptRunner.__init__.__code__.co_names


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
