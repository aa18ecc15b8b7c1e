"""Forward passes."""

import numpy as np
import pytest

import netcore
from netcore.activations import ACTIVATION_FUNCTIONS, RELU, SIGMOID, SOFTMAX
from netcore.data import load_sample
from netcore.files.weights import WEIGHTS_FOLDER
from netcore.inspection.example_gradients import in_double_precision
from netcore.network import Layer, Network
from netcore.training.learner import new_network
from tests.unit.networks import NETWORKS, by_hand


def test_the_articles_network_has_13002_parameters() -> None:
    net = netcore.load("classic")
    assert net.sizes == [784, 16, 16, 10]
    assert net.parameter_count == 13_002


def test_forward_agrees_with_three_lines_of_numpy() -> None:
    net = netcore.load("classic")
    file = np.load(WEIGHTS_FOLDER / "classic.npz", allow_pickle=False)
    for picture in load_sample().pictures[::250]:
        pixels = netcore.prepare(picture)
        trace = net.forward(pixels)
        a = pixels.reshape(784).astype(float)
        for layer in (1, 2, 3):
            z = file[f"W{layer}"].astype(float) @ a + file[f"b{layer}"]
            a = 1 / (1 + np.exp(-z))
            np.testing.assert_allclose(trace.weighted_sums[layer - 1], z, rtol=1e-6, atol=1e-5)
            np.testing.assert_allclose(trace.activations[layer], a, atol=1e-6)
        assert trace.digit == a.argmax()
        assert trace.confidence == pytest.approx(a.max(), abs=1e-6)


def test_a_trace_has_every_layer_in_float32() -> None:
    trace = netcore.load("classic").forward(np.zeros((28, 28)))
    assert [a.shape for a in trace.activations] == [(784,), (16,), (16,), (10,)]
    assert [z.shape for z in trace.weighted_sums] == [(16,), (16,), (10,)]
    assert all(a.dtype == np.float32 for a in [*trace.activations, *trace.weighted_sums])


def test_forward_leaves_the_picture_as_it_is() -> None:
    pixels = np.random.default_rng(1).random((28, 28), dtype=np.float32)
    before = pixels.copy()
    netcore.load("classic").forward(pixels)
    np.testing.assert_array_equal(pixels, before)


@pytest.mark.parametrize("hidden", [SIGMOID, RELU])
@pytest.mark.parametrize("output", [SIGMOID, SOFTMAX])
def test_predict_is_forward_for_many(hidden, output) -> None:
    net = new_network([784, 20, 12, 8, 10], hidden, output, seed=3)
    batch = np.random.default_rng(0).random((7, 784), dtype=np.float32)
    each = np.stack([net.forward(pixels).activations[-1] for pixels in batch])
    np.testing.assert_allclose(net.predict(batch), each, atol=1e-6)
    np.testing.assert_allclose(net.predict(batch.reshape(7, 28, 28)), each, atol=1e-6)
    assert net.predict(np.empty((0, 784))).shape == (0, 10)
    np.testing.assert_array_equal(net.classify(batch), each.argmax(axis=1))


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_layers_numbers_for_many_pictures_are_those_for_each(network, sample_pixels) -> None:
    batch = sample_pixels[::250]
    trace = network.forward_all(batch)
    assert [array.shape for array in trace.activations] == [(20, size) for size in network.sizes]
    assert [array.shape for array in trace.weighted_sums] == [(20, size) for size in network.sizes[1:]]
    assert all(array.dtype == np.float32 for array in [*trace.activations, *trace.weighted_sums])
    for number, pixels in enumerate(batch):
        alone = network.forward(pixels)
        for many, one in zip(
            [*trace.activations, *trace.weighted_sums],
            [*alone.activations, *alone.weighted_sums],
            strict=True,
        ):
            np.testing.assert_allclose(many[number], one, rtol=1e-4, atol=1e-4)
    precise = in_double_precision(network).forward_all(batch)
    for numbers, expected in zip(
        (precise.activations, precise.weighted_sums), by_hand(network, batch), strict=True
    ):
        for array, same in zip(numbers, expected, strict=True):
            np.testing.assert_allclose(array, same, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_from_any_layer_on_it_goes_on_as_from_the_first(network, sample_pixels) -> None:
    trace = network.forward(sample_pixels[4000])
    for layer, activations in enumerate(trace.activations):
        rest = list(network.propagate(activations, layer))
        assert len(rest) == len(network.layers) - layer
        for (sums, active), whole in zip(
            rest, zip(trace.weighted_sums[layer:], trace.activations[layer + 1 :], strict=True), strict=True
        ):
            np.testing.assert_array_equal(sums, whole[0])
            np.testing.assert_array_equal(active, whole[1])


def test_one_digit_is_not_read_off_many_pictures() -> None:
    trace = netcore.load("classic").forward_all(np.zeros((3, 784)))
    for answer in ("digit", "confidence"):
        with pytest.raises(TypeError):
            getattr(trace, answer)


@pytest.mark.parametrize("shape", [(27, 28), (783,), (2, 784), ()])
def test_pictures_of_another_size_are_refused(shape) -> None:
    with pytest.raises(ValueError, match="784 pixels"):
        netcore.load("classic").forward(np.zeros(shape))


@pytest.mark.parametrize("shape", [(2, 783), (784,), ()])
def test_batches_of_another_shape_are_refused(shape) -> None:
    with pytest.raises(ValueError, match="784 pixels"):
        netcore.load("classic").predict(np.zeros(shape))


def test_a_fingerprint_tells_networks_apart() -> None:
    one, again, other = (new_network([784, 10], seed=seed) for seed in (1, 1, 2))
    assert one.fingerprint == again.fingerprint != other.fingerprint


def test_layers_that_do_not_fit_are_refused() -> None:
    def layer(n_in: int, n_out: int) -> Layer:
        return Layer(np.zeros((n_out, n_in)), np.zeros(n_out), SIGMOID)

    with pytest.raises(ValueError, match="can't follow"):
        Network([layer(784, 16), layer(15, 10)])
    with pytest.raises(ValueError, match="at least one layer"):
        Network([])


@pytest.mark.parametrize("function", ACTIVATION_FUNCTIONS.values(), ids=str)
def test_activation_functions_are_finite_everywhere_and_have_the_slope_they_say(function) -> None:
    extreme = np.array([-1e6, -100, 0, 100, 1e6], dtype=np.float32)
    assert np.isfinite(function.value(extreme)).all()
    z = np.array([-2.1, -0.7, 0.4, 1.3])
    step = 1e-6
    for i in range(len(z)):
        nudge = np.zeros(4)
        nudge[i] = step
        slope = (function.value(z + nudge)[i] - function.value(z - nudge)[i]) / (2 * step)
        assert function.derivative(function.value(z))[i] == pytest.approx(slope, abs=1e-6)


def test_a_person_can_read_what_a_network_is() -> None:
    assert repr(netcore.load("classic")) == "Network('classic', 784-16-16-10, 13,002 parameters)"
    assert repr(netcore.load("classic").layers[0]) == "Layer(784 → 16, sigmoid)"


@pytest.mark.parametrize("scale", [255, np.nan])
def test_what_would_be_misread_is_refused(scale) -> None:
    network = netcore.load("classic")
    misread = netcore.prepare(load_sample().pictures[7]) * scale
    for read, pixels in (
        (network.forward, misread),
        (network.predict, misread[None]),
        (network.classify, misread[None]),
    ):
        with pytest.raises(ValueError, match="read_picture"):
            read(pixels)
