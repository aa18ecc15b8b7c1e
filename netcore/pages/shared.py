"""What several pages need: the networks, which of them and which light a person chose, charts, legends."""

import html

import streamlit as st

import netcore
from netcore.figures.theme import CONFIG, DARK, LIGHT, PlainFigure, Stage, rgba
from netcore.pages.own_network import OWN, OwnNetwork
from netcore.pages.words import plain
from netcore.storage import WEIGHTS_FOLDER

EMPTY = PlainFigure(
    [],
    {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
)
"""A chart that is there and shows nothing yet."""
INSPECT = "netcore/pages/inspect.py"

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


def offered() -> dict[str, netcore.Network]:
    """The networks that can be used; what is wrong with others, or with all, is said on the page."""
    usable, refusals = networks()
    for refusal in refusals:
        st.warning(plain(refusal))
    if not usable:
        st.error("There is no network to show. Train one with: python -m netcore train")
    return usable


def my_own() -> OwnNetwork:
    """This person's own network, if they made one."""
    own: OwnNetwork = st.session_state.setdefault("own_network", OwnNetwork())
    return own


def choose(usable: dict[str, netcore.Network]) -> netcore.Network:
    """Let this person choose a network, their own included; the article's until they do.

    Args:
        usable: the networks for everyone, at least one.
    """
    own = my_own().state
    mine = {} if own is None else {OWN: own.network}
    names = [*sorted(usable, key=lambda name: name != "classic"), *mine]
    # Not bound to the address by Streamlit: going back would take the choice away.
    state, address = st.session_state, st.query_params
    known = (state.get("choice"), state.get("chosen"), address.get("choice"), names[0])
    state.chosen = next(name for name in known if name in names)
    if len(names) > 1:
        if state.get("choice") != state.chosen:
            state.choice = state.chosen
        st.segmented_control("Network", names, required=True, key="choice", label_visibility="collapsed")
    if state.chosen != address.get("choice", names[0]):
        address["choice"] = state.chosen
    return (usable | mine)[state.chosen]


def look_inside(picked: str) -> None:
    """Go to the page that looks into a neuron.

    Args:
        picked: layer and number, as the browser tells them: "hidden 1/5".
    """
    layer, number = picked.split("/")
    st.session_state.kept_pick = layer, int(number)  # the address leaves out the first choice in a list
    st.switch_page(
        INSPECT, query_params={"choice": st.session_state.chosen, "layer": layer, "neuron": number}
    )


def about(network: netcore.Network) -> str:
    """What a network is and how well it reads, as Markdown in a line, as far as its file tells."""
    meta = network.meta
    size = "-".join(map(str, network.sizes))
    line = f"**{size}**, {plain(meta['about'])}." if isinstance(meta.get("about"), str) else f"**{size}**."
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


def place(figures: dict[str, PlainFigure], figure: PlainFigure, *, key: str, height: int, alt: str) -> None:
    """Lay out an empty chart, which `show_reading` is to fill: a chart that changes isn't built anew.

    Args:
        figures: what `show_reading` will be given; the figure is put there.
        figure: from `netcore.figures`.
        key: what the browser finds the chart by, as the CSS class st-key-<key>.
        height: in pixels; the width is what there is.
        alt: what it shows, for those who don't see it.
    """
    figures[key] = figure
    cannot_be_filled = st.session_state.get("unpainted", False)
    show_chart(figure if cannot_be_filled else EMPTY, key=key, height=height, alt=alt)


def heading(title: str, meaning: str) -> None:
    """A title and what it means, in a line each."""
    st.html(f'<p class="heading"><b>{html.escape(title)}</b><br>{html.escape(meaning)}</p>')


def weights_legend(reach: float | None = None, width: str = "9rem") -> None:
    """The one legend of weights: negative orange, zero the stage, positive blue.

    Args:
        reach: the weight that gets the full colour, if the scale has numbers.
        width: of the scale, as CSS writes it.
    """
    stage = my_stage()
    ends = ("down", "up") if reach is None else (f"down, −{reach:.2f}", f"up, +{reach:.2f}")
    gradient = f"{rgba(stage.negative)}, {stage.ground}, {rgba(stage.positive)}"
    st.html(
        '<div style="display:flex;align-items:center;gap:.6rem;font-size:.95rem">'
        f"<span>{ends[0]}</span>"
        f'<span style="flex:0 1 {width};height:.7rem;border-radius:.35rem;'
        f'background:linear-gradient(90deg,{gradient})"></span>'
        f"<span>{ends[1]}</span></div>"
    )
