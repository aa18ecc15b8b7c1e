"""The networks that can be shown, and which of them this person chose."""

import streamlit as st

import netcore
from netcore.files.weights import WEIGHTS_FOLDER
from netcore.language import N_, _
from netcore.web.person.own_network import OWN
from netcore.web.state import USUAL, me
from netcore.web.text import in_percent, plain

ACCURACIES = {
    "mnist-test": N_("{part} of MNIST's test digits"),
    "strangers": N_("{part} of the pen digits of strangers"),
}
"""What a network's file says of how well it reads, and how people say it."""


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
            refusals.append(_("The network {name} can't be used: its file can't be read.").format(name=name))
    return usable, refusals


def offered() -> dict[str, netcore.Network]:
    """The networks that can be used; what is wrong with others, or with all, is said on the page."""
    usable, refusals = networks()
    for refusal in refusals:
        st.warning(plain(refusal))
    if not usable:
        st.error(_("There is no network to show. Train one with: python -m netcore train"))
    return usable


def mine() -> dict[str, netcore.Network]:
    """This person's own network by its name, if they have one."""
    network = me().own.network
    return {} if network is None else {OWN: network}


def choose(usable: dict[str, netcore.Network]) -> netcore.Network:
    """Let this person choose a network, their own included; the article's until they do.

    Args:
        usable: the networks for everyone, at least one.
    """
    usable = usable | mine()
    names = sorted(usable, key=lambda name: (name == OWN, name != USUAL))
    # Not bound to the address by Streamlit: going back would take the choice away.
    person, address = me(), st.query_params
    known = (person.chosen, address.get("choice"), names[0])
    chosen = next(name for name in known if name in names)
    if len(names) > 1:
        with st.container(key="choice", width="content"):
            clicked = st.segmented_control(
                _("Network"),
                names,
                format_func=network_label,
                default=chosen,
                required=True,
                key=f"choice_{person.choices}",
                label_visibility="collapsed",
            )
        chosen = clicked or chosen
    person.chosen = chosen
    if chosen != address.get("choice", names[0]):
        address["choice"] = chosen
    return usable[chosen]


def network_label(name: str) -> str:
    """A network's name as a list shows it."""
    return _("my network") if name == OWN else name


def about(network: netcore.Network) -> str:
    """What a network is and how well it reads, as Markdown in a line, as far as its file tells."""
    meta = network.meta
    size = "-".join(map(str, network.sizes))
    # What the networks say that come with netcore is in the catalogues.
    line = f"**{size}**, {plain(_(meta['about']))}." if isinstance(meta.get("about"), str) else f"**{size}**."
    accuracy = meta.get("accuracy")
    figures = [
        _(words).format(part=in_percent(part))
        for name, words in ACCURACIES.items()
        if isinstance(accuracy, dict) and isinstance(part := accuracy.get(name), float) and 0 <= part <= 1
    ]
    if not figures:
        return line
    *before, last = figures
    said = _("{before} and {last}").format(before=", ".join(before), last=last) if before else last
    return f"{line} {_('It reads {what} right.').format(what=said)}"
