"""What one example does in a step of learning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.data.prepared import prepared_sample
from netcore.inspection.example_gradients import (
    agreeing_digits,
    from_behind,
    in_double_precision,
    loss_of,
    nudged,
    nudges,
    pull_of,
    try_out,
)
from netcore.network import Layer, Network
from netcore.training.backpropagation import backpropagate, loss, one_hot
from netcore.training.learner import new_network

SHIPPED = ["classic", "relu", "wide"]
DIGIT = 7


def random_network(sizes, hidden=SIGMOID, output=SIGMOID, seed=3) -> Network:
    """Random weights, and biases that aren't all 0."""
    network = new_network(sizes, hidden, output, seed=seed)
    random = np.random.default_rng(seed)
    for layer in network.layers:
        layer.biases[:] = random.normal(0, 0.3, len(layer.biases))
    return network


def times(network: Network, factor: float) -> Network:
    return Network(
        [
            Layer(layer.weights * np.float32(factor), layer.biases, layer.activation_function)
            for layer in network.layers
        ]
    )


@settings(deadline=None, max_examples=60)
@given(
    hidden=st.sampled_from([SIGMOID, RELU]),
    output=st.sampled_from([SIGMOID, SOFTMAX]),
    sizes=st.lists(st.integers(1, 9), max_size=4),
    digit=st.integers(0, 9),
    seed=st.integers(0, 10_000),
)
def test_trying_out_agrees_with_backpropagation_in_every_layer(hidden, output, sizes, digit, seed) -> None:
    random = np.random.default_rng(seed)
    network = random_network([12, *sizes, 10], hidden, output, seed)
    found = pull_of(network, random.random(12), digit)
    for layer, (for_weights, _) in enumerate(found.gradients, start=1):
        neuron, origin = (int(random.integers(side)) for side in for_weights.shape)
        for place in ((layer, neuron, origin), found.strongest_into(layer)):
            assert try_out(found, *place).slope == pytest.approx(found.of(*place), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("name", SHIPPED)
def test_trying_out_agrees_with_backpropagation_on_real_digits(name) -> None:
    for index in (3, 1700, 4999):
        found = pull_of(netcore.load(name), prepared_sample()[index], DIGIT)
        for layer in range(1, len(found.gradients) + 1):
            place = found.strongest_into(layer)
            assert agreeing_digits(try_out(found, *place).slope, found.of(*place)) >= 5


def test_trying_out_knows_nothing_of_backpropagation(monkeypatch) -> None:
    found = pull_of(netcore.load("classic"), prepared_sample()[0], DIGIT)
    slope = try_out(found, *found.strongest).slope
    for for_weights, _ in found.gradients:
        for_weights *= 2
    monkeypatch.setattr("netcore.inspection.example_gradients.backpropagate", None)
    assert try_out(found, *found.strongest).slope == slope


@pytest.mark.parametrize("output", [SIGMOID, SOFTMAX])
def test_the_loss_of_an_example_is_that_of_the_training(output) -> None:
    network = in_double_precision(random_network([784, 16, 10], SIGMOID, output))
    for index in (0, 2500):
        pixels = prepared_sample()[index]
        found = pull_of(network, pixels, DIGIT)
        expected = loss(network.predict(pixels[np.newaxis]), one_hot(np.array([DIGIT])), output)
        assert found.loss == pytest.approx(expected, rel=1e-12)
        assert loss_of(network, pixels, DIGIT) == found.loss
        assert (found.loss_shares >= 0).all()
        if output is SOFTMAX:
            assert np.flatnonzero(found.loss_shares).tolist() == [DIGIT]


def test_the_error_of_an_output_is_its_activation_less_the_target() -> None:
    found = pull_of(netcore.load("classic"), prepared_sample()[1234], DIGIT)
    error = found.trace.activations[-1] - np.eye(10)[DIGIT]
    np.testing.assert_allclose(found.errors(len(found.gradients)), error, rtol=1e-12)


@pytest.mark.parametrize("hidden", [SIGMOID, RELU])
def test_the_error_of_a_hidden_neuron_is_what_came_from_behind_times_its_slope(hidden) -> None:
    found = pull_of(random_network([784, 9, 8, 7, 10], hidden), prepared_sample()[800], DIGIT)
    for layer in (1, 2, 3):
        for neuron in range(found.network.sizes[layer]):
            parts, slope = from_behind(found, layer, neuron)
            assert len(parts) == found.network.sizes[layer + 1]
            assert parts.sum() * slope == pytest.approx(found.errors(layer)[neuron], rel=1e-9, abs=1e-15)


def test_the_gradient_of_a_weight_is_the_error_times_what_the_connection_carries() -> None:
    found = pull_of(netcore.load("relu"), prepared_sample()[4100], DIGIT)
    for layer, (for_weights, _) in enumerate(found.gradients, start=1):
        expected = np.outer(found.errors(layer), found.trace.activations[layer - 1])
        np.testing.assert_allclose(for_weights, expected, rtol=1e-12)


def test_the_strongest_weight_has_the_largest_gradient() -> None:
    found = pull_of(netcore.load("classic"), prepared_sample()[99], DIGIT)
    largest = max(np.abs(for_weights).max() for for_weights, _ in found.gradients)
    assert abs(found.of(*found.strongest)) == largest > 0
    for layer, (for_weights, _) in enumerate(found.gradients, start=1):
        assert abs(found.of(*found.strongest_into(layer))) == np.abs(for_weights).max()
        into = found.strongest_into(layer, 3)
        assert into[:2] == (layer, 3) and abs(found.of(*into)) == np.abs(for_weights[3]).max()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_short_step_lowers_the_loss_by_what_the_gradient_says(name) -> None:
    pixels, rate = prepared_sample()[3210], 1e-6
    found = pull_of(netcore.load(name), pixels, DIGIT)
    steepness = sum(float((part**2).sum()) for pair in found.gradients for part in pair)
    lowered = found.loss - loss_of(nudged(found, rate), pixels, DIGIT)
    assert lowered == pytest.approx(rate * steepness, rel=1e-2) and lowered > 0


def test_every_weight_and_bias_takes_its_nudge_and_the_network_stays_as_it_is() -> None:
    network = netcore.load("classic")
    kept = [layer.weights.copy() for layer in network.layers]
    found = pull_of(network, prepared_sample()[42], DIGIT)
    after = nudged(found, 0.5)
    for layer, (here, now) in enumerate(zip(network.layers, after.layers, strict=True), start=1):
        for neuron in (0, 9):
            expected = here.weights[neuron] + nudges(found, 0.5, layer, neuron)
            np.testing.assert_allclose(now.weights[neuron], expected, rtol=1e-12)
        np.testing.assert_allclose(now.biases, here.biases - 0.5 * found.errors(layer), rtol=1e-12)
    for layer, weights in zip(network.layers, kept, strict=True):
        np.testing.assert_array_equal(layer.weights, weights)


def test_the_mean_of_single_pulls_is_the_gradient_of_the_batch() -> None:
    network, chosen = in_double_precision(netcore.load("classic")), [5, 1005, 2005, 4005]
    pixels = prepared_sample()[chosen]
    digits = np.array([0, 2, 4, 8], np.uint8)
    together, _ = backpropagate(network, pixels.astype(float), one_hot(digits).astype(float))
    singles = [pull_of(network, one, int(digit)) for one, digit in zip(pixels, digits, strict=True)]
    for layer, (for_weights, for_biases) in enumerate(together):
        np.testing.assert_allclose(for_weights, np.mean([one.gradients[layer][0] for one in singles], axis=0))
        np.testing.assert_allclose(for_biases, np.mean([one.gradients[layer][1] for one in singles], axis=0))


@pytest.mark.parametrize("output", [SIGMOID, SOFTMAX])
@pytest.mark.parametrize("hidden", [SIGMOID, RELU])
@pytest.mark.parametrize("factor", [0.0, 1e3, 1e30])
def test_numbers_stay_numbers_however_far_a_network_went(hidden, output, factor) -> None:
    network = times(random_network([784, 16, 16, 16, 16, 10], hidden, output), factor)
    for pixels in (prepared_sample()[77], np.zeros(784)):
        found = pull_of(network, pixels, DIGIT)
        assert np.isfinite(found.loss)
        trial = try_out(found, *found.strongest)
        assert np.isfinite([found.of(*found.strongest), trial.slope, trial.finest]).all()
        assert all(np.isfinite(part).all() for pair in found.gradients for part in pair)


def test_an_output_that_is_wrong_beyond_doubt_costs_what_it_is_off() -> None:
    network = new_network([4, 10], seed=0)
    network.layers[0].weights[:] = 0
    network.layers[0].biases[:] = -500
    found = pull_of(network, np.zeros(4), DIGIT)
    assert found.loss == pytest.approx(500)
    assert found.errors(1)[DIGIT] == -1


def test_digits_that_agree_are_counted_from_the_first_that_isnt_0() -> None:
    assert agreeing_digits(0.00123456, 0.00123457) == 5
    assert agreeing_digits(-2.0, -2.0) == agreeing_digits(0.0, 0.0) == 15
    assert agreeing_digits(1.0, -1.0) == 0
