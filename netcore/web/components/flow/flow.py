"""Labelled pictures that flow by, to press one of."""

from collections.abc import Callable

from netcore.web.components.gallery.gallery import Thumbnail
from netcore.web.components.packaged import packaged
from netcore.web.state import me
from netcore.web.widgets import told

_component = packaged("flow", '<div class="flow"></div>')


def show_flow(
    thumbnails: list[Thumbnail], *, name: str, key: str, pressed: int | None, press: Callable[[int], None]
) -> None:
    """Have pictures flow by, in rows; they stand still where one points at them, or nothing should move.

    They are sent once: the browser keeps the last ones, and tells should they get lost on the way.

    Args:
        thumbnails: in this order.
        name: tells them from others.
        key: what the browser finds them by, as the CSS class st-key-<key>.
        pressed: the number of the one that was pressed last; None if none was.
        press: is told the number of one that is pressed, before the page runs.
    """
    browser = me().browser
    pictures = None if browser.flowing == name else [thumbnail.data for thumbnail in thumbnails]
    browser.flowing = name
    _component(
        key=key,
        data={"name": name, "pictures": pictures, "pressed": pressed},
        on_pressed_change=lambda: press(int(told(key).pressed)),
        on_missing_change=lambda: setattr(browser, "flowing", ""),
        height="content",
    )
