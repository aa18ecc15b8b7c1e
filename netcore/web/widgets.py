"""What Streamlit keeps for the widgets and components that are on the page, by their own keys.

It forgets it once they aren't: what is to stay belongs into `Person`.
"""

from collections.abc import Collection
from typing import Any

import streamlit as st


def told(key: str) -> Any:
    """What a widget or component told last; None while it isn't on the page."""
    return st.session_state.get(key)


def is_on_page(key: str) -> bool:
    """Whether a widget or component was on the page when it was last run."""
    return key in st.session_state


def preset(key: str, value: Any) -> None:
    """Set what a widget shows; before it is put on the page, or in a callback."""
    st.session_state[key] = value


def forget(key: str) -> None:
    """Let a widget begin anew."""
    st.session_state.pop(key, None)


def keep_among(options: Collection[Any], otherwise: Any, *, key: str) -> None:
    """Preset a widget that still shows what isn't offered any more; one that is new begins as it likes."""
    if told(key) not in (None, *options):
        preset(key, otherwise)
