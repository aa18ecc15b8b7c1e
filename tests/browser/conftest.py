"""One app and one browser of a kind for all browser tests, whose tabs serve one person after the other.

A tab that is opened costs a browser more than most tests do; the app opened in it again, half as much.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from tests.browser.driver import FORGET, launch, open_draw_page, running_app
from tests.browser.engines import ENGINES, EngineMissingError

WINDOW = {"width": 1280, "height": 720}

expect.set_options(timeout=30_000)  # as all else waits: a slow computer is no failure


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
            do_without(f"No Chrome or Chromium could be found or fetched: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    try:
        engine = ENGINES[request.param]()
    except EngineMissingError as error:
        do_without(str(error))
    yield engine
    engine.close()


def do_without(reason: str) -> NoReturn:
    """Skip what needs a browser that can't be had, unless every test must be run."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Tab:
    """A page of a browser of its own, and the errors that it reported."""

    def __init__(self, browser: Browser, address: str, options: dict[str, Any]) -> None:
        self.page = browser.new_context(**{"viewport": WINDOW, **options}).new_page()
        self.errors: list[str] = []
        self.own = (address, address.replace("http", "ws"), "data:", "blob:")
        self.page.on("pageerror", self._report)
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self._note(request.url))

    def _hear(self, told: ConsoleMessage) -> None:
        # Streamlit looks for its server first below the page that was opened.
        if told.type == "error" and "/_stcore/" not in told.location["url"]:
            self.errors.append(f"{told.text} {told.location['url']}")

    def _report(self, error: Error) -> None:
        # Fabric.js's fault: a canvas that was left behind clears itself once its drawing is loaded.
        if "reading 'clearRect'" not in error.message or "clearContext" not in (error.stack or ""):
            self.errors.append(str(error))

    def _note(self, url: str) -> None:
        if not url.startswith(self.own):
            self.errors.append(f"asked the network for {url}")

    def begin_anew(self, viewport: dict[str, int]) -> None:
        """Forget the person before; the app is to be opened again."""
        self.page.evaluate(FORGET)
        self.page.mouse.move(0, 0)  # it would lie on something
        self.page.emulate_media(media="null", reduced_motion="null")
        self.page.set_viewport_size(viewport)


class Tabs:
    """Lends tabs, and keeps those that come back as they went."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.free: dict[str, list[Tab]] = defaultdict(list)

    @contextmanager
    def lent(self, *, all_is_well: Callable[[], bool]) -> Iterator[Callable[..., Page]]:
        """Opens the Draw page as one more person; fails when that person's browser reports an error.

        Args:
            all_is_well: says in the end whether the tabs can serve others.
        """
        lent: list[tuple[str, Tab]] = []

        def come(address: str = "", before: Callable[[Page], None] | None = None, **options: Any) -> Page:
            """`before` is called before the app is opened, with a tab that nobody else gets."""
            kind = "" if before else repr(sorted(options.items()))
            if self.free[kind]:
                tab = self.free[kind].pop()
                tab.begin_anew(options.get("viewport", WINDOW))
            else:
                tab = Tab(self.browser, self.address, options)
            lent.append((kind, tab))
            if before:
                before(tab.page)
            open_draw_page(tab.page, self.address + address)
            return tab.page

        yield come
        errors = [error for _, tab in lent for error in tab.errors]
        for kind, tab in lent:
            if kind and all_is_well() and not errors and not tab.page.is_closed():
                self.free[kind].append(tab)
            else:
                tab.page.context.close()
        assert errors == []


@pytest.fixture(scope="session")
def tabs(browser, address):
    return Tabs(browser, address)


@pytest.fixture
def person(tabs, request):
    """Opens the Draw page as one more person, of whom the next test knows nothing."""
    failed = request.session.testsfailed
    with tabs.lent(all_is_well=lambda: request.session.testsfailed == failed) as come:
        yield come


@pytest.fixture(scope="module")
def person_of_all(tabs, request):
    """Opens the Draw page as a person whose page all tests of a file share."""
    failed = request.session.testsfailed
    with tabs.lent(all_is_well=lambda: request.session.testsfailed == failed) as come:
        yield come


@pytest.fixture
def page(person):
    return person()
