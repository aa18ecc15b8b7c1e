"""What a browser keeps for its person: texts, one for each part of what is theirs.

A text is JSON, packed. Whoever wrote one, reading it is safe: it is measured before it is unpacked, and
every number in it is checked as if it had come in a file.
"""

import base64
import binascii
import io
import json
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from typing import Any

from netcore.data import as_lines, read_drawings
from netcore.errors import NetcoreError
from netcore.files.npz import Flaw
from netcore.language import _
from netcore.training.config import TrainingConfig
from netcore.web.person.handwriting import LARGEST_FILE, MOST_DRAWINGS, Drawings
from netcore.web.person.settings import Settings

FORMAT = 1
"""Of the texts; a newer netcore may write others."""
LARGEST = {
    "drawing": 60_000,
    "choices": 4_000,
    "own": 4_000_000,
    "training": 2_500_000,
    "handwriting": 1_400_000,
}
"""Characters of each part: the whole is less than 8 MB."""
MOST_UNPACKED = 12
"""So many times as long a text may become; what we write becomes four times as long."""
SAID = 300
"""Characters of a name or a sentence that is kept."""


class KeptError(NetcoreError):
    """What was kept can't be used."""


def pack(value: dict[str, Any]) -> str:
    """Write a part as a text."""
    written = json.dumps({"format": FORMAT, **value}, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(written.encode(), 6)).decode()


def unpack(part: str, text: Any) -> dict[str, Any]:
    """Read a part's text, whoever wrote it.

    Raises:
        KeptError: it is too large, damaged, or a newer netcore's.
    """
    if not isinstance(text, str) or len(text) > LARGEST[part]:
        raise KeptError(_("it is no text, or too large"))
    most = MOST_UNPACKED * LARGEST[part]
    with flaws():
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, validate=True), most)
        if not unpacking.eof:
            raise KeptError(_("it is cut off, or too large"))
        value = json.loads(content)
        if not isinstance(value, dict) or not isinstance(value.get("format"), int):
            raise KeptError(_("it is not netcore's"))
        if value["format"] != FORMAT:
            raise KeptError(_("another version of netcore kept it"))
    return value


@contextmanager
def flaws() -> Iterator[None]:
    """Whatever goes wrong while something kept is read means the same.

    Raises:
        KeptError: instead of it.
    """
    try:
        yield
    except KeptError:
        raise
    except (NetcoreError, Flaw, binascii.Error, zlib.error, OSError) as error:
        raise KeptError(_("it is damaged")) from error
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError) as error:
        raise KeptError(_("it is damaged")) from error


# Choice and settings


def of_choices(
    chosen: str | None, settings: Settings, run: str, taken: int | None, done: Collection[int] = ()
) -> str:
    """The network that is chosen, the settings, the training's key, the step whose network was taken, and
    which steps of the lesson are done.
    """
    kept = {"chosen": chosen, "settings": asdict(settings), "run": run, "taken": taken, "done": sorted(done)}
    return pack(kept)


def choices_of(value: dict[str, Any]) -> tuple[str | None, Settings, str, int | None, set[int]]:
    """What `of_choices` was given.

    Raises:
        KeptError: it is damaged.
    """
    with flaws():
        chosen, run, taken = value["chosen"], value["run"], value["taken"]
        known = {field.name: type(field.default) for field in fields(Settings)}
        settings = Settings(**value["settings"])
        for name, kind in known.items():
            number = getattr(settings, name)
            is_number = kind is float and type(number) is int
            if not (type(number) is kind or is_number) or len(str(number)) > SAID:
                raise KeptError(_("it is damaged"))
        TrainingConfig(  # refuses what can't be
            activation=settings.activation,
            learning_rate=settings.rate,
            batch_size=settings.batch,
            epochs=settings.epochs,
            examples=settings.examples,
            seed=settings.seed,
        )
        if max(settings.seed, settings.epochs, settings.batch) >= 2**31:
            raise KeptError(_("it is damaged"))
        if not (chosen is None or is_short(chosen)):
            raise KeptError(_("it is damaged"))
        if not (is_short(run) and isinstance(taken, int | None)):
            raise KeptError(_("it is damaged"))
        done = set(value.get("done", ()))  # older ones kept none
        if not all(type(step) is int and 0 < step < SAID for step in done):
            raise KeptError(_("it is damaged"))
    return chosen, settings, run, taken, done


def is_short(text: Any) -> bool:
    """Whether it is a name or a sentence that may be kept."""
    return isinstance(text, str) and len(text) <= SAID


# The handwriting


def of_handwriting(drawings: Drawings) -> str:
    """The digits that a person drew and named."""
    return pack({"lines": as_lines(drawings).decode()})


def handwriting_of(value: dict[str, Any]) -> Drawings:
    """What `of_handwriting` was given.

    Raises:
        KeptError: it is damaged.
    """
    with flaws():
        lines = value["lines"]
        if not lines:
            return ()
        drawings, complaints = read_drawings(io.BytesIO(lines.encode()), LARGEST_FILE * 2**20)
        if complaints or len(drawings) > MOST_DRAWINGS or any(one.kept_back is None for one in drawings):
            raise KeptError(_("it is damaged"))
    return tuple(drawings)
