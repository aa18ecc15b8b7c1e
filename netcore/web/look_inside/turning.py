"""What a turned knob does: this person goes on with a changed copy, unless that can't be."""

import io
from collections.abc import Callable

from netcore.activations import Floats
from netcore.errors import WeightsError
from netcore.files.npz import Flaw
from netcore.files.weights import check, load, save
from netcore.inspection.edits import is_off, scaled, with_bias, with_weights
from netcore.language import _
from netcore.network import Network
from netcore.web.components.knob.knob import Turn
from netcore.web.person.own_network import OWN
from netcore.web.state import me
from netcore.web.text import signed
from netcore.web.widgets import told


def as_file(network: Network) -> bytes:
    """The network as a weights file."""
    file = io.BytesIO()
    save(network, file)
    return file.getvalue()


def turner(
    network: Network, turned: Callable[[Network, float], Network], what: str
) -> Callable[[Turn], None]:
    """What `show_knob` is to call.

    Args:
        network: the one on screen.
        turned: what gives the changed copy for a value of the knob.
        what: what the knob turns, in words.
    """

    def on_turn(knob: Turn) -> None:
        change = f"{what}: {signed(knob.value, 2)}"
        turn(network, lambda network: turned(network, knob.value), change, knob.gesture)

    return on_turn


def turn(
    network: Network, turned: Callable[[Network], Network], change: str, gesture: str | None = None
) -> None:
    """Go on with a changed copy, on every page.

    Args:
        network: the one on screen when the knob was shown; where an earlier turn or an undo has not
            been shown yet, the own network is already another.
        turned: what gives the changed copy.
        change: what was done, in words.
        gesture: the same for turns that are undone together.
    """
    person = me()
    person.take_what_was_trained()
    own = person.own.to_turn
    if own is not None and OWN in (network.meta["name"], person.chosen):
        network = own
    changed = turned(network)
    try:
        check(changed)
    except Flaw as flaw:
        person.refusal.leave(_("That turn went too far and is not taken: {reason}.").format(reason=flaw))
        return
    person.turn(network, network.meta["name"], changed, change, gesture)


def switched_on(network: Network, layer: int, neuron: int) -> Network:
    """Give a neuron the bias back that it had before it was switched off."""
    for earlier in me().own.earlier(network):
        if not is_off(earlier, layer, neuron):
            return with_bias(network, layer, neuron, float(earlier.layers[layer - 1].biases[neuron]))
    return with_bias(network, layer, neuron, 0.0)


def scaled_again(network: Network, layer: int, neuron: int, trained: Floats, factor: float) -> Network:
    """Scale a neuron's weights, as `scaled` does; where all are 0, those that it had before they were."""
    for earlier in [network, *me().own.earlier(network)]:
        weights = earlier.layers[layer - 1].weights[neuron]
        if weights.any():
            return scaled(with_weights(network, layer, neuron, weights), layer, neuron, trained, factor)
    return scaled(network, layer, neuron, trained, factor)


def take_upload(key: str = "upload") -> None:
    """Go on with the network that was brought, or say what is wrong with it.

    Args:
        key: of the widget that took its file.
    """
    person, file = me(), told(key)
    if file is None:
        return
    try:
        network = load(file)
    except WeightsError as error:
        person.refusal.leave(str(error))
        return
    person.take(network, network.meta["name"], _("a network from a file"))
