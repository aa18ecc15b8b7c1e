"""What all tests of the pages have in common."""

import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.network import Network
from netcore.web.networks import networks
from tests.app.driver import new_person


@pytest.fixture
def app() -> AppTest:
    return new_person()


@pytest.fixture
def shared_networks_stay_as_they_are():
    """Whatever a person does, it doesn't reach what everyone shares."""
    yield
    usable, refusals = networks()
    assert refusals == []
    for name, network in usable.items():
        now = Network(network.layers, network.meta)  # a network remembers the fingerprint that it had
        assert now.fingerprint == netcore.load(name).fingerprint
        assert now.meta == netcore.load(name).meta
