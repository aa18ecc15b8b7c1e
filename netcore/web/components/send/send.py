"""A button that sends what was drawn: pressed right after the last stroke, it waits for that."""

from collections.abc import Callable

from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged("send", '<button type="button" class="send"></button>')


def show_send(label: str, on_press: Callable[[int | None], None], *, key: str, target: str) -> None:
    """Put the button on the page.

    Args:
        label: what stands on it.
        on_press: called when it was pressed, with the digit that was asked for on the page, as its
            `data-digit`, when the first stroke was begun; None where that isn't known.
        key: what the browser finds it by, as the CSS class st-key-<key>.
        target: what exactly is sent: a press that was meant for another target, which the page has replaced
            meanwhile, such as the second one of a double click, is left out.
    """

    def pressed() -> None:
        press = told(key).pressed
        if press["target"] == target:
            digit = press["digit"]  # of JSON, where true and 3.0 are in range(10), too
            on_press(digit if type(digit) is int and digit in range(10) else None)

    _component(key=key, data={"label": label, "target": target}, on_pressed_change=pressed, height="content")
