"""Drawings files."""

import gzip
import io
import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore.data import PenDrawing, ndjson, read_drawings, write_drawings
from netcore.data.drawings import LARGEST_COORDINATE
from netcore.data.ndjson import LONGEST_LINE
from netcore.errors import DataError

coordinates = st.floats(-LARGEST_COORDINATE, LARGEST_COORDINATE).map(lambda number: round(number, 2))
strokes = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(2)), elements=coordinates)
many_strokes = st.lists(strokes, min_size=1, max_size=4).map(tuple)
decisions = st.sampled_from([None, True, False])
drawings = st.builds(PenDrawing, st.integers(0, 9), many_strokes, st.text(max_size=5), decisions)

STRAIGHT = np.array([[0.0, 0.0], [3.0, 6.0]])
GOOD = b'{"word": "7", "drawing": [[[0, 10, 5], [0, 1, 20]]], "source": "me"}'


@settings(max_examples=50)
@given(written=st.lists(drawings, min_size=1, max_size=4), ending=st.sampled_from(["", ".gz"]))
def test_what_is_written_is_read_again(tmp_path_factory, written, ending) -> None:
    path = tmp_path_factory.mktemp("drawings") / f"mine.ndjson{ending}"
    write_drawings(path, written)
    assert path.read_bytes().startswith(b"\x1f\x8b") == bool(ending)
    again, complaints = read_drawings(path)
    assert complaints == []
    for one, other in zip(written, again, strict=True):
        assert (one.digit, one.source, one.kept_back) == (other.digit, other.source, other.kept_back)
        for stroke, same in zip(one.strokes, other.strokes, strict=True):
            np.testing.assert_allclose(stroke, same, rtol=1e-5)


def line(**other: object) -> bytes:
    return json.dumps({"word": "7", "drawing": [[[0, 10], [0, 20]]], **other}).encode()


DEFECTS = {
    "not JSON": b"seven",
    "half of it": GOOD[:30],
    "a list": b"[7]",
    "binary rubbish": bytes(range(11, 256)),
    "invalid UTF-8": GOOD.replace(b"me", b"\xff\xfe"),
    "nested too deep": b'{"word": "7", "drawing": ' + b"[" * 100_000,
    "absurdly long": line(note="x" * LONGEST_LINE * 3),
    "no word": b'{"drawing": [[[0, 10], [0, 20]]]}',
    "another word": line(word="seven"),
    "an empty word": line(word=""),
    "a number for a word": line(word=7),
    "a digit of another script": line(word="٧"),
    "a source that is no text": line(source=["me"]),
    "kept back perhaps": line(kept_back="perhaps"),
    "no drawing": b'{"word": "7"}',
    "no stroke": line(drawing=[]),
    "an empty stroke": line(drawing=[[[], []]]),
    "a stroke without y": line(drawing=[[[0, 1]]]),
    "a stroke that is none": line(drawing=[7]),
    "points instead of x and y": line(drawing=[[0, 1]]),
    "unequal lengths": line(drawing=[[[0, 1], [0]]]),
    "not a number": line(drawing=[[[0, float("nan")], [0, 1]]]),
    "infinity": line(drawing=[[[0, 1], [0, float("-inf")]]]),
    "beyond all measure": line(drawing=[[[0, 1e7], [0, 1]]]),
    "beyond what a float can hold": line(drawing=[[[0, 10**400], [0, 1]]]),
    "beyond what Python reads": GOOD.replace(b"20", b"2" * 5000),
    "a truth": line(drawing=[[[0, True], [0, 1]]]),
    "a text": line(drawing=[[[0, "1"], [0, 1]]]),
    "too many points": line(drawing=[[[0] * 20_001, [0] * 20_001]]),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_line_that_can_not_be_used_is_named_and_the_others_are_used(tmp_path, defect) -> None:
    path = tmp_path / "some.ndjson"
    path.write_bytes(b"\n".join([GOOD, b"", DEFECTS[defect], GOOD]))
    read, complaints = read_drawings(path)
    assert [drawing.source for drawing in read] == ["me", "me"]
    (complaint,) = complaints
    assert complaint.startswith(f"{path}, line 3: ")
    assert complaint.endswith(".")
    assert len(complaint) < len(str(path)) + 100

    path.write_bytes(DEFECTS[defect])
    with pytest.raises(DataError, match=r"no drawing that can be used: .*, line 1: "):
        read_drawings(path)


def test_the_times_of_quick_draw_s_raw_files_are_passed_over(tmp_path) -> None:
    path = tmp_path / "raw.ndjson"
    path.write_bytes(line(drawing=[[[0, 10], [0, 20], [0, 99]]], key_id="5", recognized=True))
    ((drawing,), _) = read_drawings(path)
    np.testing.assert_array_equal(drawing.strokes[0], [[0, 0], [10, 20]])
    assert drawing.source == ""


@settings(max_examples=60)
@given(
    content=st.binary(max_size=80), packed=st.booleans(), place=st.integers(0, 60), byte=st.binary(max_size=3)
)
@example(content=b"", packed=False, place=0, byte=b"")
@example(content=b"\x1f\x8b", packed=False, place=0, byte=b"")
def test_no_content_of_a_file_raises_anything_but_a_data_error(
    tmp_path_factory, content, packed, place, byte
) -> None:
    path = tmp_path_factory.mktemp("rubbish") / "any.ndjson"
    whole = gzip.compress(GOOD + b"\n" + content) if packed else content
    path.write_bytes(whole[:place] + byte + whole[place + len(byte) :])
    try:
        assert read_drawings(path)[0]
    except DataError as error:
        assert "any.ndjson" in str(error)


def test_files_that_are_none_are_refused_in_one_sentence(tmp_path) -> None:
    truncated = tmp_path / "truncated.ndjson.gz"
    truncated.write_bytes(gzip.compress(GOOD + b"\n" + np.random.default_rng(1).bytes(5000))[:2000])
    (tmp_path / "empty").touch()
    for path, reason in [
        (truncated, "can't be read to its end"),
        (tmp_path / "empty", "it is empty"),
        (tmp_path / "missing", "no drawings file"),
        (tmp_path, "can't be read"),
    ]:
        with pytest.raises(DataError, match=reason) as caught:
            read_drawings(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_open_file_is_read_from_its_beginning_and_stays_open(pack) -> None:
    file = io.BytesIO(pack(GOOD + b"\n" + GOOD))
    file.name = "open.ndjson"
    file.read()
    assert len(read_drawings(file)[0]) == 2
    assert not file.closed
    read_drawings(file, largest=2 * len(GOOD) + 1)
    with pytest.raises(DataError, match=r"open\.ndjson is larger than"):
        read_drawings(file, largest=2 * len(GOOD))


def test_a_line_without_an_end_is_not_read_beyond_the_largest_size() -> None:
    endless = io.BytesIO(gzip.compress(b"x" * 20 * LONGEST_LINE))
    with pytest.raises(DataError, match="larger than 8 MB"):
        read_drawings(endless, largest=8 * 2**20)


def test_a_failing_write_leaves_what_was_there(tmp_path) -> None:
    path = tmp_path / "mine.ndjson"
    path.write_bytes(GOOD)

    def broken():
        yield PenDrawing(3, (STRAIGHT,))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_drawings(path, broken())
    assert path.read_bytes() == GOOD
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("line", [b"\n", b"{}\n", b"[" * 900_000 + b"\n"], ids=["empty", "bad", "long"])
def test_a_file_of_useless_lines_is_given_up(tmp_path, line, monkeypatch) -> None:
    monkeypatch.setattr(ndjson, "MOST_USELESS", 1000)
    (tmp_path / "useless.ndjson").write_bytes(line * (1001 if len(line) < 10 else 3))
    with pytest.raises(DataError, match=r"useless\.ndjson is mostly empty or no drawings"):
        read_drawings(tmp_path / "useless.ndjson")
