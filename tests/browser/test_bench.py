"""The bench: while a slider is dragged, all moves with it; the lesson hears of it afterwards."""

from playwright.sync_api import Page, expect

from tests.browser.driver import pen, wait_for_answer
from tests.strokes import placed


def numbers(page: Page) -> list[float]:
    """What is added up, the sum, and the neuron's light."""
    shown = [page.locator(f".bench output.{part}") for part in ("vote", "others", "bias", "sum")]
    shown.append(page.locator(".bench .light output"))
    return [float(one.inner_text().replace("\u2212", "-").replace(",", "")) for one in shown]


def test_a_neuron_moves_with_its_bias_and_is_noticed_half_lit(page, address) -> None:
    pen(page, placed(7, 170, 80, 55))
    wait_for_answer(page, "7")
    page.goto(f"{address}/lesson?step=10")
    wait_for_answer(page, "7")
    expect(page.locator(".bench output.vote")).not_to_have_text("+0.000")
    trained = numbers(page)
    slider = page.locator(".bench label.bias input")
    box = slider.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    points = set()
    for part in (0.4, 0.3, 0.2):
        page.mouse.move(box["x"] + part * box["width"], y)
        vote, others, bias, total, light = numbers(page)
        assert round(vote + others + bias, 3) == total
        assert light < trained[-1]
        points.add(page.locator(".bench circle").get_attribute("cx"))
    assert len(points) == 3
    expect(page.locator(".st-key-task")).not_to_contain_text("✓")  # nobody let go
    page.mouse.up()
    slider.focus()
    while numbers(page)[-1] < 0.45:
        page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-task")).to_contain_text("✓")
    page.get_by_role("button", name="As it was").click()
    assert numbers(page) == trained
