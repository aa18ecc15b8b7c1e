"""Checkpoints: where a long training stands, so that it can be stopped and gone on with."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from netcore.activations import Floats
from netcore.errors import WeightsError
from netcore.files.atomic import replacing
from netcore.files.npz import read_arrays
from netcore.training.learner import LearnerState


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Where a training stands.

    Attributes:
        task: says what is trained from what; it goes on only with the same.
        run: which of its runs it is in, from 0.
        stage: which stage of the recipe.
        judged: (n, 10) float32, weighted sums of the runs before for what they had not
            learned from; NaN elsewhere.
        state: of the stage.
    """

    task: str
    run: int
    stage: int
    judged: Floats
    state: LearnerState


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint, whole or not at all.

    Raises:
        OSError: the folder can't be written to.
    """
    numbers = {
        "task": checkpoint.task,
        "run": checkpoint.run,
        "stage": checkpoint.stage,
        "epoch": checkpoint.state.epoch,
        "step": checkpoint.state.step,
    }
    with replacing(path) as file:
        np.savez(
            file,
            vectors=checkpoint.state.vectors,
            judged=checkpoint.judged,
            meta=json.dumps(numbers),
            allow_pickle=False,
        )


def load_checkpoint(path: Path, task: str) -> Checkpoint:
    """Read a checkpoint.

    Args:
        path: where it was saved.
        task: what is to be trained from what.

    Raises:
        WeightsError: there is none, it is damaged, or of another training.
    """
    if not path.exists():
        raise WeightsError(f"There is no training to resume: {path} is not there. Train without --resume.")
    arrays = read_arrays(path)
    try:
        meta = json.loads(str(arrays["meta"]))
        vectors, judged = arrays["vectors"], arrays["judged"]
        if vectors.ndim != 2 or len(vectors) != 4 or not np.issubdtype(vectors.dtype, np.floating):
            raise ValueError("not the vectors of a state")
        if judged.ndim != 2 or judged.shape[1] != 10 or judged.dtype != np.float32:
            raise ValueError("not the answers of a network")
        state = LearnerState(int(meta["epoch"]), int(meta["step"]), vectors)
        checkpoint = Checkpoint(meta["task"], int(meta["run"]), int(meta["stage"]), judged, state)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WeightsError(f"{path} can't be resumed, it is damaged: train without --resume.") from error
    if checkpoint.task != task:
        raise WeightsError(
            f"{path} is of a training with other data or other options: give it the same, "
            "or train without --resume."
        )
    return checkpoint
