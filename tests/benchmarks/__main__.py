"""How fast netcore is, against its budgets: `.venv/bin/python -m tests.benchmarks`.

Medians on this machine, which should have nothing else to do. scikit-learn and PyTorch are
measured beside it where they are installed; netcore does not need them.
"""

import base64
import importlib.util
import io
import json
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright
from threadpoolctl import threadpool_limits

import netcore
from netcore.data import load_sample
from netcore.evaluation.scores import Evaluation
from netcore.figures.connections import Focus, way
from netcore.inspection.edits import with_bias
from netcore.inspection.explain import carried
from netcore.training import slices
from netcore.training.config import TrainingConfig
from netcore.training.learner import always, new_network, train
from netcore.training.processes import Processes
from netcore.training.run import Run
from netcore.web.components.reading.steps import step_data
from tests.benchmarks import browser, classroom, crowd, learners, making
from tests.strokes import picture

TRAINING_EXAMPLES = 60_000
BATCH = 128
READS_WELL = 0.9
PEOPLE, CROWD_SECONDS, STROKE_EVERY = 100, 30.0, 3.0
"""So many draw, for so long, each a stroke every so many seconds."""
PUPILS, DRAWINGS_EACH, SENT_EVERY = 30, 8, 5.0
"""A class: so many send so many drawings each, with up to so many seconds in between."""
GLANCE, LONGEST_RUN = 0.01, 600
"""Seconds between two looks at a run, and after which one is given up."""


def main() -> None:
    """Measure everything and print a line each."""
    show("what", "netcore", "budget", "")
    measure_reading()
    measure_server_work()
    measure_turning()
    measure_training()
    measure_own_training()
    learners.main()
    show_making()
    with sync_playwright() as playwright:
        strokes = browser.measure_strokes(playwright)
        show_spread("pen up → the server's numbers", strokes.pen_up_to_glow, "≤ 110 ms")
        show_spread("sent → all of the answer is there", strokes.server, "")
        for name, budget in (("classic", 12), ("wide", 24)):
            live = browser.measure_live(playwright, name)
            note = (
                f"95th percentile of {len(live.frames)}; our script alone {ms(percentile_95(live.scripts))}"
            )
            show(f"a frame while drawing, {name}", ms(percentile_95(live.frames)), f"≤ {budget} ms", note)
            note = f"after {browser.LIVE_STROKES} strokes"
            show("… the page's memory grows by", f"{live.heap / 1e6:.2f} MB", "0", note)
        clicks, turns = browser.measure_inspection(playwright)
        show_spread("click on a neuron → its numbers", clicks, "≤ 350 ms")
        show_spread("knob turned → new accuracy", turns, "")
        for slow, note in ((False, "at full speed"), (True, "with the slow beginning")):
            seen = browser.measure_learning(playwright, slow=slow)
            show("training in the browser", f"{seen.speed:,.0f}/s", "≥ 2/3 × the bare loop", note)
            show("… updates of the page", f"{seen.updates:.1f}/s", "≥ 4/s", note)
            show("… Start → 90 % right", f"{seen.seconds_to_90:.2f} s", "≤ 10 s", note)
        show_spread("streamlit run → ready to draw", browser.start_to_ready(playwright), "≤ 4000 ms")
        weights, script = crowd.record(playwright)
    show_weights(weights)
    for trainings in (0, 2):
        times = crowd.answer_times(script, PEOPLE, CROWD_SECONDS, STROKE_EVERY, trainings)
        note = f"{len(times)} strokes, median {ms(statistics.median(times))}, {trainings} trainings beside"
        show(f"{PEOPLE} people draw at once", ms(percentile_95(times)), "≤ 250 ms", note)
    with tempfile.TemporaryDirectory() as folder:
        outcome = classroom.write_at_once(Path(folder), PUPILS, DRAWINGS_EACH, SENT_EVERY)
    note = f"{len(outcome.seconds)} drawings, median {ms(statistics.median(outcome.seconds))}"
    show(f"{PUPILS} pupils: sent → on the wall", ms(percentile_95(outcome.seconds)), "≤ 1000 ms", note)


def show_weights(weights: crowd.Weights) -> None:
    """Print what goes from server to browser."""
    show("bytes to open a page", f"{weights.opening / 1024:.1f} KiB", "≤ 250 KiB", "without files")
    show("bytes a stroke", f"{weights.stroke / 1024:.1f} KiB", "≤ 15 KiB", "the most")
    show("bytes a tick of a training", f"{weights.tick / 1024:.1f} KiB", "≤ 25 KiB", "the mean")


def show(what: str, figure: str, budget: str, note: str) -> None:
    """Print one line of the table."""
    print(f"{what:<34} {figure:>12}  {budget:<22} {note}", flush=True)


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1e3:.3g} ms"


def us(seconds: float) -> str:
    """Seconds as microseconds."""
    return f"{seconds * 1e6:.1f} µs"


def show_spread(what: str, times: list[float], budget: str) -> None:
    """Print one line: the median, and how far apart the single measurements lie."""
    note = f"{len(times)} times, {min(times) * 1e3:.0f}–{max(times) * 1e3:.0f} ms"
    show(what, f"{statistics.median(times) * 1e3:.0f} ms", budget, note)


def percentile_95(times: list[float]) -> float:
    """What 95 of 100 measurements don't exceed."""
    return statistics.quantiles(times, n=20)[-1]


def median_time(work: Callable[[], Any], repeats: int = 30, number: int = 1) -> float:
    """The median over `repeats` of the seconds that one of `number` calls takes."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(number):
            work()
        times.append((time.perf_counter() - start) / number)
    return statistics.median(times)


def measure_reading() -> None:
    """One picture, 10,000 pictures, and their preparation."""
    net = netcore.load("classic")
    pixels = netcore.prepare(picture(7))
    parameters = [(layer.weights, layer.biases) for layer in net.layers]

    def bare() -> None:
        a = pixels.reshape(-1)
        for weights, biases in parameters:
            a = 1 / (1 + np.exp(-(weights @ a + biases)))

    reference = median_time(bare, 50, 500)
    ours = median_time(lambda: net.forward(pixels), 50, 500)
    show("one forward pass", us(ours), "≤ 2 × bare NumPy", f"{ours / reference:.2f} × {us(reference)}")

    batch = np.random.default_rng(0).random((10_000, 784), dtype=np.float32)
    ours = median_time(lambda: net.predict(batch))
    note = "scikit-learn is not installed"
    if importlib.util.find_spec("sklearn"):
        reference = median_time(lambda: sklearn_network(epochs=1).predict_proba(batch))
        note = f"scikit-learn {ms(reference)}"
    show("10,000 pictures", ms(ours), "< scikit-learn", note)

    canvas = np.dstack([*[picture(7)] * 3, np.full((280, 280), 255, np.uint8)])
    show("picture → 28 × 28", ms(median_time(lambda: netcore.prepare(canvas), 50, 5)), "≤ 5 ms", "")


def measure_server_work() -> None:
    """What the server itself does for a stroke: decode, prepare, read, work out what changes on screen."""
    net = netcore.load("classic")
    file = io.BytesIO()
    Image.fromarray(picture(7)).convert("RGBA").save(file, "PNG")
    sent = base64.b64encode(file.getvalue())

    def stroke() -> None:
        steps = netcore.prepare_steps(np.asarray(Image.open(io.BytesIO(base64.b64decode(sent)))))
        json.dumps([net.forward(steps.pixels).activations[-1].tolist(), step_data(steps)])

    show("server work per stroke", ms(median_time(stroke)), "≤ 20 ms", "without Streamlit's own part")


def measure_turning() -> None:
    """What the server itself does for a turned knob: answer, accuracy, explanations, figures."""
    net, sample = netcore.load("classic"), load_sample()
    pixels = netcore.prepare_all(sample.pictures).reshape(len(sample), -1)
    drawn = netcore.prepare(picture(7))
    biases = iter(range(1_000_000))

    def turn() -> None:
        changed = with_bias(net, 2, 3, next(biases) / 1000)
        accuracy = Evaluation(sample.labels, changed.predict(pixels)).accuracy_per_digit
        trace = changed.forward(drawn)
        focus = Focus(2, 3, carried(changed, trace, 2, 3))
        json.dumps([accuracy.tolist(), way(focus)])

    show("server work per turned knob", ms(median_time(turn)), "≤ 50 ms", "without Streamlit's own part")


def measure_training() -> None:
    """Pictures learned from per second, no augmentation, beside the peers that are installed."""
    sample = load_sample()
    times = TRAINING_EXAMPLES // len(sample)
    pixels = np.tile(netcore.prepare_all(sample.pictures), (times, 1))
    labels = np.tile(sample.labels, times)

    def ours() -> None:
        network, examples = new_network((784, 16, 16, 10), seed=1), always(pixels, labels)
        for _ in train(network, examples, epochs=1, batch_size=BATCH, seed=1):
            pass

    speed = len(labels) / median_time(ours, 3)
    notes = []
    if importlib.util.find_spec("sklearn"):
        reference = len(labels) / median_time(lambda: sklearn_network(1, pixels, labels), 3)
        notes.append(f"{speed / reference:.2f} × scikit-learn {reference:,.0f}/s")
    if importlib.util.find_spec("torch"):
        reference = len(labels) / median_time(lambda: torch_epoch(pixels, labels), 3)
        notes.append(f"{speed / reference:.2f} × PyTorch {reference:,.0f}/s")
    show("training", f"{speed:,.0f}/s", "≥ 1.5 × both peers", ", ".join(notes) or "no peer is installed")


def measure_own_training() -> None:
    """What a person's training costs that can be looked at, and how soon it reads well."""
    with threadpool_limits(1):  # as on the page
        config = TrainingConfig(epochs=20)
        training_set = config.training_set()
        processes = Processes(1)
        processes.submit(slices.prepare_ahead).result()

        def bare() -> None:
            learner = config.learner(training_set)
            while not learner.is_done:
                learner.learn()

        def watched() -> None:
            run = Run(config, processes)
            run.go()
            run.wait(LONGEST_RUN)

        def to_read_well() -> None:
            run = Run(TrainingConfig(), processes)
            run.go()
            while not (run.news.now and run.news.now.unseen.accuracy >= READS_WELL):
                run.wait(GLANCE)
            run.pause()
            run.wait(LONGEST_RUN)

        examples = config.epochs * config.examples_per_epoch
        # One after the other, so that what else the machine does is the same for both.
        speeds = [[examples / median_time(do, 1) for do in (bare, watched)] for _ in range(5)]
        reference, ours = np.median(speeds, axis=0)
        ratio = statistics.median(watching / alone for alone, watching in speeds)
        note = f"{ratio:.2f} × the bare loop {reference:,.0f}/s"
        show("own training, watched", f"{ours:,.0f}/s", "≥ 2/3 × the bare loop", note)
        seconds = median_time(to_read_well, 3)
        show("own training → 90 % right", f"{seconds:.2f} s", "≤ 10 s", "of unseen digits, the defaults")
        processes.kill()


def show_making() -> None:
    """Two networks of a recipe, made by two processes and by one."""
    times = making.measure_making()
    ratio = statistics.median(one / two for one, two in times)
    note = f"two networks: {', '.join(f'{one:.1f} s / {two:.1f} s' for one, two in times)}"
    show("train, two processes", f"{ratio:.2f} × one", "≥ 1.8 × one", note)


_fitted: dict[str, Any] = {}


def sklearn_network(epochs: int, pixels: Any = None, labels: Any = None) -> Any:
    """scikit-learn's network of the same size, trained; without examples, one trained before."""
    from sklearn.neural_network import MLPClassifier

    if pixels is None and _fitted:
        return _fitted["network"]
    if pixels is None:
        sample = load_sample()
        pixels, labels = netcore.prepare_all(sample.pictures), sample.labels
    network = MLPClassifier((16, 16), "logistic", batch_size=BATCH, max_iter=epochs, random_state=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that one epoch is not enough
        network.fit(pixels, labels)
    _fitted["network"] = network
    return network


def torch_epoch(pixels: Any, labels: Any) -> None:
    """One epoch of the same network in PyTorch, written as its users would."""
    import torch

    x, y = torch.from_numpy(pixels), torch.from_numpy(np.eye(10, dtype=np.float32)[labels])
    nn = torch.nn
    network = nn.Sequential(
        nn.Linear(784, 16), nn.Sigmoid(), nn.Linear(16, 16), nn.Sigmoid(), nn.Linear(16, 10)
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.03)
    cost = nn.BCEWithLogitsLoss()
    order = torch.randperm(len(x))
    for start in range(0, len(x), BATCH):
        chosen = order[start : start + BATCH]
        optimiser.zero_grad()
        cost(network(x[chosen]), y[chosen]).backward()
        optimiser.step()


if __name__ == "__main__":
    sys.exit(main())
