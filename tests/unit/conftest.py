"""What all unit tests have in common."""

import pytest

from netcore.data import load_sample
from netcore.preprocess import prepare_all


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
