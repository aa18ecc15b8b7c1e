"""What all tests of the pages have in common."""

import pytest
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

import netcore
from netcore.network import Network
from netcore.web.networks import networks
from netcore.web.routes import CLASS
from tests.app.driver import new_person


@pytest.fixture(autouse=True)
def no_widget_has_a_default_and_is_set(monkeypatch):
    """But for those for which config.toml keeps Streamlit from complaining."""
    both = set()

    def note(default_value, key, writes_allowed=True):
        if default_value is not None and key and policies.get_session_state().is_new_state_value(key):
            both.add(key)
        check(default_value, key, writes_allowed)

    check = policies.check_session_state_rules
    monkeypatch.setattr(policies, "check_session_state_rules", note)
    yield
    assert both <= {"layer", CLASS.view}


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
