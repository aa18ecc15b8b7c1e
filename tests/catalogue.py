"""The catalogues of sentences, brought up to date: `.venv/bin/python -m tests.catalogue`.

Puts new sentences into each, takes out those that are said no more, and lists those that want a translation.
"""

import ast
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from netcore.language import ENGLISH, FOLDER, LANGUAGES

ROOT = Path(__file__).parents[1]
SOURCES = (".py", ".js", ".html")
OPTIONS = {"parse_template_string": True}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
"""What is said of an element of HTML in words."""


class Texts(HTMLParser):
    """What a component's HTML says, which `translate` of language.js finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def said_in(path: Path) -> Iterator[str]:
    """The sentences that a file says or marks, in English."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from Texts(source).found
    elif path.suffix == ".js":
        found = extract("javascript", io.BytesIO(source.encode()), {"t": None}, options=OPTIONS)
        yield from (str(sentence) for _line, sentence, _comments, _context in found)
    else:  # Babel doesn't look into f-strings
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Call(ast.Name("_" | "N_"), [ast.Constant(str(sentence))]):
                    yield sentence
                case ast.Call(ast.Name("_" | "N_"), [ast.JoinedStr() | ast.BinOp()]):
                    raise AssertionError(f"{path}, line {node.lineno}: not one sentence with {{gaps}}")


def all_sentences() -> dict[str, list[str]]:
    """Every sentence, and the files that say it."""
    found: dict[str, list[str]] = {}
    package = sorted(path for path in (ROOT / "netcore").rglob("*") if path.suffix in SOURCES)
    for path in (ROOT / "app.py", *package):
        for sentence in said_in(path):
            name = path.relative_to(ROOT).as_posix()
            if name not in found.setdefault(sentence, []):
                found[sentence].append(name)
    return found


def update(language: str) -> list[str]:
    """Bring a catalogue up to date; gives the sentences that it lacks."""
    path = FOLDER / f"{language}.po"
    known: dict[str, str] = {}
    if path.exists():
        with path.open("rb") as file:
            known = {str(one.id): str(one.string) for one in read_po(file)}
    catalogue = Catalog(language, fuzzy=False)
    for sentence, places in all_sentences().items():
        catalogue.add(sentence, known.get(sentence, ""), [(place, 0) for place in places])
    with path.open("wb") as file:
        file.write(b"# What is said, in another language; `python -m tests.catalogue` keeps it up to date.\n")
        write_po(file, catalogue, width=0, omit_header=True, include_lineno=False)
    return [str(one.id) for one in catalogue if one.id and not one.string]


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != ENGLISH:
            missing = update(language)
            print(f"{language}: {len(missing)} sentences want a translation.")
            print(*missing, sep="\n")
