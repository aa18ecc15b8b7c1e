"""What the browser keeps for its person, and what it says while the line to the server is down.

It stands in the frame of all pages: what it tells has the whole page run.
"""

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
    person = me()
    _component(
        key="keep",
        data={
            "person": person.keeper.key,
            "isOpen": person.keeper.is_open,
            "refusals": person.keeper.refusals,
            "said": in_words(person),
        },
        on_offered_change=lambda: take_back(told("keep").offered),
        on_back_change=lambda: None,
        height="content",
    )
