"""Sentences in the language of whoever reads them: English stands in the code, others in catalogues."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""Those that everything can be said in, and what they call themselves; also in `language.js`."""
FOLDER = Path(__file__).with_name("languages")
"""Of the catalogues, a file a language as gettext has them."""

_asked: list[Callable[[], str]] = [lambda: ENGLISH]
_meanwhile: ContextVar[str | None] = ContextVar("meanwhile", default=None)


def speak(language: Callable[[], str]) -> None:
    """Say everything in the language that this tells, each time that something is said.

    Args:
        language: tells one of LANGUAGES, for whoever reads it just then.
    """
    _asked[0] = language


def _(sentence: str) -> str:
    """A sentence in the language of whoever reads it; its `{gaps}` are for `str.format`.

    Args:
        sentence: in English, as it stands in the catalogues. Where they don't have it, it stays as it is.
    """
    language = _meanwhile.get() or _asked[0]()
    return sentence if language == ENGLISH else catalogue(language).get(sentence, sentence)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in one language meanwhile, whoever reads it, in this thread.

    Args:
        language: one of LANGUAGES.
    """
    before = _meanwhile.set(language)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def N_(sentence: str) -> str:
    """Mark a sentence that is said later, by `_`."""
    return sentence


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences in a language, by the English ones; also in `language.js`.

    Args:
        language: one of LANGUAGES, but not English.
    """
    from babel.messages.pofile import read_po  # takes a while, which who reads English need not wait for

    with (FOLDER / f"{language}.po").open("rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file) if message.id and message.string
        }
