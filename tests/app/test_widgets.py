"""Widgets that are set while a browser still tells what they showed before."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from netcore.web.widgets import hold, overrule

    st.button("Three", key="three", on_click=overrule, args=("number", 3))
    hold("number")
    st.selectbox("Number", range(10), key="number")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def test_a_browser_that_has_not_heard_sets_nothing_back(app) -> None:
    app.button(key="three").click().run()
    assert app.selectbox(key="number").value == 3
    for _ in range(2):
        app.selectbox(key="number").set_value(0).run()
        assert app.selectbox(key="number").value == 3
    app.selectbox(key="number").set_value(5).run()
    app.selectbox(key="number").set_value(0).run()
    assert app.selectbox(key="number").value == 0


def test_once_it_has_heard_everything_can_be_chosen(app) -> None:
    app.button(key="three").click().run()
    app.run()
    app.selectbox(key="number").set_value(0).run()
    assert app.selectbox(key="number").value == 0


def test_it_has_a_while_to_hear(app, monkeypatch) -> None:
    monkeypatch.setattr("netcore.web.widgets._HEARING_SECONDS", 0.0)
    app.button(key="three").click().run()
    app.selectbox(key="number").set_value(0).run()
    assert app.selectbox(key="number").value == 0
