"""How a component of ours is made of the files in its folder, which the browser fetches once."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from netcore.language import _


def packaged(name: str, html: str | None = None, *, has_css: bool = True) -> Callable[..., Any]:
    """A component whose JavaScript, and CSS if it has any, are served as files.

    Args:
        name: of its folder, which `netcore/pyproject.toml` lists, and of the files in it.
        html: what the JavaScript finds on the page.
        has_css: whether there is a style sheet.

    Returns:
        What puts it on the page, as `st.components.v2.component` gives it. It is registered when it is first
        used: before a server runs, Streamlit knows of no files.
    """

    @cache
    def registered() -> Callable[..., Any]:
        return st.components.v2.component(
            f"netcore.{name}",
            html=html,
            css=f"{name}/{name}.css" if has_css else None,
            js=f"{name}/{name}.js",
            isolate_styles=False,
        )

    def mount(**options: Any) -> Any:
        try:
            component = registered()
        except StreamlitAPIException:
            st.error(
                _("netcore is not installed whole: run `pip install -r requirements.txt` and start it again.")
            )
            st.stop()
        return component(**options)

    return mount
