"""The two sheets that a class fills in with a pencil."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import segno

from netcore import language
from netcore.network import Layer, Network
from netcore.preprocess import prepare
from netcore.web.lesson.handout import handout, sum_of
from tests.strokes import picture
from tests.unit.networks import NETWORKS

SEVEN = prepare(picture(7)).reshape(-1)
LINKS = [(f"Step <{step}>", f"http://192.168.0.2:8501/lesson?step={step}&lang=de") for step in range(1, 16)]


def scaled(network: Network, factor: float) -> Network:
    layers = [
        Layer(layer.weights * np.float32(factor), layer.biases, layer.activation_function)
        for layer in network.layers
    ]
    return Network(layers)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize("pixels", [SEVEN, np.zeros_like(SEVEN)], ids=["seven", "black"])
def test_the_sum_is_the_networks_own_and_adds_up_to_the_last_digit(network, pixels) -> None:
    shown = sum_of(network, pixels)
    trace = network.forward(pixels)
    assert shown.neuron == trace.digit and shown.activation == trace.confidence
    both = sum(shown.decimals)
    assert shown.total == round(float(trace.weighted_sums[-1][trace.digit]), both)
    products = [product for *_, product in shown.terms]
    assert round(sum(products) + shown.rest + shown.bias, both) == shown.total
    for weight, activation, product in shown.terms:
        assert round(weight * activation, both) == product
    assert len(shown.terms) + shown.left == network.sizes[-2]


def test_the_numbers_are_short_enough_for_a_pencil() -> None:
    for name in ("classic", "relu", "wide"):
        assert sum_of(NETWORKS[name], SEVEN).decimals == (1, 1)


def test_it_holds_the_squares_the_sum_with_gaps_and_a_code_for_each_step() -> None:
    network = NETWORKS["classic"]
    sheets = handout(network, SEVEN, LINKS, "de")
    assert sheets.startswith("<!doctype html>") and '<html lang="de">' in sheets
    assert sheets.count('class="cell"') == 28 * 28
    assert sheets.count("<section>") == 2
    assert re.findall(r'href="([^"]*)"', sheets) == [html.escape(address) for _, address in LINKS]
    for title, address in LINKS:
        assert html.escape(title) in sheets
        assert segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True) in sheets
    terms = sheets[sheets.index('class="terms"') : sheets.index("</table>", sheets.index('class="terms"'))]
    shown = sum_of(network, SEVEN)
    assert terms.count('class="gap"') == len(shown.terms)  # all products but the first, and the sum
    assert f"{shown.total:+.2f}" not in terms and f"{shown.total:+.2f}" in sheets
    assert "<circle" not in sheets and "<script" not in sheets and "src=" not in sheets


def test_it_is_said_in_the_language_asked_for_in_whatever_thread_it_is_made(monkeypatch) -> None:
    german = {"I draw": "Ich zeichne", LINKS[0][0]: "Erster Schritt"}
    monkeypatch.setattr(language, "catalogue", {"de": german}.__getitem__)
    with ThreadPoolExecutor() as threads:
        both = [threads.submit(handout, NETWORKS["classic"], SEVEN, LINKS, one) for one in ("de", "en")]
    in_german, in_english = [one.result() for one in both]
    assert "Ich zeichne" in in_german and "1. Erster Schritt" in in_german
    assert "I draw" in in_english and "Ich zeichne" not in in_english


@pytest.mark.parametrize("factor", [1e-30, 1e6])
def test_a_network_of_tiny_or_huge_numbers_is_no_trouble(factor) -> None:
    sheets = handout(scaled(NETWORKS["classic"], factor), SEVEN, LINKS, "en")
    assert not re.search(r"\b(nan|inf)\b", sheets)
