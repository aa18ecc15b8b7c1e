"""What all tests of the pages have in common."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.driver import new_person


@pytest.fixture
def app() -> AppTest:
    return new_person()
