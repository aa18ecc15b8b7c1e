"""What is on a picture: nothing, a digit, several, or what is none; the answer, and how sure it is.

The browser says the same while the pen moves (`read` in answer.js): a test compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from netcore.activations import SIGMOID, SOFTMAX, Floats
from netcore.layout import lay_out
from netcore.network import Network, Trace
from netcore.parts import Blob, Box, blobs_of, only
from netcore.preprocess import Preparation, prepare_steps

Kind = Literal["nothing", "digit", "unsure", "digits", "no digit"]

LEAST_CONFIDENCE = 0.5
LEAST_LEAD = 0.25
"""With the best answer less likely, or less ahead of the second, the reading is unsure."""
MOST_TEMPERATURE = 100.0

THRESHOLD = 0.3
"""Of networks that don't say how active the brightest output neuron is at least for a digit."""


@dataclass(frozen=True)
class Calibration:
    """What makes a network's outputs an answer; found while it was trained, on people it didn't learn from.

    Attributes:
        threshold: with the brightest output neuron less active, it is none of the ten digits.
        temperature: by which weighted sums are divided before they become a confidence; above 1, the
            network is less sure than its outputs are bright (Guo et al., 2017, "On calibration of
            modern neural networks").
    """

    threshold: float = THRESHOLD
    temperature: float = 1.0


@dataclass(frozen=True, eq=False)
class Answer:
    """What the outputs of a network say.

    Attributes:
        confidences: (10,) how likely it is each digit, 0–1, together 1.
        kind: "digit", "unsure" or, if all outputs stay dark, "no digit".
    """

    confidences: NDArray[np.float64]
    kind: Kind

    @cached_property
    def guesses(self) -> list[int]:
        """The digits, the likeliest first; of equally likely ones the smaller first."""
        return [int(digit) for digit in np.argsort(-self.confidences, kind="stable")]

    @property
    def digit(self) -> int:
        """The likeliest digit, 0–9."""
        return self.guesses[0]

    @property
    def confidence(self) -> float:
        """How likely that is, 0–1."""
        return float(self.confidences[self.digit])


@dataclass(frozen=True, eq=False)
class Part:
    """One digit on a picture, or what might be one.

    Attributes:
        preparation: its way to the network.
        trace: what happened in the network.
        answer: what that says.
    """

    preparation: Preparation
    trace: Trace
    answer: Answer

    @property
    def box(self) -> Box:
        """Where its ink is in the picture: top, left, bottom, right, in pixels; the last two lie outside."""
        steps, (height, width) = self.preparation, self.preparation.cropped.shape
        return steps.top, steps.left, steps.top + height, steps.left + width

    @property
    def is_blot(self) -> bool:
        """It is a spot rather than a line."""
        return self.preparation.is_blot

    @property
    def is_sure(self) -> bool:
        """It is a digit, and no other one."""
        return self.answer.kind == "digit"

    @cached_property
    def score(self) -> float:
        """How well it reads as a digit, 0–1: how bright its output is, times how likely that digit is."""
        return 0.0 if self.is_blot else self.trace.confidence * self.confidence

    @property
    def digit(self) -> int:
        """The likeliest digit, 0–9."""
        return self.answer.digit

    @property
    def confidence(self) -> float:
        """How likely that is, 0–1."""
        return self.answer.confidence


@dataclass(frozen=True, eq=False)
class Reading:
    """What a network read in a picture.

    Attributes:
        kind: "nothing" is drawn; a "digit"; "unsure", if it may be another; "digits", side by side;
            "no digit".
        parts: what was read, from left to right; none where nothing is drawn.
        strays: boxes of the marks that were put aside, as `Part.box`.
        shown: which part is looked into, from 0.
    """

    kind: Kind
    parts: tuple[Part, ...]
    strays: tuple[Box, ...] = ()
    shown: int = 0

    @property
    def part(self) -> Part | None:
        """The one that is looked into; None where nothing is drawn."""
        return self.parts[self.shown] if self.parts else None

    @property
    def trace(self) -> Trace | None:
        """What happened in the network for that part; None where nothing is drawn."""
        return self.part.trace if self.part else None

    @property
    def is_blot(self) -> bool:
        """A spot is drawn rather than a line."""
        return any(part.is_blot for part in self.parts)

    @property
    def digits(self) -> list[int]:
        """The digits from left to right; of those that are unsure the best guess; of no digit none."""
        return [part.digit for part in self.parts] if self.kind in ("digit", "unsure", "digits") else []

    @property
    def confidence(self) -> float:
        """How likely the digit shown is right, 0–1, of several the least likely one; 0 without one."""
        return min(part.confidence for part in self.parts) if self.digits else 0.0


def read(network: Network, picture: NDArray[np.uint8]) -> Reading:
    """Read a picture.

    Args:
        network: the network.
        picture: (H, W), (H, W, 3) or (H, W, 4), 0–255, bright strokes on a dark ground.

    Returns:
        What is on it.

    Raises:
        PictureError: as `prepare`.
    """
    return read_prepared(network, prepare_steps(picture))


def read_prepared(network: Network, steps: Preparation) -> Reading:
    """Read a drawing that is prepared.

    Args:
        network: the network.
        steps: from `prepare_steps`.
    """
    if steps.is_empty:
        return Reading("nothing", ())

    def look(blobs: Sequence[Blob], others: Sequence[Blob]) -> Part:
        return _part(network, only(steps, blobs, others) if others else steps)

    parts, strays = lay_out(blobs_of(steps.cropped), look)
    kind = parts[0].answer.kind if len(parts) == 1 else "digits"
    down, across = steps.top, steps.left
    boxes = (blob.box for blob in strays)
    return Reading(
        kind,
        tuple(parts),
        tuple(
            (top + down, left + across, bottom + down, right + across) for top, left, bottom, right in boxes
        ),
    )


def _part(network: Network, steps: Preparation) -> Part:
    trace = network.forward(steps.pixels)
    answer = answer_of(network, trace)
    return Part(steps, trace, replace(answer, kind="no digit") if steps.is_blot else answer)


def answer_of(network: Network, trace: Trace) -> Answer:
    """What the outputs of a network say.

    Args:
        network: the network.
        trace: what happened in it.
    """
    likely = confidences_of(network, trace.weighted_sums[-1])
    if trace.confidence < calibration_of(network).threshold:
        return Answer(likely, "no digit")
    second, first = np.sort(likely)[-2:]
    is_sure = first >= LEAST_CONFIDENCE and first - second >= LEAST_LEAD
    return Answer(likely, "digit" if is_sure else "unsure")


def confidences_of(network: Network, sums: Floats) -> NDArray[np.float64]:
    """How likely a picture is each of the digits, by a network's own temperature.

    Args:
        network: whose temperature counts.
        sums: (…, 10) weighted sums of the output layer.

    Returns:
        (…, 10), 0–1, together 1.
    """
    return confidences(sums, calibration_of(network).temperature)


def confidences_in(network: Network, pixels: Floats) -> NDArray[np.float64]:
    """How likely many pictures are each of the digits: (n, 784) prepared pictures → (n, 10), 0–1."""
    return confidences_of(network, network.forward_all(pixels).weighted_sums[-1])


def confidences(sums: Floats, temperature: float) -> NDArray[np.float64]:
    """How likely each digit is, if it is one: in the ratio of e^(z/T), as softmax outputs would say it.

    That it is none is told by the outputs themselves, which then stay dark.

    Args:
        sums: (…, 10) weighted sums z of the output layer.
        temperature: T, above 0.

    Returns:
        (…, 10), 0–1, together 1.
    """
    z = np.asarray(sums, np.float64) / temperature
    likely: NDArray[np.float64] = SOFTMAX.value(z).astype(np.float64)
    return likely


def calibration_of(network: Network) -> Calibration:
    """What a network's file says of its outputs; what it doesn't say, or what makes no sense, is the usual.

    Softmax outputs can't all stay dark: without a word of the file, everything is a digit to them.
    """
    is_sigmoid = network.layers[-1].activation_function is SIGMOID
    said = network.meta.get("calibration")
    said = said if isinstance(said, dict) else {}
    return Calibration(
        _within(said.get("threshold"), 0.0, 1.0, THRESHOLD if is_sigmoid else 0.0),
        _within(said.get("temperature"), 1 / MOST_TEMPERATURE, MOST_TEMPERATURE, 1.0),
    )


def _within(value: Any, least: float, most: float, usual: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return usual
    return float(value) if least <= value <= most else usual
