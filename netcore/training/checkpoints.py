"""Checkpoints: where a long training stands, so that it can be stopped and gone on with."""

import json
from dataclasses import dataclass
from glob import escape
from pathlib import Path

import numpy as np

from netcore.errors import WeightsError
from netcore.files.atomic import replacing
from netcore.files.npz import read_arrays
from netcore.training.learner import LearnerState


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Where a network stands that is on its way.

    Attributes:
        task: says what is trained from what; it goes on only with the same.
        stage: which stage of the recipe.
        state: of the stage.
    """

    task: str
    stage: int
    state: LearnerState


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint, whole or not at all.

    Raises:
        OSError: the folder can't be written to.
    """
    numbers = {
        "task": checkpoint.task,
        "stage": checkpoint.stage,
        "epoch": checkpoint.state.epoch,
        "step": checkpoint.state.step,
    }
    with replacing(path) as file:
        np.savez(file, vectors=checkpoint.state.vectors, meta=json.dumps(numbers), allow_pickle=False)


def load_checkpoint(path: Path, task: str) -> Checkpoint:
    """Read a checkpoint.

    Args:
        path: where it was saved.
        task: what is to be trained from what.

    Raises:
        WeightsError: there is none, it is damaged, or of another training.
    """
    arrays = read_arrays(path)
    try:
        meta = json.loads(str(arrays["meta"]))
        vectors = arrays["vectors"]
        if vectors.ndim != 2 or len(vectors) != 4 or not np.issubdtype(vectors.dtype, np.floating):
            raise ValueError("not the vectors of a state")
        state = LearnerState(int(meta["epoch"]), int(meta["step"]), vectors)
        checkpoint = Checkpoint(meta["task"], int(meta["stage"]), state)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WeightsError(f"{path} can't be resumed, it is damaged: train without --resume.") from error
    if checkpoint.task != task:
        raise WeightsError(
            f"{path} is of a training with other data or other options: give it the same, "
            "or train without --resume."
        )
    return checkpoint


class Checkpoints:
    """The checkpoints of all networks that one training makes: a file each, beside the network to be.

    Attributes:
        target: the network's own file, mine.npz; theirs are mine.0.resume.npz and so on.
    """

    def __init__(self, target: Path, task: str) -> None:
        """Nothing is written yet.

        Args:
            target: where the network is to be.
            task: what is trained from what.
        """
        self.target, self._task = target, task
        self._is_ours = False  # what lies there is of this training

    def save(self, number: int, stage: int, state: LearnerState) -> None:
        """Note where one of the networks stands. The first one takes the place of an earlier training's.

        Raises:
            OSError: the folder can't be written to.
        """
        if not self._is_ours:
            self.remove()
            self._is_ours = True
        save_checkpoint(Checkpoint(self._task, stage, state), self._path(number))

    def load(self) -> dict[int, Checkpoint]:
        """Where the networks stand that were on their way; the next `save` leaves them.

        Raises:
            WeightsError: there are none, or one is damaged or of another training.
        """
        paths = {int(path.name.split(".")[-3]): path for path in self._paths()}
        if not paths:
            raise WeightsError(
                f"There is no training to resume: {self._path(0)} is not there. Train without --resume."
            )
        found = {number: load_checkpoint(path, self._task) for number, path in paths.items()}
        self._is_ours = True
        return found

    def remove(self) -> None:
        """All of them, and those of an earlier training."""
        for path in self._paths():
            path.unlink(missing_ok=True)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._paths())

    def _path(self, number: int) -> Path:
        return self.target.with_suffix(f".{number}.resume.npz")

    def _paths(self) -> list[Path]:
        paths = self.target.parent.glob(f"{escape(self.target.stem)}.*.resume.npz")
        return [path for path in sorted(paths) if path.name.split(".")[-3].isdecimal()]
