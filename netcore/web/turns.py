"""A page's runs: the next begins when all that the one before said has been heard, and none is of nothing.

Streamlit (1.67) ends a page's runner once nothing is asked of it, and makes another when something is. If
that comes before its event loop has heard the last things that the old one said, it drops them: on a busy
computer, people didn't see what their press did.

And where a page is left for another while the timer of one of its fragments asks for a run, that run, of
nothing, had the browser clear the new page.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

PAUSE = 0.001
"""Seconds between two looks whether the old runner has been heard out."""

_waiting: WeakKeyDictionary[AppSession, deque[RerunData]] = WeakKeyDictionary()
_create = AppSession._create_scriptrunner
_run = ScriptRunner._run_script


def take_turns() -> None:
    """Have it so, for all pages of this server."""
    # Streamlit has no way in that is meant for it. So two of its methods are replaced, which mypy refuses;
    # a test fails where they are no longer as they were.
    AppSession._create_scriptrunner = create  # type: ignore[assignment, method-assign]  # see above
    ScriptRunner._run_script = run  # type: ignore[assignment, method-assign]  # see above


def create(session: AppSession, asked: RerunData) -> None:
    """Make a page another runner, as it has none, or one that takes no more; called on the event loop."""
    waiting = _waiting.setdefault(session, deque())
    waiting.append(asked)
    if len(waiting) == 1:
        _serve(session)


def run(runner: ScriptRunner, asked: RerunData) -> None:
    """Run what is asked for, but no timer whose fragments are no more; called on the page's thread."""
    fragments = asked.fragment_id_queue if asked.is_auto_rerun else []
    if not fragments or any(map(runner._fragment_storage.contains, fragments)):
        _run(runner, asked)


def _serve(session: AppSession) -> None:
    waiting = _waiting[session]
    while waiting and session._state is not AppSessionState.SHUTDOWN_REQUESTED:
        runner = session._scriptrunner
        try:
            if runner is None:
                _create(session, waiting.popleft())
            elif runner.request_rerun(waiting[0]):
                waiting.popleft()
            else:  # it has ended, and what it said last is still to be heard
                asyncio.get_running_loop().call_later(PAUSE, _serve, session)
                return
        except BaseException:
            if waiting:
                asyncio.get_running_loop().call_soon(_serve, session)
            raise
    waiting.clear()
