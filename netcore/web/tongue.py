"""In which language a person reads the pages: the one that the address names, or else their browser's."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from netcore.language import ENGLISH, LANGUAGES, _, speaking
from netcore.web.routes import LANGUAGE
from netcore.web.state import me
from netcore.web.widgets import is_on_page, preset


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


def meant(key: str, options: Sequence[str], default: str, label: Callable[[str], str] = _) -> str | None:
    """What a choice in the address begins with; None where that is set, as another language names it.

    Args:
        key: of the choice, in the address too, where Streamlit has the words that are shown.
        options: what can be chosen.
        default: what it begins with.
        label: shows an option.
    """
    said = st.query_params.get(key)
    if said is None or is_on_page(key) or said in map(label, options):
        return default
    for language in LANGUAGES:
        with speaking(language):
            found = [option for option in options if label(option) == said]
        if found:
            preset(key, found[0])
            return None
    return default
