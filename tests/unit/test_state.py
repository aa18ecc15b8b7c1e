"""What belongs to one person: verbs that change it, properties that don't."""

import pytest

import netcore
from netcore.inspection.edits import with_bias
from netcore.training.config import TrainingConfig
from netcore.training.run import Run
from netcore.web.person.own_network import OWN
from netcore.web.state import Note, Person
from tests.unit.configs import AtOnce

CLASSIC = netcore.load("classic")


@pytest.fixture
def person() -> Person:
    """Somebody whose training did a step."""
    somebody = Person(run=Run(TrainingConfig(epochs=1, examples=10), AtOnce()))
    somebody.chosen = "relu"
    somebody.run.go(1)
    assert not somebody.run.news.status.is_busy
    return somebody


def turn(person: Person) -> None:
    person.turn(CLASSIC, "classic", with_bias(CLASSIC, 1, 0, 2.0), "bias: 2")


def test_what_is_left_is_taken_up_once() -> None:
    note: Note[str] = Note()
    assert note.take() is None
    note.leave("first")
    note.leave("second")
    assert (note.take(), note.take()) == ("second", None)


def test_to_look_at_a_person_changes_nothing(person) -> None:
    def known() -> str:
        return str((person.own, person.drawing.history, person.handwriting, person.chosen, person.replayed))

    before = known()
    for part in (person, person.own, person.own.history, person.drawing, person.handwriting):
        names = [name for name, value in vars(type(part)).items() if isinstance(value, property)]
        assert names
        for name in names:
            getattr(part, name)
    person.snapshot_in(person.run.news)
    assert known() == before


def test_what_was_trained_is_taken_once_and_chosen(person) -> None:
    person.take_what_was_trained()
    assert person.own.network.fingerprint == person.run.news.now.network.fingerprint
    assert (person.chosen, person.own.left) == (OWN, "relu")
    person.own.undo()
    person.take_what_was_trained()
    assert person.own.network is None  # what was undone stays undone


def test_more_training_replaces_what_the_same_training_made_before(person) -> None:
    turn(person)
    for _ in range(2):
        person.take_what_was_trained()
        person.run.go(1)
        assert not person.run.news.status.is_busy
    person.take_what_was_trained()
    assert len(person.own.versions) == 2
    assert person.has_made_own(person.run)
    person.own.undo()
    assert person.own.version.change == "bias: 2"


def test_what_was_trained_is_dropped_and_what_was_turned_before_stays(person) -> None:
    turn(person)
    person.drop_trained()
    assert [version.change for version in person.own.versions] == ["bias: 2"]
    assert person.chosen == OWN


def test_dropping_all_there_is_gives_back_what_was_chosen_before(person) -> None:
    person.drop_trained()
    assert (person.own.network, person.chosen) == (None, "relu")


def test_a_new_training_pauses_the_old_one_and_is_watched_from_its_newest_moment(person) -> None:
    old = person.run
    person.replayed = 3
    new = person.begin(TrainingConfig(examples=10))
    assert person.run is new is not old and person.replayed is None
    assert not new.news.status.is_busy


def test_the_list_of_networks_is_a_new_one_only_when_another_is_chosen_for_them(person) -> None:
    person.choose("relu")
    assert person.choices == 0
    person.choose("wide")
    assert (person.chosen, person.choices) == ("wide", 1)


def test_going_back_to_no_own_network_chooses_the_one_before(person) -> None:
    person.begin(TrainingConfig(examples=10))
    turn(person)
    person.go(person.own.undo)
    assert person.chosen == "classic"
    person.go(person.own.redo)
    assert person.chosen == OWN
