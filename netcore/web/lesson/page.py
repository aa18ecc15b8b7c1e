"""The Lesson page: one idea at a time, with the reader's own drawing."""

import streamlit as st

from netcore.web.state import arrive


def page() -> None:
    """Put the step on the page."""
    arrive()
    st.empty()


page()
