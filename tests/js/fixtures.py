"""What Python computes, written down for the tests of the JavaScript that computes the same."""

import json
from base64 import b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import netcore
from netcore.activations import SIGMOID, SOFTMAX
from netcore.figures.theme import DARK
from netcore.network import Layer, Network
from netcore.reading import calibration_of, read_prepared
from netcore.saying import percent, sentence
from netcore.web.components.reading.reading import SAYING
from netcore.web.components.weights.weights import rules_for
from tests.strokes import DIGITS, picture


def write(folder: Path) -> None:
    """Write a JSON file a subject."""
    subjects = {
        "preprocess": _preprocess,
        "network": _network,
        "drawings": _drawings,
        "answer": _answer,
        "percent": _percent,
    }
    for name, make in subjects.items():
        (folder / f"{name}.json").write_text(json.dumps(make()), encoding="utf-8")


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
        for digit in (7, 2):
            pixels = netcore.prepare(picture(digit)).ravel()
            trace = network.forward(pixels)
            traces.append(
                {
                    "pixels": pixels.tolist(),
                    "activations": [values.tolist() for values in trace.activations],
                    "weightedSums": [values.tolist() for values in trace.weighted_sums],
                }
            )
        cases.append(
            {
                "layers": rules["layers"],
                "numbers": _numbers_of(network),
                "traces": traces,
            }
        )
    return cases


def _drawings() -> dict[str, Any]:
    """Fifty drawings, and how every network reads them: from the pixels of the canvas to the words."""
    pictures = [
        picture(digit, *place)
        for digit in DIGITS
        for place in ((170, 80, 55), (90, 20, 30), (230, 40, 20), (120, 150, 130), (60, 110, 200))
    ]
    answers = []
    for name in netcore.available():
        network = netcore.load(name)
        readings = [netcore.read(network, drawn) for drawn in pictures]
        assert all(reading.trace for reading in readings)
        answers.append(
            {
                "rules": rules_for(network, DARK) | SAYING | asdict(calibration_of(network)),
                "numbers": _numbers_of(network),
                "readings": [
                    {
                        "outputs": reading.trace.activations[-1].tolist() if reading.trace else [],
                        "kind": reading.kind,
                        "digits": reading.digits,
                        "confidence": reading.confidence,
                        "words": sentence(reading),
                    }
                    for reading in readings
                ],
            }
        )
    return {"greys": [_in_letters(drawn) for drawn in pictures], "answers": answers}


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
                "rules": rules_for(network, DARK) | SAYING | calibration,
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
