"""What the bundled digits tell about a network: found once for each network, kept for everyone."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore import data
from netcore.activations import Floats
from netcore.data import load_sample
from netcore.data.prepared import prepared_sample
from netcore.evaluation.scores import Evaluation
from netcore.inspection.explain import favourite, mean_per_digit
from netcore.network import Network
from netcore.reading import calibration_of, confidences_in

MOST_EXCITING = 10
"""So many digits are kept for each neuron that excite it most."""


@dataclass(frozen=True)
class Habits:
    """How the neurons of one layer answer to the bundled digits.

    Attributes:
        means: (n, 10) mean activation for each digit.
        exciting: (n, MOST_EXCITING) which of the digits have the largest weighted sums, the largest first.
        largest: (n, MOST_EXCITING) the weighted sums for those; of an input neuron, its activations.
    """

    means: NDArray[np.float64]
    exciting: NDArray[np.intp]
    largest: Floats


@st.cache_resource(show_spinner=False)
def mean_digit() -> NDArray[np.float32]:
    """(784,) the mean of the bundled digits; shared, so it can't be written to."""
    mean: NDArray[np.float32] = prepared_sample().mean(axis=0)
    mean.flags.writeable = False
    return mean


def unseen_by(network: Network) -> NDArray[np.intp]:
    """(n,) which of the bundled digits the network never learned from: all, unless it learned on the page."""
    return data.unseen_digits(network.meta)


def evaluation(network: Network) -> Evaluation:
    """The network's answers to the bundled digits that it never learned from, in the order of `unseen_by`."""
    chosen = unseen_by(network)
    return _evaluation(network.fingerprint, calibration_of(network).temperature, len(chosen), network, chosen)


def habits(network: Network, layer: int) -> Habits:
    """How the neurons of a layer answer to the bundled digits; layer 0 is the input."""
    return _habits(network.fingerprint if layer else "the same for all", layer, network)


def liked_best(network: Network, layer: int, neuron: int) -> NDArray[np.float32]:
    """(28, 28) the picture that a neuron would like best, begun with the mean digit."""
    return _liked_best(network.fingerprint, layer, neuron, network)


# Streamlit doesn't look at arguments that begin with an underscore: the fingerprint stands for them.
@st.cache_resource(max_entries=128, show_spinner=False)
def _evaluation(
    fingerprint: str, temperature: float, size: int, _network: Network, _chosen: NDArray[np.intp]
) -> Evaluation:
    return Evaluation(load_sample().labels[_chosen], confidences_in(_network, prepared_sample()[_chosen]))


@st.cache_resource(max_entries=256, show_spinner=False)
def _habits(fingerprint: str, layer: int, _network: Network) -> Habits:
    pixels, labels = prepared_sample(), load_sample().labels
    if layer == 0:
        return _habits_of(pixels, pixels, labels)
    trace = _network.forward_all(pixels)
    return _habits_of(trace.weighted_sums[layer - 1], trace.activations[layer], labels)


@st.cache_resource(max_entries=512, show_spinner=False)
def _liked_best(fingerprint: str, layer: int, neuron: int, _network: Network) -> NDArray[np.float32]:
    return favourite(_network, layer, neuron, mean_digit())


def _habits_of(sums: Floats, activations: Floats, labels: NDArray[np.uint8]) -> Habits:
    """(5000, n) weighted sums and activations of one layer."""
    candidates = np.argpartition(-sums, MOST_EXCITING, axis=0)[:MOST_EXCITING]
    order = np.argsort(-np.take_along_axis(sums, candidates, axis=0), axis=0)
    exciting = np.take_along_axis(candidates, order, axis=0)
    means = np.stack([mean_per_digit(column, labels) for column in activations.T])
    return Habits(means, exciting.T, np.take_along_axis(sums, exciting, axis=0).T)
