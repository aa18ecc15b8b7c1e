"""Ten keys, one for each digit: a press says what a drawing shows."""

from collections.abc import Callable, Sequence

from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged("digit_keys", '<div class="digit-keys" role="group"></div>')


def show_digit_keys(
    label: str, counts: Sequence[int], on_press: Callable[[int], None], *, key: str, target: str
) -> None:
    """Put the keys on the page.

    Args:
        label: what a press says, for those who don't see the keys.
        counts: how many drawings there are of each digit, 0 to 9.
        on_press: called with the digit.
        key: what the browser finds them by, as the CSS class st-key-<key>.
        target: what exactly is named: a press that was meant for another target, which the page has
            replaced meanwhile, is left out.
    """

    def pressed() -> None:
        press = told(key).pressed
        if press["target"] == target:
            on_press(int(press["digit"]))

    _component(
        key=key,
        data={"label": label, "counts": list(counts), "target": target},
        on_pressed_change=pressed,
        height="content",
    )
