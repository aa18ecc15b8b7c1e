"""The catalogues: they have every sentence that is said, and say all of it."""

import json
import re

import pytest

from netcore.language import ENGLISH, FOLDER, LANGUAGES, N_, _, catalogue, speak
from tests.catalogue import ROOT, all_sentences

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
GAP = re.compile(r"%?\{[^}]*\}|</?\w+>|\*\*|`")
"""What must be in both: numbers and words that are put in, and how they look."""


@pytest.fixture
def in_german():
    speak(lambda: "de")
    yield
    speak(lambda: ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_sentence_and_no_other(language) -> None:
    assert set(catalogue(language)) == set(all_sentences()), (
        "`python -m tests.catalogue` brings it up to date"
    )
    assert "fuzzy" not in (FOLDER / f"{language}.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_same_gaps_in_every_language(language) -> None:
    for english, said in catalogue(language).items():
        assert sorted(GAP.findall(said)) == sorted(GAP.findall(english)), english


def test_the_browser_knows_the_same_languages() -> None:
    code = (ROOT / "netcore" / "web" / "components" / "lib" / "language.js").read_text(encoding="utf-8")
    found = re.search(r"LANGUAGES = \[ENGLISH, (.*)\]", code)
    assert found and json.loads(f"[{found[1]}]") == OTHERS


def test_english_is_said_until_somebody_reads_another_language() -> None:
    assert _("my network") == N_("my network") == "my network"


def test_what_no_catalogue_has_stays_as_it_is(in_german) -> None:
    assert _("my network") == "mein Netz"
    unknown = "nobody says this"
    assert _(unknown) == unknown
