"""Undo and redo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.web.person.history import History


@pytest.fixture
def thrice() -> History[int]:
    history = History([0], most=3)
    for state in (1, 2, 3):
        history.add(state)
    return history


def test_in_the_beginning_there_is_nothing_to_undo_or_redo() -> None:
    history = History(["only"], most=3)
    assert not history.can_undo and not history.can_redo
    history.undo()
    history.redo()
    assert history.now == "only" and history.earlier == []


def test_undo_and_redo_walk_through_the_states(thrice) -> None:
    for state in (2, 1, 0):
        assert thrice.can_undo
        thrice.undo()
        assert thrice.now == state
    assert not thrice.can_undo
    for state in (1, 2, 3):
        assert thrice.can_redo
        thrice.redo()
        assert thrice.now == state
    assert not thrice.can_redo


def test_what_came_earlier_is_known_the_latest_first(thrice) -> None:
    thrice.undo()
    assert thrice.earlier == [1, 0]


def test_going_on_after_undo_forgets_what_could_be_redone(thrice) -> None:
    thrice.undo()
    thrice.add(7)
    assert thrice.states == [0, 1, 2, 7] and not thrice.can_redo


def test_as_many_steps_as_are_kept_can_be_undone_and_the_oldest_are_forgotten(thrice) -> None:
    thrice.add(4)
    assert thrice.states == [1, 2, 3, 4]
    for _ in range(9):
        thrice.undo()
    assert thrice.now == 1


def test_a_state_that_is_replaced_is_no_step(thrice) -> None:
    thrice.undo()
    thrice.replace(8)
    assert thrice.states == [0, 1, 8] and thrice.now == 8
    thrice.undo()
    assert thrice.now == 1


@pytest.mark.parametrize(("undone", "now"), [(0, 1), (1, 1), (3, 0)])
def test_states_that_are_forgotten_leave_the_one_before_them(thrice, undone, now) -> None:
    for _ in range(undone):
        thrice.undo()
    thrice.forget_from(2)
    assert thrice.states == [0, 1] and thrice.now == now


@given(st.lists(st.integers(0, 99) | st.sampled_from(["undo", "redo"])))
def test_redo_takes_back_undo_whatever_was_done_before(steps) -> None:
    history = History([-1], most=5)
    for step in steps:
        {"undo": history.undo, "redo": history.redo}.get(step, lambda step=step: history.add(step))()
    assert 1 <= len(history.states) <= 6 and 0 <= history.position < len(history.states)
    before = history.now
    if history.can_undo:
        history.undo()
        history.redo()
        assert history.now == before
