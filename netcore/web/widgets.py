"""What Streamlit keeps for the widgets and components that are on the page, by their own keys.

It forgets it once they aren't: what is to stay belongs into `Person`.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import streamlit as st

_OVERRULED = "overruled"
_HEARING_SECONDS = 5.0
"""A browser hears so quickly what a widget shows now, or its person has moved on."""


@dataclass
class _Overruled:
    """A widget that was set, and may be told otherwise by a browser that hasn't heard of it."""

    before: Any
    value: Any
    until: float
    was_shown: bool = False


def told(key: str) -> Any:
    """What a widget or component told last; None while it isn't on the page."""
    return st.session_state.get(key)


def is_on_page(key: str) -> bool:
    """Whether a widget or component was on the page when it was last run."""
    return key in st.session_state


def preset(key: str, value: Any) -> None:
    """Set what a widget shows; before it is put on the page, or in a callback."""
    st.session_state[key] = value


def overrule(key: str, value: Any) -> None:
    """Set what a widget shows in place of what its person did elsewhere: `hold` then keeps it.

    A browser tells what all its widgets show whenever it tells anything. What it sends before it has heard
    of the new value would set the widget back, and the click that set it would be lost.
    """
    if told(key) not in (None, value):
        until = time.monotonic() + _HEARING_SECONDS
        st.session_state.setdefault(_OVERRULED, {})[key] = _Overruled(told(key), value, until)
    preset(key, value)


def hold(key: str) -> None:
    """Keep what a widget was set to if the browser told what it showed before; then put it on the page."""
    overruled = st.session_state.get(_OVERRULED, {})
    if (known := overruled.get(key)) is None:
        return
    if is_outdated(key):
        preset(key, known.value)
    elif known.was_shown or told(key) != known.value:
        del overruled[key]  # the browser has heard, or its person chose something else
    else:
        known.was_shown = True


def is_outdated(key: str) -> bool:
    """Whether the browser told of a widget what it showed before it was overruled."""
    known = st.session_state.get(_OVERRULED, {}).get(key)
    return known is not None and told(key) == known.before and time.monotonic() < known.until


def forget(key: str) -> None:
    """Let a widget begin anew."""
    st.session_state.pop(key, None)


def keep_among(options: Collection[Any], otherwise: Any, *, key: str) -> None:
    """Preset a widget that still shows what isn't offered any more; one that is new begins as it likes."""
    if told(key) not in (None, *options):
        preset(key, otherwise)
