"""One knob: a slider and a number to type, for the same value.

Streamlit's own slider and number input each keep a value of their own in the browser; two of them
for one value overwrite each other when they are turned faster than the server answers. This one
tells what a person did, as it happens, and shows what the server says, unless it was turned again
meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass

from netcore.web.components.packaged import packaged
from netcore.web.state import me
from netcore.web.widgets import told

_component = packaged(
    "knob",
    # Until the browser has the knob's JavaScript, nobody would hear that it was turned.
    '<label class="knob"><span></span>'
    '<input type="range" aria-label="Knob" disabled />'
    '<input type="number" aria-label="Knob" disabled /></label>',
)


@dataclass(frozen=True)
class Turn:
    """What a person did to a knob.

    Attributes:
        value: what it says now.
        gesture: the same for all turns of one drag, or of one key that is held.
    """

    value: float
    gesture: str


def show_knob(
    label: str,
    value: float,
    on_turn: Callable[[Turn], None],
    *,
    key: str,
    target: str,
    least: float,
    most: float,
    limits: tuple[float, float],
    step: float = 0.05,
    disabled: bool = False,
) -> None:
    """Put a knob on the page.

    Args:
        label: what is turned.
        value: where it stands.
        on_turn: called when it was turned.
        key: what the browser finds it by, as the CSS class st-key-<key>.
        target: what exactly is turned: a turn that was meant for another target, which the page has
            replaced meanwhile, is left out.
        least: the slider's left end.
        most: its right end.
        limits: the least and the most that can be typed.
        step: of the slider.
        disabled: it can be seen and not be turned.
    """

    def turned() -> None:
        turn = told(key).turned
        me().browser.turns[key] = turn["number"]
        if turn["target"] == target:
            on_turn(Turn(float(turn["value"]), turn["gesture"]))

    _component(
        key=key,
        data={
            "label": label,
            "target": target,
            "value": round(value, 4) + 0.0,  # which makes 0 of -0
            "least": least,
            "most": most,
            "limits": limits,
            "step": step,
            "disabled": disabled,
            "turn": me().browser.turns.get(key, 0),
        },
        on_turned_change=turned,
        height="content",
    )
