"""Trainings that run beside the page."""

import math
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from netcore.data import prepared
from netcore.data.prepared import BUNDLED
from netcore.files.weights import check
from netcore.network import Network
from netcore.training import run as runs_module
from netcore.training import slices
from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.training.processes import NotBegun
from netcore.training.run import MOST_BREAKS, SLOW_SECONDS, Run
from netcore.training.snapshots import memorable_steps
from tests.unit.configs import EXPLODING, PATIENCE, SMALL, ByHand, assert_same, drawing, learned_alone, until


@pytest.fixture(autouse=True)
def one_thread():
    with threadpool_limits(1):
        yield


@pytest.fixture
def computers():
    with ThreadPoolExecutor(2) as computers:
        yield computers


@pytest.fixture
def by_hand(monkeypatch) -> ByHand:
    """Each slice is one step, but for the first, which only looks."""
    monkeypatch.setattr(runs_module, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(runs_module, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(runs_module, "LONGEST_BREAK", 0.0)
    return ByHand()


def ended(run: Run, status: Status = Status.DONE) -> Run:
    """The run, when it is no longer busy."""
    assert run.wait(PATIENCE)
    assert run.news.status is status, run.news.failure
    return run


def final(run: Run) -> Network:
    return ended(run).news.now.network


def test_a_run_makes_the_network_of_its_lesson(computers) -> None:
    config = TrainingConfig(**SMALL, drawings=(drawing(7),))
    run = Run(config, computers)
    assert run.news.status is Status.READY
    assert run.news.now is None
    assert math.isnan(run.news.seconds_left)
    run.go()
    assert_same(final(run), learned_alone(config))
    news = run.news
    assert (news.now.step, news.now.examples) == (config.steps, 3 * config.examples_per_epoch)
    assert news.snapshots[-1] is news.now
    assert news.speed > 0
    assert news.seconds_left == 0
    assert news.failure == ""


def test_pauses_and_single_steps_change_no_number(by_hand) -> None:
    config = TrainingConfig(**SMALL)
    run = Run(config, by_hand)
    for steps, then in ((1, 1), (2, 3), (run.steps_to_epoch - 3, 6)):
        run.go(steps)
        while by_hand.waiting:
            by_hand.do()
        assert ended(run, Status.PAUSED).news.now.step == then
    run.go()
    by_hand.do(2)
    future, work = by_hand.begin()  # it is in the middle of its ninth step
    run.pause()
    assert run.news.status is Status.RUNNING
    future.set_result(work())
    assert ended(run, Status.PAUSED).news.now.step == 9
    assert run.steps_to_epoch == 3
    run.go()
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(config))
    assert [snapshot.step for snapshot in run.news.snapshots] == list(range(config.steps + 1))


def test_one_step_is_one_step(computers) -> None:
    run = Run(TrainingConfig(**SMALL), computers)
    alone = run.config.learner(run.config.training_set())
    for step in range(1, run.config.steps):
        run.go(1)
        now = ended(run, Status.PAUSED).news.now
        alone.learn()
        assert (now.step, now.examples) == (step, 10 * step)
        assert_same(now.network, alone.network)
    run.go(1)
    ended(run)
    run.go(1)  # it is over
    assert run.news.status is Status.DONE
    assert run.news.now.step == run.config.steps


def test_to_go_on_takes_back_a_pause_that_has_not_come(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    by_hand.do(5)
    future, work = by_hand.begin()
    run.pause()
    run.go()
    future.set_result(work())
    assert run.news.status is Status.RUNNING
    assert len(by_hand.waiting) == 1
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


def test_a_pause_takes_back_a_slice_that_has_not_begun(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    assert run.news.status is Status.PREPARING
    run.pause()
    assert run.news.status is Status.READY
    run.go()
    with pytest.raises(IndexError):
        by_hand.do(3)  # the first is none
        run.pause()
        assert run.news.status is Status.PAUSED
        by_hand.do()
    run.go()
    assert run.news.status is Status.RUNNING
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


def test_thirty_learn_in_turn_and_come_to_their_own_end(by_hand) -> None:
    small = {**SMALL, "examples": 40, "epochs": 2}
    alone = {seed: learned_alone(TrainingConfig(**small, seed=seed)) for seed in range(30)}
    runs = [Run(TrainingConfig(**small, seed=seed), by_hand) for seed in range(30)]
    for run in runs:
        run.go()
    assert len(by_hand.waiting) == 30
    by_hand.do(30)
    for step in range(runs[0].config.steps):
        assert [run.news.now.step for run in runs] == [step] * 30
        by_hand.do(30)
    for seed, run in enumerate(runs):
        assert_same(final(run), alone[seed])


def test_thirty_at_once_beside_each_other_mix_no_numbers(computers) -> None:
    runs = [Run(TrainingConfig(**SMALL, seed=seed), computers) for seed in range(30)]
    for run in runs:
        run.go()
    while any(run.news.status.is_busy for run in runs):
        for run in runs:
            news = run.news
            steps = [snapshot.step for snapshot in news.snapshots]
            assert steps == sorted(set(steps))
            assert not news.now or steps[-1] <= news.now.step
        next((run for run in runs if run.news.status.is_busy), runs[0]).wait(PATIENCE)
    for seed, run in enumerate(runs):
        assert_same(final(run), learned_alone(TrainingConfig(**SMALL, seed=seed)))


def test_a_slice_that_breaks_off_is_done_again(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    for _ in range(3 * MOST_BREAKS):
        future, _work = by_hand.begin()
        future.set_exception(BrokenExecutor("the process died"))
        by_hand.do()
    assert run.news.now.step == 3 * MOST_BREAKS - 1
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


def test_a_slice_that_breaks_off_again_and_again_is_given_up_with_a_sentence(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    by_hand.do(4)
    for _ in range(MOST_BREAKS + 1):
        assert run.news.status is Status.RUNNING
        future, _work = by_hand.begin()
        future.set_exception(BrokenExecutor("the process died"))
    news = ended(run, Status.FAILED).news
    assert "again and again" in news.failure
    assert news.now.step == 3
    assert not by_hand.waiting


def test_what_had_not_begun_when_a_process_died_is_not_blamed_for_it(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    for _ in range(2 * MOST_BREAKS):
        future, _work = by_hand.begin()
        future.set_exception(NotBegun("another's process died"))
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


def test_a_process_that_does_not_know_the_lesson_is_told(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    while by_hand.waiting:
        slices._lessons.take(run.key)
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


@pytest.mark.parametrize("error", [RuntimeError("can't start"), ValueError("max_workers must be <= 61")])
@pytest.mark.parametrize(("steps", "status"), [(0, Status.FAILED), (3, Status.PAUSED)])
def test_where_nothing_can_be_started_it_says_so_and_keeps_what_it_has(
    by_hand, monkeypatch, error, steps, status
) -> None:
    def refuse(*_args):
        raise error

    run = Run(TrainingConfig(**SMALL), by_hand)
    if steps:
        run.go(steps)
        by_hand.do(steps + 1)
        ended(run, Status.PAUSED)
    with monkeypatch.context() as broken:
        broken.setattr(by_hand, "submit", refuse)
        run.go()
    assert "can start no process" in ended(run, status).news.failure
    if steps:
        run.go()
        assert run.news.failure == ""
        while by_hand.waiting:
            by_hand.do()
        assert_same(final(run), learned_alone(run.config))


def test_where_no_more_can_be_started_in_the_midst_the_training_fails(by_hand, monkeypatch) -> None:
    def refuse(*_args):
        raise ValueError("max_workers must be <= 61")

    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go()
    monkeypatch.setattr(by_hand, "submit", refuse)
    by_hand.do()
    assert ended(run, Status.FAILED).news.failure


@pytest.mark.parametrize("hidden", [(16, 16), (128, 128, 128, 128)])
@pytest.mark.parametrize(("examples", "epochs"), [(1, 1), (60, 3), (4000, 100), (55_000, 500)])
def test_moments_reach_from_the_first_step_to_the_last(hidden, examples, epochs) -> None:
    config = TrainingConfig(hidden=hidden, examples=examples, epochs=epochs)
    steps = memorable_steps(config)
    assert (steps[0], steps[-1]) == (0, config.steps)
    gaps = np.diff(steps)
    assert (gaps > 0).all()
    assert len(steps) > min(config.steps, 60)
    assert 4 * config.first_network.parameter_count * len(steps) < 50_000_000


@pytest.mark.parametrize("hidden", [(16, 16), (128, 128, 128, 128)])
def test_what_a_run_remembers_takes_less_than_50_megabytes(computers, hidden) -> None:
    run = Run(TrainingConfig(hidden=hidden, examples=200, batch_size=1, epochs=1), computers)
    run.go()
    ended(run)
    snapshots = run.news.snapshots
    assert [snapshot.step for snapshot in snapshots] == memorable_steps(run.config)
    buffers = {}
    for snapshot in snapshots:
        for layer in snapshot.network.layers:
            for array in (layer.weights, layer.biases):
                while array.base is not None:
                    array = array.base
                buffers[id(array)] = array.nbytes
    assert sum(buffers.values()) < 50_000_000


def test_a_training_that_explodes_says_so_and_keeps_the_last_sound_network(computers) -> None:
    run = Run(TrainingConfig(**EXPLODING), computers)
    run.go()
    news = ended(run, Status.FAILED).news
    assert "exploded" in news.failure
    assert "smaller learning rate" in news.failure
    assert news.now.step > 0
    for snapshot in (*news.snapshots, news.now):
        check(snapshot.network)
        assert math.isfinite(snapshot.seen.loss) and math.isfinite(snapshot.unseen.loss)
    run.go()  # it is over
    assert run.news.status is Status.FAILED
    other = Run(TrainingConfig(**SMALL), computers)
    other.go()
    ended(other)


def test_missing_mnist_is_said_in_its_own_sentence(computers, monkeypatch) -> None:
    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    run = Run(TrainingConfig(examples=BUNDLED + 1), computers)
    run.go()
    assert "python -m netcore data" in ended(run, Status.FAILED).news.failure


@pytest.mark.parametrize(
    ("error", "says"),
    [(RuntimeError("a fault of ours"), "netcore's own fault"), (MemoryError(), "not enough memory")],
)
@pytest.mark.parametrize("after", [0, 4])
def test_a_fault_of_ours_ends_one_training_and_no_other(by_hand, caplog, error, says, after) -> None:
    broken, other = Run(TrainingConfig(**SMALL), by_hand), Run(TrainingConfig(**SMALL), by_hand)
    broken.go()
    by_hand.do(after)
    other.go()
    future, _work = by_hand.begin()
    future.set_exception(error)
    news = ended(broken, Status.FAILED).news
    assert says in news.failure
    assert (news.now.step + 1 if news.now else 0) == after
    while by_hand.waiting:
        by_hand.do()
    ended(other)
    assert (str(error) in caplog.text) if str(error) else True


@pytest.mark.parametrize(("settings", "status"), [(SMALL, Status.DONE), (EXPLODING, Status.FAILED)])
def test_what_was_learned_from_is_forgotten_when_the_training_is_over(computers, settings, status) -> None:
    run = Run(TrainingConfig(**settings, drawings=(drawing(7),)), computers)
    run.go(2)
    ended(run, Status.PAUSED)
    run.go()
    ended(run, status)
    assert slices._lessons.take(run.key) is None
    assert run._state is run._pickled is None


def test_slow_motion_rests_between_slices_and_is_counted_in_the_seconds_left(by_hand) -> None:
    run = Run(TrainingConfig(**SMALL), by_hand)
    run.go(slow=True)
    by_hand.do()
    assert not by_hand.waiting  # as it rests
    until(lambda: by_hand.waiting)
    by_hand.do()
    assert run.news.status is Status.RUNNING
    assert run.news.seconds_left >= SLOW_SECONDS * (run.config.steps - 1)
    run.pause()
    ended(run, Status.PAUSED)
    run.go(1)
    by_hand.do()
    assert ended(run, Status.PAUSED).news.seconds_left < SLOW_SECONDS * 10


def test_a_process_that_still_prepares_takes_back_nothing_that_was_told(by_hand) -> None:
    run, told = Run(TrainingConfig(**SMALL), by_hand), []
    run.go()
    for part, tries in ((0.5, 0), (0.2, 0), (1, 2), (0.4, 0), (1, 1)):  # twice, as the config is sent again
        if part == 1:
            by_hand.do(tries)
        else:
            future, _work = by_hand.begin()
            future.set_result(slices.SliceResult(run._state, prepared=part))
        told.append((run.news.status, run.news.prepared))
    assert told == [*[(Status.PREPARING, 0.5)] * 2, *[(Status.RUNNING, 1.0)] * 3]
    while by_hand.waiting:
        by_hand.do()
    assert_same(final(run), learned_alone(run.config))


def test_runs_have_numbers_of_their_own(by_hand) -> None:
    numbers = [Run(TrainingConfig(**SMALL), by_hand).number for _ in range(5)]
    assert len(set(numbers)) == 5
