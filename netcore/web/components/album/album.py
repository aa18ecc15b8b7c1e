"""An album of drawn digits: each below its digit, with how it was read, and a way to remove it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from netcore.figures.theme import Palette, rgba
from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged("album", '<div class="album"></div>')


@dataclass(frozen=True)
class Exhibit:
    """One drawing in the album.

    Attributes:
        number: what it is told by; no other has the same.
        digit: what it shows.
        picture: as an address that the browser shows.
        before: what a network read at first.
        after: what it reads by now; None while that isn't known.
        is_kept_back: nothing learns from it.
    """

    number: str
    digit: int
    picture: str
    before: int
    after: int | None
    is_kept_back: bool


def show_album(
    exhibits: Sequence[Exhibit], palette: Palette, on_remove: Callable[[str], None], *, key: str
) -> None:
    """Put the album on the page.

    Args:
        exhibits: in the order in which they stand below their digits.
        palette: the colours; a digit read right gets that of positive weights, one read wrong the other.
        on_remove: called with the number of the one that is to go.
        key: what the browser finds the album by, as the CSS class st-key-<key>.
    """
    _component(
        key=key,
        data={
            "exhibits": [asdict(exhibit) for exhibit in exhibits],
            "right": rgba(palette.positive),
            "wrong": rgba(palette.negative),
        },
        on_removed_change=lambda: on_remove(str(told(key).removed)),
        height="content",
    )
