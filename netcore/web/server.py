"""What holds for the whole server: its settings."""

import asyncio
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from threadpoolctl import threadpool_limits

from netcore.web.turns import take_turns

SWITCH_SECONDS = 0.001
"""A fifth of Python's own: what is worked out for one page holds up others less."""


def set_up_process() -> None:
    """Make the settings of the whole process, unless they are made."""
    if sys.getswitchinterval() != SWITCH_SECONDS:
        sys.setswitchinterval(SWITCH_SECONDS)
        # One thread multiplies small matrices fastest, and rounds as `python -m netcore learn` does.
        threadpool_limits(1)
        take_turns()


@asynccontextmanager
async def open_browser(_app: object) -> AsyncIterator[None]:
    """Open the page in this computer's browser once the server starts, as Streamlit does for scripts."""
    if not st.get_option("server.headless"):
        address, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
        page = f"http://{address}:{port}/{st.get_option('server.baseUrlPath').strip('/')}"
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, page)
    yield


def is_connected() -> bool:
    """Whether the page is still there for which the script runs; without a server, it is."""
    context = get_script_run_ctx()
    return not (runtime.exists() and context) or runtime.get_instance().is_active_session(context.session_id)
