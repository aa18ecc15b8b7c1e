"""What the browser keeps for its person, and what it says while the line to the server is down.

It stands in the frame of all pages: what it tells has the whole page run.
"""

from netcore.web.components.packaged import packaged
from netcore.web.keeping import in_words, take_back
from netcore.web.state import me
from netcore.web.widgets import told

_component = packaged(
    "keep",
    '<footer class="keep"><p class="refusals" role="status"></p><p><span class="kept"></span> '
    '<button type="button" disabled>Forget everything on this computer</button></p></footer>',
)


def show_keep() -> None:
    """Say at the page's end what is kept, and have it forgotten; when a page is opened, take it back."""
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
