"""The two sheets for a class, printed."""

import re

import pytest

import netcore
from netcore.language import LANGUAGES
from netcore.web.lesson.handout import handout
from tests.browser.driver import frames
from tests.strokes import picture

NAME = "A long name of a step, over two lines"
LINKS = [(NAME, f"http://192.168.100.200:8501/lesson?step={step}&lang=de") for step in range(1, 16)]
CUT_OFF = """[...document.querySelectorAll("section")].filter(
    one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
).length"""


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_exactly_two_sheets_with_all_of_it_on_them(browser, paper, language) -> None:
    pixels = netcore.prepare(picture(7)).reshape(-1)
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(handout(netcore.load("wide"), pixels, LINKS, language))
        assert len(re.findall(rb"/Type */Page\b", page.pdf(format=paper))) == 2
        page.emulate_media(media="print")
        frames(page, 1)
        assert page.evaluate(CUT_OFF) == 0
        lowest, foot = page.evaluate(
            """["li:last-child", "footer"].map(one => document.querySelector(one).getBoundingClientRect())
                .map(({ top, bottom }) => [top, bottom])"""
        )
        assert lowest[1] <= foot[0]
