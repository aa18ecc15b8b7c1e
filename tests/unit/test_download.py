"""Fetching MNIST, from mirrors on this machine that fail in every way."""

import gzip
import hashlib
import http.server
import socket
import ssl
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from netcore.cli import main
from netcore.data import cache_folder, download, download_mnist, load_mnist, mnist
from netcore.errors import DataError
from tests.unit.idx import idx

# Four small files in place of the real ones: a header, then one number again and again.
SHAPES = (("images-idx3-ubyte", (200, 28, 28)), ("labels-idx1-ubyte", (200,)))
CONTENTS = {
    f"{part}-{kind}": idx(np.full(shape, number, np.uint8))
    for part, number in (("train", 1), ("t10k", 2))
    for kind, shape in SHAPES
}
FIRST = "train-images-idx3-ubyte"


class Answer(http.server.BaseHTTPRequestHandler):
    """Answers GET /<mirror>/<file>.gz in the way that the test gave the mirror."""

    def do_GET(self) -> None:
        _, mirror, file = self.path.split("/")
        self.server.asked.append((mirror, file))
        self.server.ways[mirror](self, gzip.compress(CONTENTS[file.removesuffix(".gz")]))

    def send(self, body: bytes, status: int = 200, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass  # who asked has hung up, as it may


def good(answer: Answer, packed: bytes) -> None:
    answer.send(packed)


def truncated(answer: Answer, packed: bytes) -> None:
    answer.send(packed[: len(packed) // 2], length=len(packed))


def ends_early(answer: Answer, packed: bytes) -> None:
    answer.send(packed[:-4])  # as if this were all


def altered(answer: Answer, packed: bytes) -> None:
    content = gzip.decompress(packed)
    answer.send(gzip.compress(content[:-1] + b"!"))


def damaged(answer: Answer, packed: bytes) -> None:
    answer.send(packed[:-8] + bytes(8))  # gzip's own checksum


def web_page(answer: Answer, packed: bytes) -> None:
    answer.send(b"<html>Accept the terms of this network")


def bomb(answer: Answer, packed: bytes) -> None:
    answer.send(gzip.compress(bytes(3 * 2**20)))  # 3 kB


def endless(answer: Answer, packed: bytes) -> None:
    answer.send_response(200)
    answer.end_headers()
    start = gzip.compress(b"", 0)[:10]
    answer.wfile.write(start)
    while True:  # empty blocks: never any content
        answer.wfile.write(b"\x00\x00\x00\xff\xff" * 1000)


def missing(answer: Answer, packed: bytes) -> None:
    answer.send(b"", 404)


def broken(answer: Answer, packed: bytes) -> None:
    answer.send(b"", 503)


def hangs_up(answer: Answer, packed: bytes) -> None:
    answer.close_connection = True


def silent(answer: Answer, packed: bytes) -> None:
    threading.Event().wait(1)


def stalls(answer: Answer, packed: bytes) -> None:
    truncated(answer, packed)
    threading.Event().wait(1)


def trickles(answer: Answer, packed: bytes) -> None:
    answer.send_response(200)
    answer.end_headers()
    for byte in packed:
        answer.wfile.write(bytes([byte]))
        time.sleep(0.02)


@pytest.fixture
def mirrors(monkeypatch):
    """Set the mirrors by the way in which each answers; gives what they were asked for, in order."""
    for name, content in CONTENTS.items():
        monkeypatch.setitem(mnist.SHA256, name, hashlib.sha256(content).hexdigest())
        monkeypatch.setitem(mnist.UNPACKED_BYTES, name, len(content))
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(download, "MIRRORS", ())
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    monkeypatch.setenv("no_proxy", "*")
    server = Server(("127.0.0.1", 0), Answer)
    server.asked, server.ways = [], {}
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def set_mirrors(*ways):
        server.ways |= {way.__name__: way for way in ways}
        # Two names of this machine, so that a message tells the two mirrors apart.
        hosts = ("127.0.0.1", "localhost")
        addresses = [
            f"http://{host}:{server.server_port}/{way.__name__}/"
            for way, host in zip(ways, hosts, strict=False)
        ]
        monkeypatch.setattr(download, "MIRRORS", tuple(addresses))
        return server.asked

    yield set_mirrors
    server.shutdown()
    server.server_close()


@pytest.fixture
def dead() -> str:
    """The address of a mirror where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/"


def fetch() -> list[download.DownloadProgress]:
    return list(download_mnist())


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def assert_all_here() -> None:
    """The four files, whole, and nothing else."""
    assert {path.name: path.read_bytes() for path in cache_folder().iterdir()} == CONTENTS


def run_data(*arguments: object):
    return CliRunner().invoke(main, ["data", *map(str, arguments)])


def test_the_four_files_are_fetched_and_read(mirrors) -> None:
    asked = mirrors(good)
    steps = fetch()
    assert_all_here()
    assert asked == [("good", f"{name}.gz") for name in CONTENTS]
    assert steps[0].done == 0
    assert steps[-1].done == steps[-1].total == sum(map(len, CONTENTS.values()))
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {step.file for step in steps} == set(CONTENTS)
    assert (load_mnist("train").pictures == 1).all()
    assert (load_mnist("t10k").pictures == 2).all()


def test_what_is_here_is_not_fetched_again(mirrors) -> None:
    mirrors(good)
    fetch()
    asked = mirrors(good)
    asked.clear()
    assert fetch() == []
    assert asked == []


def test_files_brought_by_hand_count_packed_or_not(mirrors) -> None:
    asked = mirrors(good)
    cache_folder().mkdir(parents=True)
    names = list(CONTENTS)
    (cache_folder() / names[0]).write_bytes(CONTENTS[names[0]])
    (cache_folder() / f"{names[1]}.gz").write_bytes(gzip.compress(CONTENTS[names[1]], 1))
    steps = fetch()
    assert [file for _, file in asked] == [f"{name}.gz" for name in names[2:]]
    assert steps[0].done == len(CONTENTS[names[0]]) + len(CONTENTS[names[1]])


def test_a_dead_mirror_is_asked_once_and_the_next_one_used(mirrors, dead, monkeypatch) -> None:
    asked = mirrors(good)
    monkeypatch.setattr(download, "MIRRORS", (dead, *download.MIRRORS))
    steps = fetch()
    assert_all_here()
    assert asked == [("good", f"{name}.gz") for name in CONTENTS]
    assert sum(step.mirror in dead for step in steps) == 1


@pytest.mark.parametrize("way", [altered, damaged, web_page, bomb, missing, endless])
def test_a_wrong_answer_is_refused_and_the_next_mirror_used(mirrors, way) -> None:
    asked = mirrors(way, good)
    fetch()
    assert_all_here()
    assert asked == [(way.__name__, f"{FIRST}.gz"), *(("good", f"{name}.gz") for name in CONTENTS)]


@pytest.mark.parametrize("way", [truncated, ends_early, broken, hangs_up])
def test_a_fault_that_may_pass_is_tried_again_before_the_next_mirror(mirrors, way) -> None:
    asked = mirrors(way, good)
    fetch()
    assert_all_here()
    assert asked == [
        *[(way.__name__, f"{FIRST}.gz")] * download.ATTEMPTS,
        *(("good", f"{name}.gz") for name in CONTENTS),
    ]


def test_a_mirror_that_recovers_is_kept(mirrors) -> None:
    def busy_at_first(answer: Answer, packed: bytes) -> None:
        (broken if len(answer.server.asked) == 1 else good)(answer, packed)

    asked = mirrors(busy_at_first, good)
    fetch()
    assert_all_here()
    assert [mirror for mirror, _ in asked] == ["busy_at_first"] * 5


def test_the_pauses_between_attempts_grow(mirrors, monkeypatch) -> None:
    pauses = []
    monkeypatch.setattr(download.time, "sleep", pauses.append)
    mirrors(broken)
    with pytest.raises(DataError):
        fetch()
    assert pauses == [0.001, 0.002]


@pytest.mark.parametrize("way", [silent, stalls])
def test_a_mirror_that_falls_silent_does_not_hang(mirrors, monkeypatch, way) -> None:
    mirrors(way)
    monkeypatch.setattr(download, "SILENCE_SECONDS", 0.1)
    with pytest.raises(DataError, match=r"no answer|timed out"):
        fetch()
    assert names_in(cache_folder()) == set()


def test_a_mirror_that_trickles_does_not_hang(mirrors, monkeypatch) -> None:
    mirrors(trickles)
    monkeypatch.setattr(download, "FILE_SECONDS", 0.1)
    with pytest.raises(DataError, match="is too slow"):
        fetch()
    assert names_in(cache_folder()) == set()


def test_a_name_that_is_looked_up_for_ever_does_not_hang(mirrors, monkeypatch) -> None:
    mirrors(good)
    monkeypatch.setattr(download, "SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: threading.Event().wait(1))
    with pytest.raises(DataError, match="no answer"):
        fetch()


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (altered, "SHA-256 differs"),
        (damaged, "can't be unpacked"),
        (web_page, "can't be unpacked"),
        (bomb, "more than the file holds"),
        (endless, "more than the file holds"),
        (missing, "404 Not Found"),
        (broken, "503 Service Unavailable"),
        (truncated, "breaks off"),
        (hangs_up, "breaks off"),
    ],
)
def test_without_a_good_mirror_the_sentence_says_why_and_nothing_is_left(mirrors, way, says) -> None:
    mirrors(way)
    with pytest.raises(DataError, match=says) as refusal:
        fetch()
    assert "127.0.0.1" in str(refusal.value)
    assert names_in(cache_folder()) == set()


def test_without_a_network_there_is_one_sentence_with_the_manual_way(mirrors, dead, monkeypatch) -> None:
    mirrors()
    monkeypatch.setattr(download, "MIRRORS", (dead,))
    result = run_data()
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    (sentence,) = [line for line in result.output.splitlines() if line.startswith("Error: ")]
    for word in ("no network", "--data", "NETCORE_DATA", str(cache_folder()), *CONTENTS):
        assert word in sentence
    assert names_in(cache_folder()) == set()


def test_a_certificate_that_is_not_trusted_is_called_so(mirrors, monkeypatch) -> None:
    def intercepted(_url: str, **_: object) -> None:
        raise urllib.error.URLError(ssl.SSLCertVerificationError(1, "self-signed certificate in chain"))

    mirrors(good, good)
    monkeypatch.setattr(urllib.request, "urlopen", intercepted)
    with pytest.raises(
        DataError, match=r"certificate of 127\.0\.0\.1.*can't be verified.*self-signed"
    ) as refusal:
        fetch()
    assert "no network" not in str(refusal.value)
    for word in ("--data", "NETCORE_DATA", *CONTENTS):
        assert word in str(refusal.value)


def test_a_proxy_that_is_no_address_gets_a_sentence(mirrors, monkeypatch) -> None:
    mirrors(good)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", "http:/proxy")
    monkeypatch.setattr(urllib.request, "_opener", None)  # made once, with the proxies of that moment
    with pytest.raises(DataError, match="can't be asked"):
        fetch()


def test_stopping_leaves_no_part_of_a_file(mirrors, monkeypatch) -> None:
    mirrors(good)
    monkeypatch.setattr(download, "CHUNK_BYTES", 100)
    steps = download_mnist()
    for step in steps:
        if step.done > len(CONTENTS[FIRST]) + 50:
            break
    assert len(names_in(cache_folder())) == 2
    steps.close()
    assert names_in(cache_folder()) == {FIRST}


def test_ctrl_c_on_the_command_line_leaves_no_part_of_a_file(mirrors, monkeypatch) -> None:
    mirrors(good)
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        if target.name != FIRST:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    result = run_data()
    assert result.exit_code == 1
    assert "Aborted" in result.output
    assert names_in(cache_folder()) == {FIRST}


def test_a_full_disk_is_no_fault_of_the_mirror(mirrors, monkeypatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    asked = mirrors(good)
    monkeypatch.setattr("netcore.files.atomic.os.fsync", full)
    result = run_data()
    assert "No space left on device" in result.output
    assert len(asked) == 1
    assert names_in(cache_folder()) == set()


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_damaged_file_in_the_cache_is_removed_and_fetched_again(mirrors, ending) -> None:
    asked = mirrors(good)
    fetch()
    (cache_folder() / FIRST).unlink()
    path = cache_folder() / f"{FIRST}{ending}"
    path.write_bytes(b"damaged")
    with pytest.raises(DataError, match="removed: `python -m netcore data` fetches it again"):
        load_mnist("train")
    assert not path.exists()
    path.write_bytes(b"damaged")
    asked.clear()
    fetch()
    assert_all_here()
    assert asked == [("good", f"{FIRST}.gz")]


@pytest.mark.parametrize("content", [CONTENTS[FIRST] + b"!", CONTENTS[FIRST][:-1], b"", bytes(2**25)])
@pytest.mark.parametrize("packed", [True, False])
def test_a_wrong_file_of_somebodys_own_is_refused_but_kept(mirrors, tmp_path, content, packed) -> None:
    asked = mirrors(good)
    path = tmp_path / (f"{FIRST}.gz" if packed else FIRST)
    path.write_bytes(gzip.compress(content, 1) if packed else content)
    before = path.read_bytes()
    with pytest.raises(DataError, match=r"more than|less than|not an IDX file"):
        load_mnist("train", tmp_path)
    assert FIRST in run_data("--data", tmp_path).output
    assert path.read_bytes() == before
    assert asked == []


def test_a_named_folder_is_checked_and_nothing_is_fetched(mirrors, tmp_path, monkeypatch) -> None:
    asked = mirrors(good)
    assert "neither train-images" in run_data("--data", tmp_path).output
    for name, content in CONTENTS.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    right = run_data("--data", tmp_path)
    monkeypatch.setenv("NETCORE_DATA", str(tmp_path))
    assert right.exit_code == 0
    assert right.output == run_data().output
    assert str(tmp_path) in right.output
    assert asked == []
    assert not cache_folder().exists()


def test_a_named_folder_comes_before_the_cache(mirrors, tmp_path, monkeypatch) -> None:
    mirrors(good)
    fetch()
    with pytest.raises(DataError, match="neither"):
        load_mnist("train", tmp_path)
    monkeypatch.setenv("NETCORE_DATA", str(tmp_path))
    with pytest.raises(DataError, match="neither"):
        load_mnist("train")


def test_without_any_files_the_sentence_names_all_three_ways(mirrors) -> None:
    mirrors()
    with pytest.raises(DataError, match=r"`python -m netcore data`.*--data.*NETCORE_DATA"):
        load_mnist("train")


def test_the_command_says_where_the_files_are(mirrors) -> None:
    asked = mirrors(altered, good)
    result = run_data()
    assert result.exit_code == 0, result.output
    assert str(cache_folder()) in result.output
    assert_all_here()
    asked.clear()
    again = run_data()
    assert "already" in again.output
    assert str(cache_folder()) in again.output
    assert asked == []


def test_a_cache_that_cannot_be_written_to_gets_a_sentence(mirrors) -> None:
    mirrors(good)
    cache_folder().parents[1].mkdir(parents=True, exist_ok=True)
    cache_folder().parent.write_text("in the way")
    result = run_data()
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "netcore" in result.output


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"HOME": "/home/ada", "XDG_CACHE_HOME": ""}, "/home/ada/.cache/netcore/mnist"),
        ("linux", {"HOME": "/home/ada", "XDG_CACHE_HOME": "here"}, "/home/ada/.cache/netcore/mnist"),
        ("linux", {"HOME": "/home/ada", "XDG_CACHE_HOME": "/scratch"}, "/scratch/netcore/mnist"),
        (
            "darwin",
            {"HOME": "/home/ada", "XDG_CACHE_HOME": "/x"},
            "/home/ada/Library/Caches/netcore/mnist",
        ),
        ("win32", {"LOCALAPPDATA": "/ada/Local"}, "/ada/Local/netcore/mnist"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="these paths are absolute elsewhere only")
def test_the_cache_folder_is_the_platforms(monkeypatch, platform, variables, folder) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == Path(folder)


def test_someone_without_a_home_folder_gets_a_sentence(monkeypatch) -> None:
    def homeless(_path: Path) -> Path:
        raise RuntimeError

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("LOCALAPPDATA", "")
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    with pytest.raises(DataError, match="no home folder"):
        load_mnist("train")


def test_the_real_mirrors_are_asked_safely() -> None:
    assert len(download.MIRRORS) >= 2
    for mirror in download.MIRRORS:
        assert mirror.startswith("https://")
        assert mirror.endswith("/")
    assert set(mnist.SHA256) == set(mnist.UNPACKED_BYTES) == set(CONTENTS)
