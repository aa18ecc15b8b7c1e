"""Write the figures in the model card and the README, out of the weights files: `python -m tests.model_card`.

What stands between `<!-- figures: NAME -->` and `<!-- end -->` is made here; all else is written by hand.
"""

import re
from collections.abc import Sequence

import netcore
from netcore.evaluation.scores import wilson_interval
from netcore.evaluation.strangers import Strangers, strangers_of
from netcore.files.weights import WEIGHTS_FOLDER
from netcore.network import Network

CARDS = (WEIGHTS_FOLDER / "README.md", WEIGHTS_FOLDER.parent / "README.md")
DRAWINGS = "--drawings digits.ndjson.gz --drawings letters.ndjson.gz"
NAMES = ("classic", "relu", "wide")
FIGURES = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_figures(card: str) -> str:
    """The card with the figures of the files in `weights/`."""
    networks = {name: netcore.load(name) for name in NAMES}
    tables = {"all": summary(networks)}
    for what in ("styles", "collections", "none", "confident"):
        tables[what] = comparison(networks, what)
    tables["reliability"] = reliability(networks)
    tables |= {name: facts(name, network) for name, network in networks.items()}
    return FIGURES.sub(lambda found: found[1] + tables[found[2]] + found[3], card)


def summary(networks: dict[str, Network]) -> str:
    """How each network reads MNIST and strangers, and what it takes for a digit."""
    head = (
        "network",
        "neurons",
        "MNIST test set",
        "strangers",
        "mean over them",
        "letters",
        "other things",
    )
    rows = []
    for name, network in networks.items():
        found = judged(network)
        mnist = network.meta["accuracy"]["mnist-test"]
        sizes = "-".join(map(str, network.sizes))
        none = (f"{called / shown:.1%}" for called, shown in (found.letters, found.others))
        rows.append((
            f"`{name}`", sizes, f"{mnist:.2%}", with_interval(found.pooled),
            with_interval(found.mean_over_writers), *none,
        ))  # fmt: skip
    return table(head, rows)


def reliability(networks: dict[str, Network]) -> str:
    """How sure and how right: a row for each tenth of confidence."""
    rows: dict[int, dict[str, str]] = {}
    for name, network in networks.items():
        for confidence, right, count in judged(network).reliability:
            cell = f"{confidence:.1%} sure, {right:.1%} right of {count:,.0f}"
            rows.setdefault(min(int(10 * confidence), 9), {})[name] = cell
    head = ("confidence", *(f"`{name}`" for name in networks))
    cells = [
        (f"{10 * tenth}–{10 * tenth + 10} %", *(found.get(name, "–") for name in networks))
        for tenth, found in sorted(rows.items())
    ]
    return table(head, cells)


def comparison(networks: dict[str, Network], what: str) -> str:
    """A row for each style, collection or kind: how many there are, and the share for each network."""
    found = {name: getattr(judged(network), what) for name, network in networks.items()}
    rows = [(row, *(share(pairs[row]) for pairs in found.values())) for row in next(iter(found.values()))]
    title = {
        "styles": "way to write",
        "collections": "collection",
        "none": "shown",
        "confident": "at least so sure",
    }
    return table((title[what], *(f"`{name}`" for name in found)), rows)


def facts(name: str, network: Network) -> str:
    """How a network was made, what it scores, and what strangers' digits it confuses."""
    training, accuracy = network.meta["training"], network.meta["accuracy"]
    calibration = network.meta["calibration"]
    rows = [
        ("learned from", f"{training['examples']:,} pictures of MNIST, {training['drawings']:,} drawings of "
         f"digits, {training['drawings of no digit']:,} of letters and signs, and what is made"),
        ("epochs, seed", f"{training['epochs']}, {training['seed']}"),
        ("made again by", f"`python -m netcore train {name} {DRAWINGS}`"),
        ("MNIST test set, 10,000 pictures", f"{accuracy['mnist-test']:.2%} right"),
        ("bundled digits, 5,000 pictures", f"{accuracy['sample']:.2%} right"),
        ("pen drawings of strangers", f"{accuracy['strangers']:.2%} right"),
        ("answers from an output of", f"{calibration['threshold']:.3f}"),
        ("temperature of its confidence", f"{calibration['temperature']:.2f}"),
    ]  # fmt: skip
    matrix = network.meta["strangers"]["confusion"]
    head = ("drawn ↓ read →", *map(str, range(10)))
    confusions = table(head, [(f"**{digit}**", *map(str, row)) for digit, row in enumerate(matrix)])
    return table(("", ""), rows) + "\n" + confusions


def judged(network: Network) -> Strangers:
    """What the file says of strangers."""
    found = strangers_of(network.meta)
    assert found is not None, f"{network} was not judged"
    return found


def share(pair: tuple[int, int]) -> str:
    """So many of so many, with the interval that such counts allow."""
    part, whole = pair
    least, most = wilson_interval(part, whole)
    return f"{part / whole:.1%} of {whole:,} ({100 * least:.1f}–{100 * most:.1f})" if whole else "–"


def with_interval(values: tuple[float, float, float]) -> str:
    """A share and where it lies with 95 % confidence."""
    part, least, most = (100 * value for value in values)
    return f"{part:.1f} % ({least:.1f}–{most:.1f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines).replace("%", " %").replace("  %", " %")


if __name__ == "__main__":
    for card in CARDS:
        card.write_text(with_figures(card.read_text(encoding="utf-8")), encoding="utf-8")
