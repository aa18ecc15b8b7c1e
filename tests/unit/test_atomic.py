"""Files are written whole or not at all."""

import pytest

from netcore.files.atomic import replacing


@pytest.mark.parametrize("before", [None, b"old"])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_error_within_leaves_what_was_there_and_nothing_else(tmp_path, before, error) -> None:
    target = tmp_path / "file.txt"
    if before:
        target.write_bytes(before)
    with pytest.raises(error), replacing(target) as file:
        file.write(b"half of the new")
        raise error
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_the_new_content_takes_the_place_of_the_old(tmp_path) -> None:
    target = tmp_path / "file.txt"
    target.write_bytes(b"old")
    with replacing(target) as file:
        file.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["folder", "nowhere/file"])
def test_what_can_not_be_written_is_an_error_without_a_trace(tmp_path, name) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=name.partition("/")[0]), replacing(tmp_path / name) as file:
        file.write(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
