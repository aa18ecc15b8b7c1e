"""What a browser keeps of a person's own network and of their training, as `kept` has its texts."""

import base64
import hashlib
import io
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

import numpy as np

from netcore.data import PenDrawing
from netcore.files.weights import check, load, save
from netcore.language import _
from netcore.network import Layer, Network
from netcore.training.config import TrainingConfig
from netcore.training.run import Run
from netcore.training.snapshots import MOST_SNAPSHOTS, Moment, Score, Snapshot
from netcore.web.person.handwriting import Drawings
from netcore.web.person.kept import KeptError, flaws, is_short, pack
from netcore.web.person.own_network import OwnNetwork

FEW_KNOBS = 200
"""So many that were turned are kept one by one, more of them with the whole network."""

Shared = Mapping[str, Network]
"""The networks that are on the server for everyone, by their names."""


def of_network(network: Network, shared: Shared) -> dict[str, Any]:
    """A network; of one that is on the server only its name and its fingerprint."""
    for name, one in shared.items():
        if one.fingerprint == network.fingerprint:
            return {"name": name, "fingerprint": network.fingerprint}
    file = io.BytesIO()
    save(network, file)
    return {"name": network.meta.get("name", ""), "npz": base64.b64encode(file.getvalue()).decode()}


def network_of(value: dict[str, Any], shared: Shared) -> Network:
    """What `of_network` was given.

    Raises:
        KeptError: it is damaged, or not on the server any more.
    """
    with flaws():
        name = value["name"]
        if "npz" not in value:
            network = shared.get(name)
            if network is None or network.fingerprint != value["fingerprint"]:
                raise KeptError(_("the network that it came from is not here any more"))
            return network
        if not is_short(name):
            raise KeptError(_("it is damaged"))
        network = load(io.BytesIO(base64.b64decode(value["npz"], validate=True)))
        return Network(network.layers, {**network.meta, "name": name})


def of_own(own: OwnNetwork, is_trained: bool, shared: Shared, *, is_whole: bool) -> str:
    """The own network as it is now, and what it is compared with.

    Args:
        own: that network.
        is_trained: the training made it as it is.
        shared: the networks for everyone.
        is_whole: however large; otherwise "" if it is.
    """
    version = own.version
    if version is None:
        return pack({"version": None})
    said = {"source": version.source, "change": version.change, "left": own.left, "trained": is_trained}
    is_shared = any(one.fingerprint == version.before.fingerprint for one in shared.values())
    turned = _turned(version.network, version.before) if is_shared else None
    if turned is None and not is_whole:
        return ""
    value = {"version": said, "before": of_network(version.before, shared)}
    if turned is not None:
        return pack(value | {"turned": turned})
    is_same = version.network.fingerprint == version.before.fingerprint
    return pack(value | {"network": None if is_same else of_network(version.network, shared)})


def own_of(value: dict[str, Any], shared: Shared) -> tuple[OwnNetwork, bool]:
    """What `of_own` was given: one version, and nothing before it but that there was none.

    Raises:
        KeptError: it is damaged.
    """
    own = OwnNetwork()
    with flaws():
        said = value["version"]
        if said is None:
            return own, False
        source, change, left, is_trained = (said[name] for name in ("source", "change", "left", "trained"))
        if not (is_short(source) and is_short(change) and is_short(left) and isinstance(is_trained, bool)):
            raise KeptError(_("it is damaged"))
        before = network_of(value["before"], shared)
        if "turned" in value:
            network: Network | None = _with(before, *value["turned"])
        else:
            network = value["network"] and network_of(value["network"], shared)
        if network is None:
            own.take(before, source, change, left)
        else:
            if network.sizes != before.sizes:
                raise KeptError(_("it is damaged"))
            own.turn(before, source, network, change)
            own.left = left
    return own, is_trained


def _numbers(network: Network) -> np.ndarray[Any, Any]:
    return np.concatenate(
        [part.ravel() for layer in network.layers for part in (layer.weights, layer.biases)]
    )


def _turned(network: Network, before: Network) -> tuple[list[int], list[float]] | None:
    """Which numbers are others than before, and what they are; None if they are many."""
    if network.sizes != before.sizes:
        return None
    numbers = _numbers(network)
    places = np.flatnonzero(numbers != _numbers(before))
    return (places.tolist(), numbers[places].tolist()) if len(places) <= FEW_KNOBS else None


def _with(before: Network, places: list[int], values: list[float]) -> Network:
    numbers = _numbers(before)
    if len(places) != len(values) or len(places) > FEW_KNOBS or min(places, default=0) < 0:
        raise KeptError(_("it is damaged"))
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused
        numbers[np.array(places, np.int64)] = values
    layers, start = [], 0
    for layer in before.layers:
        parts = []
        for part in (layer.weights, layer.biases):
            parts.append(numbers[start : start + part.size].reshape(part.shape).astype(part.dtype))
            start += part.size
        layers.append(Layer(parts[0], parts[1], layer.activation_function))
    network = Network(layers, before.meta)
    check(network)
    return network


# The training


def of_training(run: Run, shared: Shared) -> str:
    """What a training came to; without what it needs to go on."""
    news, config = run.news, run.config
    if news.now is None:
        return pack({"now": None})
    moments: list[Moment | Snapshot] = [*news.before, *news.snapshots]
    settings = {name: getattr(config, name) for name in _SETTINGS}
    return pack(
        {
            "settings": settings,
            "start": config.start and of_network(config.start, shared),
            "drawings": [_mark(drawing) for drawing in config.drawings],
            "moments": [_kept_moment(moment) for moment in moments if moment.step < news.now.step],
            "now": _kept_moment(news.now),
            "network": of_network(news.now.network, shared),
        }
    )


def training_of(value: dict[str, Any], shared: Shared, drawings: Drawings, computers: Executor) -> Run | None:
    """The training that `of_training` was given, over; None if it had not begun.

    Args:
        value: as it was kept.
        shared: the networks for everyone.
        drawings: this person's; it learned from some of them.
        computers: of the server.

    Raises:
        KeptError: it is damaged.
    """
    with flaws():
        if value["now"] is None:
            return None
        settings = {name: value["settings"][name] for name in _SETTINGS}
        start = value["start"] and network_of(value["start"], shared)
        learned = set(value["drawings"])
        config = TrainingConfig(
            **settings | {"hidden": tuple(settings["hidden"])},
            start=start,
            drawings=tuple(drawing for drawing in drawings if _mark(drawing) in learned),
        )
        network = network_of(value["network"], shared)
        if len(value["moments"]) > 2 * MOST_SNAPSHOTS or network.sizes != config.first_network.sizes:
            raise KeptError(_("it is damaged"))
        before = tuple(_moment_of(*moment) for moment in value["moments"])
        now = _moment_of(*value["now"])
        last = Snapshot(now.step, now.examples, network, now.seen, now.unseen)
        return Run.brought_back(config, computers, before, last)


_SETTINGS = ("hidden", "activation", "learning_rate", "batch_size", "epochs", "examples", "seed")


def _kept_moment(moment: Moment | Snapshot) -> list[float]:
    seen, unseen = moment.seen, moment.unseen
    scores = (seen.loss, seen.accuracy, unseen.loss, unseen.accuracy)
    return [moment.step, moment.examples, *(round(score, 5) for score in scores)]


def _moment_of(step: int, examples: int, *scores: float) -> Moment:
    if not (type(step) is type(examples) is int and 0 <= step < 2**53 and 0 <= examples < 2**53):
        raise KeptError(_("it is damaged"))
    if len(scores) != 4 or not all(isinstance(score, int | float) and 0 <= score < 1e9 for score in scores):
        raise KeptError(_("it is damaged"))
    return Moment(step, examples, Score(scores[0], min(scores[1], 1)), Score(scores[2], min(scores[3], 1)))


def _mark(drawing: PenDrawing) -> str:
    """Tells drawings apart."""
    digest = hashlib.sha256(bytes([drawing.digit & 255]))
    for stroke in drawing.strokes:
        digest.update(stroke.tobytes())
    return digest.hexdigest()[:16]
