"""Notes for the one in front, on the page or in a window of their own, which the class doesn't see."""

from collections.abc import Sequence

from netcore.language import _
from netcore.web.components.packaged import packaged

_component = packaged(
    "notes",
    '<aside class="notes"><header><h2></h2><button type="button"></button></header><dl></dl>'
    '<p role="status"></p></aside>',
)


def show_notes(title: str, notes: Sequence[tuple[str, str]]) -> None:
    """Show them, or have their window show them.

    Args:
        title: what they are notes for.
        notes: what each is called, and what it says, as plain text.
    """
    _component(
        key="notes",
        data={
            "title": title,
            "notes": notes,
            "move": _("Move these notes into a window of their own"),
            "refused": _(
                "Your browser opens no window for the notes: allow this page to open some, or read them here."
            ),
        },
        height="content",
    )
