"""Pictures of digits as buttons."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.web.components.packaged import packaged
from netcore.web.data_url import data_url

_component = packaged("gallery", '<div class="gallery"></div>')


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A picture to click.

    Attributes:
        number: what is told when it is clicked.
        picture: (28, 28), 0 black to 255 white.
        name: what it is, for those who don't see it and for those who point at it.
        caption: a few letters below it, in one line or two.
    """

    number: int
    picture: NDArray[np.uint8]
    name: str
    caption: str

    @property
    def data(self) -> dict[str, Any]:
        """What the browser is given."""
        return {
            "number": self.number,
            "url": data_url(self.picture),
            "name": self.name,
            "caption": self.caption,
        }


def show_gallery(thumbnails: list[Thumbnail], *, key: str) -> int | None:
    """Put pictures on the page, to be clicked.

    Args:
        thumbnails: in this order.
        key: what the browser finds them by, as the CSS class st-key-<key>.

    Returns:
        The number of the picture that was clicked, in the one rerun after that.
    """
    result = _component(
        key=key,
        data=[thumbnail.data for thumbnail in thumbnails],
        on_picked_change=lambda: None,
        height="content",
    )
    picked = result.picked
    return int(picked["number"]) if picked else None
