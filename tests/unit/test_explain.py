"""Explanations: what is said of a neuron is what really happens in the network."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import netcore
from netcore.data import load_sample
from netcore.inspection import edits, explain
from netcore.inspection.example_gradients import in_double_precision
from netcore.network import Layer, Network
from netcore.training.learner import new_network
from tests.unit.networks import NETWORKS, SHIPPED, by_hand


@pytest.fixture(params=NETWORKS)
def network(request) -> Network:
    return NETWORKS[request.param]


def some_neurons(network: Network, most: int = 3):
    """Every layer and some of its neurons, the first and the last among them."""
    for layer, size in enumerate(network.sizes[1:], start=1):
        for neuron in np.unique(np.linspace(0, size - 1, most).astype(int)):
            yield layer, int(neuron)


def test_pushes_and_the_bias_add_up_to_the_weighted_sum(network, sample_pixels) -> None:
    for pixels in sample_pixels[250::1000]:
        trace = network.forward(pixels)
        for layer, neuron in some_neurons(network):
            contributions = explain.contributions(network, trace, layer, neuron)
            assert contributions.shape == trace.activations[layer - 1].shape
            bias = float(network.layers[layer - 1].biases[neuron])
            z = trace.weighted_sums[layer - 1][neuron]
            assert math.fsum([*contributions, bias]) == pytest.approx(z, rel=1e-5, abs=1e-5)


def test_a_push_is_the_weight_times_what_came_in() -> None:
    network = netcore.load("classic")
    trace = network.forward(np.linspace(0, 1, 784))
    contributions = explain.contributions(network, trace, 2, 7)
    for source in range(16):
        weight, activation = network.layers[1].weights[7, source], trace.activations[1][source]
        assert contributions[source] == float(weight) * float(activation)


def slopes_by_hand(network: Network, pixels) -> list:
    """∂z/∂pixel of every neuron at one picture by central differences: for each layer (784, n_out)."""
    step = 1e-6
    nudges = step * np.eye(784)
    brighter, darker = (by_hand(network, pixels + nudge)[1] for nudge in (nudges, -nudges))
    return [(more - less) / (2 * step) for more, less in zip(brighter, darker, strict=True)]


def test_the_gradient_is_what_small_changes_of_the_pixels_do(network, sample_pixels) -> None:
    exact = in_double_precision(network)
    pixels = np.random.default_rng(2).random(784) * 0.5 + sample_pixels[3300] * 0.5
    by_differences = slopes_by_hand(exact, pixels)
    for layer, neuron in some_neurons(network):
        slopes = explain.gradient(exact, pixels, layer, neuron)
        np.testing.assert_allclose(slopes, by_differences[layer - 1][:, neuron], rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(explain.gradient(exact, pixels.reshape(28, 28), layer, neuron), slopes)
        single = explain.gradient(network, pixels, layer, neuron)
        assert single.shape == (784,)
        assert single.dtype == np.float32
        np.testing.assert_allclose(single, slopes, rtol=1e-3, atol=1e-5)


def test_the_gradient_over_many_pictures_is_the_mean_of_theirs(network, sample_pixels) -> None:
    exact = in_double_precision(network)
    batch = sample_pixels[100::1500].astype(float)
    by_differences = [slopes_by_hand(exact, pixels) for pixels in batch]
    for layer, neuron in some_neurons(network):
        mean = np.mean([slopes[layer - 1][:, neuron] for slopes in by_differences], axis=0)
        np.testing.assert_allclose(explain.gradient(exact, batch, layer, neuron), mean, rtol=1e-5, atol=1e-7)


def test_the_gradient_of_the_first_hidden_layer_is_its_weights_whatever_the_picture(
    network, sample_pixels
) -> None:
    for pixels in (np.zeros(784), sample_pixels[7], sample_pixels[::500]):
        for neuron in (0, network.sizes[1] - 1):
            slopes = explain.gradient(network, pixels, 1, neuron)
            np.testing.assert_array_equal(slopes, network.layers[0].weights[neuron])


def test_to_write_on_a_gradient_leaves_the_network_as_it_is() -> None:
    network = new_network([784, 10], seed=1)
    before = network.layers[0].weights.copy()
    explain.gradient(network, np.zeros(784), 1, 3)[:] = 7
    np.testing.assert_array_equal(network.layers[0].weights, before)


@pytest.fixture(scope="module")
def typical(sample_pixels):
    """(28, 28), the mean of the bundled digits."""
    return sample_pixels.mean(axis=0).reshape(28, 28)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_neuron_likes_its_favourite_better_than_nearly_every_digit(layer, sample_pixels, typical) -> None:
    network = netcore.load("classic")
    sums = by_hand(network, sample_pixels)[1][layer - 1]
    at_first = by_hand(network, typical.reshape(784))[1][layer - 1]
    never_inked = (sample_pixels == 0).all(axis=0).reshape(28, 28)
    assert never_inked.any()
    for neuron in range(network.sizes[layer]):
        picture = explain.favourite(network, layer, neuron, typical)
        assert picture.shape == (28, 28)
        assert picture.dtype == np.float32
        assert picture.min() >= 0
        assert picture.max() <= 1
        z = by_hand(network, picture.reshape(784))[1][layer - 1][neuron]
        assert (sums[:, neuron] <= z).mean() >= 0.99
        assert z > at_first[neuron] + 1
        assert picture[never_inked].max() < 0.1


@pytest.mark.parametrize("name", ["relu", "wide"])
def test_a_neuron_with_relu_likes_its_favourite_too(name, sample_pixels, typical) -> None:
    network = netcore.load(name)
    sums = by_hand(network, sample_pixels)[1]
    at_first = by_hand(network, typical.reshape(784))[1]
    for layer, neuron in some_neurons(network, 5):
        picture = explain.favourite(network, layer, neuron, typical)
        z = by_hand(network, picture.reshape(784))[1][layer - 1][neuron]
        assert (sums[layer - 1][:, neuron] <= z).mean() >= 0.99
        assert z > at_first[layer - 1][neuron]


def test_a_favourite_is_the_same_every_time_and_leaves_the_typical_picture_as_it_is(typical) -> None:
    network = netcore.load("classic")
    before = typical.copy()
    once, again = (explain.favourite(network, 2, 5, typical) for _ in range(2))
    np.testing.assert_array_equal(once, again)
    np.testing.assert_array_equal(explain.favourite(network, 2, 5, typical.reshape(784)), once)
    once[:] = 0.5
    np.testing.assert_array_equal(typical, before)


@pytest.mark.filterwarnings("error")
def test_a_neuron_that_nothing_makes_a_difference_to_likes_the_typical_picture(typical) -> None:
    for layer in (1, 2, 3):
        network = netcore.load("classic")
        width = network.sizes[layer - 1]
        deaf = edits.with_weights(network, layer, 4, np.zeros(width, dtype=np.float32))
        picture = explain.favourite(deaf, layer, 4, typical)
        np.testing.assert_array_equal(picture, typical)
        assert not np.shares_memory(picture, typical)


@pytest.mark.filterwarnings("error")
def test_without_any_ink_the_favourite_is_black() -> None:
    for name in SHIPPED:
        picture = explain.favourite(netcore.load(name), 2, 0, np.zeros((28, 28)))
        np.testing.assert_array_equal(picture, np.zeros((28, 28)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("factor", [1e-9, 1e6])
def test_how_loud_the_weights_are_changes_no_favourite_of_a_relu_network(factor, typical) -> None:
    network = NETWORKS["784-20-12-8-10 relu softmax"]

    def louder(by: float) -> Network:
        return Network(
            [
                Layer(layer.weights * np.float32(by), layer.biases * 0, layer.activation_function)
                for layer in network.layers
            ]
        )

    np.testing.assert_allclose(
        explain.favourite(louder(factor), 3, 1, typical),
        explain.favourite(louder(1), 3, 1, typical),
        atol=0.01,
    )


def assert_same(one, others) -> None:
    """Lists of arrays that are the same but for rounding."""
    for array, other in zip(one, others, strict=True):
        np.testing.assert_allclose(array, other, rtol=1e-4, atol=2e-5)


def test_without_a_hidden_neuron_is_as_if_nobody_listened_to_it(network, sample_pixels) -> None:
    pixels = sample_pixels[1234]
    for layer, neuron in some_neurons(network):
        if layer == len(network.layers):
            continue
        unheard = in_double_precision(network)
        unheard.layers[layer].weights[:, neuron] = 0
        activations, sums = by_hand(unheard, pixels)
        activations[layer][neuron] = 0
        trace = explain.without(network, pixels, layer, neuron)
        assert trace.activations[layer][neuron] == 0
        assert_same(trace.activations, activations)
        assert_same(trace.weighted_sums, sums)


def test_without_a_pixel_is_with_a_black_one(network, sample_pixels) -> None:
    pixels = sample_pixels[4321]
    for pixel in (0, *np.flatnonzero(pixels)[::30]):
        black = pixels.copy()
        black[pixel] = 0
        activations, sums = by_hand(network, black)
        trace = explain.without(network, pixels.reshape(28, 28), 0, int(pixel))
        assert_same(trace.activations, activations)
        assert_same(trace.weighted_sums, sums)


def test_without_an_output_neuron_only_that_one_changes(network, sample_pixels) -> None:
    pixels = sample_pixels[2222]
    before = network.forward(pixels)
    last = len(network.layers)
    for digit in range(10):
        trace = explain.without(network, pixels, last, digit)
        np.testing.assert_array_equal(
            trace.activations[-1], np.where(np.arange(10) == digit, 0, before.activations[-1])
        )
        for array, kept in zip(trace.weighted_sums, before.weighted_sums, strict=True):
            np.testing.assert_array_equal(array, kept)
        for array, kept in zip(trace.activations[:-1], before.activations[:-1], strict=True):
            np.testing.assert_array_equal(array, kept)


def test_without_leaves_the_picture_as_it_is(sample_pixels) -> None:
    pixels = sample_pixels[99].copy()
    before = pixels.copy()
    explain.without(netcore.load("classic"), pixels, 0, int(np.flatnonzero(pixels)[0]))
    np.testing.assert_array_equal(pixels, before)


def test_what_a_connection_carried_is_lost_when_it_is_cut(network, sample_pixels) -> None:
    random = np.random.default_rng(4)
    pixels = sample_pixels[600]
    exact = in_double_precision(network)
    uncut = by_hand(exact, pixels)[1]
    for layer, neuron in some_neurons(network):
        shares = explain.carried(network, network.forward(pixels), layer, neuron)
        exactly = explain.carried(exact, exact.forward(pixels), layer, neuron)
        for number, share in enumerate(exactly):
            weights = exact.layers[number].weights
            lit = np.flatnonzero(network.forward(pixels).activations[number])
            for _ in range(10):
                receiver, source = random.integers(len(weights)), random.choice(lit)
                weight = weights[receiver, source]
                weights[receiver, source] = 0
                lost = uncut[layer - 1][neuron] - by_hand(exact, pixels)[1][layer - 1][neuron]
                weights[receiver, source] = weight
                assert share[receiver, source] == pytest.approx(lost, abs=1e-11)
                assert shares[number][receiver, source] == pytest.approx(lost, rel=1e-3, abs=2e-5)


def test_nothing_is_carried_from_where_nothing_comes_or_to_other_neurons(network, sample_pixels) -> None:
    trace = network.forward(sample_pixels[3210])
    for layer, neuron in some_neurons(network):
        shares = explain.carried(network, trace, layer, neuron)
        assert [share.shape for share in shares] == [each.weights.shape for each in network.layers[:layer]]
        for share, inputs in zip(shares, trace.activations, strict=False):
            assert np.isfinite(share).all()
            assert not share[:, inputs == 0].any()
        contributions = explain.contributions(network, trace, layer, neuron)
        np.testing.assert_array_equal(shares[-1][neuron], contributions.astype(np.float32))
        assert not np.delete(shares[-1], neuron, axis=0).any()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_switched_off_neuron_is_carried_to_as_exactly_as_before(name, sample_pixels) -> None:
    network = netcore.load(name)
    off = edits.switched_off(network, 2, 3)
    pixels = sample_pixels[4000]
    before = explain.carried(network, network.forward(pixels), 2, 3)
    assert before[0].any()
    for share, other in zip(explain.carried(off, off.forward(pixels), 2, 3), before, strict=True):
        np.testing.assert_array_equal(share, other)


def test_through_neurons_that_are_off_nothing_is_carried(sample_pixels) -> None:
    for name in SHIPPED:
        network = netcore.load(name)
        for neuron in range(network.sizes[2]):
            network = edits.switched_off(network, 2, neuron)
        for share in explain.carried(network, network.forward(sample_pixels[4000]), 3, 1):
            assert not share.any()


def test_the_mean_per_digit_is_that_of_a_plain_loop(sample_pixels) -> None:
    labels = load_sample().labels
    activations = netcore.load("classic").predict(sample_pixels)[:, 3]
    sums, counts = [0.0] * 10, [0] * 10
    for activation, label in zip(activations, labels, strict=True):
        sums[label] += float(activation)
        counts[label] += 1
    expected = [total / count for total, count in zip(sums, counts, strict=True)]
    np.testing.assert_allclose(explain.mean_per_digit(activations, labels), expected, rtol=1e-9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_a_digit_that_no_picture_shows_has_no_mean(dtype) -> None:
    means = explain.mean_per_digit(np.array([0.2, 0.4, 1.0], np.float32), np.array([3, 3, 7], dtype))
    assert means.shape == (10,)
    assert means[3] == pytest.approx(0.3)
    assert means[7] == 1.0
    assert np.isnan(np.delete(means, [3, 7])).all()
    nothing = explain.mean_per_digit(np.empty(0, np.float32), np.empty(0, dtype))
    assert nothing.shape == (10,)
    assert np.isnan(nothing).all()


NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.floats(-2, 2), st.integers(-4000, 4000).map(lambda n: n / 2000))


def shown(number: float, decimals: int) -> Decimal:
    """What a person reads."""
    return Decimal(f"{number:.{decimals}f}")


@given(parts=st.lists(NUMBERS, min_size=1, max_size=40), decimals=st.integers(0, 6))
@example(parts=[98.5605], decimals=3)  # in floats, 98.5605 is below the tie and 98.5605 × 1000 on it
@example(parts=[0.0005], decimals=3)
@example(parts=[-0.0004, 0.0001], decimals=3)
@example(parts=[-0.0, -0.0], decimals=3)
@example(parts=[0.9, 0.9, 0.9], decimals=0)
def test_what_is_shown_adds_up_and_is_as_near_as_can_be(parts, decimals) -> None:
    total = math.fsum(parts)
    rounded = explain.adding_up(parts, total, decimals)
    assert rounded.shape == (len(parts),)
    assert sum(shown(number, decimals) for number in rounded) == shown(total, decimals)
    unit = Decimal(10) ** -decimals
    for number, part in zip(rounded, parts, strict=True):
        assert abs(shown(number, decimals) - Decimal(part)) <= unit * Decimal("1.000001")


@given(parts=st.lists(NUMBERS, min_size=1, max_size=40), error=st.floats(-50, 50), decimals=st.integers(0, 4))
def test_it_adds_up_too_where_the_total_is_another(parts, error, decimals) -> None:
    total = math.fsum(parts) + error
    rounded = explain.adding_up(parts, total, decimals)
    assert sum(shown(number, decimals) for number in rounded) == shown(total, decimals)
    most = abs(error) / len(parts) + 2 * 10**-decimals
    assert np.abs(rounded - parts).max() <= most + 1e-6


@given(parts=st.lists(NUMBERS, min_size=1, max_size=40), decimals=st.integers(0, 6))
@example(parts=[-0.0001, 0.0001], decimals=3)
@example(parts=[-0.0], decimals=3)
@example(parts=[-0.0001], decimals=3)
def test_no_zero_is_shown_with_a_minus(parts, decimals) -> None:
    for number in explain.adding_up(parts, math.fsum(parts), decimals):
        assert number != 0 or not f"{number:.{decimals}f}".startswith("-")


def test_those_are_rounded_up_that_lack_least() -> None:
    np.testing.assert_array_equal(explain.adding_up([0.2, 0.9, 0.4, 0.5], 2.0, 0), [0, 1, 0, 1])
    np.testing.assert_array_equal(explain.adding_up([-0.2, -0.9, -0.4, -0.5], -2.0, 0), [0, -1, 0, -1])


@given(number=NUMBERS, decimals=st.integers(0, 6))
@example(number=98.5605, decimals=3)
@example(number=2.5, decimals=0)
def test_a_single_part_is_shown_as_it_would_be_alone(number, decimals) -> None:
    (alone,) = explain.adding_up([number], number, decimals)
    assert shown(alone, decimals) == shown(number, decimals)


@given(number=st.floats(-1e6, 1e6, width=32), decimals=st.integers(0, 6))
def test_a_total_in_float32_is_rounded_as_precisely(number, decimals) -> None:
    total = np.float32(number)
    (alone,) = explain.adding_up([total], total, decimals)
    assert shown(alone, decimals) == shown(total, decimals)


def test_the_pushes_that_are_shown_add_up_to_the_weighted_sum_that_is_shown(network, sample_pixels) -> None:
    trace = network.forward(sample_pixels[2500])
    for layer, neuron in some_neurons(network):
        bias = network.layers[layer - 1].biases[neuron]
        z = trace.weighted_sums[layer - 1][neuron]
        parts = [*explain.contributions(network, trace, layer, neuron), bias]
        rounded = explain.adding_up(parts, z, 3)
        assert sum(shown(number, 3) for number in rounded) == shown(z, 3)
        np.testing.assert_allclose(rounded, parts, atol=0.0011)


def test_the_table_holds_every_parameter_once(network) -> None:
    table = explain.parameters(network)
    assert {len(column) for column in table.values()} == {network.parameter_count}
    biases = sum(network.sizes[1:])
    assert table["kind"].count("bias") == biases
    assert table["kind"].count("weight") == network.parameter_count - biases
    for number, layer in enumerate(network.layers, start=1):
        assert table["layer"].count(number) == layer.weights.size + layer.biases.size
    places = set(zip(table["layer"], table["neuron"], table["from"], strict=True))
    assert len(places) == network.parameter_count
    total = sum(layer.weights.sum(dtype=float) + layer.biases.sum(dtype=float) for layer in network.layers)
    assert math.fsum(table["value"]) == pytest.approx(total, abs=1e-6)


def test_every_parameter_stands_where_the_table_says(network) -> None:
    for number, neuron, kind, source, value in zip(*explain.parameters(network).values(), strict=True):
        layer = network.layers[number - 1]
        if kind == "weight":
            assert value == layer.weights[neuron, source]
        else:
            assert kind == "bias"
            assert source is None
            assert value == layer.biases[neuron]


def test_the_columns_of_the_table_have_these_names_in_this_order() -> None:
    assert list(explain.parameters(netcore.load("classic"))) == ["layer", "neuron", "kind", "from", "value"]
