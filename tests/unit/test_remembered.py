"""What takes seconds to make is made once for all who run on a computer."""

import numpy as np
import pytest

from netcore.data import remembered as module
from netcore.data.prepared import prepared_sample
from netcore.data.remembered import remembered
from netcore.errors import DataError

ARRAYS = (np.arange(6, dtype=np.float32).reshape(2, 3) / 7, np.array([1, 2], np.uint8))


class Maker:
    """Makes the arrays, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self):
        self.count += 1
        return ARRAYS


def assert_made(arrays) -> None:
    for array, expected in zip(arrays, ARRAYS, strict=True):
        assert array.dtype == expected.dtype
        np.testing.assert_array_equal(array, expected)


@pytest.fixture
def make(tmp_path, monkeypatch) -> Maker:
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "deep" / "mnist")
    return Maker()


def test_it_is_made_once_to_the_last_bit(make) -> None:
    for _ in range(3):
        assert_made(remembered("some", make))
    assert make.count == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive", None])
def test_a_damaged_file_is_made_again(make, tmp_path, content) -> None:
    remembered("some", make)
    (file,) = (tmp_path / "deep").glob("some-*.npz")
    whole = file.read_bytes()
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + b"?" + whole[middle + 1 :] if content is None else content)
    assert_made(remembered("some", make))
    assert make.count == 2
    assert file.read_bytes() == whole


def test_another_version_makes_it_anew_and_keeps_the_newest_alone(make, tmp_path, monkeypatch) -> None:
    remembered("some", make)
    remembered("other", make)
    monkeypatch.setattr(module, "_version", lambda: "next")
    assert_made(remembered("some", make))
    assert make.count == 3
    assert sorted(file.name[:6] for file in (tmp_path / "deep").iterdir()) == ["other-", "some-n"]


def test_where_nothing_can_be_kept_it_is_made_each_time(make, tmp_path, monkeypatch) -> None:
    (tmp_path / "deep").write_text("a file where the folder would be")
    for _ in range(2):
        assert_made(remembered("some", make))

    def homeless():
        raise DataError("There is no home folder.")

    monkeypatch.setattr(module, "cache_folder", homeless)
    assert_made(remembered("some", make))
    assert make.count == 3


def test_the_version_is_of_all_that_prepares_digits(monkeypatch) -> None:
    before = module._version.__wrapped__()
    assert before == module._version.__wrapped__()
    monkeypatch.setattr(module.np, "__version__", "another")
    assert module._version.__wrapped__() != before


def test_the_prepared_digits_can_not_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        prepared_sample()[0, 0] = 1.0
