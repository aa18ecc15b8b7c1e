"""What Python computes, written down for the tests of the JavaScript that computes the same."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import netcore
from netcore.activations import SIGMOID, SOFTMAX
from netcore.figures.connections import CONNECTIONS, INPUT_CONNECTIONS, relative_push, strongest
from netcore.figures.theme import DARK, drawn_in_letters
from netcore.figures.tiles import MOST_TILES, empty_tiles, weight_tiles
from netcore.language import FOLDER, catalogue
from netcore.network import Layer, Network, Trace
from netcore.preprocess import FIELD
from netcore.reading import calibration_of, read_prepared
from netcore.saying import percent, sentence
from netcore.training.learner import new_network
from netcore.web.components.reading.reading import saying
from netcore.web.components.stage.stage import levels_in_letters
from netcore.web.components.weights.weights import LEVELS, rounded, rules_for
from netcore.web.look_inside.ledger import shown_sum, strongest_pushes
from netcore.web.text import DECIMALS, STRONGEST, signed
from tests.strokes import DIGITS, picture


def write(folder: Path) -> None:
    """Write a JSON file a subject."""
    subjects = {
        "preprocess": _preprocess,
        "network": _network,
        "ledger": _ledger,
        "stroke": _stroke,
        "pixels": _pixels,
        "levels": _levels,
        "rounded": _rounded,
        "tiles": _tiles,
        "drawings": _drawings,
        "answer": _answer,
        "percent": _percent,
        "catalogue": _catalogue,
    }
    for name, make in subjects.items():
        (folder / f"{name}.json").write_text(json.dumps(make()), encoding="utf-8")


def _catalogue() -> dict[str, Any]:
    """A catalogue, and what is in it."""
    return {"text": (FOLDER / "de.po").read_text(encoding="utf-8"), "sentences": catalogue("de")}


def _preprocess() -> dict[str, Any]:
    """Made pictures, (H, W, 4), and what `prepare_steps` makes of them."""
    random = np.random.default_rng(0)
    dot, line, corner, full, faint, steep, empty = np.zeros((7, 60, 60, 4), np.uint8)
    dot[30, 30] = line[5:55, 20] = corner[-1, -1] = full[:] = 255
    faint[10:50, 28:31] = 26, 26, 26, 255  # just ink
    for row in range(20):
        steep[20 + row, 3 * row : 3 * row + 2] = 255
    noise = [
        random.integers(0, 256, (h, w, 4), np.uint8) for h, w in random.integers(1, 70, (20, 2)).tolist()
    ]
    cases = []
    for drawn in (dot, line, corner, full, faint, steep, empty, *noise):
        steps = netcore.prepare_steps(drawn)
        height, width = drawn.shape[:2]
        pixels = None if steps.is_empty else steps.pixels.ravel().tolist()
        cases.append(
            {
                "picture": {"data": drawn.ravel().tolist(), "width": width, "height": height},
                "pixels": pixels,
                "isBlot": steps.is_blot,
            }
        )
    return {"rules": rules_for(netcore.load("classic"), DARK)["preparing"], "cases": cases}


def _network() -> list[dict[str, Any]]:
    """Every network reading two digits: all neurons, and the strongest connections into each layer."""
    cases = []
    for name in netcore.available():
        network = netcore.load(name)
        rules = rules_for(network, DARK)
        traces = []
        layers = range(len(network.layers))
        for digit in (7, 2):
            pixels = netcore.prepare(picture(digit)).ravel()
            trace = network.forward(pixels)
            traces.append(
                {
                    "pixels": pixels.tolist(),
                    "activations": [values.tolist() for values in trace.activations],
                    "weightedSums": [values.tolist() for values in trace.weighted_sums],
                    "strongest": [_connections(network, trace, layer) for layer in layers],
                }
            )
        cases.append({"rules": rules, "numbers": _numbers_of(network), "traces": traces})
    return cases


def _connections(network: Network, trace: Trace, layer: int) -> list[list[float]]:
    """Sender, receiver and relative push of each connection into a layer that is drawn."""
    push = relative_push(network, trace, layer)
    senders, receivers = strongest(push, INPUT_CONNECTIONS if layer == 0 else CONNECTIONS)
    return [[int(s), int(r), float(push[r, s])] for s, r in zip(senders, receivers, strict=True)]


def _ledger() -> list[dict[str, Any]]:
    """What neurons of every layer were given, in numbers that add up."""
    cases = []
    for name in netcore.available():
        network = netcore.load(name)
        trace = network.forward(netcore.prepare(picture(7)))
        for layer, here in enumerate(network.layers, start=1):
            for neuron in range(len(here.biases)):
                sum_, bias, z = shown_sum(network, trace, layer, neuron)
                rows, others = strongest_pushes(network, trace, layer, neuron)
                cases.append(
                    {
                        "weights": here.weights[neuron].tolist(),
                        "activations": trace.activations[layer - 1].tolist(),
                        "z": float(trace.weighted_sums[layer - 1][neuron]),
                        "bias": float(here.biases[neuron]),
                        "rules": {"decimals": DECIMALS, "strongest": STRONGEST},
                        "shown": [sum_, bias, z],
                        "words": [signed(number) for number in (sum_, bias, z, others)],
                        "rows": rows,
                        "others": others,
                    }
                )
    return cases


def _stroke() -> list[dict[str, Any]]:
    """Where the pen was, and the middles that the canvas's line passes through."""
    random = np.random.default_rng(2)
    cases = []
    for count in (1, 2, 3, 4, 7, 60):
        points = random.uniform(20, 260, (count, 2))
        kept = np.delete(points, -2, axis=0) if count > 2 else points  # the last but one is dropped
        cases.append({"points": points.tolist(), "middles": ((kept[:-1] + kept[1:]) / 2).tolist()})
    return cases


def _pixels() -> list[dict[str, Any]]:
    """Pixels as the page gets them: of two digits, all dark, all lit."""
    digits = [netcore.prepare(picture(digit)).ravel() for digit in (7, 8)]
    all_pixels = [*digits, np.zeros(FIELD * FIELD, np.float32), np.ones(FIELD * FIELD, np.float32)]
    return [{"packed": drawn_in_letters(pixels), "pixels": pixels.tolist()} for pixels in all_pixels]


def _levels() -> list[dict[str, Any]]:
    """Examples as the stage gets them: of two digits, all dark, all lit."""
    digits = [picture(digit)[::10, ::10].ravel() for digit in (7, 8)]
    all_pixels = [*digits, np.zeros(FIELD * FIELD, np.uint8), np.full(FIELD * FIELD, 255, np.uint8)]
    return [{"packed": levels_in_letters(pixels), "pixels": pixels.tolist()} for pixels in all_pixels]


def _rounded() -> list[dict[str, Any]]:
    """Networks with a byte a weight, one of them all zero, and how far apart two levels are."""
    networks = [netcore.load("classic"), netcore.load("relu"), new_network((784, 5, 10), seed=1)]
    nothing = Layer(np.zeros((10, 784), np.float32), np.arange(10, dtype=np.float32), SIGMOID)
    return [
        {
            "layers": rules_for(network, DARK)["layers"],
            "packed": list(rounded(network)),
            "weights": [layer.weights.tolist() for layer in network.layers],
            "biases": [layer.biases.tolist() for layer in network.layers],
            "steps": [(np.abs(layer.weights).max(axis=1) / LEVELS).tolist() for layer in network.layers],
        }
        for network in (*networks, Network([nothing], {"name": "nothing"}))
    ]


def _tiles() -> list[dict[str, Any]]:
    """Weights, and the cells of the picture that `weight_tiles` makes of them."""
    cases = []
    for neurons in (1, 8, 16, MOST_TILES + 1):
        weights = new_network((784, neurons, 10), seed=3).layers[0].weights
        (whole,) = weight_tiles(weights, DARK).to_dict()["data"]
        (empty,) = empty_tiles(neurons, DARK).to_dict()["data"]
        cells = _unpacked(whole["z"])
        z = np.where(np.isnan(cells), None, cells.astype(object)).tolist()
        customdata = _unpacked(whole["customdata"]).tolist()
        cases.append(
            {"weights": weights.ravel().tolist(), "grid": empty["meta"], "z": z, "customdata": customdata}
        )
    return cases


def _unpacked(packed: dict[str, str]) -> Any:
    """An array as Plotly takes it."""
    rows, columns = map(int, packed["shape"].split(", "))
    return np.frombuffer(b64decode(packed["bdata"]), packed["dtype"]).reshape(rows, columns)


def _drawings() -> dict[str, Any]:
    """Drawings, and how every network reads them: from the pixels of the canvas to the words."""
    pictures = [
        picture(digit, *place)
        for digit in DIGITS
        for place in ((170, 80, 55), (90, 20, 30), (230, 40, 20), (120, 150, 130), (60, 110, 200))
    ]
    pictures += _with_marks()
    answers = []
    for name in netcore.available():
        network = netcore.load(name)
        readings = [netcore.read(network, drawn) for drawn in pictures]
        assert all(reading.trace for reading in readings)
        answers.append(
            {
                "rules": rules_for(network, DARK) | saying() | asdict(calibration_of(network)),
                "numbers": _numbers_of(network),
                "readings": [
                    {
                        "outputs": reading.trace.activations[-1].tolist() if reading.trace else [],
                        "kind": reading.kind,
                        "digits": reading.digits,
                        "confidence": reading.confidence,
                        "words": sentence(reading),
                        "boxes": [part.box for part in reading.parts],
                        "strays": reading.strays,
                    }
                    for reading in readings
                ],
            }
        )
    return {"greys": [_in_letters(drawn) for drawn in pictures], "answers": answers}


def _with_marks() -> list[NDArray[np.uint8]]:
    """Digits with stray marks, and digits beside each other, apart, close and touching."""
    random = np.random.default_rng(9)
    pictures = []
    for number in range(40):
        first, second = random.integers(0, 10, 2)
        gap = (110, 140, 125, 100)[number % 4]
        drawn = picture(int(first), 110, 10, 60).copy()
        if number % 2:
            drawn = np.maximum(drawn, picture(int(second), 110, 10 + gap, 60))
        rows, columns = np.ogrid[:280, :280]
        for _ in range(number % 3):
            row, column = random.integers(10, 270, 2)
            drawn[(rows - row) ** 2 + (columns - column) ** 2 < random.integers(2, 14) ** 2] = 255
        pictures.append(drawn)
    return pictures


def _numbers_of(network: Network) -> str:
    """All weights and biases in the order in which the browser gets them."""
    numbers = [values.ravel() for layer in network.layers for values in (layer.weights, layer.biases)]
    return _in_letters(np.concatenate(numbers).astype("<f4"))


def _in_letters(values: NDArray[Any]) -> str:
    return b64encode(values.tobytes()).decode()


def _answer() -> list[dict[str, Any]]:
    """Made sums, with sigmoid and softmax outputs, and the answer that they give."""
    random = np.random.default_rng(4)
    cases = []
    for number in range(60):
        output = SOFTMAX if number % 3 == 0 else SIGMOID
        sums = random.normal(-2, random.choice((0.3, 2, 6)), 10).astype(np.float32)
        if number % 7 == 0:
            sums[3] = sums[5] = sums.max()  # equally likely
        calibration = {"threshold": random.uniform(0.1, 0.7), "temperature": random.uniform(0.7, 3)}
        layer = Layer(np.zeros((10, 784), np.float32), sums, output)
        network = Network([layer], {"name": "made", "calibration": calibration})
        steps = netcore.prepare_steps(picture(7) if number % 10 else np.full((50, 50), 255, np.uint8))
        reading = read_prepared(network, steps)
        assert reading.trace is not None
        cases.append(
            {
                "rules": rules_for(network, DARK) | saying() | calibration,
                "sums": sums.tolist(),
                "outputs": reading.trace.activations[-1].tolist(),
                "isBlot": steps.is_blot,
                "kind": reading.kind,
                "digits": reading.digits,
                "likely": reading.parts[0].answer.confidences.tolist(),
                "words": sentence(reading),
            }
        )
    return cases


def _percent() -> list[tuple[float, str]]:
    """Every half percent, and what lies just beside it."""
    parts = [number / 200 + step for number in range(201) for step in (0, 1e-9, -1e-9)]
    return [(part, percent(part)) for part in parts if 0 <= part <= 1]
