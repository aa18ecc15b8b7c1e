"""A page's runs take turns: the next begins when all that the one before said has been heard.

Streamlit (1.67) ends a page's runner once nothing is asked of it, and makes another when something is. If
that comes before its event loop has heard the last things that the old one said, it drops them: on a busy
computer, people didn't see what their press did.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

PAUSE = 0.001
"""Seconds between two looks whether the old runner has been heard out."""

_waiting: WeakKeyDictionary[AppSession, deque[ClientState | None]] = WeakKeyDictionary()
_request = AppSession.request_rerun


def take_turns() -> None:
    """Have it so, for all pages of this server."""
    # There is no way in that is meant for it; a test fails where Streamlit's own is no longer as it was.
    AppSession.request_rerun = request  # type: ignore[assignment, method-assign]


def request(session: AppSession, client_state: ClientState | None) -> None:
    """Have a page run, in the order in which it is asked for; called on the event loop."""
    waiting = _waiting.setdefault(session, deque())
    waiting.append(client_state)
    if len(waiting) == 1:
        _serve(session)


def _serve(session: AppSession) -> None:
    waiting = _waiting[session]
    while waiting:
        if _is_ending(session):
            asyncio.get_running_loop().call_later(PAUSE, _serve, session)
            return
        try:
            _request(session, waiting.popleft())
        except BaseException:
            if waiting:
                asyncio.get_running_loop().call_soon(_serve, session)
            raise


def _is_ending(session: AppSession) -> bool:
    """Its runner takes no more, and hasn't been heard out."""
    runner = session._scriptrunner
    return runner is not None and runner._requests._state is ScriptRequestType.STOP
