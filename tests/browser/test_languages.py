"""German in a browser that is set to it: what the server says, and what is said while the pen is moving."""

from playwright.sync_api import expect

from tests.browser.driver import open_draw_page, pen
from tests.strokes import placed


def test_a_german_browser_is_spoken_to_in_german_until_english_is_asked_for(browser, address) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="de-DE")
    page = context.new_page()
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {"
        "const said = document.querySelector('#prediction .words')?.textContent;"
        "if (said) (window.said ??= new Set()).add(said)"
        "}).observe(document.body, {subtree: true, childList: true, characterData: true}))"
    )
    open_draw_page(page, address)
    assert page.evaluate("document.documentElement.lang") == "de"
    pen(page, placed(7, 180, 70, 50))
    words = page.locator("#prediction .words")
    expect(words).to_contain_text("Das ist eine 7", timeout=15_000)
    said = page.evaluate("[...window.said]")
    assert not [one for one in said if "This is" in one or "I am" in one or "Draw a" in one], said
    expect(page.locator(".st-key-share_menu")).to_contain_text("Teilen")
    for path, name in (("inspect", "Regler drehen"), ("learn", "Meine Handschrift"), ("test", "Fremde")):
        page.goto(f"{address}/{path}")
        expect(
            page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name))
        ).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".languages a[lang=en]").click()
    page.wait_for_url("**/test?lang=en*")
    page.get_by_text("Strangers", exact=True).first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    context.close()
