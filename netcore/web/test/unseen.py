"""The digits that a network is put to the test with: none that it learned from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import Examples, load_mnist, load_sample
from netcore.data.mnist import is_mnist
from netcore.errors import DataError
from netcore.evaluation.scores import Evaluation
from netcore.language import N_, _
from netcore.network import Network
from netcore.preprocess import prepare_all
from netcore.reading import calibration_of, confidences_in
from netcore.web.sample import evaluation, unseen_by

BUNDLED_DIGITS, MNIST_TEST = N_("Bundled digits"), N_("MNIST test set")


@dataclass(frozen=True, eq=False)
class UnseenDigits:
    """Labelled digits, and what a network answered to them.

    Attributes:
        source: all digits that these were chosen from.
        chosen: (n,) which of them these are.
        result: the answers, in the order of `chosen`.
    """

    source: Examples
    chosen: NDArray[np.intp]
    result: Evaluation

    @cached_property
    def shown(self) -> NDArray[np.int64]:
        """(10,) how many there are of each digit."""
        shown: NDArray[np.int64] = np.bincount(self.result.labels, minlength=10)
        return shown

    @property
    def about(self) -> str:
        """How many there are and where they come from, in words."""
        shown = self.shown
        each = f"{shown[0]}" if (shown == shown[0]).all() else f"{shown.min()}–{shown.max()}"
        if self.source is load_sample():
            words = _("{count:,} digits that come with netcore, {each} of each")
        elif is_mnist("t10k", self.source):
            words = _("{count:,} digits that are MNIST's test set, {each} of each")
        else:
            words = _(
                "{count:,} digits that are the test set in the folder that NETCORE_DATA names, {each} of each"
            )
        return words.format(count=len(self.chosen), each=each)

    def picture(self, index: int) -> NDArray[np.uint8]:
        """(28, 28) one of the digits, 0 black to 255 white."""
        picture: NDArray[np.uint8] = self.source.pictures[self.chosen[index]]
        return picture


def bundled(network: Network) -> UnseenDigits:
    """Those of the bundled digits that the network never learned from."""
    return UnseenDigits(load_sample(), unseen_by(network), evaluation(network))


def mnist_test(network: Network) -> UnseenDigits | None:
    """MNIST's test set, if it is on this computer."""
    try:
        with st.spinner(_("Reading MNIST's test set …")):
            examples, pixels = _mnist_test()
    except DataError:
        return None
    temperature = calibration_of(network).temperature
    result = _mnist_evaluation(network.fingerprint, temperature, network, examples.labels, pixels)
    return UnseenDigits(examples, np.arange(len(examples)), result)


def has_mnist_test() -> bool:
    """Whether MNIST's test set is on this computer."""
    try:
        _mnist_test()
    except DataError:
        return False
    return True


# Where the files aren't there, nothing is kept: they may come.
@st.cache_resource(show_spinner=False)
def _mnist_test() -> tuple[Examples, NDArray[np.float32]]:
    examples = load_mnist("t10k")
    pixels = prepare_all(examples.pictures)
    pixels.flags.writeable = False
    return examples, pixels


# Streamlit doesn't look at arguments that begin with an underscore: the fingerprint stands for them.
@st.cache_resource(max_entries=64, show_spinner=False)
def _mnist_evaluation(
    fingerprint: str,
    temperature: float,
    _network: Network,
    _labels: NDArray[np.uint8],
    _pixels: NDArray[np.float32],
) -> Evaluation:
    return Evaluation(_labels, confidences_in(_network, _pixels))
