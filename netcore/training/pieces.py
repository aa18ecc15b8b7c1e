"""Pieces of work that are done elsewhere: given, taken as they come, given again where they were lost."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Any, Generic, NamedTuple, TypeVar

from threadpoolctl import threadpool_limits

from netcore.errors import NetcoreError
from netcore.training.processes import NotBegun

MOST_LOSSES = 4
"""A piece that takes its process with it so often is given up."""
GLANCE = 0.5
"""Seconds after which who waits looks up: not everywhere does Ctrl+C wake them."""
AHEAD = 2
"""So many pieces wait for each processor, so that none is idle while results are taken."""

Name = TypeVar("Name")


class WorkLost(NetcoreError):
    """What was to be done ends the processes that do it."""


class _Piece(NamedTuple):
    name: Any
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    losses: int


class Pieces(Generic[Name]):
    """Pieces that are on their way. Leaving the block drops those that nobody has begun."""

    def __init__(self, executor: Executor) -> None:
        """Give nothing yet."""
        self._executor = executor
        self._pieces: dict[Future[Any], _Piece] = {}

    def __enter__(self) -> "Pieces[Name]":
        return self

    def __exit__(self, *_error: object) -> None:
        for future in self._pieces:
            future.cancel()

    def __len__(self) -> int:
        return len(self._pieces)

    def give(self, name: Name, function: Callable[..., Any], *arguments: Any) -> None:
        """Have this done; all of it is picklable."""
        self._give(_Piece(name, function, arguments, 0))

    def take(self) -> tuple[Name, Any]:
        """Wait until a piece is done: its name, and what came of it.

        Raises:
            WorkLost: its process died, each time anew.
            Exception: any that the piece raised.
        """
        while True:
            done, _ = wait(self._pieces, GLANCE, FIRST_COMPLETED)
            for future in done:
                piece = self._pieces.pop(future)
                try:
                    return piece.name, future.result()
                except NotBegun:
                    self._give(piece)
                except BrokenExecutor as error:
                    if piece.losses == MOST_LOSSES:
                        raise WorkLost(
                            "The processes that do the work end before it is done: "
                            "is there enough memory for them?"
                        ) from error
                    self._give(piece._replace(losses=piece.losses + 1))

    def _give(self, piece: _Piece) -> None:
        self._pieces[self._executor.submit(piece.function, *piece.arguments)] = piece


class Here(Executor):
    """Does at once what is submitted, in the thread that submits it, and to the same numbers as processes."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do this."""
        future: Future[Any] = Future()
        try:
            with threadpool_limits(1):
                future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


HERE = Here()


def processors_of(executor: Executor) -> int:
    """How many pieces an executor does at once, as far as it says so."""
    return max(1, int(getattr(executor, "count", 1)))


def in_order(
    executor: Executor, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]
) -> Iterator[Any]:
    """Do a function on many arguments at once.

    Args:
        executor: does it.
        function: what is done; picklable, as its arguments and results are.
        arguments: those of each call; they are taken no sooner than they are needed.

    Yields:
        The results in the order of the arguments.
    """
    results: dict[int, Any] = {}
    numbers: deque[int] = deque()  # of what was given and not yielded, in order
    waiting = enumerate(arguments)
    with Pieces[int](executor) as pieces:
        while True:
            while len(numbers) < AHEAD * processors_of(executor):
                number, given = next(waiting, (-1, ()))
                if number < 0:
                    break
                pieces.give(number, function, *given)
                numbers.append(number)
            if not numbers:
                return
            while numbers[0] not in results:
                number, result = pieces.take()
                results[number] = result
            yield results.pop(numbers.popleft())
