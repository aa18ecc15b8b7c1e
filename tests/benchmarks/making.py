"""How much sooner two networks are made by two processes than by one."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from netcore.data import KINDS, KeptVariants, Variant, load_sample
from netcore.preprocess import as_bytes, prepare_all
from netcore.training.making import Job, make_networks
from netcore.training.processes import Processes
from netcore.training.recipes import RECIPES, Stage

TIMES = 6
"""So often each bundled digit is among the examples: as in a training, they don't fit into a cache."""
STAGES = (Stage((784, 128, 64, 10), 4, 0.003),)


def seconds_to_make(jobs: dict[int, Job], variants: KeptVariants, count: int) -> float:
    """How long so many processes take, which are there already."""
    processes = Processes(count)
    try:
        for _ in range(2):  # to load what is needed, then to measure
            began = time.perf_counter()
            for _ in make_networks(processes, variants, jobs):
                pass
        return time.perf_counter() - began
    finally:
        processes.kill()


def measure_making() -> list[tuple[float, float]]:
    """Seconds that two networks take one process, and two; several times, one after the other."""
    pictures = np.tile(as_bytes(prepare_all(load_sample().pictures)), (TIMES, 1))
    labels = np.tile(load_sample().labels, TIMES)
    no_pictures, none = np.empty((0, 784), np.uint8), np.empty(0, np.uint8)
    variant = Variant(pictures, no_pictures, no_pictures, none, no_pictures, none)
    variants = KeptVariants(Path(tempfile.mkdtemp(prefix="netcore-")).name, 1)
    try:
        variants.keep(0, variant.packed())
        everything = np.empty(0, bool), np.ones(len(KINDS), bool)
        jobs = {
            seed: Job(replace(RECIPES["wide"], stages=STAGES, seed=seed), labels, none, *everything)
            for seed in (1, 2)
        }
        return [(seconds_to_make(jobs, variants, 1), seconds_to_make(jobs, variants, 2)) for _ in range(3)]
    finally:
        variants.remove()
