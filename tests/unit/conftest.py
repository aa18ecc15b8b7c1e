"""What all unit tests have in common."""

import pytest


@pytest.fixture(autouse=True)
def nobodys_cache(tmp_path_factory, monkeypatch):
    """A cache folder for this test alone: what whoever runs it has downloaded changes nothing."""
    folder = str(tmp_path_factory.mktemp("cache"))
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):  # Linux, Windows, macOS
        monkeypatch.setenv(variable, folder)
