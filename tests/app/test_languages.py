"""The pages in other languages: nothing on them is said past the catalogues."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message

from netcore import language
from netcore.web.routes import DRAW, LEARN, LOOK_INSIDE, TEST
from tests.app.driver import new_person, write

VIEWS = [
    (DRAW, {}),
    (LOOK_INSIDE, {}),
    (LOOK_INSIDE, {"layer": "input"}),
    (LOOK_INSIDE, {"layer": "output", "neuron": "3", "choice": "relu"}),
    (LOOK_INSIDE, {"view": "Turn knobs"}),
    (LOOK_INSIDE, {"view": "All numbers"}),
    (LEARN, {}),
    (LEARN, {"lesson": "What one step does"}),
    (LEARN, {"lesson": "My handwriting"}),
    (TEST, {}),
    (TEST, {"part": "Strangers"}),
    (TEST, {"part": "Mistakes"}),
    (TEST, {"part": "Changed digits"}),
    (TEST, {"part": "Map"}),
]


class Bracketed(dict[str, str]):
    """A catalogue that has every sentence, in brackets."""

    def get(self, sentence: str, default: Any = None) -> str:
        return f"⟦{sentence}⟧"


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Message):
        for field, part in value.ListFields():
            yield from strings(part, field.name)
    elif isinstance(value, dict) or hasattr(value, "items"):
        for key, part in value.items():
            yield from strings(part, key)
    elif isinstance(value, str):
        if value[:1] in "{[" and len(value) > 1:
            try:
                yield from strings(json.loads(value), name)
                return
            except ValueError:
                pass
        yield name, value
    elif isinstance(value, (list, tuple)) or (hasattr(value, "__iter__") and not isinstance(value, bytes)):
        for part in value:
            yield from strings(part, name)


def left(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return re.sub(r"<[^>]*>|&\w+;", "", text)


@pytest.mark.parametrize(("page", "address"), VIEWS)
def test_explore(page, address, monkeypatch):
    monkeypatch.setattr(language, "catalogue", lambda name: Bracketed())
    app = new_person()
    app.query_params.update(address | {"lang": "de"})
    app.switch_page(page.script).run()
    write(app, 7)
    assert not app.exception
    seen = set()

    def walk(node):
        for child in getattr(node, "children", {}).values():
            yield child
            yield from walk(child)

    for node in walk(app._tree):
        proto = getattr(node, "proto", None)
        if proto is not None:
            for name, text in strings(proto):
                rest = left(text)
                if re.search(r"[A-Za-zäöü]{2,}", rest) and (type(node).__name__, name, rest) not in seen:
                    seen.add((type(node).__name__, name, rest))
    for one in sorted(seen):
        print(one[0], one[1], repr(one[2][:110]))
