"""MNIST and sets like it, by what their files hold."""

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from netcore.cli import main
from netcore.data import Examples, cache_folder, is_mnist, is_mnist_here, load_mnist, load_sample, mnist
from netcore.errors import DataError
from tests.unit.idx import idx

IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
PICTURES = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)
DIGITS = np.array([3, 7, 0, 9, 1], np.uint8)


@pytest.fixture(autouse=True)
def no_other_folder(monkeypatch) -> None:
    monkeypatch.delenv("NETCORE_DATA", raising=False)


@pytest.fixture
def as_mnist(monkeypatch) -> None:
    """Take the five pictures for MNIST's test set."""
    monkeypatch.setitem(mnist.SHA256, IMAGES, hashlib.sha256(idx(PICTURES)).hexdigest())
    monkeypatch.setitem(mnist.SHA256, LABELS, hashlib.sha256(idx(DIGITS)).hexdigest())


def put(
    folder: Path, images: str = IMAGES, labels: str = LABELS, pictures: NDArray[np.uint8] = PICTURES
) -> None:
    """Both files, packed where a name says so."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, numbers in ((images, pictures), (labels, DIGITS)):
        (folder / name).write_bytes(gzip.compress(idx(numbers), 1) if name.endswith(".gz") else idx(numbers))


def assert_read(examples: Examples) -> None:
    np.testing.assert_array_equal(examples.pictures, PICTURES)
    assert examples.labels.tolist() == DIGITS.tolist()


def test_mnist_that_is_not_there_or_not_mnist_is_refused(tmp_path) -> None:
    with pytest.raises(DataError, match="NETCORE_DATA"):
        load_mnist("t10k")
    with pytest.raises(DataError, match=r"neither t10k-images-idx3-ubyte nor t10k-images-idx3-ubyte\.gz"):
        load_mnist("t10k", tmp_path)
    (tmp_path / f"{IMAGES}.gz").write_bytes(b"\x1f\x8bnot gzip")
    with pytest.raises(DataError, match="can't be read"):
        load_mnist("t10k", tmp_path)
    (tmp_path / IMAGES).write_bytes(b"something else")
    with pytest.raises(DataError, match="not an IDX file of images"):
        load_mnist("t10k", tmp_path)
    (tmp_path / IMAGES).write_bytes(idx(PICTURES))
    with pytest.raises(DataError, match="neither t10k-labels"):
        load_mnist("t10k", tmp_path)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (IMAGES, LABELS),
        (f"{IMAGES}.gz", LABELS),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte.gz"),
        ("x_TEST.idx", "y_TEST.idx"),
        ("mine-test-pictures", "mine-test-answers.gz"),
    ],
)
def test_files_are_known_by_what_they_hold(tmp_path, monkeypatch, images, labels) -> None:
    put(tmp_path, images, labels)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(PICTURES[:1]))
    (tmp_path / "test.txt").write_text("notes")
    (tmp_path / "test").mkdir()
    assert_read(load_mnist("t10k", tmp_path))
    monkeypatch.setenv("NETCORE_DATA", str(tmp_path))
    assert_read(load_mnist("t10k"))


def test_packing_is_known_by_the_content(tmp_path) -> None:
    put(tmp_path)
    (tmp_path / IMAGES).rename(tmp_path / f"{IMAGES}.gz")
    (tmp_path / LABELS).write_bytes(gzip.compress(idx(DIGITS)))
    assert_read(load_mnist("t10k", tmp_path))


def test_a_file_beside_the_same_one_packed_is_one(tmp_path) -> None:
    put(tmp_path, "test-images", "test-labels")
    put(tmp_path, "test-images.gz", "test-labels.gz")
    assert_read(load_mnist("t10k", tmp_path))


def test_pictures_of_emnist_are_set_upright(tmp_path) -> None:
    names = (f"emnist-digits-test-{kind}-ubyte.gz" for kind in ("images-idx3", "labels-idx1"))
    put(tmp_path, *names, pictures=PICTURES.transpose(0, 2, 1))
    examples = load_mnist("t10k", tmp_path)
    assert_read(examples)
    assert not is_mnist("t10k", examples)


def test_of_two_sets_none_is_taken_but_mnist_by_its_name(tmp_path) -> None:
    for split in ("digits", "mnist"):
        put(tmp_path, f"emnist-{split}-test-images", f"emnist-{split}-test-labels")
    with pytest.raises(
        DataError, match=r"emnist-digits-test-images, emnist-mnist-test-images.*folder of their own"
    ):
        load_mnist("t10k", tmp_path)
    put(tmp_path)
    assert_read(load_mnist("t10k", tmp_path))


@pytest.mark.parametrize(
    ("images", "labels", "says"),
    [
        (idx(PICTURES[:, 4:]), idx(DIGITS), "24 × 28 pixels"),
        (idx(PICTURES)[:-1], idx(DIGITS), "less than the 5 images"),
        (idx(PICTURES) + b"!", idx(DIGITS), "more than the 5 images"),
        (idx(PICTURES[:0]), idx(DIGITS[:0]), "holds 0 images"),
        (idx(PICTURES), idx(DIGITS[:4]), "5 pictures, but .* 4 labels"),
        (idx(PICTURES), idx(DIGITS + 2), "the label 11"),
        (idx(PICTURES), idx(PICTURES), "not an IDX file of labels"),
        (idx(DIGITS), idx(DIGITS), "not an IDX file of images"),
        (idx(PICTURES)[:10], idx(DIGITS), "not an IDX file of images"),
        (bytes((0, 0, 8, 3)) + b"\xff" * 4 + bytes((0, 0, 0, 28)) * 2, idx(DIGITS), "4,294,967,295 images"),
        (gzip.compress(idx(PICTURES))[:-20], idx(DIGITS), "can't be read"),
    ],
)
def test_what_can_not_be_used_is_named(tmp_path, images, labels, says) -> None:
    (tmp_path / IMAGES).write_bytes(images)
    (tmp_path / LABELS).write_bytes(labels)
    with pytest.raises(DataError, match=says) as refusal:
        load_mnist("t10k", tmp_path)
    assert "\n" not in str(refusal.value)
    assert len(list(tmp_path.iterdir())) == 2


def test_mnist_itself_is_known_by_its_content(as_mnist) -> None:
    assert is_mnist("t10k", Examples(PICTURES, DIGITS))
    assert is_mnist("t10k", Examples(np.asfortranarray(PICTURES), DIGITS))
    assert not is_mnist("train", Examples(PICTURES, DIGITS))
    assert not is_mnist("t10k", Examples(PICTURES[::-1], DIGITS))
    assert not is_mnist("t10k", Examples(PICTURES, DIGITS[::-1]))


def test_in_the_cache_folder_mnist_counts_by_any_name_and_nothing_else(as_mnist) -> None:
    put(cache_folder(), "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte.gz")
    assert_read(load_mnist("t10k"))
    put(cache_folder(), "t10k-images.idx3-ubyte", pictures=PICTURES[::-1])
    with pytest.raises(DataError, match="not MNIST's"):
        load_mnist("t10k")
    assert (cache_folder() / "t10k-images.idx3-ubyte").exists()


def test_whether_a_set_is_here(tmp_path, monkeypatch) -> None:
    assert not is_mnist_here()
    monkeypatch.setenv("NETCORE_DATA", str(tmp_path / "nowhere"))
    assert not is_mnist_here()
    monkeypatch.setenv("NETCORE_DATA", str(tmp_path))
    put(tmp_path, "my-test.x", "my-test.y")
    assert not is_mnist_here()
    put(tmp_path, "my-train.x", "my-train.y")
    assert is_mnist_here()


def test_evaluate_and_data_say_whose_set_it_is(tmp_path, monkeypatch) -> None:
    sample = load_sample()
    few = slice(None, None, 100)
    monkeypatch.setattr(
        "netcore.cli.evaluate.load_sample", lambda: Examples(sample.pictures[few], sample.labels[few])
    )
    monkeypatch.setattr("netcore.cli.evaluate.unseen_digits", lambda meta: np.arange(50))
    for part in ("train", "test"):
        (tmp_path / f"{part}-x").write_bytes(idx(sample.pictures[few]))
        (tmp_path / f"{part}-y").write_bytes(idx(sample.labels[few]))

    def run(*words: str) -> str:
        result = CliRunner().invoke(main, [*words, "--data", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "your set" in run("evaluate", "classic")
    told = json.loads(run("evaluate", "classic", "--json"))["classic"]
    assert told["your set"]["examples"] == 50
    assert told["your set"]["accuracy"] > 0.9
    assert "mnist-test" not in told
    assert "your set, not MNIST: 50 and 50" in run("data")
    hashes = {f"t10k-{kind}": hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for kind, name in
              (("images-idx3-ubyte", "test-x"), ("labels-idx1-ubyte", "test-y"))}  # fmt: skip
    for name, sha256 in hashes.items():
        monkeypatch.setitem(mnist.SHA256, name, sha256)
    assert "mnist-test" in json.loads(run("evaluate", "classic", "--json"))["classic"]
