"""The pages in other languages: which one, and that nothing is said past the catalogues."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from netcore import language
from netcore.web.routes import DRAW, LEARN, LESSON, LOOK_INSIDE, TEST, Route
from tests.app.driver import new_person, shown, write

VIEWS: list[tuple[Route, dict[str, str]]] = [
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
    *((LESSON, {"step": str(number), "teacher": "1"}) for number in range(1, 16)),
]
SAID = {
    "alt", "body", "caption", "captions", "content", "customdata", "help", "hover", "hovertemplate", "label",
    "meta", "name", "note", "options", "placeholder", "refusals", "said", "text", "ticktext", "words",
}  # fmt: skip
"""What is called like this in a message to the browser is for people."""
NAMES = (
    r"classic|relu|ReLU|wide|softmax|sigmoid|netcore|MNIST|input|output|hidden \d+( neuron \d+)?|titles|"
    r"digits|seen|unseen|moment|tiles|[0-9a-f]{64}( dark)?"
)
"""Of networks, functions, and traces in charts, which nobody translates."""


class Bracketed(dict[str, str]):
    """A catalogue that has every sentence, in brackets."""

    def get(self, sentence: str, default: Any = None) -> str:
        return f"⟦{sentence}⟧"


def come(page: Route, locale: str | None = None, **address: str) -> AppTest:
    """Open a page in a browser of that language, with a 7 on the canvas."""
    app = new_person()
    app.context = {"locale": locale} if locale else {}
    app.query_params.update(address)
    return write(app.switch_page(page.script), 7)


def said_on(app: AppTest) -> Iterator[str]:
    """All that people see of a page, hear of it, or find when they point at it."""
    for node in _nodes(app._tree):
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield from _strings(proto)


def _nodes(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _nodes(child)


def _strings(value: Any, name: str = "") -> Iterator[str]:
    """What is said in a message, which may hold JSON."""
    if isinstance(value, Message):
        for field, part in value.ListFields():
            yield from _strings(part, field.name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(part, key)
    elif isinstance(value, str):
        if re.match(r'[{\[]["{\[\]}]', value):
            yield from _strings(json.loads(value), name)
        elif name in SAID:
            yield value
    elif not isinstance(value, bytes) and hasattr(value, "__iter__"):
        for part in value:
            yield from _strings(part, name)


def past_the_catalogues(said: str) -> str:
    """What is left of it without what is in brackets, HTML and names."""
    before = ""
    while before != said:
        before, said = said, re.sub(r"⟦[^⟦⟧]*⟧", "", said)
    said = re.sub(
        r"<style>.*?</style>|<[^>]*>|%\{[^}]*\}|&\w+;|`[^`]*`|:material/\w+:", "", said, flags=re.DOTALL
    )
    return re.sub(rf"\b({NAMES})\b", "", said)


@pytest.mark.parametrize(("page", "address"), VIEWS)
def test_nothing_is_said_past_the_catalogues(page, address, monkeypatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda name: Bracketed())
    app = come(page, lang="de", **address)
    assert not app.exception
    said = list(said_on(app))
    assert any("⟦" in one for one in said)
    assert not [one for one in said if re.search(r"[^\W\d_]{2}", past_the_catalogues(one))]


@pytest.mark.parametrize(
    ("locale", "asked", "expected"),
    [
        (None, {}, "This is a 7"),
        ("en-US", {}, "This is a 7"),
        ("fr", {}, "This is a 7"),
        ("de", {}, "Das ist eine 7"),
        ("de-AT", {}, "Das ist eine 7"),
        ("de-DE", {"lang": "en"}, "This is a 7"),
        ("en-US", {"lang": "de"}, "Das ist eine 7"),
        ("de-DE", {"lang": "tlh"}, "This is a 7"),
    ],
)
def test_the_address_decides_on_the_language_and_otherwise_the_browser(locale, asked, expected) -> None:
    app = come(DRAW, locale, **asked)
    assert shown(app)["words"].startswith(expected)
    # The navigation leads past the address.
    app.query_params.clear()
    assert shown(app.switch_page(DRAW.script).run())["words"].startswith(expected)
    assert app.query_params.get("lang") == asked.get("lang")


@pytest.mark.parametrize(
    ("page", "name", "words"),
    [
        (LOOK_INSIDE, "view", ("All numbers", "Zahlen")),
        (LEARN, "lesson", ("My handwriting", "Meine Handschrift")),
        (TEST, "part", ("Strangers", "Fremde")),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_link_is_understood_whatever_language_it_was_made_in(page, name, words, language) -> None:
    for word in words:
        app = come(page, lang=language, **{name: word})
        assert not app.exception
        assert app.session_state[name] == words[0]
