"""The handout: two pages to print, to be filled in with a pencil, of the network on screen."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import segno
from numpy.typing import NDArray

from netcore.figures.curve import Point, squashing_curve
from netcore.figures.theme import LIGHT
from netcore.inspection.explain import contributions
from netcore.language import N_, _, speaking
from netcore.network import Network
from netcore.preprocess import BOX, FIELD
from netcore.web.text import signed

TERMS = 4
"""So many are worked out with the pencil; the rest is given."""
TO_TRY = (
    N_("a 7"),
    N_("a 1, as you write it"),
    N_("a 7, upside down"),
    N_("a very small 3, in a corner"),
    N_("the letter A"),
    "",
)
"""What to draw, to predict and to check; the last is the reader's own idea."""


@dataclass(frozen=True)
class Sum:
    """A neuron's weighted sum, in numbers that a pencil can work with and that add up.

    Attributes:
        neuron: which of the last layer.
        terms: weight, activation and their product, of the strongest.
        left: how many other terms there are.
        rest: what those give, and what the rounding of the terms left out.
        bias: the neuron's.
        total: the weighted sum.
        activation: what becomes of it.
        decimals: of weights and of activations; all others have as many as both together.
    """

    neuron: int
    terms: tuple[tuple[float, float, float], ...]
    left: int
    rest: float
    bias: float
    total: float
    activation: float
    decimals: tuple[int, int]


def sum_of(network: Network, pixels: NDArray[np.float32]) -> Sum:
    """The sum of the brightest output neuron for a picture, (784,) pixels."""
    trace = network.forward(pixels)
    layer, neuron = len(network.layers), trace.digit
    given = contributions(network, trace, layer, neuron)
    strongest = _strongest(given)
    weights = network.layers[-1].weights[neuron, strongest].tolist()
    activations = trace.activations[-2][strongest].tolist()
    decimals = _decimals(weights), _decimals(activations)
    both = sum(decimals)
    terms = []
    for weight, activation in zip(weights, activations, strict=True):
        weight, activation = round(weight, decimals[0]), round(activation, decimals[1])
        terms.append((weight, activation, round(weight * activation, both)))
    total = round(float(trace.weighted_sums[-1][neuron]), both)
    bias = round(float(network.layers[-1].biases[neuron]), both)
    rest = round(total - bias - sum(product for *_factors, product in terms), both)
    activation = float(trace.activations[-1][neuron])
    return Sum(neuron, tuple(terms), len(given) - len(terms), rest, bias, total, activation, decimals)


def handout(
    network: Network, pixels: NDArray[np.float32], links: Sequence[tuple[str, str]], language: str
) -> str:
    """Make the handout.

    It may be made in any thread, also of a server that knows there of nobody who reads.

    Args:
        network: the one on screen.
        pixels: (784,) the picture whose sum is worked out, 0–1.
        links: the steps of the lesson, what each is called in English and its address.
        language: that everything is said in, one of LANGUAGES.

    Returns:
        HTML that needs nothing else, and prints on two sheets of A4 or US Letter.
    """
    with speaking(language):
        sheets = _sheets(network, pixels, links)
        title = _("How a network reads a digit")
        hint = _("Print this page: two sheets, or one on both sides.")
    style = files(__package__).joinpath("handout.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{style}</style></head><body><p class="hint">{hint}</p>{sheets}</body></html>'
    )


def _sheets(network: Network, pixels: NDArray[np.float32], links: Sequence[tuple[str, str]]) -> str:
    shown = sum_of(network, pixels)
    return f"""<section>
<header><h1>{_("How a network reads a digit")}</h1><p>{_("Name:")} {_gap(wide=True)}</p></header>
{_grid()}
{_predictions()}
</section>
<section>
<div class="sum"><div>{_sum(shown, pixels)}</div><div>{_curve(network, shown)}</div></div>
{_links(links)}
<footer>{_solution(shown)}</footer>
</section>"""


def _strongest(given: NDArray[np.float64]) -> NDArray[np.intp]:
    """The places of the strongest terms; where all push the same way, the last is one that doesn't."""
    order = np.argsort(-np.abs(given), kind="stable")
    chosen = order[:TERMS]
    others = order[given[order] * given[order[0]] < 0]
    if len(others) and not np.isin(others, chosen).any():
        chosen = np.append(chosen[:-1], others[0])
    return chosen


def _decimals(numbers: list[float]) -> int:
    """As few as tell the largest from others: one at least and three at most."""
    largest = max(map(abs, numbers), default=0.0)
    return 1 if largest < 1e-3 else min(max(1 - math.floor(math.log10(2 * largest)), 1), 3)


def _gap(*, wide: bool = False) -> str:
    return f'<span class="gap{" wide" if wide else ""}"></span>'


def _grid() -> str:
    """The empty squares, and in them the one that digits fit in."""
    cells = "".join(
        f'<rect class="cell" x="{column}" y="{row}" width="1" height="1"/>'
        for row in range(FIELD)
        for column in range(FIELD)
    )
    edge = (FIELD - BOX) / 2
    box = f'<rect class="box" x="{edge:g}" y="{edge:g}" width="{BOX}" height="{BOX}"/>'
    say = _(
        "Shade squares with a pencil until they show a digit, inside the dashed line. An empty square is 0, "
        "a black one is 1, a grey one lies between. All that the network gets is these 28 × 28 = {gap} "
        "numbers."
    ).format(gap=_gap())
    alt = _("28 × 28 empty squares")
    return (
        f"<h2>{_('Your digit in numbers')}</h2><p>{say}</p>"
        f'<svg class="grid" viewBox="-.05 -.05 28.1 28.1" role="img" aria-label="{alt}">{cells}{box}</svg>'
    )


def _predictions() -> str:
    """What I think it says, and what it said."""
    heads = (_("I draw"), _("I think it says"), _("It said"), _("How sure it was"))
    head = "".join(f"<th>{name}</th>" for name in heads)
    rows = "".join(f"<tr><td>{idea and _(idea)}</td><td></td><td></td><td></td></tr>" for idea in TO_TRY)
    return f'<h2>{_("Guess first, then look")}</h2><table class="predictions"><tr>{head}</tr>{rows}</table>'


def _sum(shown: Sum, pixels: NDArray[np.float32]) -> str:
    """The sum, with gaps; the first term is worked out."""
    both = sum(shown.decimals)
    picture = "".join(
        f'<rect x="{at % FIELD}" y="{at // FIELD}" width="1" height="1" fill-opacity="{pixels[at]:.2f}"/>'
        for at in np.flatnonzero(pixels > 0.005)
    )
    alt = _("The picture that the network read")
    say = _(
        "The network read this picture. Here is the neuron of its answer, {digit}. Each of its inputs counts "
        "as much as its weight says: weight × activation. Work out the products and add everything up."
    ).format(digit=shown.neuron)
    rows = "".join(
        f"<tr><td>{signed(weight, shown.decimals[0])}</td><td>× {activation:.{shown.decimals[1]}f}</td>"
        f"<td>= {_gap() if number else signed(product, both)}</td></tr>"
        for number, (weight, activation, product) in enumerate(shown.terms)
    )
    rest = (
        _("the other {count} terms, and what rounding left out").format(count=shown.left)
        if shown.left
        else _("what rounding left out")
    )
    given = "".join(
        f'<tr><td colspan="2">{name}</td><td>{signed(value, both)}</td></tr>'
        for name, value in ((rest, shown.rest), (_("bias"), shown.bias))
    )
    return (
        f"<h2>{_('One neuron adds up')}</h2>"
        f'<svg class="picture" viewBox="0 0 28 28" role="img" aria-label="{alt}">{picture}</svg><p>{say}</p>'
        f'<table class="terms"><tr><th>{_("weight")}</th><th>{_("activation")}</th><th></th></tr>'
        f"{rows}{given}"
        f'<tr class="total"><td colspan="2">{_("weighted sum")}</td><td>= {_gap()}</td></tr></table>'
    )


def _curve(network: Network, shown: Sum) -> str:
    """The curve of the activation function, without its point."""
    point = Point(shown.total, shown.activation, 0.0)
    curve = squashing_curve(network.layers[-1].activation_function, point, LIGHT).to_dict()["data"][0]
    end = max(curve["x"])
    across, up = 100 / end, 120
    line = " ".join(f"{x * across:.1f},{-y * up:.1f}" for x, y in zip(curve["x"], curve["y"], strict=True))
    step = max(1, round(end / 6))
    ticks = range(-int(end // step) * step, int(end) + 1, step)
    rulings = "".join(
        f'<path d="M{x * across:.1f} 0v{-up}"/>'
        f'<text x="{x * across:.1f}" y="11">{signed(x, 0) if x else 0}</text>'
        for x in ticks
    )
    rulings += "".join(
        f'<path d="M-100 {-tenth * up / 10:.1f}h200"/>'
        + (f'<text x="-108" y="{-tenth * up / 10 + 3:.1f}">{tenth / 10:.1f}</text>' if tenth % 2 == 0 else "")
        for tenth in range(11)
    )
    say = _(
        "The sum can be any number. An activation is to lie between 0 and 1: this curve squashes it. Find "
        "your sum below, go up to the curve, mark the point, and read to the left. Activation: {gap}"
    ).format(gap=_gap())
    alt = _("The curve of the neuron, activation over weighted sum, without a point")
    return (
        f"<h2>{_('A curve squashes the sum')}</h2><p>{say}</p>"
        f'<svg class="curve" viewBox="-122 -126 232 156" role="img" aria-label="{alt}">{rulings}'
        f'<polyline points="{line}"/><text x="0" y="25">{_("weighted sum")}</text></svg>'
    )


def _links(links: Sequence[tuple[str, str]]) -> str:
    """Each step by its number and name, with a code that a telephone reads."""
    items = "".join(
        f'<li><a href="{html.escape(address)}">{_code(address)}'
        f"<span>{number}. {html.escape(_(title))}</span></a></li>"
        for number, (title, address) in enumerate(links, 1)
    )
    first = "".join(html.escape(address) for _title, address in links[:1])
    return f"<h2>{_('Every step again, on your own device')}</h2><p>{first}</p><ol>{items}</ol>"


def _code(address: str) -> str:
    code: str = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)
    return code


def _solution(shown: Sum) -> str:
    """What belongs into the gaps."""
    both = sum(shown.decimals)
    products = ", ".join(signed(product, both) for *_factors, product in shown.terms[1:])
    return _(
        "28 × 28 = {pixels}. Products: {products}. Weighted sum: {total}. Activation: {activation}."
    ).format(
        pixels=FIELD * FIELD,
        products=products,
        total=signed(shown.total, both),
        activation=f"{shown.activation:.2f}",
    )
