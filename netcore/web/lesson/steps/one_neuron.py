"""The one neuron that several steps of the lesson speak of, and what they say of it."""

import numpy as np
from numpy.typing import NDArray

from netcore.inspection.explain import adding_up, contributions
from netcore.language import _
from netcore.preprocess import FIELD
from netcore.web.lesson.steps.step import Scene
from netcore.web.look_inside.ledger import shown_sum
from netcore.web.text import DECIMALS, layer_names

LAYER = 1
"""The first after the pixels: the one that adds up what a person drew themselves."""
_KEPT, _OPENED = "weight.neuron", "weight.opened"


def my_neuron(scene: Scene, *, anew: bool = False) -> int:
    """Which neuron: the one that the drawing lit most when it was chosen; it stays while another is drawn.

    Args:
        scene: what is on the screen.
        anew: it is to be chosen anew if the step was opened with another drawing than last time.
    """
    noticed, trace = scene.lesson.noticed, scene.reading.trace
    network, neuron = noticed.get(_KEPT, ("", 0))
    is_kept = network == scene.network.fingerprint
    if anew and noticed.get(_OPENED) != scene.lesson.begun:
        is_kept = False
    if not is_kept and trace is not None:
        neuron = int(trace.activations[LAYER].argmax())
        noticed[_KEPT], noticed[_OPENED] = (scene.network.fingerprint, neuron), scene.lesson.begun
        return neuron
    return neuron if network == scene.network.fingerprint else 0


def on_stage(scene: Scene, *, anew: bool = False) -> tuple[str, int]:
    """The neuron as the stage takes it: layer and number."""
    return layer_names(scene.network)[LAYER], my_neuron(scene, anew=anew)


def votes_of(scene: Scene) -> NDArray[np.float64]:
    """(784,) what each pixel gave to the neuron, weight × ink; zeros while nothing is drawn."""
    trace, neuron = scene.reading.trace, my_neuron(scene)
    if trace is None:
        return np.zeros(scene.network.sizes[0])
    return contributions(scene.network, trace, LAYER, neuron)


def balance(scene: Scene) -> tuple[float, float, float]:
    """What the pixels gave that vote for the neuron, what those gave that vote against it, and both together.

    As they are shown: they add up to the last digit.
    """
    trace, neuron = scene.reading.trace, my_neuron(scene)
    if trace is None:
        return 0.0, 0.0, 0.0
    votes = votes_of(scene)
    total, *_others = shown_sum(scene.network, trace, LAYER, neuron)
    for_it, against = adding_up([votes[votes > 0].sum(), votes[votes < 0].sum()], total, DECIMALS).tolist()
    return for_it, against, round(total, DECIMALS)


def pixel_name(pixel: int) -> str:
    """Where a pixel is, as the diagram counts."""
    row, column = divmod(pixel, FIELD)
    return _("row {row}, column {column}").format(row=row, column=column)
