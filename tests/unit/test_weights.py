"""Weights files: read without trusting them, written whole or not at all."""

import io
import json
import os
import pickle
import re
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netcore
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.errors import WeightsError
from netcore.files import npz, weights
from netcore.network import Network
from netcore.training.learner import new_network


@pytest.mark.parametrize("name", netcore.available())
def test_every_shipped_network_passes_and_says_what_it_is(name) -> None:
    net = netcore.load(name)
    assert net.meta["name"] == name
    assert net.meta["sizes"] == net.sizes
    assert net.meta["activations"] == [layer.activation_function.name for layer in net.layers]
    assert isinstance(net.meta["about"], str)
    assert 0.95 <= net.meta["accuracy"]["mnist-test"] <= 1
    assert net.meta["training"]["seed"] >= 0
    assert all(layer.weights.dtype == layer.biases.dtype == np.float32 for layer in net.layers)


def test_a_loaded_network_can_not_be_changed_in_place() -> None:
    for layer in netcore.load("classic").layers:
        with pytest.raises(ValueError, match="read-only"):
            layer.weights[0, 0] = 1
        with pytest.raises(ValueError, match="read-only"):
            layer.biases += 1


@given(
    hidden=st.lists(st.integers(1, 30), max_size=3),
    function=st.sampled_from([SIGMOID, RELU]),
    output=st.sampled_from([SIGMOID, SOFTMAX]),
    seed=st.integers(0, 1000),
)
def test_what_is_saved_is_loaded(tmp_path_factory, hidden, function, output, seed) -> None:
    path = tmp_path_factory.mktemp("weights") / "net.npz"
    net = new_network([784, *hidden, 10], function, output, seed=seed)
    netcore.save(Network(net.layers, {"name": "mine", "note": "σ"}), path)
    again = netcore.load(path)
    assert again.sizes == net.sizes
    assert again.meta["name"] == "net"  # a network is called what its file is called
    assert again.meta["note"] == "σ"
    assert_same_layers(net, again)

    file = io.BytesIO()
    netcore.save(Network(net.layers, {"name": "mine", "note": "σ"}), file)
    assert file.getvalue() == path.read_bytes()
    uploaded = netcore.load(file)
    assert uploaded.meta == {**again.meta, "name": "uploaded"}
    assert_same_layers(net, uploaded)


def assert_same_layers(one: Network, other: Network) -> None:
    for layer, twin in zip(one.layers, other.layers, strict=True):
        np.testing.assert_array_equal(layer.weights, twin.weights)
        np.testing.assert_array_equal(layer.biases, twin.biases)
        assert layer.activation_function is twin.activation_function


class Upload(io.BytesIO):
    """A file as a page receives it."""

    def __init__(self, content: bytes, name: object) -> None:
        super().__init__(content)
        self.name = name


CLASSIC = (weights.WEIGHTS_FOLDER / "classic.npz").read_bytes()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("mine.npz", "mine"),
        ("mine", "mine"),
        ("folder/mine.npz", "mine"),
        ("../../etc/mine.npz", "mine"),
        ("größer-2_3.npz", "größer-2_3"),
        ("two words.npz", "uploaded"),
        ("dotted.name.npz", "uploaded"),
        ("<b>.npz", "uploaded"),
        ("\ud800.npz", "uploaded"),
        ("a\0b.npz", "uploaded"),
        (".npz", "uploaded"),
        ("n" * 101 + ".npz", "uploaded"),
        ("", "uploaded"),
        (None, "uploaded"),
        (7, "uploaded"),
    ],
)
def test_an_open_file_s_network_is_called_what_the_file_is_called_if_that_is_a_name(name, called) -> None:
    assert netcore.load(Upload(CLASSIC, name)).meta["name"] == called


def test_an_open_file_is_read_from_its_beginning_and_stays_open() -> None:
    file = Upload(CLASSIC, "mine.npz")
    for position in (0, 100, len(CLASSIC)):
        file.seek(position)
        assert_same_layers(netcore.load(file), netcore.load("classic"))
    with (weights.WEIGHTS_FOLDER / "relu.npz").open("rb") as opened:
        assert netcore.load(opened).meta == netcore.load("relu").meta
        assert not opened.closed


def test_a_file_that_can_not_be_read_is_refused_in_a_sentence() -> None:
    closed = Upload(CLASSIC, "mine.npz")
    closed.close()
    with pytest.raises(WeightsError, match=r"mine\.npz can't be used: "):
        netcore.load(closed)
    for nothing in (io.BytesIO(), io.StringIO("text"), Upload(b"", ""), Upload(b"", 7), Upload(b"", None)):
        with pytest.raises(WeightsError, match=r"^The file can't be used: "):
            netcore.load(nothing)


def test_a_network_of_40_relu_neurons_is_accepted() -> None:
    file = io.BytesIO()
    netcore.save(new_network([784, 40, 10], RELU, SOFTMAX, seed=0), file)
    assert netcore.load(file).sizes == [784, 40, 10]


LARGEST = [784, *[weights.LARGEST_LAYER] * (weights.MOST_LAYERS - 1), 10]


def test_the_largest_network_is_saved_and_loaded() -> None:
    file = io.BytesIO()
    netcore.save(new_network(LARGEST, RELU, seed=0), file)
    assert netcore.load(file).sizes == LARGEST


TOO_LARGE = {
    "it has 7 layers; the most that can be shown is 6": [784, 16, 16, 16, 16, 16, 16, 10],
    "it has 40 layers; the most that can be shown is 6": [784, *[10] * 40],
    "it has a layer of 300 neurons; the most that can be shown is 256": [784, 300, 10],
    "it has a layer of 257 neurons; the most that can be shown is 256": [784, 16, 257, 16, 10],
    "it has a layer of 1,000 neurons; the most that can be shown is 256": [784, 16, 1000],
    "it holds 161 arrays; the most is 100": [784, *[10] * 80],
}


@pytest.mark.parametrize("reason", TOO_LARGE)
def test_a_network_with_no_room_on_screen_is_neither_read_nor_written(tmp_path, reason) -> None:
    net = new_network(TOO_LARGE[reason], seed=0)
    arrays = {"meta": json.dumps({"activations": ["sigmoid"] * len(net.layers)})}
    for number, layer in enumerate(net.layers, start=1):
        arrays |= {f"W{number}": layer.weights, f"b{number}": layer.biases}
    np.savez(tmp_path / "net.npz", **arrays)
    with pytest.raises(WeightsError, match=rf"net\.npz can't be used: {reason}\."):
        netcore.load(tmp_path / "net.npz")
    file = io.BytesIO()
    with pytest.raises(WeightsError, match="The file can't be used: it has"):
        netcore.save(net, file)
    assert file.getvalue() == b""


@given(
    sizes=st.lists(st.integers(1, 40), max_size=5),
    sign=st.sampled_from([1, -1]),
    output=st.sampled_from([SIGMOID, SOFTMAX]),
    power=st.integers(0, 6),
)
def test_a_network_that_is_accepted_never_overflows(sizes, sign, output, power) -> None:
    net = new_network([784, *sizes, 10], RELU, output, seed=0)
    for layer in net.layers:
        layer.weights[:] = layer.biases[:] = 10**power
    net.layers[-1].weights[::2] *= sign
    file = io.BytesIO()
    try:
        netcore.save(net, file)
    except WeightsError as error:
        assert re.search(r"weighted sums of layer \d can go beyond 1e\+18", str(error))
        assert len(sizes) >= 2
        assert power >= 2
        return
    with np.errstate(over="raise", invalid="raise"):
        trace = netcore.load(file).forward(np.ones(784))
    assert np.isfinite(np.concatenate(trace.activations + trace.weighted_sums)).all()


def valid_arrays() -> dict:
    return {
        "W1": np.zeros((4, 784), np.float32),
        "b1": np.zeros(4, np.float32),
        "W2": np.zeros((10, 4), np.float32),
        "b2": np.zeros(10, np.float32),
        "meta": json.dumps({"activations": ["sigmoid", "sigmoid"]}),
    }


class Bomb:
    """Does something visible when it is unpickled."""

    def __reduce__(self):
        return os.putenv, ("NETCORE_TEST_BOMB", "went off")


DEFECTS = {
    "other shapes": {"W2": np.zeros((10, 5), np.float32)},
    "bias of another length": {"b1": np.zeros(5, np.float32)},
    "a matrix too many dimensions": {"W1": np.zeros((4, 28, 28), np.float32)},
    "a layer without neurons": {"W1": np.zeros((0, 784), np.float32), "b1": np.zeros(0, np.float32)},
    "other inputs": {"W1": np.zeros((4, 783), np.float32)},
    "other outputs": {"W2": np.zeros((9, 4), np.float32), "b2": np.zeros(9, np.float32)},
    "not a number": {"W1": np.full((4, 784), np.nan, np.float32)},
    "beyond all measure": {"W1": np.full((4, 784), 3e38, np.float32)},
    "an output beyond 1": {"meta": json.dumps({"activations": ["sigmoid", "relu"]})},
    "softmax within": {"meta": json.dumps({"activations": ["softmax", "sigmoid"]})},
    "infinity": {"b2": np.full(10, np.inf, np.float32)},
    "double precision beyond float32": {"W1": np.full((4, 784), 1e300)},
    "whole numbers": {"W1": np.zeros((4, 784), np.int64)},
    "text": {"b1": np.array(["a"] * 4)},
    "Python objects": {"b1": np.array([Bomb()] * 4, dtype=object)},
    "one array too many": {"W9": np.zeros((10, 10), np.float32)},
    "no meta": {"meta": None},
    "meta that is no JSON": {"meta": "{"},
    "meta that is a list": {"meta": "[]"},
    "meta without activations": {"meta": "{}"},
    "an unknown activation function": {"meta": json.dumps({"activations": ["sigmoid", "step"]})},
    "activations that are no names": {"meta": json.dumps({"activations": ["sigmoid", ["relu"]]})},
    "more layers than arrays": {"meta": json.dumps({"activations": ["sigmoid"] * 3})},
    "nested too deep": {"meta": "[" * 100_000},
    "meta too long": {"meta": json.dumps({"activations": ["sigmoid"] * 2, "about": "a" * 10**7})},
    "meta that grows too long": {"meta": json.dumps({"activations": [0] * 49_000}, separators=(",", ":"))},
    "half a character": {"meta": '{"activations": ["sigmoid", "sigmoid"], "about": "\\ud800"}'},
    "meta that is not finite": {"meta": '{"activations": ["sigmoid", "sigmoid"], "accuracy": NaN}'},
    "meta beyond all measure": {"meta": '{"activations": ["sigmoid", "sigmoid"], "accuracy": 1e999}'},
    "a number without end": {"meta": '{"activations": ["sigmoid", "sigmoid"], "about": ' + "9" * 9000 + "}"},
    "a long unknown activation function": {"meta": json.dumps({"activations": ["\n" * 9000, "sigmoid"]})},
    "an array of many dimensions": {"b1": np.zeros((1,) * 64, np.float32)},
}


@pytest.mark.parametrize("dtype", ["<f8", ">f8", ">f4", "<f2"])
def test_numbers_of_any_size_and_order_become_float32(tmp_path, dtype) -> None:
    arrays = {
        name: np.asfortranarray(array + 0.5, dtype) if isinstance(array, np.ndarray) else array
        for name, array in valid_arrays().items()
    }
    np.savez(tmp_path / "other.npz", **arrays)
    for layer in netcore.load(tmp_path / "other.npz").layers:
        for numbers in (layer.weights, layer.biases):
            assert numbers.dtype == np.float32 and numbers.dtype.isnative
            assert numbers.flags.c_contiguous and not numbers.flags.writeable
            assert (numbers == 0.5).all()


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defective_file_is_refused_by_name_and_reason(tmp_path, defect) -> None:
    arrays = {**valid_arrays(), **DEFECTS[defect]}
    path = tmp_path / "broken.npz"
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(WeightsError) as caught:
        netcore.load(path)
    assert "broken.npz can't be used: " in str(caught.value)
    assert str(caught.value).endswith(".")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < len(str(path)) + 400

    with pytest.raises(WeightsError) as again:
        netcore.load(Upload(path.read_bytes(), "broken.npz"))
    assert str(again.value) == str(caught.value).replace(str(path), "broken.npz")


@pytest.mark.parametrize("meta", [7, b"{}", ["{}", "{}"], np.ndarray((2,) * 30, "U0"), np.void(10**6)])
def test_meta_must_be_one_text(meta) -> None:
    file = io.BytesIO()
    np.savez(file, **{**valid_arrays(), "meta": meta})
    with pytest.raises(WeightsError, match="its `meta` is missing or not a text"):
        netcore.load(file)


@pytest.mark.parametrize("name", ["a\nb.npz", "\ud800.npz", "a\0.npz", "\u202egpj.npz", "n" * 10**6 + ".npz"])
def test_a_file_s_name_does_not_spoil_the_sentence(name) -> None:
    with pytest.raises(WeightsError) as caught:
        netcore.load(Upload(b"", name))
    assert ".npz can't be used: " in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("about", [None, 7, [[]], {"about": {}}, "# <b>", "\x1b\0", "a" * 90_000], ids=ascii)
def test_whatever_a_file_says_of_itself_is_kept_and_can_be_saved_again(about) -> None:
    meta = {"activations": ["sigmoid", "sigmoid"], "about": about, "name": ["no name"], "sizes": "none"}
    file = Upload(b"", "mine.npz")
    np.savez(file, **{**valid_arrays(), "meta": json.dumps(meta, ensure_ascii=False)})
    network = netcore.load(file)
    assert network.meta["about"] == about
    assert network.meta["name"] == "mine"
    again = Upload(b"", "mine.npz")
    netcore.save(network, again)
    assert netcore.load(again).meta == {**network.meta, "sizes": [784, 4, 10]}


def test_the_arrays_that_defects_are_made_of_are_fine_themselves(tmp_path) -> None:
    np.savez(tmp_path / "fine.npz", **valid_arrays())
    assert netcore.load(tmp_path / "fine.npz").sizes == [784, 4, 10]


def test_nothing_is_ever_unpickled(tmp_path) -> None:
    bombs = np.array([Bomb()] * 4, dtype=object)
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps(Bomb()))
    np.savez(tmp_path / "object.npz", **{**valid_arrays(), "b1": bombs})
    np.savez(tmp_path / "meta.npz", **{**valid_arrays(), "meta": bombs})
    np.save(tmp_path / "array.npy", bombs)
    with zipfile.ZipFile(tmp_path / "member.npz", "w") as archive:
        archive.writestr("W1.npy", pickle.dumps(Bomb()))
    for path in tmp_path.iterdir():
        with pytest.raises(WeightsError):
            netcore.load(path)
        with pytest.raises(WeightsError):
            netcore.load(io.BytesIO(path.read_bytes()))
    code = "import os, sys; sys.exit(os.environ.get('NETCORE_TEST_BOMB') is not None)"
    assert subprocess.call([sys.executable, "-c", code]) == 0


@given(cut=st.floats(0, 0.999))
def test_a_truncated_file_is_refused(tmp_path_factory, cut) -> None:
    part = CLASSIC[: int(cut * len(CLASSIC))]
    path = tmp_path_factory.mktemp("cut") / "cut.npz"
    path.write_bytes(part)
    for source in (path, Upload(part, "cut.npz")):
        with pytest.raises(WeightsError, match=r"cut\.npz can't be used"):
            netcore.load(source)


@given(place=st.integers(0, 10**9), byte=st.integers(0, 255))
def test_a_flipped_byte_never_crashes(tmp_path_factory, place, byte) -> None:
    content = bytearray(CLASSIC)
    content[place % len(content)] = byte
    path = tmp_path_factory.mktemp("flip") / "flip.npz"
    path.write_bytes(content)
    try:
        netcore.load(path)
    except WeightsError as error:
        assert "flip.npz" in str(error)


@pytest.mark.parametrize("member", ["b1", "b1.npy", "notes.txt"])
def test_an_archive_with_something_else_in_it_is_refused(tmp_path, member) -> None:
    np.savez(tmp_path / "odd.npz", **{k: v for k, v in valid_arrays().items() if k != "b1"})
    with zipfile.ZipFile(tmp_path / "odd.npz", "a") as archive:
        archive.writestr(member, b"no array")
    with pytest.raises(WeightsError, match=r"odd\.npz can't be used"):
        netcore.load(tmp_path / "odd.npz")


def test_a_file_that_claims_to_be_huge_is_refused(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W1.npy", bytes(npz.LARGEST_FILE + 1))
    with pytest.raises(WeightsError, match="unpacks to more than 16 MB"):
        netcore.load(tmp_path / "bomb.npz")

    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (10**6, 10**9)}
    )
    with zipfile.ZipFile(tmp_path / "claim.npz", "w") as archive:
        archive.writestr("W1.npy", header.getvalue())
    with pytest.raises(WeightsError, match="damaged"):
        netcore.load(tmp_path / "claim.npz")


class Unreadable(io.BytesIO):
    """A file that must not be read."""

    name = "large.npz"

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def seek(self, offset: int, whence: int = 0) -> int:
        return super().seek(offset + (self.size if whence == io.SEEK_END else 0))

    def read(self, *_: object) -> bytes:
        raise AssertionError("it was read")

    readinto = readline = readlines = read1 = getvalue = getbuffer = read


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path) -> None:
    with pytest.raises(WeightsError, match=r"^large\.npz can't be used: it is larger than 16 MB\.$"):
        netcore.load(Unreadable(npz.LARGEST_FILE + 1))
    with pytest.raises(WeightsError, match="it was read"):
        netcore.load(Unreadable(npz.LARGEST_FILE))
    with (tmp_path / "large.npz").open("wb") as file:
        file.truncate(npz.LARGEST_FILE + 1)
    with pytest.raises(WeightsError, match=r"large\.npz can't be used: it is larger than 16 MB\."):
        netcore.load(tmp_path / "large.npz")


MALFORMED_HEADERS = ["{'descr': (", "{'descr': " + "-" * 9000, "{}", "0" * 20_000, "{'shape': (-1,)}", "\0"]


@pytest.mark.parametrize("header", MALFORMED_HEADERS, ids=lambda header: header[:12])
def test_an_array_with_a_malformed_header_is_refused(tmp_path, header) -> None:
    with zipfile.ZipFile(tmp_path / "odd.npz", "w") as archive:
        archive.writestr("W1.npy", npy_magic(len(header)) + header.encode())
    with pytest.raises(WeightsError, match=r"odd\.npz can't be used: .*damaged"):
        netcore.load(tmp_path / "odd.npz")


def npy_magic(header_length: int) -> bytes:
    return b"\x93NUMPY\x02\x00" + header_length.to_bytes(4, "little")


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_more_is_unpacked_than_a_file_says_it_holds(tmp_path, compression) -> None:
    content = npy_magic(2**32 - 1) + bytes(200 * 2**20)
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", compression) as archive:
        archive.writestr("W1.npy", content)
        archive.getinfo("W1.npy").file_size = 50_000
        archive.getinfo("W1.npy").CRC = zlib.crc32(content[:50_000])
    tracemalloc.start()
    try:
        with pytest.raises(WeightsError, match=r"bomb\.npz can't be used"):
            netcore.load(tmp_path / "bomb.npz")
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    finally:
        tracemalloc.stop()


def test_names_and_paths_that_lead_nowhere() -> None:
    with pytest.raises(WeightsError, match=r"no network called unheard; there are: .*classic"):
        netcore.load("unheard")
    with pytest.raises(WeightsError, match="there is no such file"):
        netcore.load("nowhere/unheard.npz")
    with pytest.raises(WeightsError, match="can't be used"):
        netcore.load(Path())
    with pytest.raises(WeightsError):
        netcore.load("a" * 5000)


def test_a_save_that_fails_leaves_the_old_file(tmp_path, monkeypatch) -> None:
    path = tmp_path / "net.npz"
    net = new_network([784, 10], seed=0)
    netcore.save(net, path)
    before = path.read_bytes()

    def half(file, **arrays) -> None:
        file.write(before[:1000])
        raise OSError("no space left")

    monkeypatch.setattr("netcore.files.weights.np.savez", half)
    with pytest.raises(OSError, match="no space left"):
        netcore.save(net, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["net.npz"]


def test_what_could_not_be_loaded_is_not_saved(tmp_path) -> None:
    net = new_network([784, 10], seed=0)
    net.layers[0].weights[3, 5] = np.nan
    with pytest.raises(WeightsError, match="not finite"):
        netcore.save(net, tmp_path / "net.npz")
    with pytest.raises(WeightsError, match="9 outputs"):
        netcore.save(new_network([784, 9], seed=0), tmp_path / "net.npz")
    for meta in ({"about": "a" * 400_000}, {"about": "\ud800"}, {"accuracy": float("nan")}):
        with pytest.raises(WeightsError, match=r"net\.npz can't be used: its `meta`"):
            netcore.save(Network(new_network([784, 10], seed=0).layers, meta), tmp_path / "net.npz")
    with pytest.raises(TypeError):
        netcore.save(Network(new_network([784, 10], seed=0).layers, {"about": {1}}), tmp_path / "net.npz")
    assert list(tmp_path.iterdir()) == []


def test_only_names_that_can_be_loaded_are_offered(tmp_path, monkeypatch) -> None:
    for name in ("fine", "two words", "dotted.name"):
        netcore.save(new_network([784, 10], seed=0), tmp_path / f"{name}.npz")
    monkeypatch.setattr(weights, "WEIGHTS_FOLDER", tmp_path)
    assert netcore.load(tmp_path / "two words.npz").meta["name"] == "two words"
    assert weights.available() == ["fine"]
    assert netcore.load("fine").meta["name"] == "fine"
