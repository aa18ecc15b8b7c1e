"""Looking inside neurons and turning knobs in a real browser."""

import hashlib
import io
import time
from decimal import Decimal

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

import netcore
from netcore.activations import RELU
from netcore.files.weights import WEIGHTS_FOLDER
from netcore.inspection.edits import with_bias
from netcore.training.learner import new_network
from tests.browser.driver import (
    answer,
    click_neuron,
    customdata,
    open_inspect_page,
    pen,
    wait_for_answer,
    wait_for_server,
)
from tests.strokes import placed

SEVEN = placed(7, 170, 80, 55)
LAYERS = ["input", "hidden 1", "hidden 2", "output"]


def with_a_drawn_seven(person) -> Page:
    """The page of somebody who drew a 7 and went on to look inside."""
    page = person()
    pen(page, SEVEN)
    wait_for_answer(page, "7")
    open_inspect_page(page)
    wait_for_answer(page, "7")
    return page


@pytest.fixture(scope="module")
def with_a_seven(person_of_all):
    return with_a_drawn_seven(person_of_all)


@pytest.fixture
def inspector(with_a_seven):
    """That person, who looks at the network as it was trained."""
    page = with_a_seven
    if answer(page)["network"] != "classic":
        page.locator(".st-key-choice").get_by_text("classic", exact=True).click()
    page.locator(".st-key-view").get_by_text("Look inside", exact=True).click()
    page.wait_for_selector(".st-key-habits .js-plotly-plot .barlayer path")
    page.wait_for_selector('output#prediction[data-network="classic"][data-digit="7"]')
    page.wait_for_function(  # a person sees it alight
        """document.querySelector('.st-key-inspect .st-key-network[data-fits] .js-plotly-plot')
            ?.netcorePainted?.network.layers.length === 3"""
    )
    wait_for_server(page)
    return page


def number(text: str) -> Decimal:
    return Decimal(text.replace("\u2212", "-").replace(",", ""))


def decision(page, part: str) -> Decimal:
    return number(page.locator(f"#decision-{part} td").last.inner_text())


def look_at(page, layer: str, neuron: int) -> None:
    """Click a neuron and wait until it is the one that is looked into."""
    click_neuron(page, layer, neuron)
    page.wait_for_function(
        """([layer, neuron]) => {
            const { focus } = document.querySelector('.st-key-network .js-plotly-plot').netcorePainted ?? {}
            const names = ['input', 'hidden 1', 'hidden 2', 'output']
            return focus?.neuron === neuron && names[focus.layer] === layer
        }""",
        arg=[layer, neuron],
    )
    page.wait_for_selector("#decision-z")


def trace_on(page, network: netcore.Network) -> netcore.Trace:
    """What a network makes of the numbers that the page shows in the input layer."""
    return network.forward(np.array([pixel for pixel, _, _ in customdata(page, "input")], np.float32))


def turn_to_knobs(page) -> None:
    page.get_by_text("Turn knobs", exact=True).click()
    page.wait_for_selector(".st-key-accuracy .js-plotly-plot .barlayer path")
    page.wait_for_selector(".st-key-bias input[type=range]:enabled")


def accuracy_on(page) -> str:
    return page.locator("#accuracy-after").inner_text()


def wait_for_change(page, selector: str, before: str) -> None:
    page.wait_for_function(
        "([selector, before]) => document.querySelector(selector).innerText !== before",
        arg=[selector, before],
    )


@pytest.mark.parametrize(("layer", "neuron"), [("hidden 1", 2), ("hidden 2", 9), ("output", 7)])
def test_the_numbers_of_a_clicked_neuron_add_up_and_are_the_networks(inspector, layer, neuron) -> None:
    page = inspector
    look_at(page, layer, neuron)
    index = LAYERS.index(layer)
    trace = trace_on(page, netcore.load("classic"))
    weighted_sum = float(trace.weighted_sums[index - 1][neuron])
    page.wait_for_function(
        "z => document.querySelector('#decision-z').innerText.includes(z)",
        arg=f"{weighted_sum:+.3f}".replace("-", "\u2212"),
    )
    assert decision(page, "sum") + decision(page, "bias") == decision(page, "z")
    contributions = [number(text) for text in page.locator("[data-push]:visible").all_inner_texts()]
    assert len(contributions) == (21 if index == 1 else len(trace.activations[index - 1]))
    assert sum(contributions) == decision(page, "sum")
    assert decision(page, "activation") == Decimal(f"{trace.activations[index][neuron]:.4f}")
    for row in page.locator(".ledger tr").all():
        _, weight, activation, push = row.locator("td").all_inner_texts()
        product = number(weight) * number(activation.removeprefix("× "))
        assert abs(product - number(push)) < Decimal("0.002")


def test_a_neuron_is_chosen_from_lists_by_keyboard(inspector) -> None:
    page = inspector
    page.locator(".st-key-layer input").focus()
    page.keyboard.type("output")
    page.keyboard.press("Enter")
    page.locator(".st-key-neuron input").focus()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    z = trace_on(page, netcore.load("classic")).weighted_sums[2][7]
    page.wait_for_function(
        "z => document.querySelector('#decision-z')?.innerText.includes(z)", arg=f"{z:+.3f}"
    )


def test_the_way_of_the_answer_is_lit_through_all_layers(inspector) -> None:
    page = inspector
    look_at(page, "output", 7)
    lines = page.locator(".st-key-network .js-plotly-plot").evaluate(
        "chart => chart.netcorePainted.focus.lines"
    )
    assert {number for number, *_ in lines} == {0, 1, 2}
    assert {receiver for number, _, receiver, _ in lines if number == 2} == {7}
    assert len(lines) < 180  # the fewest that carried most, not all 256 + 160 and those from the pixels


def test_an_input_neuron_says_that_it_is_a_pixel(inspector) -> None:
    page = inspector
    brightest = int(np.argmax([pixel for pixel, _, _ in customdata(page, "input")]))
    click_neuron(page, "input", brightest)
    page.get_by_text("An input neuron holds one pixel").wait_for()
    row, column = divmod(brightest, 28)
    text = page.locator(".st-key-detail").inner_text()
    assert f"row {row}, column {column}" in text
    page.wait_for_function("document.querySelectorAll('.ledger tr').length === 16")


def test_drawing_goes_on_while_a_neuron_is_looked_into(inspector) -> None:
    page = inspector
    look_at(page, "output", 3)
    before = page.locator("#decision-z").inner_text()
    page.locator(".st-key-clear button").click()
    wait_for_answer(page, "")
    page.get_by_text("Draw a digit, and it adds up").wait_for()
    pen(page, placed(3, 170, 80, 55))
    wait_for_answer(page, "3")
    page.wait_for_selector("#decision-z")
    wait_for_change(page, "#decision-z", before)
    z = trace_on(page, netcore.load("classic")).weighted_sums[2][3]
    assert decision(page, "z") == Decimal(f"{z:.3f}")
    page.locator(".st-key-clear button").click()
    wait_for_answer(page, "")
    pen(page, SEVEN)
    wait_for_answer(page, "7")


def test_a_knob_turned_by_keyboard_or_dragged_changes_everything_and_is_undone(person) -> None:
    page = with_a_drawn_seven(person)
    look_at(page, "hidden 2", 2)
    trained = accuracy_on(page)
    turn_to_knobs(page)
    knob = page.locator(".st-key-bias input[type=range]")
    bias = float(netcore.load("classic").layers[1].biases[2])
    knob.focus()
    page.keyboard.press("PageDown")
    page.wait_for_selector('output#prediction[data-network="my network"]')
    turned = float(page.locator(".st-key-bias input[type=number]").input_value())
    assert turned < bias
    page.wait_for_function(
        """turned => Math.abs(document.querySelector('.st-key-network .js-plotly-plot').data
            .find(trace => trace.name === 'hidden 2').customdata[2][2] - turned) < 0.002""",
        arg=turned,
    )
    assert page.evaluate("document.activeElement.matches('.st-key-bias input[type=range]')")
    changed = with_bias(netcore.load("classic"), 2, 2, turned)
    trace = trace_on(page, changed)
    shown = np.array(customdata(page, "output"), np.float32)[:, 0]
    np.testing.assert_allclose(shown, trace.activations[-1], atol=1e-3)
    page.locator(".st-key-undo_turn button").click()
    page.wait_for_selector('output#prediction[data-network="classic"]')
    assert accuracy_on(page) == trained
    page.locator(".st-key-redo_turn button").click()
    page.wait_for_selector('output#prediction[data-network="my network"]')
    assert float(page.locator(".st-key-bias input[type=number]").input_value()) == turned

    page.locator(".st-key-undo_turn button").click()
    page.wait_for_selector('output#prediction[data-network="classic"]')
    # A drag turns as it goes and is undone at once.
    typed = page.locator(".st-key-bias input[type=number]").input_value()
    box = page.locator(".st-key-bias input[type=range]").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(middle[0] + 12 * step, middle[1])
        page.wait_for_timeout(150)
    page.wait_for_selector('output#prediction[data-network="my network"]')  # the pointer is still down
    page.mouse.up()
    page.wait_for_timeout(1000)
    assert float(page.locator(".st-key-bias input[type=number]").input_value()) > 2
    page.locator(".st-key-undo_turn button").click()
    page.wait_for_selector('output#prediction[data-network="classic"]')
    assert page.locator(".st-key-bias input[type=number]").input_value() == typed


def test_a_knob_can_be_turned_once_somebody_hears_it(person) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = person(before=lambda page: page.route("**/knob*.js*", hold))
    open_inspect_page(page)
    page.get_by_text("Turn knobs", exact=True).click()
    knob = page.locator(".st-key-bias input[type=range]")
    expect(knob).to_be_disabled()
    page.wait_for_timeout(500)
    expect(knob).to_be_disabled()
    held[0].continue_()
    expect(knob).to_be_enabled()
    knob.focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".st-key-choice")).to_contain_text("my network")


def test_a_neuron_switched_off_goes_dark_and_digits_get_worse(inspector) -> None:
    page = inspector
    look_at(page, "hidden 2", 2)
    trained = accuracy_on(page)
    turn_to_knobs(page)
    page.locator(".st-key-off button").click()
    wait_for_change(page, "#accuracy-after", trained)
    assert "Read worse than before" in page.locator("#worse").inner_text()
    page.wait_for_function(
        """document.querySelector('.st-key-network .js-plotly-plot').data
            .find(trace => trace.name === 'hidden 2').customdata[2][0] === 0"""
    )
    page.locator(".st-key-reset button").click()
    page.wait_for_function(
        "trained => document.querySelector('#accuracy-after').innerText === trained", arg=trained
    )


def test_a_weight_is_chosen_in_the_picture_and_typed(inspector) -> None:
    page = inspector
    look_at(page, "hidden 1", 4)
    turn_to_knobs(page)
    chart = page.locator(".st-key-weights_to_turn .js-plotly-plot")
    chart.locator(".heatmaplayer image").wait_for()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(
        "document.querySelector('.st-key-origin').innerText.match(/row 1[34], column 1[34]/)"
        " || document.querySelector('.st-key-origin input').value.match(/row 1[34], column 1[34]/)"
    )
    typed = page.locator(".st-key-weight input[type=number]")
    typed.fill("2.5")
    typed.press("Enter")
    page.wait_for_selector('output#prediction[data-network="my network"]')
    page.wait_for_function(
        """document.querySelector('.st-key-weights_to_turn .js-plotly-plot').data[0].z
            .slice(13, 15).some(row => row.slice(13, 15).includes(2.5))"""
    )


def a_second_late(route: Route) -> None:
    time.sleep(1 if route.request.method == "PUT" else 0)
    route.continue_()


def test_a_broken_file_is_refused_in_one_sentence_and_a_good_one_taken(person) -> None:
    page = with_a_drawn_seven(person)
    turn_to_knobs(page)
    whole = (WEIGHTS_FOLDER / "classic.npz").read_bytes()
    files = page.locator(".st-key-upload input[type=file]")
    files.set_input_files({"name": "broken.npz", "mimeType": "", "buffer": whole[:20_000]})
    page.get_by_text("broken.npz can't be used").wait_for()
    wait_for_server(page)
    assert page.get_by_test_id("stException").count() == 0
    assert answer(page)["network"] == "classic"

    network = new_network([784, 40, 10], RELU, seed=3)
    file = io.BytesIO()
    netcore.save(network, file)
    uploads = "**/upload_file/**"
    page.route(uploads, a_second_late)  # the sentence about the first goes while the second is on its way
    files.set_input_files({"name": "forty.npz", "mimeType": "", "buffer": file.getvalue()})
    page.wait_for_selector('output#prediction[data-network="my network"]')
    page.unroute(uploads)
    page.wait_for_function(
        """document.querySelector('.st-key-network .js-plotly-plot').data
            .find(trace => trace.name === 'hidden 1').customdata.length === 40"""
    )
    trace = trace_on(page, network)
    np.testing.assert_allclose(
        np.array(customdata(page, "output"), np.float32)[:, 0], trace.activations[-1], atol=1e-6
    )
    page.get_by_text("Look inside", exact=True).last.click()
    look_at(page, "hidden 1", 30)
    contributions = [number(text) for text in page.locator("[data-push]:visible").all_inner_texts()]
    assert sum(contributions) == decision(page, "sum") == decision(page, "z") - decision(page, "bias")


def test_knobs_turned_by_one_person_change_nothing_for_another(person) -> None:
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in WEIGHTS_FOLDER.iterdir()}
    turner, drawer = person(), person()
    for page in (turner, drawer):
        pen(page, placed(7, 170, 80, 55))
        wait_for_answer(page, "7")
    open_inspect_page(turner)
    wait_for_answer(turner, "7")
    turn_to_knobs(turner)
    net = netcore.load("classic")
    for turn in range(2):
        accuracy = accuracy_on(turner)
        turner.locator(".st-key-shake button").click()
        wait_for_change(turner, "#accuracy-after", accuracy)
        drawer.locator(".st-key-clear button").click()
        wait_for_answer(drawer, "")
        pen(drawer, placed((2, 3)[turn], 170, 80, 55))
        wait_for_answer(drawer, str((2, 3)[turn]))
        trace = trace_on(drawer, net)
        numbers = np.array(customdata(drawer, "output"), np.float32)
        np.testing.assert_array_equal(numbers[:, 0], trace.activations[-1])
        assert answer(drawer)["network"] == "classic"
    open_inspect_page(drawer)
    assert drawer.get_by_text("my network", exact=True).count() == 0
    assert accuracy_on(drawer) == f"{net.meta['accuracy']['sample']:.2%}".replace("%", "\u00a0%")
    after = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in WEIGHTS_FOLDER.iterdir()}
    assert after == before


def test_the_charts_keep_their_content_when_window_or_theme_change(person) -> None:
    page = with_a_drawn_seven(person)
    look_at(page, "hidden 1", 6)
    page.wait_for_function(
        "document.querySelector('.st-key-seen .js-plotly-plot').data[0].z.flat().some(z => z !== 0)"
    )
    filled = """() => ['network', 'curve', 'sought', 'favourite', 'seen', 'habits'].every(
        key => document.querySelector(`.st-key-${key} .js-plotly-plot`)?.data?.length)"""
    page.set_viewport_size({"width": 1100, "height": 700})
    page.wait_for_timeout(1000)  # in which they are laid out anew
    page.wait_for_function(filled)
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuItem-theme-Light").click()
    page.wait_for_function(
        """['network', 'curve', 'sought', 'favourite', 'seen', 'habits'].every(key => document
            .querySelector(`.st-key-${key} .js-plotly-plot`)?.layout?.font?.color === '#1d1a16')"""
    )
    page.wait_for_function(filled)


def test_when_the_charts_cannot_be_filled_the_server_sends_them_whole(person) -> None:
    page = with_a_drawn_seven(person)
    page.evaluate("window.Plotly = { ...window.Plotly, react: () => Promise.reject(new Error('no')) }")
    click_neuron(page, "hidden 2", 9)
    page.wait_for_function(
        """() => {
            const chart = document.querySelector('.st-key-weights_bars .js-plotly-plot')
            const diagram = document.querySelector('.st-key-network .js-plotly-plot')
            return chart?.querySelectorAll('.barlayer .point').length === 16 && diagram?.data?.length
        }"""
    )
    z = trace_on(page, netcore.load("classic")).weighted_sums[1][9]
    shown = f"{z:.3f}".replace("-", "\u2212")
    expect(page.locator("#decision-z td").last).to_have_text(shown, timeout=10_000)
    page.wait_for_timeout(1500)
    assert page.get_by_test_id("stStatusWidget").count() == 0  # and is quiet again


def test_a_neuron_and_the_network_are_on_a_projectors_screen_together(inspector) -> None:
    page = inspector
    for layer, neuron, parts in (
        ("hidden 1", 2, ("curve", "sought", "favourite", "seen")),
        ("output", 7, ("curve", "sought", "favourite", "weights_bars", "pushes_bars")),
    ):
        look_at(page, layer, neuron)
        for part in ("network", "canvas", *parts):
            locator = page.locator(f".st-key-{part}")
            locator.wait_for()
            box = locator.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, part
            assert box["y"] >= 0 and box["y"] + box["height"] <= 720, part


def test_all_13002_numbers_are_counted_listed_and_downloaded(inspector, tmp_path) -> None:
    page = inspector
    page.get_by_text("All numbers", exact=True).click()
    page.get_by_text("13,002 numbers").wait_for()
    with page.expect_download() as download:
        page.locator(".st-key-csv button").click()
    path = tmp_path / "numbers.csv"
    download.value.save_as(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 13_003
    net = netcore.load("classic")
    total = sum(
        float(numbers.sum(dtype=np.float64))
        for layer in net.layers
        for numbers in (layer.weights, layer.biases)
    )
    assert sum(float(line.split(",")[-1]) for line in lines[1:]) == pytest.approx(total)


def test_no_press_of_a_key_is_lost_however_fast(inspector) -> None:
    page = inspector
    turn_to_knobs(page)
    slider, typed = (page.locator(f".st-key-weight input[type={kind}]") for kind in ("range", "number"))

    def settled() -> float:
        page.wait_for_timeout(1500)
        return float(typed.input_value())

    slider.focus()
    page.keyboard.press("ArrowRight")
    before = settled()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(30)
    assert settled() == pytest.approx(before + 20 * 0.05)


def test_a_click_on_the_draw_page_leads_to_that_neuron_and_the_choice_stays_on_all_ways(person) -> None:
    page = person("/?choice=wide")
    marked = page.locator(".st-key-choice [aria-checked=true]")
    open_inspect_page(page)
    page.wait_for_selector('output#prediction[data-network="wide"]')
    assert marked.all_inner_texts() == ["wide"]
    page.get_by_role("link", name="Draw").first.click()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    assert marked.all_inner_texts() == ["wide"]

    pen(page, placed(5, 170, 80, 55))
    wait_for_answer(page, "5")
    click_neuron(page, "hidden 2", 5)
    page.wait_for_selector("#decision-z")
    page.wait_for_selector('.st-key-inspect output#prediction[data-digit="5"][data-network="wide"]')
    assert "layer=hidden+2&neuron=5" in page.url
    assert marked.all_inner_texts() == ["wide"]
    z = f"{trace_on(page, netcore.load('wide')).weighted_sums[1][5]:.3f}".replace("-", "\u2212")
    expect(page.locator("#decision-z td").last).to_have_text(z)

    page.go_back()
    page.wait_for_selector(".st-key-weights .js-plotly-plot .heatmaplayer")
    page.wait_for_selector('output#prediction[data-digit="5"][data-network="wide"]')
    page.go_forward()
    page.wait_for_selector('.st-key-inspect output#prediction[data-digit="5"][data-network="wide"]')
    expect(page.locator("#decision-z td").last).to_have_text(z)


def test_a_turn_right_before_another_neuron_is_clicked_is_kept(inspector) -> None:
    page = inspector
    look_at(page, "hidden 2", 2)
    turn_to_knobs(page)
    page.locator(".st-key-bias input[type=range]").focus()
    page.keyboard.press("PageUp")
    click_neuron(page, "hidden 2", 5)
    page.wait_for_selector('output#prediction[data-network="my network"]')
    page.wait_for_timeout(1000)
    assert answer(page)["network"] == "my network"
    trained = netcore.load("classic").layers[1].biases
    biases = np.array(customdata(page, "hidden 2"), np.float32)[:, 2]
    assert np.flatnonzero(biases != trained).tolist() == [2]


def test_what_is_being_typed_is_left_alone(inspector) -> None:
    page = inspector
    look_at(page, "hidden 1", 4)
    turn_to_knobs(page)
    slider, typed = (page.locator(f".st-key-weight input[type={kind}]") for kind in ("range", "number"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    typed.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    page.wait_for_timeout(800)
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.wait_for_function(
        """document.querySelector('.st-key-weights_to_turn .js-plotly-plot').data[0].z.flat().includes(75)"""
    )
    assert typed.input_value() == "75"
