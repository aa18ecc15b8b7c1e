"""The steps of the lesson that show examples and let a network learn from them, in a real browser."""

from playwright.sync_api import expect

PATIENCE = 60_000
"""Milliseconds, on a machine that has other things to do."""


def test_examples_flow_by_until_one_is_pressed_and_run_through_a_network_that_learns(page, address) -> None:
    page.goto(f"{address}/lesson?step=3")
    flow = page.locator(".st-key-examples .flow")
    expect(flow.locator("> div")).to_have_count(3, timeout=PATIENCE)
    moves = """state => document.querySelector('.flow > div > div').getAnimations()
        .some(({ playState }) => playState === state)"""
    page.wait_for_function(moves, arg="running")
    first = flow.get_by_role("button").first
    first.focus()
    page.wait_for_function(moves, arg="paused")
    label = first.inner_text()
    first.press("Enter")
    expect(page.locator(".st-key-beside")).to_contain_text(f"Its writer meant a {label}", timeout=PATIENCE)
    expect(first).to_have_attribute("aria-pressed", "true")
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_function("!document.querySelector('.flow > div > div').getAnimations().length")
    page.emulate_media(reduced_motion="no-preference")

    page.get_by_role("button", name="Next ›").click()
    expect(flow).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("button", name="‹ Back").click()  # what the browser has is not sent again
    expect(flow.locator("> div")).to_have_count(3, timeout=PATIENCE)

    page.goto(f"{address}/lesson?step=13")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".stage-example .mark[data-right]", state="attached", timeout=PATIENCE)
    page.wait_for_function("document.querySelector('#learning')?.dataset.looks >= 5", timeout=PATIENCE)
    page.get_by_role("button", name="‹ Back").click()
    page.wait_for_selector('[data-step="12"]', timeout=PATIENCE)
    expect(page.locator(".stage-example")).to_have_count(0, timeout=PATIENCE)
