"""What holds for the whole server: its settings, and the threads that all trainings share."""

import os
import sys

import streamlit as st
from threadpoolctl import threadpool_limits

from netcore.training.workers import Workers

SWITCH_SECONDS = 0.001
"""A fifth of Python's own: a training waits less for pages, and learns a sixth faster beside one."""


def set_up_process() -> None:
    """Make the settings of the whole process, unless they are made."""
    if sys.getswitchinterval() != SWITCH_SECONDS:
        sys.setswitchinterval(SWITCH_SECONDS)
        # One thread multiplies small matrices fastest, and rounds as `python -m netcore learn` does.
        threadpool_limits(1)


@st.cache_resource(show_spinner=False)
def workers() -> Workers:
    """As many trainings at once as there are processors."""
    return Workers(os.cpu_count() or 1)
