"""Knobs: a copy is changed as asked, and nothing else anywhere."""

from functools import partial

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.inspection import edits, explain
from netcore.network import Layer, Network
from netcore.training.learner import new_network

SIZES = [[784, 16, 16, 10], [784, 40, 10], [784, 10], [784, 20, 12, 8, 10]]
PAIRS = [(SIGMOID, SIGMOID), (RELU, SOFTMAX)]
SHIPPED = ["classic", "relu", "wide"]


MAKERS = {
    f"{'-'.join(map(str, sizes))} {hidden.name} {output.name}": partial(
        new_network, sizes, hidden, output, seed=7
    )
    for sizes in SIZES
    for hidden, output in PAIRS
} | {name: partial(netcore.load, name) for name in SHIPPED}


@pytest.fixture(params=MAKERS)
def network(request) -> Network:
    """Made anew for each test; the arrays of a random one can be written to, those of a shipped one can't."""
    return MAKERS[request.param]()


def new_weights(network: Network):
    return np.linspace(-1, 1, network.layers[-1].weights.shape[1])


# Each with the layers that it may change, as indices of `network.layers`; -1 is the output layer.
TURNS = {
    "one weight": (lambda network: edits.with_weight(network, 1, 3, 400, 1.5), [0]),
    "one bias": (lambda network: edits.with_bias(network, 1, 3, -0.5), [0]),
    "the weights of a neuron": (
        lambda network: edits.with_weights(network, len(network.layers), 9, new_weights(network)),
        [-1],
    ),
    "the weights of a neuron scaled": (
        lambda network: edits.scaled(network, 1, 3, network.layers[0].weights[3], 1.7),
        [0],
    ),
    "a neuron switched off": (lambda network: edits.switched_off(network, len(network.layers), 2), [-1]),
    "noise": (lambda network: edits.with_noise(network, 1, 0.7, seed=1), [0]),
    "noise at random": (lambda network: edits.with_noise(network, len(network.layers), 0.7), [-1]),
    "no noise": (lambda network: edits.with_noise(network, 1, 0, seed=1), [0]),
    "all knobs": (lambda network: edits.shaken(network, 0.7, seed=1), [0, 1, 2, 3]),
    "half of the weights cut": (lambda network: edits.pruned(network, 0.5), [0, 1, 2, 3]),
    "no weight cut": (lambda network: edits.pruned(network, 0), [0, 1, 2, 3]),
    "all weights cut": (lambda network: edits.pruned(network, 1), [0, 1, 2, 3]),
}


@pytest.fixture(params=TURNS)
def turn(request):
    return TURNS[request.param]


def arrays_of(network: Network) -> list:
    return [array for layer in network.layers for array in (layer.weights, layer.biases)]


def test_the_network_that_is_given_stays_as_it_is(network, turn) -> None:
    turned, _ = turn
    layers, meta, fingerprint = network.layers, dict(network.meta), network.fingerprint
    before = [(array.tobytes(), array.flags.writeable) for array in arrays_of(network)]
    turned(network)
    assert [(array.tobytes(), array.flags.writeable) for array in arrays_of(network)] == before
    assert network.layers is layers
    assert network.meta == meta
    assert network.fingerprint == fingerprint


def test_the_changed_network_is_in_float32_and_fits_and_its_new_layers_can_not_be_written_to(
    network, turn
) -> None:
    turned, touched = turn
    changed = turned(network)
    assert changed.sizes == network.sizes
    assert changed.meta == network.meta
    assert all(array.dtype == np.float32 for array in arrays_of(changed))
    assert np.isfinite(changed.predict(np.ones((1, 784)))).all()
    touched = [number % len(network.layers) for number in touched if number < len(network.layers)]
    for number, (layer, before) in enumerate(zip(changed.layers, network.layers, strict=True)):
        if number not in touched:
            assert layer is before
            continue
        assert layer.activation_function is before.activation_function
        for array, kept in ((layer.weights, before.weights), (layer.biases, before.biases)):
            assert not array.flags.writeable
            assert not np.shares_memory(array, kept)


def test_the_changed_network_can_be_saved_and_loaded(network, turn, tmp_path) -> None:
    changed = turn[0](network)
    netcore.save(changed, tmp_path / "changed.npz")
    again = netcore.load(tmp_path / "changed.npz")
    assert again.fingerprint == changed.fingerprint


def assert_differs_only_at(changed: Network, network: Network, layer: int, kind: str, index, value) -> None:
    """Every number is as before but those at one index of one array."""
    for number, (new, old) in enumerate(zip(changed.layers, network.layers, strict=True), start=1):
        for name in ("weights", "biases"):
            expected = getattr(old, name).copy()
            if (number, name) == (layer, kind):
                expected[index] = value
            np.testing.assert_array_equal(getattr(new, name), expected)


def test_one_weight_one_bias_or_one_neurons_weights_are_set_and_nothing_else(network) -> None:
    random = np.random.default_rng(8)
    for layer, (n_in, n_out) in enumerate(zip(network.sizes[:-1], network.sizes[1:], strict=True), start=1):
        for neuron in (0, int(random.integers(n_out)), n_out - 1):
            source, value = int(random.integers(n_in)), float(random.normal())
            weight = edits.with_weight(network, layer, neuron, source, value)
            assert_differs_only_at(weight, network, layer, "weights", (neuron, source), value)
            bias = edits.with_bias(network, layer, neuron, value)
            assert_differs_only_at(bias, network, layer, "biases", neuron, value)
            values = random.normal(size=n_in).astype(np.float32)
            weights = edits.with_weights(network, layer, neuron, values)
            assert_differs_only_at(weights, network, layer, "weights", neuron, values)


def test_a_neurons_weights_are_scaled_to_a_size_and_keep_their_proportions(network) -> None:
    for layer, trained in enumerate(network.layers, start=1):
        like = trained.weights[2]
        turned = edits.with_weight(network, layer, 2, 0, 1.5)
        for factor in (0.0, 0.25, 3.0):
            scaled = edits.scaled(turned, layer, 2, like, factor)
            values = scaled.layers[layer - 1].weights[2]
            assert_differs_only_at(scaled, network, layer, "weights", 2, values)
            own = turned.layers[layer - 1].weights[2]
            size = factor * np.linalg.norm(like) / np.linalg.norm(own)
            np.testing.assert_allclose(values, own * size, rtol=1e-5, atol=1e-7)
        silent = edits.scaled(network, layer, 2, like, 0)
        again = edits.scaled(silent, layer, 2, like, 2)
        np.testing.assert_allclose(again.layers[layer - 1].weights[2], 2 * like, rtol=1e-6)


def test_weights_that_are_given_can_be_changed_afterwards() -> None:
    network = netcore.load("classic")
    values = np.ones(784, dtype=np.float32)
    changed = edits.with_weights(network, 1, 0, values)
    values[:] = 7
    assert values.flags.writeable
    np.testing.assert_array_equal(changed.layers[0].weights[0], 1)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_neuron_that_is_off_is_silent_for_every_digit(name, sample_pixels) -> None:
    network = netcore.load(name)
    inputs = sample_pixels
    for number, layer in enumerate(network.layers, start=1):
        sums = inputs @ layer.weights.T + layer.biases
        for neuron in range(len(layer.biases)):
            off = edits.switched_off(network, number, neuron).layers[number - 1]
            its = sums.copy()
            its[:, neuron] = inputs @ off.weights[neuron] + off.biases[neuron]
            assert not layer.activation_function.value(its)[:, neuron].any()
        inputs = layer.activation_function.value(sums)


def test_with_a_hidden_neuron_off_the_rest_is_as_explained_without_it(network, sample_pixels) -> None:
    for layer, size in enumerate(network.sizes[1:-1], start=1):
        for neuron in range(0, size, max(size // 4, 1)):
            off = edits.switched_off(network, layer, neuron)
            for pixels in sample_pixels[100::1000]:
                trace, expected = off.forward(pixels), explain.without(network, pixels, layer, neuron)
                assert trace.activations[layer][neuron] == 0
                for array, other in zip(trace.activations, expected.activations, strict=True):
                    np.testing.assert_allclose(array, other, rtol=1e-5, atol=1e-6)
                others = [*expected.weighted_sums]
                others[layer - 1] = others[layer - 1].copy()
                others[layer - 1][neuron] = trace.weighted_sums[layer - 1][neuron]
                for array, other in zip(trace.weighted_sums, others, strict=True):
                    np.testing.assert_allclose(array, other, rtol=1e-5, atol=1e-5)


def test_with_an_output_neuron_off_softmax_shares_its_part_out_and_sigmoid_does_not(sample_pixels) -> None:
    pixels = sample_pixels[1600]
    for name in SHIPPED:
        network = netcore.load(name)
        before = network.forward(pixels).activations[-1].astype(float)
        after = edits.switched_off(network, 3, 3).forward(pixels).activations[-1]
        before[3] = 0
        if network.layers[-1].activation_function is SOFTMAX:
            before /= before.sum()
        np.testing.assert_allclose(after, before, rtol=1e-4, atol=1e-7)


def test_only_the_neuron_that_was_switched_off_is_off(network) -> None:
    everywhere = [(layer, n) for layer, size in enumerate(network.sizes[1:], start=1) for n in range(size)]
    assert not any(edits.is_off(network, *place) for place in everywhere)
    for chosen in everywhere[:: max(len(everywhere) // 10, 1)]:
        off = edits.switched_off(network, *chosen)
        assert [place for place in everywhere if edits.is_off(off, *place)] == [chosen]
        layer, neuron = chosen
        on = edits.with_bias(off, layer, neuron, float(network.layers[layer - 1].biases[neuron]))
        assert on.fingerprint == network.fingerprint


def test_the_same_seed_gives_the_same_noise_and_another_another() -> None:
    network = netcore.load("classic")
    once, again, other = (edits.with_noise(network, 2, 0.5, seed=seed) for seed in (1, 1, 2))
    assert once.fingerprint == again.fingerprint != other.fingerprint
    assert len({edits.with_noise(network, 2, 0.5).fingerprint for _ in range(3)}) == 3


@pytest.mark.parametrize("strength", [0.1, 1, 3])
def test_noise_shakes_the_weights_of_one_layer_as_much_as_is_said(network, strength) -> None:
    for layer in range(1, len(network.layers) + 1):
        changed = edits.with_noise(network, layer, strength, seed=4)
        for number, (new, old) in enumerate(zip(changed.layers, network.layers, strict=True), start=1):
            np.testing.assert_array_equal(new.biases, old.biases)
            if number != layer:
                np.testing.assert_array_equal(new.weights, old.weights)
        weights = network.layers[layer - 1].weights.astype(float)
        shocks = (changed.layers[layer - 1].weights - weights) / (strength * weights.std())
        # Within five standard errors of what normal numbers would have.
        assert abs(shocks.mean()) < 5 / np.sqrt(shocks.size)
        assert abs(shocks.std() - 1) < 5 / np.sqrt(2 * shocks.size)


def test_noise_of_no_strength_changes_nothing(network) -> None:
    for layer in range(1, len(network.layers) + 1):
        for seed in (None, 3):
            quiet = edits.with_noise(network, layer, 0, seed)
            for array, kept in zip(arrays_of(quiet), arrays_of(network), strict=True):
                np.testing.assert_array_equal(array, kept)


def flat(network: Network):
    return np.concatenate([layer.weights.ravel() for layer in network.layers])


@given(part=st.floats(0, 1), name=st.sampled_from([*MAKERS]))
@example(part=0.0, name="classic")
@example(part=1.0, name="classic")
@example(part=0.9, name="wide")
def test_pruning_cuts_exactly_the_smallest_weights(part, name) -> None:
    network = MAKERS[name]()
    pruned = edits.pruned(network, part)
    before, after = flat(network), flat(pruned)
    assert before.all()  # so that every 0 is a cut
    cut = after == 0
    assert cut.sum() == round(part * before.size)
    np.testing.assert_array_equal(after[~cut], before[~cut])
    if cut.any() and not cut.all():
        assert np.abs(before[cut]).max() <= np.abs(before[~cut]).min()
    for new, old in zip(pruned.layers, network.layers, strict=True):
        np.testing.assert_array_equal(new.biases, old.biases)


def test_weights_that_are_0_already_count_as_cut() -> None:
    network = edits.pruned(netcore.load("classic"), 0.5)
    assert edits.pruned(network, 0.3).fingerprint == edits.pruned(network, 0.5).fingerprint
    assert (flat(edits.pruned(network, 0.3)) == 0).sum() == (flat(network) == 0).sum()
    once, twice = edits.pruned(netcore.load("classic"), 0.8), edits.pruned(network, 0.8)
    assert once.fingerprint == twice.fingerprint


def test_of_weights_of_one_size_as_many_are_cut_as_are_asked_for() -> None:
    equal = Layer(np.full((10, 784), -0.25, np.float32), np.zeros(10, np.float32), SIGMOID)
    after = flat(edits.pruned(Network([equal]), 0.25))
    assert (after == 0).sum() == 1960
    assert (after == -0.25).sum() == 5880


@pytest.mark.parametrize("name", ["classic", "relu"])
def test_switched_off_is_off_however_large_the_weights(name, sample_pixels) -> None:
    network = netcore.load(name)
    for layer in (1, 2):
        for neuron in range(4):
            weights = network.layers[layer - 1].weights[neuron]
            large = edits.scaled(network, layer, neuron, weights, 1000.0)
            off = edits.switched_off(large, layer, neuron)
            assert edits.is_off(off, layer, neuron)
            assert not off.forward_all(sample_pixels[::50]).activations[layer][:, neuron].any()
    # A neuron that its weights can wake again isn't off any more.
    tame_off = edits.switched_off(network, 1, 0)
    assert not edits.is_off(edits.scaled(tame_off, 1, 0, network.layers[0].weights[0], 1000.0), 1, 0)


@pytest.mark.parametrize(("layer", "neuron"), [(0, 3), (1, -1), (1, 16), (4, 0)])
def test_a_neuron_that_is_not_there_is_a_value_error(layer, neuron) -> None:
    network = netcore.load("classic")
    trace = network.forward(np.zeros(784))
    for ask in (
        lambda: explain.contributions(network, trace, layer, neuron),
        lambda: explain.gradient(network, np.zeros(784), layer, neuron),
        lambda: explain.carried(network, trace, layer, neuron),
        lambda: edits.with_bias(network, layer, neuron, 1.0),
        lambda: edits.with_weight(network, layer, neuron, 0, 1.0),
        lambda: edits.switched_off(network, layer, neuron),
    ):
        with pytest.raises(ValueError, match=f"no neuron {neuron} in layer {layer}"):
            ask()


def test_shaking_turns_all_knobs_the_same_way_the_further_the_stronger(network) -> None:
    weak, strong = (edits.shaken(network, strength, seed=3) for strength in (0.5, 1.0))
    for before, some, more in zip(network.layers, weak.layers, strong.layers, strict=True):
        for name in ("weights", "biases"):
            was, is_some, is_more = (getattr(layer, name) for layer in (before, some, more))
            np.testing.assert_allclose(2 * (is_some - was), is_more - was, atol=2e-5)
        assert (some.weights != before.weights).mean() > 0.99
    spread = network.layers[0].weights.std()
    assert np.std(strong.layers[0].weights - network.layers[0].weights) == pytest.approx(spread, rel=0.02)
