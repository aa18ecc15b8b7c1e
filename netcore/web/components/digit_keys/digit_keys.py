"""Ten keys, one for each digit: a press says what a drawing shows."""

from collections.abc import Callable, Sequence

import streamlit as st

from netcore.web.components.beside import text_of
from netcore.web.widgets import told

_component = st.components.v2.component(
    "netcore_digit_keys",
    html='<div class="digit-keys" role="group"></div>',
    css=text_of("digit_keys/digit_keys.css"),
    js=text_of("digit_keys/digit_keys.js"),
    isolate_styles=False,
)


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
