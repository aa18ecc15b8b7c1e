"""One app and one browser for all browser tests, a page of its own for each."""

import os

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.browser.driver import launch, open_draw_page, running_app


@pytest.fixture(scope="session")
def address():
    with running_app() as where:
        yield where


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error as error:
            reason = f"No Chrome or Chromium could be found or fetched: {error.message.splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


@pytest.fixture
def person(browser, address):
    """Opens the Draw page as one more person; fails when that person's browser reports an error."""
    contexts, errors = [], []

    def come(**options):
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and errors.append(message.text))
        page.on("request", lambda request: foreign(request.url))
        open_draw_page(page, address)
        return page

    def foreign(url: str) -> None:
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            errors.append(f"asked the network for {url}")

    yield come
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(person):
    return person()
