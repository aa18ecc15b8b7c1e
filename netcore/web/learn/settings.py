"""The settings of a person's own training, which stay while other pages are looked at."""

import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import streamlit as st

from netcore.data import download_mnist, is_mnist_here
from netcore.data.prepared import BUNDLED, MNIST
from netcore.errors import NetcoreError
from netcore.language import _
from netcore.network import Network
from netcore.training.config import LARGEST_HIDDEN, MOST_HIDDEN, TrainingConfig
from netcore.training.run import Run
from netcore.web.networks import mine, network_label, networks
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
    said = _("The sizes typed in Settings can't be, so {sizes} are taken: {limits}.")
    return said.format(sizes=DEFAULTS.hidden, limits=limits())


def limits() -> str:
    """What sizes the hidden layers may have, in words."""
    words = _("at most {layers} hidden layers of 1 to {neurons} neurons")
    return words.format(layers=MOST_HIDDEN, neurons=LARGEST_HIDDEN)


def in_short(config: TrainingConfig) -> str:
    """A config in a line."""
    words = _(
        "rate {rate:g}, batches of {batch}, {epochs} × {examples:,} digits, and {made:,} made by netcore, "
        "seed {seed}"
    )
    if config.drawings:
        words = _(
            "rate {rate:g}, batches of {batch}, {epochs} × {examples:,} digits and {own} of your own, and "
            "{made:,} made by netcore, seed {seed}"
        )
    return words.format(
        rate=config.learning_rate,
        batch=config.batch_size,
        epochs=config.epochs,
        examples=config.examples,
        own=len(config.drawings),
        made=config.made,
        seed=config.seed,
    )


def show_settings(run: Run) -> None:
    """The settings, folded away, and what they come to."""
    with st.popover(_("Settings"), help=_("Learning rate, sizes of the layers, examples and more")):
        left, right = st.columns(2)
        with left:
            start = _ask(
                "start",
                st.selectbox,
                _("Start with"),
                options=(RANDOM, *starts()),
                format_func=lambda name: _("random numbers") if name == RANDOM else network_label(name),
            )
            begun = start != RANDOM
            _ask("hidden", st.text_input, _("Neurons in the hidden layers"), help=limits(), disabled=begun)
            if layers_of(setting("hidden")) is None:
                st.error(_("Type numbers such as 16, 16: {limits}.").format(limits=limits()))
            squash = _("Hidden neurons squash with")
            _ask("activation", st.selectbox, squash, options=FUNCTIONS, disabled=begun)
            seeds = {"min_value": 0, "max_value": LARGEST_SEED, "step": 1}
            _ask("seed", st.number_input, _("Seed: the same gives the same numbers"), **seeds)
        with right:
            _slide("rate", _("Learning rate: how long the first steps are"), RATES)
            _slide("batch", _("Batch: examples between two steps"), BATCHES)
            _slide("epochs", _("Epochs: how often it sees all examples"), EPOCHS)
            _slide("examples", _("Examples"), _counts())
        if me().handwriting.to_learn_from:
            _ask("drawings", st.toggle, _("Learn from my own drawings, too"))
        _ask("slow", st.toggle, _("Begin in slow motion, where there is most to see"))
        if not is_mnist_here():
            show_download(disabled=run.news.status.is_busy)
        st.caption(_("The same numbers on the command line:"))
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
    if not st.button(_("Fetch MNIST (11 MB): 55,000 examples"), key="fetch", disabled=disabled):
        return
    bar = st.progress(0.0, _("Fetching MNIST"))
    try:
        with closing(download_mnist()) as download:
            for progress in download:
                bar.progress(
                    progress.done / progress.total,
                    _("{file} from {mirror}").format(file=progress.file, mirror=progress.mirror),
                )
    except NetcoreError as error:
        st.error(plain(str(error)))
    except OSError as error:
        st.error(
            plain(
                _("MNIST can't be kept here: {reason}. The bundled digits serve.").format(
                    reason=error.strerror
                )
            )
        )
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
