"""Trainings that run beside the page."""

import gc
import itertools
import math
import threading
import weakref
from types import SimpleNamespace

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from netcore.data import prepared
from netcore.data.prepared import BUNDLED
from netcore.files.weights import check
from netcore.network import Network
from netcore.training.config import TrainingConfig
from netcore.training.run import SLOW_SECONDS, Run, Status
from netcore.training.snapshots import memorable_steps
from netcore.training.workers import Workers
from tests.unit.configs import EXPLODING, PATIENCE, SMALL, Gate, Gated, assert_same, drawing, learned_alone


@pytest.fixture(autouse=True)
def one_thread():
    with threadpool_limits(1):
        yield


@pytest.fixture
def workers():
    return Workers(2)


def ended(run: Run, status: Status = Status.DONE) -> Run:
    """The run, when it is no longer busy."""
    assert run.wait(PATIENCE)
    assert run.news.status is status, run.news.failure
    return run


def final(run: Run) -> Network:
    return ended(run).news.now.network


def test_a_run_makes_the_network_of_its_lesson(workers) -> None:
    config = TrainingConfig(**SMALL, drawings=(drawing(7),))
    run = Run(config, workers)
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


def test_pauses_and_single_steps_change_no_number(workers) -> None:
    gate = Gate()
    config = Gated(**SMALL, steps_at={9: gate})
    run = Run(config, workers)
    for steps, then in ((1, 1), (2, 3), (run.steps_to_epoch - 3, 6)):
        run.go(steps)
        assert ended(run, Status.PAUSED).news.now.step == then
    run.go(slow=True)
    gate.wait()  # it is in the middle of its ninth step
    run.pause()
    assert run.news.status is Status.RUNNING
    gate.open()
    assert ended(run, Status.PAUSED).news.now.step == 9
    assert run.steps_to_epoch == 3
    run.go(run.steps_to_epoch)
    assert ended(run, Status.PAUSED).news.now.step == 12
    run.go()
    assert_same(final(run), learned_alone(TrainingConfig(**SMALL)))
    assert [snapshot.step for snapshot in run.news.snapshots] == list(range(config.steps + 1))


def test_one_step_is_one_step(workers) -> None:
    run = Run(TrainingConfig(**SMALL), workers)
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


def test_to_go_on_takes_back_a_pause_that_has_not_come() -> None:
    gate, config = Gate(), TrainingConfig(**SMALL)
    run = Run(Gated(**SMALL, steps_at={5: gate}), Workers(1))
    run.go()
    gate.wait()
    run.pause()
    run.go()
    gate.open()
    assert_same(final(run), learned_alone(config))


def test_a_paused_run_leaves_its_thread_to_others() -> None:
    gate, workers = Gate(), Workers(1)
    paused, other = Run(Gated(**SMALL, steps_at={5: gate}), workers), Run(TrainingConfig(**SMALL), workers)
    paused.go()
    other.go()
    gate.wait()
    assert (paused.place_in_queue, other.place_in_queue) == (0, 1)
    assert other.news.status is Status.WAITING
    paused.pause()
    gate.open()
    ended(other)
    assert paused.news.status is Status.PAUSED
    assert paused.news.now.step == 5
    paused.go()
    assert_same(final(paused), final(other))


def test_who_leaves_the_queue_is_where_they_were_and_the_others_move_up() -> None:
    gate, workers = Gate(), Workers(1)
    before = Run(TrainingConfig(**SMALL), workers)
    before.go(2)
    ended(before, Status.PAUSED)
    first = Run(Gated(**SMALL, preparing=gate), workers)
    new, last = Run(TrainingConfig(**SMALL), workers), Run(TrainingConfig(**SMALL), workers)
    for run in (first, before, new, last):
        run.go()
    gate.wait()
    assert [run.place_in_queue for run in (first, before, new, last)] == [0, 1, 2, 3]
    before.pause()
    new.pause()
    assert (before.news.status, new.news.status) == (Status.PAUSED, Status.READY)
    assert [run.place_in_queue for run in (before, new, last)] == [0, 0, 1]
    gate.open()
    ended(last)
    assert before.news.now.step == 2
    assert new.news.now is None
    for run in (before, new):
        run.go()
        assert_same(final(run), final(last))


def test_news_come_at_once_while_the_training_is_stuck() -> None:
    preparing, step = Gate(), Gate()
    run = Run(Gated(**SMALL, preparing=preparing, steps_at={3: step}), Workers(1))
    run.go()
    preparing.wait()
    # Were it to wait for the training, this would never end: the test opens the gate only afterwards.
    assert run.news.status is Status.PREPARING
    assert run.place_in_queue == 0
    preparing.open()
    step.wait()
    assert run.news.status is Status.RUNNING
    assert run.news.now.step == 2
    assert not run.wait(0)
    step.open()
    ended(run)


def test_thirty_at_once_all_come_to_their_own_end() -> None:
    small = {**SMALL, "examples": 40, "epochs": 2}
    alone = {seed: learned_alone(TrainingConfig(**small, seed=seed)) for seed in range(30)}
    workers, gates = Workers(2), [Gate(), Gate()]
    runs = [
        Run(Gated(**small, seed=seed, steps_at={2: gates[seed]} if seed < 2 else {}), workers)
        for seed in range(30)
    ]
    for run in runs:
        run.go()
    for gate in gates:
        gate.wait()
    statuses = [run.news.status for run in runs]  # all are answered while both threads are stuck
    assert statuses == [Status.RUNNING] * 2 + [Status.WAITING] * 28
    assert [run.place_in_queue for run in runs] == [0, 0, *range(1, 29)]
    for gate in gates:
        gate.open()
    while any(run.news.status.is_busy for run in runs):
        learning = 0
        for run in runs:
            news = run.news
            steps = [snapshot.step for snapshot in news.snapshots]
            assert steps == sorted(set(steps))
            assert not news.now or steps[-1] <= news.now.step
            learning += news.status in (Status.PREPARING, Status.RUNNING)
        next((run for run in runs if run.news.status.is_busy), runs[0]).wait(PATIENCE)
    for seed, run in enumerate(runs):
        assert_same(final(run), alone[seed])


def test_no_more_than_so_many_learn_at_once() -> None:
    lock, now, most = threading.Lock(), 0, 0

    class Counted(TrainingConfig):
        def training_set(self, *told):
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            return super().training_set(*told)

        def learner(self, training_set):
            learner = super().learner(training_set)
            learn = learner.learn

            def counted() -> None:
                nonlocal now
                learn()
                if learner.is_done:
                    with lock:
                        now -= 1

            learner.learn = counted
            return learner

    workers = Workers(3)
    runs = [Run(Counted(**SMALL, seed=seed), workers) for seed in range(9)]
    for run in runs:
        run.go()
    for run in runs:
        ended(run)
    assert 1 <= most <= 3


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
def test_what_a_run_remembers_takes_less_than_50_megabytes(workers, hidden) -> None:
    run = Run(TrainingConfig(hidden=hidden, examples=200, batch_size=1, epochs=1), workers)
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


def test_a_training_that_explodes_says_so_and_keeps_the_last_sound_network(workers) -> None:
    run = Run(TrainingConfig(**EXPLODING), workers)
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
    other = Run(TrainingConfig(**SMALL), workers)
    other.go()
    ended(other)


def test_missing_mnist_is_said_in_its_own_sentence(workers, monkeypatch) -> None:
    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    run = Run(TrainingConfig(examples=BUNDLED + 1), workers)
    run.go()
    assert "python -m netcore data" in ended(run, Status.FAILED).news.failure


@pytest.mark.parametrize(
    ("error", "says"),
    [(RuntimeError("a fault of ours"), "netcore's own fault"), (MemoryError(), "not enough memory")],
)
@pytest.mark.parametrize("after", [0, 4])
def test_a_fault_of_ours_ends_one_training_and_no_other(caplog, error, says, after) -> None:
    class Faulty(TrainingConfig):
        def training_set(self, *told):
            if not after:
                raise error
            return super().training_set(*told)

        def learner(self, training_set):
            learner = super().learner(training_set)
            learn = learner.learn

            def faulty() -> None:
                if learner.step == after:
                    raise error
                learn()

            learner.learn = faulty
            return learner

    workers = Workers(1)
    broken, other = Run(Faulty(**SMALL), workers), Run(TrainingConfig(**SMALL), workers)
    broken.go()
    other.go()
    news = ended(broken, Status.FAILED).news
    assert says in news.failure
    assert (news.now.step if news.now else 0) == after
    ended(other)
    assert (str(error) in caplog.text) if str(error) else True


def test_what_was_learned_from_is_forgotten_when_the_training_is_over() -> None:
    given, workers = [], Workers(1)

    class Watched(TrainingConfig):
        def training_set(self, *told):
            pixels, labels = super().training_set(*told)
            given.append(weakref.ref(pixels))
            return pixels, labels

    for settings, status in ((SMALL, Status.DONE), (EXPLODING, Status.FAILED)):
        run = Run(Watched(**settings, drawings=(drawing(7),)), workers)
        run.go(2)
        ended(run, Status.PAUSED)
        assert given[-1]() is not None
        run.go()
        ended(run, status)
        other = Run(TrainingConfig(**SMALL), workers)  # when this is done, the thread has left the other
        other.go()
        ended(other)
        gc.collect()
        assert given[-1]() is None


def test_slow_motion_is_counted_in_the_seconds_left(workers, monkeypatch) -> None:
    # A clock of a millisecond a look: however busy the machine is, the steps themselves take no longer.
    monkeypatch.setattr(
        "netcore.training.run.time", SimpleNamespace(monotonic=itertools.count(step=0.001).__next__)
    )
    run = Run(TrainingConfig(**SMALL), workers)
    run.go(4, slow=True)
    news = ended(run, Status.PAUSED).news
    assert news.seconds_left >= SLOW_SECONDS * (run.config.steps - 4)
    run.go(1)
    assert ended(run, Status.PAUSED).news.seconds_left < news.seconds_left


def test_runs_have_numbers_of_their_own(workers) -> None:
    numbers = [Run(TrainingConfig(**SMALL), workers).number for _ in range(5)]
    assert len(set(numbers)) == 5
