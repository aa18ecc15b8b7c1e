"""What the browser keeps for its person, and what it says while the line to the server is down.

It stands in the frame of all pages: what it tells has the whole page run, once what was done before is heard.
"""

import streamlit as st

from netcore.language import LANGUAGES, N_
from netcore.web.components.packaged import packaged
from netcore.web.keeping import in_words, take_back
from netcore.web.routes import LANGUAGE
from netcore.web.state import me
from netcore.web.widgets import told

_LINKS = " · ".join(
    f'<a href="?{LANGUAGE}={short}" lang="{short}" hreflang="{short}">{name}</a>'
    for short, name in LANGUAGES.items()
)
_component = packaged(
    "keep",
    '<footer class="keep"><p class="refusals" role="status"></p><p><span class="kept"></span> '
    f'<button type="button" disabled>{N_("Forget everything on this computer")}</button></p>'
    f'<p class="languages">{_LINKS}</p></footer>',
)


def show_keep() -> None:
    """At the page's end: what is kept, and other languages; a new page is given back what was kept."""
    _show_keep([])


# In a fragment, as Streamlit drops the clicks that wait for the page when something outside of one is told.
@st.fragment
def _show_keep(heard: list[str]) -> None:
    """Show it.

    Args:
        heard: what was told since the whole page ran.
    """
    person = me()

    def take_offered() -> None:
        take_back(told("keep").offered)
        heard.append("offered")

    _component(
        key="keep",
        data={
            "person": person.keeper.key,
            "isOpen": person.keeper.is_open,
            "refusals": person.keeper.refusals,
            "said": in_words(person),
        },
        on_offered_change=take_offered,
        on_back_change=lambda: heard.append("back"),
        height="content",
    )
    if heard:
        st.rerun()
