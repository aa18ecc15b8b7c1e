"""Networks that are made beside each other, by whoever does the work, and whatever happens to them."""

import os
import pickle
import signal
import tempfile
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from netcore.activations import ACTIVATION_FUNCTIONS
from netcore.data import KeptVariants, Variant, make_variant
from netcore.data.variants import MOST_KEPT
from netcore.network import Network
from netcore.training import making
from netcore.training.making import Job, make_networks
from netcore.training.pieces import HERE, MOST_LOSSES, Pieces, WorkLost, in_order
from netcore.training.processes import Processes
from netcore.training.recipes import epochs_of, follow_recipe
from tests.unit.test_recipes import ALL_KINDS, DRAWINGS, DRAWN_LABELS, EXAMPLES, FEW, LABELS, TINY, same

COUNT = 2


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    return [make_variant(EXAMPLES, DRAWINGS, 1, FEW, number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def packed(variants) -> list[bytes]:
    return [variant.packed() for variant in variants]


@pytest.fixture
def kept(packed):
    variants = KeptVariants(Path(tempfile.mkdtemp()).name, COUNT)
    for number, one in enumerate(packed):
        variants.keep(number, one)
    yield variants
    variants.remove()


JOBS = {
    number: Job(replace(TINY, seed=seed), LABELS, DRAWN_LABELS, number != DRAWN_LABELS % 3, ALL_KINDS)
    for number, seed in ((0, 1), (1, 7), (5, 1))
}


@pytest.fixture(scope="module")
def one_after_the_other(variants) -> dict[int, Network]:
    networks = {}
    for number, job in JOBS.items():
        examples = epochs_of(variants, LABELS, DRAWN_LABELS, job.drawings, job.kinds, job.recipe)
        with threadpool_limits(1):
            *_, (_stage, last) = follow_recipe(job.recipe, examples)
        networks[number] = last.network
    return networks


def made(executor: Executor, kept: KeptVariants, starts=None, after: int = 10**9):
    """The networks, and where each stood after so many slices."""
    networks, stands = {}, dict(starts or {})
    for slices, (number, reached) in enumerate(make_networks(executor, kept, JOBS, stands), start=1):
        stands[number] = reached.stage, reached.progress.state
        if reached.is_done:
            networks[number] = reached.progress.network
        if slices == after:
            break
    return networks, stands


def assert_made(networks: dict[int, Network], expected: dict[int, Network]) -> None:
    assert networks.keys() == expected.keys()
    for number, network in networks.items():
        assert same(network, expected[number])


@pytest.mark.parametrize("seconds", [0, 1000])
def test_they_are_those_that_are_made_one_after_the_other(
    kept, one_after_the_other, monkeypatch, seconds
) -> None:
    monkeypatch.setattr(making, "SLICE", seconds)
    assert_made(made(HERE, kept)[0], one_after_the_other)


def test_other_processes_make_the_same_ones(kept, one_after_the_other) -> None:
    processes = Processes(2)
    try:
        assert_made(made(processes, kept)[0], one_after_the_other)
    finally:
        processes.kill()


@pytest.mark.parametrize("after", [1, 4, 9, 13])
def test_stopped_at_any_time_all_of_them_go_on(kept, one_after_the_other, monkeypatch, after) -> None:
    monkeypatch.setattr(making, "SLICE", 0)
    done, stands = made(HERE, kept, after=after)
    assert len(done) < len(JOBS)
    assert_made(made(HERE, kept, stands)[0], one_after_the_other)


def test_what_has_furthest_to_go_goes_first(kept, monkeypatch) -> None:
    monkeypatch.setattr(making, "SLICE", 0)
    long = TINY.epochs
    jobs = {0: replace(JOBS[0], recipe=TINY.shortened(1)), 1: JOBS[1]}
    order = [number for number, _ in make_networks(HERE, kept, jobs)]
    assert order.count(0) == TINY.shortened(1).epochs and order.count(1) == long
    assert order[: long - order.count(0)] == [1] * (long - order.count(0))


class Elsewhere(Executor):
    """Another computer: what it gets is pickled, and it has a folder of its own for temporary files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bytes = folder, []

    def submit(self, fn, /, *args, **kwargs):
        self.bytes.append(len(pickle.dumps(args)))
        here, tempfile.tempdir = tempfile.gettempdir(), str(self.folder)
        try:
            return HERE.submit(*pickle.loads(pickle.dumps((fn, *args))))
        finally:
            tempfile.tempdir = here


def test_another_computer_gets_the_variants_once(
    kept, one_after_the_other, monkeypatch, tmp_path, packed
) -> None:
    monkeypatch.setattr(making, "SLICE", 0)
    elsewhere = Elsewhere(tmp_path)
    networks, _ = made(elsewhere, kept)
    assert_made(networks, one_after_the_other)
    assert sum(size > sum(map(len, packed)) for size in elsewhere.bytes) == 1
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


class Dying(Executor):
    """Every third piece is lost, or each one from the first on."""

    def __init__(self, always: bool = False) -> None:
        self.given, self.always = 0, always

    def submit(self, fn, /, *args, **kwargs):
        self.given += 1
        if not self.always and self.given % 3:
            return HERE.submit(fn, *args, **kwargs)
        lost = Future()
        lost.set_exception(BrokenExecutor("its process died"))
        return lost


def test_a_process_that_dies_costs_its_slice_alone(kept, one_after_the_other, monkeypatch) -> None:
    monkeypatch.setattr(making, "SLICE", 0)
    dying = Dying()
    assert_made(made(dying, kept)[0], one_after_the_other)
    slices = sum(job.recipe.epochs for job in JOBS.values())
    assert dying.given == slices + dying.given // 3


def test_what_kills_its_process_each_time_is_given_up_with_a_sentence() -> None:
    dying = Dying(always=True)
    with pytest.raises(WorkLost, match="memory"):
        list(in_order(dying, abs, [(-1,)]))
    assert dying.given == MOST_LOSSES + 1


def _die_once(mark: Path) -> int:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no such signal.")
def test_a_real_process_that_is_killed_is_replaced(tmp_path) -> None:
    processes = Processes(2)
    try:
        (tmp_path / "0").touch()
        marks = [(tmp_path / str(number),) for number in (0, 1, 0)]
        assert list(in_order(processes, _die_once, marks)) == [7, 7, 7]
    finally:
        processes.kill()


def test_results_come_in_order_and_arguments_are_taken_as_they_are_needed() -> None:
    taken = []

    def arguments():
        for number in range(20):
            taken.append(number)
            yield (-number,)

    with ThreadPoolExecutor(3) as threads:
        threads.count = 3
        for number, result in enumerate(in_order(threads, abs, arguments())):
            assert result == number
            assert len(taken) <= number + 6
    assert len(taken) == 20
    assert list(in_order(HERE, abs, [])) == []


def test_an_error_in_a_piece_is_that_of_who_waits_for_it() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(HERE, divmod, [(1, 1), (1, 0)]))


def test_pieces_that_nobody_has_begun_are_dropped() -> None:
    waiting: list[Future] = []

    class Slow(Executor):
        def submit(self, fn, /, *args, **kwargs):
            waiting.append(Future())
            return waiting[-1]

    with pytest.raises(KeyboardInterrupt), Pieces[int](Slow()) as pieces:
        pieces.give(1, abs, -1)
        raise KeyboardInterrupt
    assert waiting[0].cancelled()


@pytest.mark.parametrize("function", ACTIVATION_FUNCTIONS.values(), ids=str)
def test_an_activation_function_is_the_same_one_in_every_process(function) -> None:
    assert pickle.loads(pickle.dumps(function)) is function


def test_kept_variants_are_those_that_were_made_and_go_when_they_are_not_needed(variants, packed) -> None:
    many = KeptVariants(Path(tempfile.mkdtemp()).name, COUNT)
    many.keep(0, packed[0])
    assert not many.are_here
    for number in (0, 1):
        many.keep(number, packed[number])
    assert many.are_here
    assert many.packed() == packed
    for one, kept in zip(variants, many.read(), strict=True):
        for name, array in vars(one).items():
            np.testing.assert_array_equal(getattr(kept, name), array)
            assert not getattr(kept, name).flags.writeable
    folder = Path(tempfile.gettempdir()) / many.name
    assert folder.is_dir()
    many.remove()
    assert not folder.exists() and not many.are_here


def test_a_computer_keeps_the_variants_of_a_few_trainings_alone(packed) -> None:
    many = [KeptVariants(Path(tempfile.mkdtemp()).name, 1) for _ in range(MOST_KEPT + 1)]
    for one in many[:-1]:
        one.keep(0, packed[0])
    assert all(one.are_here for one in many[:-1])
    many[-1].keep(0, packed[0])
    assert [one.are_here for one in many] == [False, *[True] * MOST_KEPT]
    for one in many:
        one.remove()
