"""Activation functions: how a neuron turns its weighted sum z into its activation a."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class ActivationFunction:
    """One activation function, applied to every neuron of a layer at once.

    Attributes:
        name: what weights files call it.
        formula: the formula as a person would write it.
        value: weighted sums (…, n) → activations (…, n) of the same dtype.
        derivative: activations (…, n) → da/dz (…, n). All three functions let their slope be
            written in terms of a itself, which spares the second evaluation.
    """

    name: str
    formula: str
    # Where a function lies in memory says nothing: the same repr in every process.
    value: Callable[[Floats], Floats] = field(repr=False)
    derivative: Callable[[Floats], Floats] = field(repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        # What is RELU here is RELU in every other process.
        return _named, (self.name,)


def _named(name: str) -> ActivationFunction:
    return ACTIVATION_FUNCTIONS[name]


def _sigmoid(z: Floats) -> Floats:
    # The same function as 1 / (1 + exp(-z)), in a form that can't overflow.
    activations: Floats = np.tanh(z * 0.5)
    activations *= 0.5
    activations += 0.5
    return activations


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0)


def _softmax(z: Floats) -> Floats:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    activations: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return activations


def _slope_between_0_and_1(a: Floats) -> Floats:
    return a * (1 - a)


def _slope_of_relu(a: Floats) -> Floats:
    return (a > 0).astype(a.dtype)


SIGMOID = ActivationFunction("sigmoid", "σ(z) = 1 / (1 + e⁻ᶻ)", _sigmoid, _slope_between_0_and_1)
RELU = ActivationFunction("relu", "ReLU(z) = max(0, z)", _relu, _slope_of_relu)
# The derivative is that of each output by its own weighted sum, ∂aᵢ/∂zᵢ.
SOFTMAX = ActivationFunction("softmax", "softmax(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ", _softmax, _slope_between_0_and_1)

ACTIVATION_FUNCTIONS = {function.name: function for function in (SIGMOID, RELU, SOFTMAX)}
