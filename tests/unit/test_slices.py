"""Trainings that are done in slices, here and elsewhere."""

import pickle
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from netcore.activations import ACTIVATION_FUNCTIONS
from netcore.data import load_sample, prepared
from netcore.data.prepared import BUNDLED
from netcore.training import slices
from netcore.training.config import TrainingConfig
from netcore.training.processes import Processes
from netcore.training.slices import Slice, SliceResult, UnknownLessonError, learn_slice
from netcore.training.snapshots import look, memorable_steps
from tests.unit.configs import EXPLODING, PATIENCE, SMALL, assert_same, drawing, learned_alone, until

CONFIG = TrainingConfig(**SMALL, batch_size=7, drawings=(drawing(7), drawing(3)))
PICKLED = pickle.dumps(CONFIG)
_keys = map(str, count())


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def alone():
    return learned_alone(CONFIG)


def sent(result: SliceResult) -> SliceResult:
    """As another computer gets it."""
    return pickle.loads(pickle.dumps(result))


@pytest.mark.parametrize("function", ACTIVATION_FUNCTIONS.values(), ids=repr)
def test_an_activation_function_arrives_as_the_one_that_is_there(function) -> None:
    assert pickle.loads(pickle.dumps(function)) is function


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1))
@settings(max_examples=15)
def test_however_it_is_sliced_and_whatever_is_remembered_the_numbers_are_the_same(alone, lengths) -> None:
    key, state, known = next(_keys), None, []
    for length, is_forgotten in [*lengths, (CONFIG.steps, False)]:
        if is_forgotten:  # as if another process did it
            slices._lessons.take(key)
        until = (state.step if state else 0) + length
        result = sent(learn_slice(Slice(key, PICKLED, state, min(until, CONFIG.steps))))
        state = result.state
        known += result.snapshots
        assert result.now.step == state.step == min(until, CONFIG.steps)
        if state.step == CONFIG.steps:
            break
    assert_same(result.now.network, alone)
    assert [snapshot.step for snapshot in known] == memorable_steps(CONFIG)
    assert [snapshot.examples for snapshot in known][-1] == CONFIG.epochs * CONFIG.examples_per_epoch


def test_moments_are_what_they_would_be_without_slices() -> None:
    training_set = CONFIG.training_set()
    learner = CONFIG.learner(training_set)
    for snapshot in learn_slice(Slice(next(_keys), PICKLED, None, 12)).snapshots:
        while learner.step < snapshot.step:
            learner.learn()
        should_be = look(learner, training_set)
        assert_same(snapshot.network, should_be.network)
        assert (snapshot.seen, snapshot.unseen) == (should_be.seen, should_be.unseen)


def test_another_process_comes_to_the_same_numbers(alone) -> None:
    processes = Processes(2)
    try:
        state = None
        while state is None or state.step < CONFIG.steps:
            until = min((state.step if state else 0) + 8, CONFIG.steps)
            work = Slice("elsewhere", PICKLED, state, until)
            result = processes.submit(learn_slice, work).result(PATIENCE)
            state = result.state
        assert_same(result.now.network, alone)
    finally:
        processes.kill()


def test_without_time_it_looks_first_and_then_takes_one_step_at_a_time() -> None:
    key, state = next(_keys), None
    for step in range(4):
        state = learn_slice(Slice(key, PICKLED, state, CONFIG.steps, seconds=0)).state
        assert state.step == step


def test_it_ends_after_so_many_moments() -> None:
    result = learn_slice(Slice(next(_keys), PICKLED, None, CONFIG.steps, moments=3))
    assert [snapshot.step for snapshot in result.snapshots] == memorable_steps(CONFIG)[:3]


def test_the_config_need_not_be_sent_twice_where_it_is_known() -> None:
    key = next(_keys)
    state = learn_slice(Slice(key, PICKLED, None, 3)).state
    state = learn_slice(Slice(key, None, state, 5)).state
    assert state.step == 5
    slices._lessons.take(key)
    with pytest.raises(UnknownLessonError):
        learn_slice(Slice(key, None, state, 7))


def test_what_explodes_is_said_beside_the_last_that_was_sound() -> None:
    config = TrainingConfig(**EXPLODING)
    result = sent(learn_slice(Slice(next(_keys), pickle.dumps(config), None, config.steps)))
    assert result.has_exploded
    assert result.state is None
    assert result.now is result.snapshots[-1]


def test_preparing_many_examples_is_sliced_too(monkeypatch, sample_pixels) -> None:
    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    sample = load_sample()
    monkeypatch.setattr(prepared, "load_mnist", lambda part, folder: sample)
    config = TrainingConfig(hidden=(4,), examples=BUNDLED + 600, epochs=1)
    key, parts = next(_keys), []
    while True:
        result = learn_slice(Slice(key, pickle.dumps(config), None, 3, seconds=0))
        if result.prepared == 1:
            break
        assert result.now is None
        parts.append(result.prepared)
    assert parts == sorted(set(parts))
    assert len(parts) == 9
    assert result.now.step == 0


def test_of_many_people_only_so_much_is_remembered(monkeypatch) -> None:
    monkeypatch.setattr(slices, "_lessons", slices._Lessons())
    monkeypatch.setattr(slices, "MOST_SETS", 2)
    monkeypatch.setattr(slices, "MOST_LESSONS", 4)
    keys = [next(_keys) for _ in range(6)]
    states = [learn_slice(Slice(key, PICKLED, None, 2)).state for key in keys]
    kept = slices._lessons._lessons
    assert list(kept) == keys[2:]
    assert [kept[key].has_own_set for key in keys[2:]] == [False, False, True, True]
    again = [learn_slice(Slice(key, PICKLED, state, 4)) for key, state in zip(keys, states, strict=True)]
    for result in again[1:]:
        assert_same(result.now.network, again[0].now.network)
    monkeypatch.setattr(slices, "KEPT_SECONDS", 0.0)
    learn_slice(Slice(keys[0], PICKLED, states[0], 4))
    assert len(kept) <= 1


def test_what_is_learned_from_takes_only_so_much_memory_what_is_shared_counted_once(monkeypatch) -> None:
    monkeypatch.setattr(slices, "_lessons", slices._Lessons())
    one = CONFIG.training_set()[0].nbytes
    monkeypatch.setattr(slices, "MOST_BYTES", 3 * one)
    same = pickle.dumps(TrainingConfig(**SMALL))
    for _ in range(5):
        learn_slice(Slice(next(_keys), same, None, 2))
    kept = slices._lessons._lessons
    assert all(lesson.training_set for lesson in kept.values())
    own = [next(_keys) for _ in range(4)]
    states = [learn_slice(Slice(key, PICKLED, None, 2)).state for key in own]
    assert [bool(kept[key].training_set) for key in own] == [False, True, True, True]
    assert not any(lesson.training_set for key, lesson in kept.items() if key not in own)
    again = [learn_slice(Slice(key, PICKLED, state, 4)) for key, state in zip(own, states, strict=True)]
    assert_same(again[0].now.network, again[1].now.network)


def test_drawings_do_not_stay_where_nobody_learns_any_more(monkeypatch) -> None:
    monkeypatch.setattr(slices, "_lessons", slices._Lessons())
    monkeypatch.setattr(slices, "KEPT_SECONDS", 0.2)
    for _ in range(3):
        learn_slice(Slice(next(_keys), PICKLED, None, 2))
    until(lambda: not slices._lessons._lessons)
