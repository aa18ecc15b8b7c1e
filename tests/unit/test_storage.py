"""Weights files: read without trusting them, written whole or not at all."""

import io
import json
import os
import pickle
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
from netcore import storage
from netcore.activations import RELU, SIGMOID, SOFTMAX
from netcore.errors import WeightsError
from netcore.network import Network
from netcore.training import new_network


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
    for one, other in zip(net.layers, again.layers, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)
        np.testing.assert_array_equal(one.biases, other.biases)
        assert one.activation_function is other.activation_function


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
    "double precision": {"W1": np.zeros((4, 784))},
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
    "meta of bytes": {"meta": b"{}"},
    "more than one meta": {"meta": ["{}", "{}"]},
    "meta without end": {"meta": np.ndarray((2,) * 30, "V0")},
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defective_file_is_refused_by_name_and_reason(tmp_path, defect) -> None:
    arrays = {**valid_arrays(), **DEFECTS[defect]}
    path = tmp_path / "broken.npz"
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(WeightsError) as caught:
        netcore.load(path)
    assert "broken.npz can't be used: " in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_the_arrays_that_defects_are_made_of_are_fine_themselves(tmp_path) -> None:
    np.savez(tmp_path / "fine.npz", **valid_arrays())
    assert netcore.load(tmp_path / "fine.npz").sizes == [784, 4, 10]


def test_nothing_is_ever_unpickled(tmp_path) -> None:
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(WeightsError):
        netcore.load(tmp_path / "pickle.npz")
    np.savez(tmp_path / "object.npz", **{**valid_arrays(), "b1": np.array([Bomb()] * 4, dtype=object)})
    with pytest.raises(WeightsError):
        netcore.load(tmp_path / "object.npz")
    code = "import os, sys; sys.exit(os.environ.get('NETCORE_TEST_BOMB') is not None)"
    assert subprocess.call([sys.executable, "-c", code]) == 0


@given(cut=st.floats(0, 0.999))
def test_a_truncated_file_is_refused(tmp_path_factory, cut) -> None:
    whole = (storage.WEIGHTS_FOLDER / "classic.npz").read_bytes()
    path = tmp_path_factory.mktemp("cut") / "cut.npz"
    path.write_bytes(whole[: int(cut * len(whole))])
    with pytest.raises(WeightsError, match=r"cut\.npz can't be used"):
        netcore.load(path)


@given(place=st.integers(0, 10**9), byte=st.integers(0, 255))
def test_a_flipped_byte_never_crashes(tmp_path_factory, place, byte) -> None:
    content = bytearray((storage.WEIGHTS_FOLDER / "classic.npz").read_bytes())
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
        archive.writestr("W1.npy", bytes(storage.LARGEST_FILE + 1))
    with pytest.raises(WeightsError, match="more than 64 MB"):
        netcore.load(tmp_path / "bomb.npz")

    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (10**6, 10**9)}
    )
    with zipfile.ZipFile(tmp_path / "claim.npz", "w") as archive:
        archive.writestr("W1.npy", header.getvalue())
    with pytest.raises(WeightsError, match="damaged"):
        netcore.load(tmp_path / "claim.npz")


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

    monkeypatch.setattr("netcore.storage.np.savez", half)
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
    assert list(tmp_path.iterdir()) == []


def test_only_names_that_can_be_loaded_are_offered(tmp_path, monkeypatch) -> None:
    for name in ("fine", "two words", "dotted.name"):
        netcore.save(new_network([784, 10], seed=0), tmp_path / f"{name}.npz")
    monkeypatch.setattr(storage, "WEIGHTS_FOLDER", tmp_path)
    assert storage.available() == ["fine"]
    assert netcore.load("fine").meta["name"] == "fine"
