"""The README keeps its word: its examples run, its commands run, and what it points at is there."""

import importlib.util
import re
import shlex
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image

import netcore
from netcore.cli import main
from netcore.data import Examples, load_sample, read_drawings, write_drawings
from tests.strokes import picture
from tests.unit.configs import drawing

ROOT = Path(netcore.__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PYTHON = [block for language, block in BLOCKS if language == "python"]
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE))
COMMANDS = [
    line.split("#")[0].strip()
    for _, block in BLOCKS
    for line in block.splitlines()
    if line.startswith("python -m netcore")
]
SHORTER = {"learn": ("--epochs", "1", "--examples", "30"), "train": ("--epochs", "1")}
"""What is added to a command, so that it takes a moment."""
STREAMLITS = {"--server"}
"""Options of other programs."""


def a_seven_on_paper(path: Path) -> None:
    """A 7 in dark ink on a light ground."""
    Image.fromarray(255 - picture(7)).save(path)


def test_the_examples_in_python_run_and_give_what_is_said_beside_them(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    a_seven_on_paper(tmp_path / "drawing.png")
    example, _ = PYTHON
    names: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), names)
    net, reading, trace, pixels = (names[name] for name in ("net", "reading", "trace", "pixels"))
    assert (reading.kind, reading.digits) == ("digit", [7])
    assert reading.confidence > 0.9
    assert trace.digit == 7
    assert [len(layer) for layer in trace.activations] == [784, 16, 16, 10]
    assert [len(layer) for layer in trace.weighted_sums] == [16, 16, 10]
    assert net.classify(pixels.reshape(1, 784)).tolist() == [7]
    assert net.parameter_count == 13_002
    assert names["explain"].contributions(net, trace, 2, 5).shape == (16,)
    assert names["explain"].gradient(net, pixels, 3, 7).shape == (784,)
    assert round(names["result"].accuracy, 2) == 0.98
    assert names["result"].confusion_matrix.shape == (10, 10)
    assert netcore.load(str(tmp_path / "mine.npz")).layers[1].biases[5] == -1
    assert net.layers[1].biases[5] != -1
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [int(epoch) for epoch, _, _ in told] == list(range(1, 11))
    assert float(told[-1][2]) > 0.9
    assert netcore.load(str(tmp_path / "learned.npz")).sizes == [784, 16, 16, 10]


RANDOM = np.random.default_rng(0)
SIZES = [784, 12, 10]
WEIGHTS = [RANDOM.normal(0, 0.1, (n_out, n_in)) for n_in, n_out in pairwise(SIZES)]
BIASES = [RANDOM.normal(0, 0.1, n_out) for n_out in SIZES[1:]]
PIXELS = RANDOM.random((3, 784))


@pytest.fixture
def recipes(tmp_path, monkeypatch) -> dict[str, Any]:
    """What the README's lines about networks from elsewhere define; they wrote one already."""
    monkeypatch.chdir(tmp_path)

    def tensor(numbers: NDArray[Any]) -> SimpleNamespace:
        return SimpleNamespace(detach=lambda: SimpleNamespace(numpy=lambda: numbers.astype(np.float32)))

    one, other = [
        SimpleNamespace(weight=tensor(weights), bias=tensor(biases))
        for weights, biases in zip(WEIGHTS, BIASES, strict=True)
    ]
    flatten, relu = SimpleNamespace(), SimpleNamespace()  # layers without numbers
    names: dict[str, Any] = {"model": [flatten, one, relu, other]}
    exec(compile(PYTHON[1], "README.md", "exec"), names)
    return names


def answers(pixels: NDArray[Any], hidden: str, output: str) -> NDArray[Any]:
    """What the made network answers, by the book: (n, 784) → (n, 10)."""
    squash = {
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
    }
    inner = squash[hidden](pixels @ WEIGHTS[0].T + BIASES[0])
    return squash[output](inner @ WEIGHTS[1].T + BIASES[1])


def test_a_network_of_pytorch_comes_in(recipes) -> None:
    net = netcore.load("elsewhere.npz")
    np.testing.assert_allclose(net.predict(PIXELS), answers(PIXELS, "relu", "softmax"), atol=1e-5)


def test_a_network_of_pytorch_that_learned_from_normalized_pixels_comes_in(recipes) -> None:
    layers = recipes["of_plain_pixels"](recipes["from_pytorch"](recipes["model"]))
    recipes["write"]("elsewhere.npz", layers, ["relu", "softmax"])
    expected = answers((PIXELS - 0.1307) / 0.3081, "relu", "softmax")
    np.testing.assert_allclose(netcore.load("elsewhere.npz").predict(PIXELS), expected, atol=1e-5)


def test_a_network_of_keras_comes_in(recipes) -> None:
    flatten = SimpleNamespace(get_weights=lambda: [])
    dense = [
        SimpleNamespace(get_weights=partial(list, (weights.T.copy(), biases)))
        for weights, biases in zip(WEIGHTS, BIASES, strict=True)
    ]
    model = SimpleNamespace(layers=[flatten, *dense])
    recipes["write"]("elsewhere.npz", recipes["from_keras"](model), ["relu", "softmax"])
    net = netcore.load("elsewhere.npz")
    np.testing.assert_allclose(net.predict(PIXELS), answers(PIXELS, "relu", "softmax"), atol=1e-5)


def test_a_network_of_nielsens_book_comes_in(recipes) -> None:
    net = SimpleNamespace(sizes=SIZES, weights=WEIGHTS, biases=[biases[:, np.newaxis] for biases in BIASES])
    recipes["write"]("elsewhere.npz", recipes["from_nielsen"](net), ["sigmoid", "sigmoid"])
    net = netcore.load("elsewhere.npz")
    np.testing.assert_allclose(net.predict(PIXELS), answers(PIXELS, "sigmoid", "sigmoid"), atol=1e-5)


def test_the_line_of_a_drawings_file_can_be_read(tmp_path) -> None:
    (line,) = [block for _, block in BLOCKS if block.startswith("{")]
    path = tmp_path / "mine.ndjson"
    path.write_text(line, encoding="utf-8")
    (drawing,), complaints = read_drawings(path)
    assert (drawing.digit, len(drawing.strokes), complaints) == (7, 2, [])


def test_there_are_commands() -> None:
    assert {command.split()[3] for command in COMMANDS} >= {"predict", "evaluate", "data", "learn", "train"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_line_runs(command, tmp_path, monkeypatch, small_training) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    a_seven_on_paper(tmp_path / "picture.png")
    for name in ("FILE", "digits.ndjson.gz", "letters.ndjson.gz"):
        write_drawings(tmp_path / name, [drawing(7, writer) for writer in "aabbb"])
    monkeypatch.setattr("netcore.cli.data.download_mnist", lambda: (_ for _ in ()))
    monkeypatch.setattr("netcore.cli.train.WEIGHTS_FOLDER", tmp_path)
    some = Examples(load_sample().pictures[::50], load_sample().labels[::50])
    monkeypatch.setattr("netcore.cli.evaluate.load_sample", lambda: some)
    monkeypatch.setattr("netcore.cli.evaluate.unseen_digits", lambda meta: np.arange(len(some)))
    words = [*shlex.split(command)[3:], *SHORTER.get(command.split()[3], ())]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    made = {"mine.npz", "classic.npz"} & {path.name for path in tmp_path.iterdir()}
    assert len(made) == (words[0] in ("learn", "train"))
    for name in made:
        assert netcore.load(str(tmp_path / name)).sizes[0] == 784


def test_every_option_that_is_named_exists() -> None:
    known = {
        option
        for command in (main, *main.commands.values())
        for parameter in command.params
        for option in parameter.opts
    }
    named = {option for code in INLINE for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", code)}
    assert named - STREAMLITS <= known | {"--help"}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_what_it_links_to_is_there(target) -> None:
    assert (ROOT / target).exists()


def test_the_modules_that_it_starts_are_there() -> None:
    started = set(re.findall(r"python -m ([a-z_.]+)", README)) - {"venv"}
    assert started >= {"netcore", "tests.benchmarks"}
    for module in started:
        assert importlib.util.find_spec(module), module


def test_the_structure_names_every_room() -> None:
    (house,) = [block for _, block in BLOCKS if block.startswith("app.py")]
    named = {line.split()[0] for line in house.splitlines()}
    for name in named:
        assert any((ROOT / folder / name).exists() for folder in (".", "netcore")), name
    rooms = {f"{path.parent.name}/" for path in (ROOT / "netcore").glob("*/__init__.py")}
    assert rooms <= named
