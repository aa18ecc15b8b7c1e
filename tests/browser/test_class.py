"""A class in real browsers: a teacher in front, two pupils on telephones."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import pen, wait_for_answer
from tests.strokes import placed

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def open_class(page: Page) -> None:
    page.get_by_role("link", name="Class", exact=True).first.click()
    page.wait_for_selector(".st-key-open button")


def come_by_link(page: Page, link: str) -> None:
    """As who scans the code."""
    page.goto(link)
    page.get_by_role("button", name="Join the class").click()
    page.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    page.wait_for_function("window.netcoreIsSetUp")


def give(page: Page, digit: int, left: float = 70) -> None:
    """Draw a digit and press right after the last stroke."""
    pen(page, placed(digit, 170, left, 50))
    page.locator(".send").click()
    expect(page.locator(".st-key-pupil .notice")).to_contain_text(f"Arrived: your {digit} is on the wall.")


@pytest.mark.alone
def test_a_teacher_and_two_pupils_write_together(person) -> None:
    front, first, second = person(), person(**PHONE), person(**PHONE)
    open_class(front)
    front.locator(".st-key-open button").click()
    front.wait_for_selector(".lobby .qr")
    key = front.url
    code = front.locator(".lobby .code").inner_text()
    link = f"{front.url.partition('/class')[0]}/class?room={code}"
    assert code in front.locator(".st-key-invite .address").inner_text()

    come_by_link(first, link)
    expect(first.locator(".who")).to_contain_text("You are the blue fox")
    second.goto(link.partition("?")[0])  # who types the code
    second.locator(".st-key-code input").fill(f"{code[:3].lower()} {code[3:].lower()}")
    second.get_by_role("button", name="Join the class").click()
    expect(second.locator(".who")).to_contain_text("You are the orange bear")
    second.wait_for_selector(".st-key-canvas canvas.upper-canvas")

    expect(first.locator(".question")).to_have_attribute("data-digit", "0")
    give(first, 0)
    expect(first.locator(".question")).to_have_attribute("data-digit", "1")
    figures = front.locator(".wall figure")
    expect(figures).to_have_count(1)
    front.locator(".st-key-asked_digit").get_by_text("4", exact=True).click()
    expect(second.locator(".question")).to_have_attribute("data-digit", "4")
    give(second, 4)  # whose second stroke is drawn right before the press
    expect(figures).to_have_count(2)
    expect(figures.first.locator(".who")).to_have_text("orange bear")
    expect(figures.first.locator("b")).to_have_text(re.compile("4\u2009✓"))
    assert figures.first.locator("path").get_attribute("d").count("M") == 2
    assert "room=" in first.url and "key=" not in first.url and "seat=" in first.url

    first.reload()
    expect(first.locator(".who")).to_contain_text("You are the blue fox")
    first.wait_for_selector(".st-key-canvas canvas.upper-canvas")
    front.locator(".st-key-pause_room button").click()
    expect(first.locator(".question")).to_contain_text("pause")
    front.locator(".st-key-pause_room button").click()
    expect(first.locator(".question")).to_have_attribute("data-digit", "4")

    figures.first.locator(".aside").click()
    expect(figures).to_have_count(1)
    front.locator(".st-key-show_aside").get_by_text("Put aside: 1").click()
    expect(figures.first.locator(".who")).to_have_text("orange bear")
    figures.first.locator(".aside").click()
    expect(figures).to_have_count(2)

    front.get_by_role("button", name="Learn from the class").click()
    front.wait_for_selector(".pupils .kept-back", timeout=120_000)
    assert front.locator(".pupils li").count() == 2
    expect(second.locator(".st-key-ours")).to_contain_text("our network reads")
    second.get_by_role("button", name="Take our network").click()
    expect(second.locator(".st-key-ours")).to_contain_text("You have our network")

    front.locator(".st-key-show").get_by_text("Wall", exact=True).click()
    figures.first.locator(".look").click()
    front.wait_for_selector(".st-key-inspect .st-key-network .js-plotly-plot .scatterlayer .point")
    wait_for_answer(front, "4")
    assert "key=" in front.url
    front.go_back()
    expect(figures).to_have_count(2)
    for name in ("room", "key"):
        value = re.search(rf"{name}=([^&]*)", key)
        assert value and f"{name}={value[1]}" in front.url

    front.get_by_role("button", name="Room").click()
    front.get_by_role("button", name="Delete the room").click()
    front.wait_for_selector(".st-key-open button")
    expect(first.get_by_text("This room is closed")).to_be_visible()
