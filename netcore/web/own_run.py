"""This person's training, and the threads that all trainings of the server share."""

import os
import sys
from weakref import ReferenceType

import streamlit as st
from threadpoolctl import threadpool_limits

from netcore.training.config import TrainingConfig
from netcore.training.run import News, Run
from netcore.training.snapshots import Snapshot
from netcore.training.workers import Workers

SWITCH_SECONDS = 0.001
"""A fifth of Python's own: a training waits less for pages, and learns a sixth faster beside one."""


@st.cache_resource(show_spinner=False)
def workers() -> Workers:
    """As many trainings at once as there are processors."""
    # One thread multiplies small matrices fastest, and rounds as `python -m netcore learn` does.
    threadpool_limits(1)
    sys.setswitchinterval(SWITCH_SECONDS)
    return Workers(os.cpu_count() or 1)


def my_run() -> Run:
    """This person's training, which has not begun if they never started any."""
    state = st.session_state
    run: Run = state.run if "run" in state else begin(TrainingConfig())
    _present(run.number, run)
    return run


def begin(config: TrainingConfig) -> Run:
    """Put a training that has not begun in the place of this person's old one."""
    state = st.session_state
    if "run" in state:
        state.run.pause()
    state.run = run = Run(config, workers())
    state.replayed = None
    return run


def snapshot_shown(news: News) -> Snapshot | None:
    """The moment that the page shows: the one replayed, or the newest; None before the first."""
    replayed: int | None = st.session_state.get("replayed")
    if news.status.is_busy or replayed is None or replayed >= len(news.snapshots):
        return news.now
    return news.snapshots[replayed]


def _leave(present: ReferenceType[Run]) -> None:
    run = present()
    if run is not None:
        run.pause()


# Streamlit lets go of what it keeps for a session when its page is closed: the training then ends. It
# keeps a reference only, or trainings that others have taken the place of would never be forgotten.
@st.cache_resource(scope="session", on_release=_leave, show_spinner=False)
def _present(number: int, _run: Run) -> ReferenceType[Run]:
    return ReferenceType(_run)
