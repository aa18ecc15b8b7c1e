"""The numbers on the bench add up, and are the neuron's."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netcore
from netcore.activations import RELU, SIGMOID
from netcore.inspection.bench import Bench, bench_of
from netcore.network import Layer, Network
from tests.strokes import picture

BY_HAND = Network(
    [
        Layer(
            np.array([[0.5, -2.0, 1.0], [0.0, 0.0, 4.0]], np.float32),
            np.array([0.25, -1.0], np.float32),
            RELU,
        ),
        Layer(np.ones((10, 2), np.float32), np.zeros(10, np.float32), SIGMOID),
    ]
)


def test_it_holds_the_strongest_vote_and_the_rest() -> None:
    trace = BY_HAND.forward([1.0, 0.5, 0.0])
    neuron = bench_of(BY_HAND, trace, 1, 0)
    assert neuron == Bench(source=1, weight=-2.0, input=0.5, others=0.5, bias=0.25)
    assert (neuron.vote, neuron.weighted_sum) == (-1.0, -0.25)


def test_at_rest_nothing_votes_and_the_largest_weight_is_there() -> None:
    neuron = bench_of(BY_HAND, None, 1, 1)
    assert neuron == Bench(source=2, weight=4.0, input=0.0, others=0.0, bias=-1.0)
    assert neuron.weighted_sum == -1.0


@pytest.mark.parametrize("name", ["classic", "relu", "wide"])
def test_its_sum_is_the_networks(name) -> None:
    network = netcore.load(name)
    trace = network.forward(netcore.prepare(picture(7)))
    for neuron, z in enumerate(trace.weighted_sums[0]):
        assert bench_of(network, trace, 1, neuron).weighted_sum == pytest.approx(float(z), abs=5e-4)


@given(
    weight=st.floats(-1e4, 1e4, width=32),
    ink=st.floats(0, 1, width=32),
    other=st.floats(-50, 50, width=32),
    bias=st.floats(-50, 50, width=32),
)
def test_what_is_shown_adds_up_to_the_last_digit(weight, ink, other, bias) -> None:
    network = Network([Layer(np.float32([[weight, other]] * 10), np.float32([bias] * 10), SIGMOID)])
    trace = network.forward([ink, 0.5])
    neuron = bench_of(network, trace, 1, 0)
    shown = [Decimal(f"{part:.3f}") for part in (neuron.vote, neuron.others, neuron.bias)]
    assert sum(shown) == Decimal(f"{neuron.weighted_sum:.3f}")
    assert sum(shown) == Decimal(f"{float(trace.weighted_sums[0][0]):.3f}")
