"""Screens of every size: canvas, answer and the whole network are on them."""

import numpy as np
import pytest
from playwright.sync_api import TimeoutError as Late

from netcore.data import draw
from netcore.web.person.drawing import PEN
from tests.browser.driver import (
    click_neuron,
    on_canvas,
    open_inspect_page,
    open_learn_page,
    pen,
    wait_for_answer,
)
from tests.strokes import placed

SEVEN = placed(7, 170, 80, 55)
WHOLE = [(1920, 1080), (1366, 768), (1280, 720), (1024, 768), (820, 1180), (768, 1024), (390, 844)]
"""Nothing has to be scrolled on these to see canvas, answer and network together."""
OTHERS = [(1280, 600), (1180, 820), (1151, 800), (1119, 700), (1024, 576), (900, 1200), (900, 600)]
OTHERS += [(844, 390), (700, 900), (641, 900), (640, 900), (360, 640)]
"""Nothing has to be moved sideways on these."""
LOST = """([width, height]) => {
    const lost = []
    const chart = document.querySelector('.st-key-network .js-plotly-plot')
    const main = document.querySelector('.stMain')
    if (innerWidth !== width || !chart?._fullLayout?.xaxis || !chart.data.length) return ['the diagram']
    const inside = (what, { left, top, right, bottom }) => {
        if (left < -1 || right > width + 1 || top < -1 || bottom > height + 1) lost.push(what)
    }
    const { xaxis, yaxis } = chart._fullLayout
    const box = chart.getBoundingClientRect()
    for (const { name, type, x, y, marker } of chart.data.filter(({ marker }) => marker)) {
        const places = x.map((_, i) => [
            box.left + xaxis._offset + xaxis.d2p(x[i]), box.top + yaxis._offset + yaxis.d2p(y[i])])
        const radius = marker.size / 2
        places.forEach(([left, top], neuron) => {
            inside(`${name} ${neuron}`, {
                left: left - radius, right: left + radius, top: top - radius, bottom: top + radius })
            const [x, y] = places[neuron - 1] ?? [-100, -100]
            if (Math.hypot(left - x, top - y) < marker.size) lost.push(`${name} overlap`)
        })
    }
    for (const text of chart.querySelectorAll('.scatterlayer text')) {
        if (!text.textContent.trim()) continue
        inside(`"${text.textContent}"`, text.getBoundingClientRect())
        for (const part of [text, ...text.querySelectorAll('[style]')])
            if (parseFloat(getComputedStyle(part).fontSize) < 12) lost.push(`small "${text.textContent}"`)
    }
    const canvas = [...document.querySelectorAll('.st-key-canvas *')].find(({ shadowRoot }) => shadowRoot)
        ?.shadowRoot.querySelector('canvas.upper-canvas')
    const answer = document.querySelector('#prediction .words')
    for (const [what, part] of Object.entries({ canvas, answer })) {
        if (part) inside(what, part.getBoundingClientRect())
        else lost.push(what)
    }
    if (main.scrollWidth > main.clientWidth) lost.push('what is to the side')
    return lost
}"""


def assert_shown(page, size: tuple[int, int], *, is_whole: bool) -> None:
    """Wait until all is on a screen of this size."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    arg = [width, height if is_whole else 10_000]
    try:
        page.wait_for_function(f"arg => !({LOST})(arg).length", arg=arg, timeout=10_000)
    except Late:
        pytest.fail(f"{page.url}, {width} × {height}, lost: {page.evaluate(LOST, arg)}")


def test_canvas_answer_and_the_whole_network_are_on_every_screen(page) -> None:
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    for size in OTHERS:
        assert_shown(page, size, is_whole=False)
    for name, others in ((None, []), ("inside", OTHERS[:3]), ("learn", [])):
        page.set_viewport_size({"width": 1280, "height": 720})
        if name == "inside":
            open_inspect_page(page)
        elif name == "learn":
            open_learn_page(page)
        for size in others:
            assert_shown(page, size, is_whole=False)
        for size in WHOLE:
            assert_shown(page, size, is_whole=True)


@pytest.mark.parametrize("size", [(390, 844), (1920, 1080)], ids=str)
def test_on_a_canvas_of_another_size_the_same_is_drawn_and_any_neuron_can_be_clicked(person, size) -> None:
    width, height = size
    page = person(viewport={"width": width, "height": height})
    assert_shown(page, size, is_whole=True)
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    there, here = on_canvas(page)[..., 0].astype(int), draw([np.array(stroke) for stroke in SEVEN], PEN)
    assert np.abs(there - here).mean() < 3  # its corner is rounded; two pixels further on, it would be 4
    click_neuron(page, "hidden 2", 11)
    page.wait_for_url(lambda url: "layer=hidden+2" in url and "neuron=11" in url)
    page.wait_for_function(
        """document.querySelector('.st-key-overview .st-key-network[data-fits] .js-plotly-plot')
            ?.netcorePainted?.focus?.neuron === 11"""
    )
    assert_shown(page, size, is_whole=True)
    click_neuron(page, "output", 3)
    page.wait_for_url(lambda url: "layer=output" in url and "neuron=3" in url)
