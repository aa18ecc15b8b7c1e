"""The lesson's steps: what they say, and how far somebody is."""

import re

import pytest

from netcore.web.lesson.steps import STEPS, rules
from netcore.web.person.lesson import Lesson

TITLES = [step.title for step in STEPS]


@pytest.mark.parametrize("step", STEPS, ids=TITLES)
def test_a_step_is_whole_and_short(step) -> None:
    said = " ".join(step.words)
    assert 2 <= len(re.findall(r"[.?](?=\s|$)", re.sub(r"[*_]", "", said))) <= 7
    assert len(said.split()) <= 80
    for text in (step.title, step.task, step.question, *vars(step.notes).values()):
        assert text.strip()
        assert "!" not in text
    assert len(step.task) <= 110 and len(step.question) <= 110


def test_fifteen_steps_have_names_of_their_own() -> None:
    assert len(STEPS) == len(set(TITLES)) == 15


def test_starting_over_undoes_all_but_who_teaches() -> None:
    lesson = Lesson(teaches=True)
    lesson.go(9, 4)
    lesson.done.add(3)
    lesson.noticed["rules"] = 5
    lesson.reveal()
    assert (lesson.step, lesson.begun, lesson.revealed) == (9, 4, {9})
    lesson.reveal()
    assert not lesson.revealed
    lesson.start_over(7)
    assert lesson == Lesson(begun=7, teaches=True)


def test_rules_are_tried_on_all_bundled_digits() -> None:
    tried = rules.rules()
    assert (tried.sevens, tried.others) == (500, 4500)
    good = (tried.found >= rules.ENOUGH) & (tried.found > tried.mistaken)
    assert 1 <= good.sum() <= 20 and good[tried.best]
    assert tried.found.max() <= tried.sevens and tried.mistaken.max() <= tried.others
