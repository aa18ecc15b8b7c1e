"""In which language a person reads the pages: the one that the address names, or else their browser's."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from netcore.language import ENGLISH, LANGUAGES
from netcore.web.routes import LANGUAGE
from netcore.web.state import me


def my_language() -> str:
    """One of LANGUAGES; where nobody's page is being made, as in the threads of trainings, English."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    asked = me().link.language or (st.context.locale or ENGLISH).partition("-")[0]
    return asked if asked in LANGUAGES else ENGLISH


def take_language() -> None:
    """Take what the address asks for, before anything is said, and have it stay in the address."""
    link, address = me().link, st.query_params
    if LANGUAGE in address:
        link.language = address[LANGUAGE]
    elif link.language:
        address[LANGUAGE] = link.language  # the way from page to page leads past it
