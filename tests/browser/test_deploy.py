"""Two servers behind nginx, below a path, as in `deploy/`: when one is gone, its people have the other."""

import io
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tab, do_without
from tests.browser.driver import frames, open_draw_page, pen
from tests.browser.servers import BASE, Servers
from tests.browser.services import dask, missing, postgresql
from tests.strokes import picture, placed

pytestmark = pytest.mark.alone

PATIENCE = 60_000
COOKIE = "netcore_server"
DISCONNECTED = "Cannot send rerun backMessage when disconnected"
"""Streamlit's, of a part of the page that runs by itself while its server is gone."""
AT_REST = """() => {
    const { testScriptState: state, testConnectionState: line } = document.querySelector('.stApp').dataset
    if (state !== 'notRunning' || line !== 'CONNECTED') window.restsSince = undefined
    else window.restsSince ??= performance.now()
    return performance.now() - window.restsSince > 1000
}"""
"""The server has had nothing to do for a second."""
SEVEN = "output#prediction[data-digit='7']"


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    if packages := missing():
        do_without(f"Behind nginx needs {' and '.join(packages)}.")
    with postgresql() as database, dask() as scheduler:
        servers = Servers({"NETCORE_DATABASE": database, "NETCORE_SCHEDULER": scheduler})
        yield servers
        servers.close()


@pytest.fixture
def tab(browser, servers) -> Iterator[Tab]:
    """A browser of one's own, in which no error may be reported."""
    tab = Tab(browser, servers.address, {})
    tab.page.context.set_default_timeout(PATIENCE)
    yield tab
    tab.page.context.close()
    assert tab.errors == []


def server_of(page: Page) -> int:
    """The port of the server that this browser's cookie names."""
    (name,) = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    return int(name["value"])


def wait_for_another(page: Page, port: int) -> int:
    """Wait until another server has this browser's page; gives its port."""
    for _ in range(PATIENCE // 100):
        if server_of(page) != port:
            break
        page.wait_for_timeout(100)
    assert server_of(page) != port
    return server_of(page)


def wait_until_confirmed(page: Page, answer: str) -> None:
    """Wait until the page shows this answer, and the server's numbers."""
    page.wait_for_selector(answer)
    frames(page, 2)
    page.wait_for_function("!document.querySelector('.st-key-network .js-plotly-plot')?.netcoreIsLive")
    page.wait_for_selector(answer)


def test_who_draws_has_one_server_and_goes_on_with_another_when_it_is_killed(tab, servers) -> None:
    page = tab.page
    lines = []
    page.on("websocket", lambda line: lines.append(line.url))
    open_draw_page(page, servers.address)
    pen(page, placed(7, 180, 70, 50))
    wait_until_confirmed(page, SEVEN)
    page.wait_for_function("window.netcoreStore.sizes.drawing")
    first = server_of(page)
    page.reload()
    wait_until_confirmed(page, SEVEN)
    assert server_of(page) == first
    assert {urlsplit(line).path for line in lines} == {f"/{BASE}/_stcore/stream"}

    known_as = page.wait_for_function("window.netcoreStore.person").json_value()
    servers.kill(first)
    second = wait_for_another(page, first)
    page.wait_for_function("before => window.netcoreStore.person !== before", arg=known_as)
    wait_until_confirmed(page, SEVEN)
    page.wait_for_function(AT_REST)
    expect(page.locator(".line-down")).to_have_count(0)
    expect(page.locator("[data-testid=stDialog]:visible, [data-testid=stAlert]:visible")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("output#prediction[data-kind=nothing]")
    pen(page, placed(1, 180, 70, 50))
    wait_until_confirmed(page, "output#prediction[data-digit='1']")

    servers.start(first)  # it is there again, and doesn't have this person
    servers.wait(first)
    file = io.BytesIO()
    Image.fromarray(255 - picture(7)).save(file, "png")
    page.get_by_text("or bring a picture").click()
    files = page.locator("[data-testid=stFileUploaderDropzoneInput]").first
    files.set_input_files({"name": "seven.png", "mimeType": "image/png", "buffer": file.getvalue()})
    wait_until_confirmed(page, SEVEN)
    assert server_of(page) == second


def test_behind_a_path_links_languages_and_files_are_as_anywhere(tab, servers, browser) -> None:
    page = tab.page
    refused: list[str] = []
    page.on("response", lambda got: refused.append(got.url) if got.status >= 400 else None)
    open_draw_page(page, f"{servers.address}?choice=relu")
    pen(page, placed(7, 180, 70, 50))
    wait_until_confirmed(page, SEVEN)
    page.locator(".st-key-share button").first.click()
    field = page.locator(".share input[type=url]")
    expect(field).to_have_value(re.compile("drawing="))
    link = field.input_value()
    assert link.startswith(servers.address)
    with page.expect_download() as drawing:
        page.get_by_role("button", name="The drawing (PNG)").click()
    assert Image.open(drawing.value.path()).getbbox()
    page.keyboard.press("Escape")

    other = Tab(browser, servers.address, {})
    open_draw_page(other.page, link)
    wait_until_confirmed(other.page, f"{SEVEN}[data-network=relu]")
    other.page.context.close()
    assert other.errors == []

    pages = {"Look inside": "inspect", "Learn": "learn", "Test": "test", "Lesson": "lesson"}
    for name, path in pages.items():
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_url(re.compile(f"/{BASE}/{path}(\\?|$)"))
    with page.expect_download() as handout:
        page.get_by_role("button", name="Handout").click()
    assert f'href="{servers.address}/lesson?step=2' in handout.value.path().read_text(encoding="utf-8")

    page.locator(".languages a[lang=de]").click()
    page.wait_for_url(re.compile(f"/{BASE}/lesson\\?.*lang=de"))
    page.get_by_role("link", name="Zeichnen", exact=True).first.click()
    wait_until_confirmed(page, SEVEN)
    expect(page.locator("#prediction .words")).to_contain_text("Das ist eine 7")
    assert [url for url in refused if "/_stcore/" not in url] == []


@pytest.fixture
def people(browser, servers) -> Iterator[Callable[[int], Page]]:
    """Opens a browser whose cookie names this server; no error may be reported in it."""
    tabs: list[Tab] = []

    def come(port: int) -> Page:
        tab = Tab(browser, servers.address, {})
        tab.page.context.set_default_timeout(PATIENCE)
        tab.page.context.add_cookies([{"name": COOKIE, "value": f"{port}", "url": servers.address}])
        tabs.append(tab)
        return tab.page

    yield come
    errors = [error for tab in tabs for error in tab.errors if DISCONNECTED not in error]
    for tab in tabs:
        tab.page.context.close()
    assert errors == []


def join(page: Page, link: str) -> None:
    """Come into a class by its link."""
    page.goto(link)
    page.get_by_role("button", name="Join the class").click()
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_function("window.netcoreIsSetUp")
    page.wait_for_function(AT_REST)


def test_a_class_on_two_servers_has_one_wall_and_goes_on_when_one_is_killed(people, servers) -> None:
    first, second = servers.ports
    front, beside, apart = people(first), people(first), people(second)
    front.goto(f"{servers.address}/class")
    front.locator(".st-key-open button").click()
    code = front.locator(".lobby .code").inner_text()
    link = f"{servers.address}/class?room={code}"
    expect(front.locator(".st-key-invite .address")).to_have_text(link.partition("//")[2])
    figures = front.locator(".wall figure")
    for page in (beside, apart):
        join(page, link)
    who = [page.locator(".who").inner_text() for page in (beside, apart)]
    assert who[0] != who[1]
    for count, page in enumerate((beside, apart), 1):
        pen(page, placed(0, 170, 70, 50))
        page.locator(".send").click()
        expect(figures).to_have_count(count, timeout=PATIENCE)
    assert [server_of(page) for page in (front, beside, apart)] == [first, first, second]
    pen(beside, placed(1, 170, 70, 50))
    beside.wait_for_function("window.netcoreStore.sizes.drawing")
    beside.wait_for_selector("output#prediction[data-digit='1']", state="attached")
    beside.wait_for_function(AT_REST)

    servers.kill(first)
    for page in (front, beside):
        assert wait_for_another(page, first) == second
    beside.wait_for_function(AT_REST)
    beside.locator(".send").click()
    expect(figures).to_have_count(3, timeout=PATIENCE)
    assert [page.locator(".who").inner_text() for page in (beside, apart)] == who
    front.locator(".st-key-pause_room button").click()
    for page in (beside, apart):
        expect(page.locator(".question")).to_contain_text("pause", timeout=PATIENCE)
        expect(page.locator("[data-testid=stDialog]:visible, [data-testid=stAlert]:visible")).to_have_count(0)
    front.get_by_role("button", name="Room").click()
    with front.expect_download() as drawings:
        front.locator(".st-key-take_ndjson button").click()
    assert len(drawings.value.path().read_text(encoding="utf-8").splitlines()) == 3
    front.keyboard.press("Escape")
    front.get_by_role("button", name="Learn from the class").click()
    expect(front.locator(".pupils .kept-back")).to_have_count(1, timeout=2 * PATIENCE)
    expect(front.get_by_text("scheduler")).to_have_count(0)  # the trouble that the cluster could be in
    servers.start(first)
    servers.wait(first)
