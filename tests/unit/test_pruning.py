"""Pruning: what isn't missed is taken out, and nothing else changes."""

import numpy as np
import pytest

from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.network import Layer, Network
from netcore.training.learner import new_network
from netcore.training.pruning import prune, without_least

PIXELS = np.random.default_rng(1).random((300, 12)).astype(np.float32)


def with_one_more(network: Network, number: int, incoming, bias: float) -> Network:
    """The network with one more neuron in a hidden layer, as loud as the loudest."""
    layers = list(network.layers)
    layer, following = layers[number], layers[number + 1]
    layers[number] = Layer(
        np.vstack([layer.weights, incoming]),
        np.append(layer.biases, np.float32(bias)),
        layer.activation_function,
    )
    outgoing = np.abs(following.weights).max(axis=1, keepdims=True)
    layers[number + 1] = Layer(
        np.hstack([following.weights, outgoing]), following.biases, following.activation_function
    )
    return Network(layers)


@pytest.fixture(params=[SIGMOID, RELU], ids=lambda function: function.name)
def network(request) -> Network:
    network = new_network([12, 6, 5, 10], request.param, SOFTMAX, seed=3)
    for layer in network.layers:
        layer.weights[:] *= 2
    return network


@pytest.mark.parametrize("number", [0, 1])
def test_a_neuron_that_doubles_another_is_taken_out_and_no_output_changes(network, number) -> None:
    layer = network.layers[number]
    larger = with_one_more(network, number, layer.weights[2:3], layer.biases[2])
    smaller = without_least(larger, number, PIXELS)
    assert smaller.sizes == network.sizes
    np.testing.assert_allclose(smaller.predict(PIXELS), larger.predict(PIXELS), atol=1e-3)


@pytest.mark.parametrize("number", [0, 1])
def test_a_neuron_that_never_fires_is_taken_out_and_no_output_changes(network, number) -> None:
    larger = with_one_more(network, number, np.zeros_like(network.layers[number].weights[:1]), -100)
    smaller = without_least(larger, number, PIXELS)
    np.testing.assert_allclose(smaller.predict(PIXELS), larger.predict(PIXELS), atol=1e-5)
    np.testing.assert_array_equal(smaller.layers[number].weights, network.layers[number].weights)


@pytest.mark.parametrize(
    "sizes", [[12, 6, 5, 10], [12, 4, 5, 10], [12, 6, 1, 10], [12, 1, 1, 10], (12, 3, 2, 10)]
)
def test_the_sizes_are_reached_and_the_network_is_left_as_it_was(network, sizes) -> None:
    before = [(layer.weights.copy(), layer.biases.copy()) for layer in network.layers]
    smaller = prune(network, sizes, PIXELS)
    assert smaller.sizes == list(sizes)
    assert np.isfinite(smaller.predict(PIXELS)).all()
    for layer, kept in zip(smaller.layers, network.layers, strict=True):
        assert layer.weights.dtype == layer.biases.dtype == np.float32
        assert layer.activation_function is kept.activation_function
    for layer, (weights, biases) in zip(network.layers, before, strict=True):
        np.testing.assert_array_equal(layer.weights, weights)
        np.testing.assert_array_equal(layer.biases, biases)


@pytest.mark.parametrize(
    "sizes",
    [
        [12, 7, 5, 10],
        [11, 6, 5, 10],
        [12, 6, 5, 9],
        [12, 6, 10],
        [12, 6, 5, 5, 10],
        [12, 0, 5, 10],
        [12, -1, 5, 10],
        [],
    ],
    ids=str,
)
def test_sizes_that_can_not_be_reached_are_refused(network, sizes) -> None:
    with pytest.raises(ValueError, match="can't be made smaller"):
        prune(network, sizes, PIXELS)


def test_outputs_change_least_by_the_neuron_that_is_chosen(network) -> None:
    expected = network.predict(PIXELS)
    pruned = without_least(network, 0, PIXELS)
    others = []
    for least in range(6):
        kept = np.arange(6) != least
        first, second, *rest = network.layers
        mean = first.activation_function.value(PIXELS @ first.weights.T + first.biases).mean(axis=0)[least]
        biases = second.biases + second.weights[:, least] * mean
        layers = [
            Layer(first.weights[kept], first.biases[kept], first.activation_function),
            Layer(second.weights[:, kept], biases, second.activation_function),
        ]
        others.append(np.abs(Network([*layers, *rest]).predict(PIXELS) - expected).mean())
    assert np.abs(pruned.predict(PIXELS) - expected).mean() < np.median(others)
