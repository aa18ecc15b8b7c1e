"""The optimiser: how far each weight and bias goes in a step down the gradient of the loss."""

import math

import numpy as np

from netcore.activations import Floats

# Adam's own names and values (Kingma and Ba, 2015, algorithm 1).
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


class AdamW:
    """AdamW, and the average of what it went through.

    Attributes:
        vectors: (4, p), of all p weights and biases: their values, Adam's mean and variance of their
            gradients, and their average over the last steps, if there is one.
        step: steps done.
    """

    def __init__(self, values: Floats, *, weight_decay: float, averaging: float) -> None:
        """Get ready to go down.

        Args:
            values: (p,) where to start; copied.
            weight_decay: how much of each value a step takes away, times the learning rate: what the
                examples don't speak for fades (Loshchilov and Hutter, 2019).
            averaging: how much of the average of all values a step keeps; 0.999 averages over the
                last thousand steps or so (Polyak and Juditsky, 1992), 0 not at all.
        """
        self.vectors: Floats = np.zeros((4, len(values)), dtype=values.dtype)
        self.vectors[0] = self.vectors[3] = values
        self.step = 0
        self._weight_decay, self._averaging = weight_decay, averaging

    @property
    def result(self) -> Floats:
        """(p,) the values of this moment, averaged if so asked for; not to be written to."""
        values: Floats = self.vectors[3 if self._averaging else 0]
        return values

    def descend(self, gradient: Floats, learning_rate: float) -> None:
        """Take one step.

        Args:
            gradient: (p,) of the loss by the values.
            learning_rate: how long the step is to be.
        """
        self.step += 1
        values, mean, variance, average = self.vectors
        mean += (1 - BETA_1) * (gradient - mean)
        variance += (1 - BETA_2) * (gradient * gradient - variance)
        # Adam's corrections in one factor. The decay gets them too, unlike Loshchilov and Hutter's, which
        # makes it gentler in the first thousand steps.
        rate = learning_rate * (math.sqrt(1 - BETA_2**self.step) / (1 - BETA_1**self.step))
        values -= rate * (mean / (np.sqrt(variance) + EPSILON) + self._weight_decay * values)
        if self._averaging:
            # At first over fewer steps, or it would remember where it began.
            average += (1 - min(self._averaging, self.step / (self.step + 10))) * (values - average)


def along_half_a_cosine(learning_rate: float, passed: float) -> float:
    """The learning rate that falls from its beginning to zero (Loshchilov and Hutter, 2017).

    Args:
        learning_rate: at the beginning.
        passed: which part of the training is over, 0–1.
    """
    return learning_rate * 0.5 * (1 + math.cos(math.pi * passed))
