"""What several pages need: the networks for everyone, the stage a person chose, the legend of weights."""

import streamlit as st

import netcore
from netcore.figures.theme import CONFIG, DARK, LIGHT, PlainFigure, Stage, rgba
from netcore.storage import WEIGHTS_FOLDER

ACCURACIES = {
    "MNIST's test digits": "mnist-test",
    "pen digits by people it never learned from": "pen drawings of unknown writers",
}
"""What a network's file says of how well it reads, in words for people."""


@st.cache_resource(max_entries=32, show_spinner=False)
def _load(name: str, changed: int) -> netcore.Network:
    """`changed` is the time of the file's last change: a file trained anew is read anew."""
    return netcore.load(name)


def networks() -> tuple[dict[str, netcore.Network], list[str]]:
    """The networks in `weights/`, shared by everyone.

    Returns:
        Those that can be used, by name; and a sentence for each that can't.
    """
    usable, refusals = {}, []
    for name in netcore.available():
        try:
            usable[name] = _load(name, (WEIGHTS_FOLDER / f"{name}.npz").stat().st_mtime_ns)
        except netcore.WeightsError as error:
            refusals.append(str(error))
        except OSError:
            refusals.append(f"The network {name} can't be used: its file can't be read.")
    return usable, refusals


def about(network: netcore.Network) -> str:
    """What a network is and how well it reads, in a line, as far as its file tells."""
    meta = network.meta
    size = "-".join(map(str, network.sizes))
    line = f"**{size}**, {meta['about']}." if isinstance(meta.get("about"), str) else f"**{size}**."
    accuracy = meta.get("accuracy")
    figures = [
        f"{part:.1%} of {what}".replace("%", "\u00a0%", 1)
        for what, name in ACCURACIES.items()
        if isinstance(accuracy, dict) and isinstance(part := accuracy.get(name), float) and 0 <= part <= 1
    ]
    return f"{line} It reads {' and '.join(figures)} right." if figures else line


def my_stage() -> Stage:
    """The colours for this person's theme, as their browser last told it; dark until then."""
    return LIGHT if st.session_state.get("ground") == "light" else DARK


def show_chart(figure: PlainFigure, *, key: str, height: int, alt: str) -> None:
    """Put a figure of ours on the page.

    Args:
        figure: from `netcore.figures`.
        key: what the browser finds it by, as the CSS class st-key-<key>.
        height: in pixels; the width is what there is.
        alt: what it shows, for those who don't see it.
    """
    st.plotly_chart(figure, key=key, theme=None, config=CONFIG, height=height, alt=alt)


def weights_legend(reach: float | None = None) -> None:
    """The one legend of weights: negative orange, zero the stage, positive blue.

    Args:
        reach: the weight that gets the full colour, if the scale has numbers.
    """
    stage = my_stage()
    ends = ("down", "up") if reach is None else (f"down, −{reach:.2f}", f"up, +{reach:.2f}")
    gradient = f"{rgba(stage.negative)}, {stage.ground}, {rgba(stage.positive)}"
    st.html(
        '<div style="display:flex;align-items:center;gap:.6rem;font-size:.95rem">'
        f"<span>{ends[0]}</span>"
        '<span style="flex:0 1 9rem;height:.7rem;border-radius:.35rem;'
        f'background:linear-gradient(90deg,{gradient})"></span>'
        f"<span>{ends[1]}</span></div>"
    )
