"""The settings of a person's own training, which stay while other pages are looked at."""

import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import streamlit as st

from netcore.data import download_mnist, is_mnist_here
from netcore.data.prepared import BUNDLED, MNIST
from netcore.errors import NetcoreError
from netcore.network import Network
from netcore.training.config import LARGEST_HIDDEN, MOST_HIDDEN, TrainingConfig
from netcore.training.run import Run
from netcore.web.networks import mine, networks
from netcore.web.person.settings import DEFAULTS, RANDOM, widget_of
from netcore.web.state import me
from netcore.web.text import plain
from netcore.web.widgets import forget, preset, told

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
EPOCHS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
EXAMPLES = (10, 30, 100, 300, 1000, 2000, BUNDLED)
MORE_EXAMPLES = (10_000, 30_000, MNIST)
IN_ADDRESS = {
    "rate": "rate",
    "batch": "batch",
    "layers": "hidden",
    "activation": "activation",
    "epochs": "epochs",
    "examples": "examples",
    "seed": "seed",
}
"""The settings that a link holds: what they are called in an address, and in `Settings`."""
LARGEST_SEED = 2**31 - 1
FUNCTIONS = ("sigmoid", "relu")
LIMITS = f"at most {MOST_HIDDEN} hidden layers of 1 to {LARGEST_HIDDEN} neurons"


def setting(name: str) -> Any:
    """What this person set, or the default."""
    value = told(widget_of(name))
    return getattr(me().settings, name) if value is None else value


def set_up(**values: Any) -> None:
    """Set settings in this person's place, as one press on a button of another view does."""
    for name, value in values.items():
        setattr(me().settings, name, value)
        forget(widget_of(name))


def settings_in_address() -> dict[str, str]:
    """What this person set, as far as it isn't the default, as an address holds it."""
    values = {name: setting(field) for name, field in IN_ADDRESS.items()}
    defaults = {name: getattr(DEFAULTS, field) for name, field in IN_ADDRESS.items()}
    return {name: _written(value) for name, value in values.items() if value != defaults[name]}


def take_settings(address: dict[str, str]) -> list[str]:
    """Set what an address holds.

    Returns:
        The names of what can't be, and isn't set.
    """
    values, refused = {}, []
    for name, field in IN_ADDRESS.items():
        if name in address:
            value = _read(name, address[name])
            if value is None:
                refused.append(name)
            else:
                values[field] = value
    set_up(**values)
    return refused


def my_config() -> TrainingConfig:
    """What this person set, as a config; settings that can't be are left at their defaults."""
    return TrainingConfig(
        hidden=layers_of(setting("hidden")) or TrainingConfig.hidden,
        activation=setting("activation"),
        learning_rate=setting("rate"),
        batch_size=setting("batch"),
        epochs=setting("epochs"),
        examples=setting("examples"),
        seed=setting("seed"),
        drawings=me().handwriting.to_learn_from if setting("drawings") else (),
        start=starts().get(setting("start")),
    )


def starts() -> dict[str, Network]:
    """The networks that one can go on from."""
    return networks()[0] | mine()


def layers_of(text: str) -> tuple[int, ...] | None:
    """The sizes of hidden layers that a person typed; None if they are beyond the limits or no numbers."""
    if not re.fullmatch(r"\s*\d{1,4}([\s,;x×-]+\d{1,4}){0,9}\s*", text):
        return None
    sizes = tuple(int(number) for number in re.findall(r"\d+", text))
    fits = 1 <= len(sizes) <= MOST_HIDDEN and all(1 <= size <= LARGEST_HIDDEN for size in sizes)
    return sizes if fits else None


def refusal() -> str:
    """A sentence if the sizes that were typed can't be, and others stand in for them; "" otherwise."""
    if setting("start") != RANDOM or layers_of(setting("hidden")) is not None:
        return ""
    return f"The sizes typed in Settings can't be, so {DEFAULTS.hidden} are taken: {LIMITS}."


def in_short(config: TrainingConfig) -> str:
    """A config in a line."""
    drawn = f" and {len(config.drawings)} of your own" if config.drawings else ""
    return (
        f"rate {config.learning_rate:g}, batches of {config.batch_size}, {config.epochs} × "
        f"{config.examples:,} digits{drawn}, and {config.made:,} made by netcore, seed {config.seed}"
    )


def show_settings(run: Run) -> None:
    """The settings, folded away, and what they come to."""
    with st.popover("Settings", help="Learning rate, sizes of the layers, examples and more"):
        left, right = st.columns(2)
        with left:
            start = _ask("start", st.selectbox, "Start with", options=(RANDOM, *starts()))
            begun = start != RANDOM
            _ask("hidden", st.text_input, "Neurons in the hidden layers", help=LIMITS, disabled=begun)
            if layers_of(setting("hidden")) is None:
                st.error(f"Type numbers such as 16, 16: {LIMITS}.")
            _ask("activation", st.selectbox, "Hidden neurons squash with", options=FUNCTIONS, disabled=begun)
            seeds = {"min_value": 0, "max_value": LARGEST_SEED, "step": 1}
            _ask("seed", st.number_input, "Seed: the same gives the same numbers", **seeds)
        with right:
            _slide("rate", "Learning rate: how long the first steps are", RATES)
            _slide("batch", "Batch: examples between two steps", BATCHES)
            _slide("epochs", "Epochs: how often it sees all examples", EPOCHS)
            _slide("examples", "Examples", _counts())
        if me().handwriting.to_learn_from:
            _ask("drawings", st.toggle, "Learn from my own drawings, too")
        _ask("slow", st.toggle, "Begin in slow motion, where there is most to see")
        if not is_mnist_here():
            show_download(disabled=run.news.status.is_busy)
        st.caption("The same numbers on the command line:")
        st.code(command_of(my_config()), language=None, wrap_lines=True)


def command_of(config: TrainingConfig) -> str:
    """What gives the same network on the command line, where "my network" is its downloaded file."""
    names = [name for name, network in networks()[0].items() if network is config.start]
    start = f"--start {names[0] if names else 'my-network.npz'}" if config.start else ""
    made = f"--hidden {','.join(map(str, config.hidden))} --activation {config.activation}"
    drawn = " --drawings my-handwriting.ndjson" if config.drawings else ""
    return (
        f"python -m netcore learn mine.npz {start or made} --learning-rate {config.learning_rate:g} "
        f"--batch-size {config.batch_size} --epochs {config.epochs} --examples {config.examples} "
        f"--seed {config.seed}{drawn}"
    )


def show_download(*, disabled: bool) -> None:
    """Fetches MNIST, if this person asks for it."""
    if not st.button("Fetch MNIST (11 MB): 55,000 examples", key="fetch", disabled=disabled):
        return
    bar = st.progress(0.0, "Fetching MNIST")
    try:
        with closing(download_mnist()) as download:
            for progress in download:
                bar.progress(progress.done / progress.total, f"{progress.file} from {progress.mirror}")
    except NetcoreError as error:
        st.error(plain(str(error)))
    except OSError as error:
        st.error(plain(f"MNIST can't be kept here: {error.strerror}. The bundled digits serve."))
    else:
        st.rerun()


def _counts() -> tuple[int, ...]:
    return (*EXAMPLES, *(MORE_EXAMPLES if is_mnist_here() else ()))


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read(name: str, text: str) -> Any:
    """A setting as an address holds it; None for what can't be set."""
    offered: dict[str, tuple[Any, ...]] = {
        "rate": RATES,
        "batch": BATCHES,
        "epochs": EPOCHS,
        "examples": _counts(),
        "activation": FUNCTIONS,
    }
    if name in offered:
        return next((value for value in offered[name] if text == _written(value)), None)
    if name == "layers":
        return text if layers_of(text) else None
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= LARGEST_SEED else None


def _slide(name: str, label: str, options: tuple[float, ...]) -> None:
    _ask(name, st.select_slider, label, options=options, format_func=lambda value: f"{value:,g}")


def _ask(name: str, widget: Callable[..., Any], label: str, **more: Any) -> Any:
    """Put one setting on the page; gives what it is set to."""
    value = setting(name)
    if value not in more.get("options", (value,)):
        value = getattr(DEFAULTS, name)
    preset(widget_of(name), value)  # Streamlit forgets what wasn't on the page
    value = widget(label, key=widget_of(name), **more)
    setattr(me().settings, name, value)
    return value
