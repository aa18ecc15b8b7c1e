"""MNIST from public mirrors into the cache folder: checked, and whole or not at all."""

import hashlib
import ssl
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from netcore.data.mnist import SHA256, UNPACKED_BYTES, cache_folder, read_cached_file
from netcore.errors import DataError
from netcore.files.atomic import replacing

# TensorFlow's, PyTorch's, and one on GitHub, for networks that let only that through.
MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
ATTEMPTS = 3  # at each mirror, for a fault that may pass
PAUSE_SECONDS = 1.0  # before the second attempt; twice as long before each further one
SILENCE_SECONDS = 6.0  # after which a mirror counts as dead
FILE_SECONDS = 300.0  # for one file from one mirror: 35 kB a second for the largest
CHUNK_BYTES = 2**16
GZIP = zlib.MAX_WBITS | 16  # zlib's way of saying: with gzip's header and checksum


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is.

    Attributes:
        file: name of the file that is being fetched.
        mirror: the host that it is fetched from.
        done: unpacked bytes of the four files that are here. Becomes less when a mirror fails.
        total: unpacked bytes of the four files.
    """

    file: str
    mirror: str
    done: int
    total: int


class _Fault(Exception):
    """Why one attempt at one mirror failed, in words that follow the mirror's name."""


class _Unreachable(_Fault):
    """There was no answer: no network, a network that lets nothing through, or a dead mirror."""


class _Untrusted(_Fault):
    """The certificate that came is no mirror's, or this computer can't tell."""


class _Passing(_Fault):
    """The mirror is busy or the connection broke: it may go well in a moment."""


def download_mnist() -> Generator[DownloadProgress, None, None]:
    """Fetch those of the four MNIST files that aren't in the cache folder, or are damaged there.

    A file is written beside its place and renamed when its SHA-256 is right, so that one that
    is there is whole. Close the generator to stop the download.

    Yields:
        The progress: before each attempt, then every 64 kB. Nothing when all files are here.

    Raises:
        DataError: no mirror gives a file; the message also says how to do without.
        OSError: the cache folder can't be written to.
    """
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in SHA256 if not _is_here(name)]
    done = sum(UNPACKED_BYTES[name] for name in SHA256 if name not in missing)
    mirrors = deque(MIRRORS)
    for name in missing:
        yield from _fetch(name, folder, mirrors, done)
        done += UNPACKED_BYTES[name]


def _is_here(name: str) -> bool:
    try:
        read_cached_file(name)
    except DataError:
        return False
    return True


def _fetch(name: str, folder: Path, mirrors: deque[str], done: int) -> Iterator[DownloadProgress]:
    """One file from the first mirror that gives it. Mirrors that don't move to the end of the queue."""
    faults: dict[str, _Fault] = {}
    for _ in range(len(mirrors)):
        host = urlsplit(mirrors[0]).netloc
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                yield from _fetch_from(f"{mirrors[0]}{name}.gz", host, folder / name, done)
                return
            except _Fault as fault:
                faults[host] = fault
                if not isinstance(fault, _Passing):
                    break
        mirrors.rotate(-1)
    raise DataError(_advice(faults, folder))


def _fetch_from(url: str, host: str, target: Path, done: int) -> Iterator[DownloadProgress]:
    """One attempt: what arrives is unpacked, checked and renamed to the target."""
    name, total = target.name, sum(UNPACKED_BYTES.values())
    yield DownloadProgress(name, host, done, total)
    received, sha256 = 0, hashlib.sha256()
    with replacing(target) as file:
        for content in _unpacked(url, UNPACKED_BYTES[name]):
            received += len(content)
            if received > UNPACKED_BYTES[name]:
                raise _Fault("sends more than the file holds")
            file.write(content)
            sha256.update(content)
            yield DownloadProgress(name, host, done + received, total)
        if sha256.hexdigest() != SHA256[name]:
            raise _Fault("sends another file (its SHA-256 differs)")


def _unpacked(url: str, largest: int) -> Iterator[bytes]:
    """What a gzip file at a URL holds, at most CHUNK_BYTES at a time.

    The packed file may have `largest` bytes. Every fault of the mirror or the network becomes a `_Fault`;
    faults of whoever takes the content, such as a full disk, are none of these.
    """
    deadline = time.monotonic() + FILE_SECONDS
    unpacker = zlib.decompressobj(GZIP)
    received = 0
    with _open(url) as response:
        while not unpacker.eof:
            try:
                packed = response.read1(CHUNK_BYTES)
            except (OSError, HTTPException) as error:
                raise _Passing(f"breaks off ({_reason(error)})") from error
            received += len(packed)
            if not packed:
                raise _Passing("breaks off")
            if received > largest:
                raise _Fault("sends more than the file holds")
            if time.monotonic() > deadline:
                raise _Fault("is too slow")
            while packed and not unpacker.eof:
                try:
                    content = unpacker.decompress(packed, CHUNK_BYTES)
                except zlib.error as error:
                    raise _Fault("sends something that can't be unpacked") from error
                yield content
                packed = unpacker.unconsumed_tail


def _open(url: str) -> HTTPResponse:
    """Ask for a URL and wait for the beginning of the answer.

    In a thread, because looking up a name and going through a server's addresses know no timeout.
    """
    answer: Future[HTTPResponse] = Future()

    def ask() -> None:
        try:
            answer.set_result(urllib.request.urlopen(url, timeout=SILENCE_SECONDS))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(SILENCE_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        fault = _Passing if error.code >= 500 or error.code in (408, 429) else _Fault
        raise fault(f"answers {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise _Unreachable("no answer") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise _Untrusted(getattr(error.reason, "verify_message", str(error.reason))) from error
        raise _Unreachable(_reason(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise _Passing(f"breaks off ({_reason(error)})") from error
    except ValueError as error:  # the proxy of this machine, or where the mirror points to, is no address
        raise _Fault(f"can't be asked ({error})") from error


def _reason(error: str | BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _advice(faults: dict[str, _Fault], folder: Path) -> str:
    """The sentence for a person whom no mirror serves."""
    untrusted = {host: fault for host, fault in faults.items() if isinstance(fault, _Untrusted)}
    reasons = ", ".join(dict.fromkeys(map(str, (untrusted or faults).values())))
    if untrusted:
        what = (
            f"the certificate of {', '.join(untrusted)} can't be verified ({reasons}): your network puts one "
            "of its own in its place, or Python has no list of certificates (on macOS, Install "
            "Certificates.command in Python's folder brings it)"
        )
    elif all(isinstance(fault, _Unreachable) for fault in faults.values()):
        what = f"there is no network, or none of {', '.join(faults)} can be reached ({reasons})"
    else:
        what = ", ".join(f"{host} {fault}" for host, fault in faults.items())
    files = ", ".join(f"{name}.gz" for name in SHA256)
    return (
        f"MNIST can't be fetched: {what}; try again later, or bring the four files {files} from elsewhere "
        f"into {folder}, or into any folder and name it with --data or the environment variable NETCORE_DATA."
    )
