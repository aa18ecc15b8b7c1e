"""Backpropagation: the loss and its gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data import NO_DIGIT
from netcore.inspection.example_gradients import in_double_precision
from netcore.training.backpropagation import backpropagate, loss, one_hot
from netcore.training.learner import new_network


@settings(deadline=None, max_examples=30)
@given(
    hidden=st.sampled_from([SIGMOID, RELU]),
    output=st.sampled_from([SIGMOID, SOFTMAX]),
    sizes=st.lists(st.integers(2, 7), min_size=1, max_size=3),
    seed=st.integers(0, 10_000),
)
def test_gradients_agree_with_finite_differences(hidden, output, sizes, seed) -> None:
    random = np.random.default_rng(seed)
    network = in_double_precision(new_network([6, *sizes, 10], hidden, output, seed=seed))
    for layer in network.layers:  # away from the kink of ReLU at 0
        layer.biases[:] = random.normal(0, 0.3, layer.biases.shape)
    batch = random.random((5, 6))
    targets = one_hot(random.integers(0, NO_DIGIT + 1, 5)).astype(float)
    gradients, outputs = backpropagate(network, batch, targets)
    np.testing.assert_allclose(outputs, network.predict(batch))

    def loss_now() -> float:
        return loss(network.predict(batch), targets, output)

    step = 1e-6
    for layer, (for_weights, for_biases) in zip(network.layers, gradients, strict=True):
        for parameters, gradient in ((layer.weights, for_weights), (layer.biases, for_biases)):
            assert gradient.shape == parameters.shape
            place = tuple(random.integers(0, side) for side in parameters.shape)
            kept = parameters[place]
            parameters[place] = kept + step
            above = loss_now()
            parameters[place] = kept - step
            below = loss_now()
            parameters[place] = kept
            assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-5)


@pytest.mark.parametrize("function", [SIGMOID, SOFTMAX])
def test_the_loss_is_nothing_for_perfect_answers_and_finite_for_the_worst(function) -> None:
    right = one_hot(np.array([3]))
    assert loss(right, right, function) == pytest.approx(0, abs=1e-6)
    assert 10 < loss(one_hot(np.array([4])), right, function) < 1000
