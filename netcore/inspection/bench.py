"""One neuron on a bench: one of its weights and its bias may be turned, the rest of its sum stays.

All numbers are those that are shown and add up to the last digit: what rounding leaves is in `others`.
"""

from dataclasses import dataclass

import numpy as np

from netcore.inspection.explain import contributions
from netcore.network import Network, Trace

DECIMALS = 3
"""Of all numbers on the bench."""


@dataclass(frozen=True)
class Bench:
    """A neuron's sum, in rounded numbers.

    Attributes:
        source: where the weight comes from, a neuron of the layer before.
        weight: its weight.
        input: the activation there.
        others: what all other neurons of the layer before give together.
        bias: the neuron's.
    """

    source: int
    weight: float
    input: float
    others: float
    bias: float

    @property
    def vote(self) -> float:
        """Weight × input."""
        return round(self.weight * self.input, DECIMALS)

    @property
    def weighted_sum(self) -> float:
        """All together, z."""
        return round(self.vote + self.others + self.bias, DECIMALS)


def bench_of(network: Network, trace: Trace | None, layer: int, neuron: int) -> Bench:
    """Put a neuron on the bench, with the weight that gives most to its sum, up or down.

    Args:
        network: the network.
        trace: what happened in it for one picture; None at rest, where nothing gives anything.
        layer: 1 for the first hidden layer.
        neuron: which of that layer, from 0.

    Raises:
        ValueError: there is no such neuron.
    """
    here = network.layer_of(layer, neuron)
    weights = here.weights[neuron]
    given = np.zeros(len(weights)) if trace is None else contributions(network, trace, layer, neuron)
    source = int(np.abs(given if given.any() else weights).argmax())
    bias = round(float(here.biases[neuron]), DECIMALS)
    carried = 0.0 if trace is None else round(float(trace.activations[layer - 1][source]), DECIMALS)
    z = bias if trace is None else round(float(trace.weighted_sums[layer - 1][neuron]), DECIMALS)
    alone = Bench(source, round(float(weights[source]), DECIMALS), carried, 0.0, bias)
    others = round(z - bias - alone.vote, DECIMALS)
    return Bench(source, alone.weight, carried, others, bias)
