"""What all unit tests have in common."""

from dataclasses import replace

import numpy as np
import pytest

from netcore.data import Examples, Made, load_sample
from netcore.preprocess import prepare_all
from netcore.training.pieces import HERE
from netcore.training.recipes import RECIPES, shrinking


@pytest.fixture(autouse=True)
def nobodys_cache(tmp_path_factory, monkeypatch):
    """A cache folder for this test alone: what whoever runs it has downloaded changes nothing."""
    folder = str(tmp_path_factory.mktemp("cache"))
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):  # Linux, Windows, macOS
        monkeypatch.setenv(variable, folder)


@pytest.fixture(scope="session")
def sample_pixels():
    """(5000, 784) the bundled digits as the network sees them; shared, so they can't be written to."""
    pixels = prepare_all(load_sample().pictures)
    pixels.flags.writeable = False
    return pixels


@pytest.fixture
def small_training(monkeypatch):
    """A stand-in for MNIST, which tests do without, and recipes that take a moment."""
    sample = load_sample()
    few = Examples(sample.pictures[::10], sample.labels[::10])
    stages = shrinking((10, 8), (8, 8), steps=2, epochs=(3, 2, 4), learning_rate=0.01)
    monkeypatch.setattr("netcore.cli.train.load_mnist", lambda part, folder: few)
    monkeypatch.setattr("netcore.cli.train.is_mnist", lambda part, examples: True)
    monkeypatch.setattr("netcore.cli.train.load_sample", lambda: few)
    monkeypatch.setattr("netcore.cli.train.sample_indices", lambda: np.arange(100))
    monkeypatch.setattr("netcore.cli.train.computers", lambda: HERE)
    monkeypatch.setattr("netcore.cli.training.VARIANTS", 2)
    monkeypatch.setattr("netcore.cli.training.MADE_PER_VARIANT", Made(40, 40, 10, 10, 10))
    for name, recipe in list(RECIPES.items()):
        monkeypatch.setitem(RECIPES, name, replace(recipe, stages=stages))
