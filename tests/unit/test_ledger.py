"""The numbers that the page lists add up."""

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netcore.activations import RELU, SIGMOID
from netcore.network import Layer, Network
from netcore.web.look_inside.ledger import strongest_pushes
from netcore.web.text import STRONGEST


@given(
    size=st.integers(1, 60),
    spread=st.sampled_from([1e-30, 1e-4, 0.05, 1.0, 30.0, 1e5]),
    silent=st.floats(0, 1),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_pushes_that_are_listed_add_up_exactly_whatever_the_network(size, spread, silent, seed) -> None:
    random = np.random.default_rng(seed)
    weights = (spread * random.normal(size=(10, size))).astype(np.float32)
    biases = random.normal(size=10).astype(np.float32)
    inputs = random.random(size).astype(np.float32) * (random.random(size) >= silent)
    network = Network(
        [
            Layer(np.eye(size, dtype=np.float32), np.zeros(size, np.float32), RELU),
            Layer(weights, biases, SIGMOID),
        ]
    )
    trace = network.forward(inputs)
    rows, others = strongest_pushes(network, trace, 2, 4)
    sums = Decimal(f"{trace.weighted_sums[1][4]:.3f}") - Decimal(f"{biases[4]:.3f}")
    assert sum(Decimal(f"{push:.3f}") for _, push in rows) + Decimal(f"{others:.3f}") == sums
    if len(rows) == size:
        assert others == 0
    signs = [np.sign(float(weights[4, origin]) * float(inputs[origin])) for origin, _ in rows]
    assert 0 not in signs
    assert signs == sorted(signs, reverse=True)
    assert max(signs.count(1), signs.count(-1), 0) <= STRONGEST
