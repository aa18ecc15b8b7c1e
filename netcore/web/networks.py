"""The networks that can be shown, and which of them this person chose."""

import streamlit as st

import netcore
from netcore.files.weights import WEIGHTS_FOLDER
from netcore.training.run import Run
from netcore.web.own_network import OWN, OwnNetwork
from netcore.web.own_run import my_run
from netcore.web.text import plain

ACCURACIES = {
    "MNIST's test digits": "mnist-test",
    "the pen digits of strangers": "strangers",
}
"""What a network's file says of how well it reads, in words for people."""

TRAINING = "training "
"""The gesture of what a training made begins like this, and no other's."""


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
    """This person's own network, if they made one, by turning knobs or by training."""
    own: OwnNetwork = st.session_state.setdefault("own_network", OwnNetwork())
    _take_trained(own)
    return own


def take_on_screen(network: netcore.Network) -> None:
    """Choose the network that this person sees learn, as "my network", whatever that was until now.

    Args:
        network: it may be a moment of the past, or the random one.
    """
    own = my_own()
    if own.state is None or own.state.network.fingerprint != network.fingerprint:
        snapshot = "a moment of your training"
        own.take(network, snapshot, snapshot, st.session_state.get("chosen", "classic"))
    choose_now(OWN)


def drop_trained() -> None:
    """Forget what this person's training made; if it made nothing, what the last one before it made."""
    trained = last_trained()
    if trained is not None:
        my_own().drop(trained)
    if my_own().state is None and st.session_state.get("chosen") == OWN:
        choose_now(my_own().left)


def _take_trained(own: OwnNetwork) -> None:
    """Take what this person's training made since it was last taken, once it rests."""
    if "run" not in st.session_state:
        return
    run = my_run()
    news = run.news
    if news.status.is_busy or not news.now or not news.now.step:
        return
    gesture, state = gesture_of(run), st.session_state
    if state.get("taken") == (gesture, news.now.step):
        return
    state.taken = gesture, news.now.step
    trained = f"trained for {news.now.examples:,} examples"
    own.take(news.now.network, "what you trained", trained, state.get("chosen", "classic"), gesture)
    choose_now(OWN)


def last_trained() -> str | None:
    """The gesture of this person's last training that made a network which they still have."""
    gestures = [state.gesture for state in my_own().states if state.gesture is not None]
    mine = gesture_of(my_run())
    if mine in gestures or my_run().news.now:
        return mine
    return next((one for one in reversed(gestures) if one.startswith(TRAINING)), None)


def made_own(run: Run) -> bool:
    """Whether this training made the own network as it is now."""
    state = my_own().state
    return state is not None and state.gesture == gesture_of(run)


def gesture_of(run: Run) -> str:
    """What all states of the own network have in common that a training made."""
    return f"{TRAINING}{run.number}"


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
    known = (state.get("chosen"), address.get("choice"), names[0])
    state.chosen = next(name for name in known if name in names)
    if len(names) > 1:
        with st.container(key="choice", width="content"):
            clicked = st.segmented_control(
                "Network",
                names,
                default=state.chosen,
                required=True,
                key=f"choice_{state.get('choices', 0)}",
                label_visibility="collapsed",
            )
        state.chosen = clicked or state.chosen
    if state.chosen != address.get("choice", names[0]):
        address["choice"] = state.chosen
    return (usable | mine)[state.chosen]


def choose_now(name: str) -> None:
    """Choose a network for this person, as turning a knob does.

    The list on the page becomes a new one: what the browser still says of the old one is of no account.
    """
    state = st.session_state
    if state.get("chosen") != name:
        state.chosen = name
        state.choices = state.get("choices", 0) + 1


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
