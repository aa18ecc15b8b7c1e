"""The command line."""

import contextlib
import io
import json
import os
import pickle
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from threadpoolctl import threadpool_limits

import netcore
from netcore.cli import main
from netcore.data import make_packed_variant, prepared, read_drawings, write_drawings
from netcore.data.prepared import BUNDLED
from netcore.evaluation.scores import evaluate
from netcore.files.pictures import read_picture
from netcore.training.checkpoints import Checkpoints
from netcore.training.computers import computers
from netcore.training.config import TrainingConfig
from netcore.training.news import Status
from netcore.training.pieces import HERE
from netcore.training.recipes import RECIPES, Stage
from netcore.training.run import Run
from netcore.web.learn.settings import command_of
from netcore.web.networks import networks
from tests.strokes import picture, placed
from tests.unit.configs import EXPLODING, PATIENCE, SMALL, assert_same, drawing


@pytest.fixture
def run(monkeypatch):
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def seven(tmp_path):
    path = tmp_path / "seven.png"
    Image.fromarray(255 - picture(7)).save(path)  # black on white, as paper is
    return path


def test_help_names_every_command(run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in ("predict", "evaluate", "learn", "train", "data"):
        assert command in result.output
        assert run(command, "--help").exit_code == 0


def test_predict_says_the_digit_and_all_ten_outputs(run, seven) -> None:
    result = run("predict", seven)
    assert result.exit_code == 0
    assert "This is a 7." in result.output
    assert sum(line.strip()[:1].isdigit() for line in result.output.splitlines()) == 10


def test_predict_for_programs(run, seven) -> None:
    answer = json.loads(run("predict", seven, "--json").output)
    assert (answer["kind"], answer["digit"], answer["digits"]) == ("digit", 7, [7])
    assert answer["file"] == str(seven)
    reading = netcore.read(netcore.load("classic"), read_picture(seven))
    assert answer["confidence"] == reading.confidence
    assert len(answer["outputs"]) == 10
    trace = netcore.load("classic").forward(netcore.prepare(picture(7)))
    np.testing.assert_allclose(answer["outputs"], trace.activations[-1], atol=0.02)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1", "P"])
@pytest.mark.parametrize("ending", ["png", "gif", "bmp"])
@pytest.mark.parametrize("dark_on_light", [True, False])
def test_pictures_of_many_kinds_are_read(run, tmp_path, mode, ending, dark_on_light) -> None:
    path = tmp_path / f"digit.{ending}"
    grey = picture(3)
    Image.fromarray(255 - grey if dark_on_light else grey).convert(mode).save(path)
    assert json.loads(run("predict", path, "--json").output)["digit"] == 3


def test_a_drawing_on_transparency_and_on_grey_paper(run, tmp_path) -> None:
    ink = picture(4)
    for name, pixels in {
        "black ink": np.dstack([np.zeros((280, 280, 3), np.uint8), ink]),
        "white ink": np.dstack([np.full((280, 280, 3), 255, np.uint8), ink]),
        "pencil": (200 - ink.astype(int) * 100 // 255).astype(np.uint8),
    }.items():
        Image.fromarray(pixels).save(tmp_path / "digit.png")
        assert json.loads(run("predict", tmp_path / "digit.png", "--json").output)["digit"] == 4, name


@pytest.fixture
def folder(tmp_path):
    """Pictures of all kinds, some of them in a folder in a folder, and what is none."""
    dotted = picture(5).copy()
    dotted[5:25, 5:25] = 255
    spot = np.zeros((60, 60), np.uint8)
    spot[20:40, 20:40] = 255
    drawings = {
        "5 and a dot.TIF": dotted,
        "a/42.png": np.hstack([picture(4), picture(2)]),
        "a/b/7.png": picture(7),
        "empty.bmp": np.zeros((50, 50), np.uint8),
        "spot.png": spot,
    }
    root = tmp_path / "pictures"
    (root / "a" / "b").mkdir(parents=True)
    for name, drawn in drawings.items():
        Image.fromarray(255 - drawn).save(root / name)
    (root / "notes.txt").write_text("7")
    (root / "._7.png").write_text("what some systems leave beside a file")
    return root


SAID = {
    "5 and a dot.TIF": "This is a 5. I am over 99 % sure. A stray mark was left out.",
    "a/42.png": "I read 4 and 2. I am over 99 % sure.",
    "a/b/7.png": "This is a 7. I am over 99 % sure.",
    "empty.bmp": "Nothing is drawn.",
    "spot.png": "That is a blot, not a digit: a digit is drawn with a line.",
}
"""What is said of each picture in the folder, in this order."""


def test_each_picture_in_a_folder_gets_a_line(run, folder) -> None:
    result = run("predict", folder)
    assert result.exit_code == 0
    assert result.output.replace("\u00a0", " ").splitlines() == [
        f"{folder / name}: {says}" for name, says in SAID.items()
    ]
    assert result.stderr == ""


def test_each_picture_in_a_folder_gets_a_line_of_json(run, folder, seven) -> None:
    result = run("predict", seven, folder, "--json")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["file"] for answer in answers] == [str(seven), *(str(folder / name) for name in SAID)]
    told = [(answer["kind"], answer["digit"], answer["digits"]) for answer in answers[1:]]
    assert told == [
        ("digit", 5, [5]),
        ("digits", None, [4, 2]),
        ("digit", 7, [7]),
        ("nothing", None, []),
        ("no digit", None, []),
    ]
    outputs = [answer["outputs"] for answer in answers[1:]]
    assert [one and len(one) for one in outputs] == [10, 10, 10, None, 10]
    assert np.argmax(outputs[1]) == 4
    assert [answer["confidence"] > 0.9 for answer in answers] == [True, True, True, True, False, False]


def test_what_can_not_be_read_is_named_and_all_others_are_read(run, folder, seven, tmp_path) -> None:
    (folder / "a" / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "bare").mkdir()
    result = run("predict", tmp_path / "gone.png", tmp_path / "bare", folder, seven, "--json")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == len(SAID) + 1
    complaints = result.stderr.splitlines()
    assert [line.startswith("Error: ") for line in complaints] == [True] * 3
    for complaint, name in zip(complaints, ["bare", "gone.png", "cut.png"], strict=True):
        assert name in complaint


def test_answers_come_one_by_one(monkeypatch, seven, tmp_path) -> None:
    """Each is there before the next picture is read."""
    shown, read_so_far = [], []
    monkeypatch.setattr("netcore.cli.predict.click.echo", lambda text="", **_: shown.append(text))
    monkeypatch.setattr(
        "netcore.cli.predict.read_picture", lambda path: read_so_far.append(len(shown)) or read_picture(path)
    )
    main(["predict", str(seven), str(seven), str(seven), "--json"], standalone_mode=False)
    assert read_so_far == [0, 1, 2]


def test_how_far_it_is_shows_on_a_terminal_alone(folder, monkeypatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown(stdout: io.StringIO, *paths) -> str:
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(Terminal()) as stderr:
            main(["predict", *map(str, paths)], standalone_mode=False)
        return stderr.getvalue()

    assert "5/5" in shown(io.StringIO(), folder)
    assert shown(io.StringIO(), folder / "spot.png") == ""
    assert shown(Terminal(), folder) == ""


def test_who_reads_only_the_first_lines_gets_no_complaint(folder) -> None:
    command = f"{shlex.quote(sys.executable)} -m netcore predict {'. ' * 40} | head -n 1"
    result = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


def test_what_is_no_digit_gets_one_sentence(run, tmp_path) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "cut.png").write_bytes((tmp_path / "text.png").read_bytes() + b"\x89PNG\r\n\x1a\n")
    Image.new("1", (50_000_001, 1)).save(tmp_path / "wide.png")
    whole = tmp_path / "whole.png"
    Image.fromarray(picture(2)).save(whole)
    (tmp_path / "half.png").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    for name, says in {
        "text.png": "not a picture that can be read",
        "cut.png": "not a picture that can be read",
        "half.png": "not a picture that can be read",
        "wide.png": "smaller than 50 million pixels",
        "nothing.png": "can't be opened",
    }.items():
        result = run("predict", tmp_path / name)
        assert result.exit_code == 1, name
        assert result.output.startswith("Error: "), name
        assert says in result.output
        assert result.output.count("\n") == 1


def test_a_spot_is_no_digit(run, tmp_path) -> None:
    spot = np.zeros((60, 60), np.uint8)
    spot[20:40, 20:40] = 255
    Image.fromarray(spot).save(tmp_path / "spot.png")
    assert "That is a blot" in run("predict", tmp_path / "spot.png").output
    answer = json.loads(run("predict", tmp_path / "spot.png", "--json").output)
    assert (answer["kind"], answer["digit"], answer["digits"]) == ("no digit", None, [])
    assert answer["confidence"] == 0


def test_transparent_corners_are_paper(run, tmp_path) -> None:
    paper = np.dstack([*[255 - picture(6)] * 3, np.full((280, 280), 255, np.uint8)])
    paper[:12, :12] = paper[-12:, -12:] = 0
    Image.fromarray(paper).save(tmp_path / "window.png")
    assert json.loads(run("predict", tmp_path / "window.png", "--json").output)["digit"] == 6


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from(["png", "jpg", "gif", "bmp", "webp", "tiff"]),
    place=st.floats(0, 1),
    byte=st.integers(0, 255),
)
def test_a_damaged_picture_never_crashes(tmp_path, ending, place, byte) -> None:
    path = tmp_path / f"digit.{ending}"
    Image.fromarray(picture(5)[::4, ::4]).save(path)
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] = byte
    path.write_bytes(content)
    with contextlib.suppress(netcore.PictureError):
        read_picture(path)


def test_signs_that_the_terminal_lacks_are_replaced(seven) -> None:
    command = [sys.executable, "-m", "netcore", "predict", str(seven)]
    result = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=True
    )
    assert b"This is a 7." in result.stdout


def test_a_broken_network_gets_one_sentence(run, seven, tmp_path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK")
    result = run("predict", seven, "--network", tmp_path / "broken.npz")
    assert result.exit_code == 1
    assert "broken.npz can't be used" in result.output


def test_evaluate_measures_every_network(run) -> None:
    result = run("evaluate", "--per-digit", "--confusion")
    assert result.exit_code == 0
    for name in netcore.available():
        assert f"{name}, sample" in result.output
    report = json.loads(run("evaluate", "classic", "--json").stdout)
    summary = report["classic"]["sample"]
    matrix = np.array(summary["confusion_matrix"])
    assert matrix.sum() == summary["examples"] == 5000
    assert summary["accuracy"] == pytest.approx(matrix.trace() / 5000)


@pytest.fixture
def sevens(tmp_path):
    """A drawings file of twenty sevens, one eight, and two lines that can't be used."""
    path = tmp_path / "sevens.ndjson"
    write_drawings(path, [*[drawing(7, "a")] * 10, *[drawing(7, "b")] * 10, drawing(8, "b")])
    with path.open("a") as file:
        file.write('{"word": "x", "drawing": [[[0, 1], [0, 1]]]}\n\nnot JSON\n')
    return path


def test_evaluate_measures_with_drawings_and_names_the_lines_it_can_not_use(run, sevens) -> None:
    result = run("evaluate", "classic", "--drawings", sevens)
    assert result.exit_code == 0
    header, sizes, figures, *_ = result.stdout.splitlines()
    assert "classic, sevens: 21 digits of 2 people" in result.stdout
    assert header.split() == ["right", "on", "sample", "sevens"]
    assert sizes.split() == ["5,000", "21"]
    assert figures.split()[0] == "classic"
    assert "line 24" in result.stderr
    assert "of 1 letters and signs" in result.stdout
    report = json.loads(run("evaluate", "classic", "--drawings", sevens, "--json").stdout)
    assert report["classic"]["sevens"]["examples"] == 21
    assert report["classic"]["sevens"]["accuracy_per_digit"][0] is None
    assert report["classic"]["sevens"]["accuracy_per_digit"][7] > 0.8
    assert report["classic"]["sevens"]["strangers"]["styles"]["7 without a bar"][1] == 20


def test_evaluate_leaves_out_what_a_network_learned_from(run, tmp_path, sevens) -> None:
    mine = tmp_path / "mine.npz"
    known = tmp_path / "known.ndjson"
    write_drawings(known, [drawing(7, "a")] * 3)
    assert run("learn", mine, "--epochs", "1", "--drawings", known).exit_code == 0
    result = run("evaluate", mine, "--drawings", known)
    assert "sample: without 4,000" in result.stdout
    assert "known: without 3" in result.stdout
    report = json.loads(run("evaluate", mine, "--json").stdout)
    assert report[str(mine)]["sample"]["examples"] == 1000


def test_evaluate_counts_letters_that_are_called_a_digit(run, tmp_path) -> None:
    letters = tmp_path / "letters.ndjson"
    drawn = [[[0, 10], [0, 10]], [[10, 0], [0, 10]]]
    lines = [json.dumps({"word": word, "drawing": drawn}) for word in "XXO"]
    letters.write_text("\n".join(lines))
    result = run("evaluate", "wide", "--drawings", letters, "--strangers")
    assert result.exit_code == 0, result.output
    assert "of 2 letters and signs" in result.stdout
    report = json.loads(run("evaluate", "wide", "--drawings", letters, "--json").stdout)
    assert report["wide"]["letters"]["accuracy"] is None
    assert report["wide"]["letters"]["strangers"]["no digits called a digit"]["letter or sign"][1] == 2
    letters.write_text(lines[-1])  # an O, which may be a 0
    assert "letters that may be digits" in run("evaluate", "--drawings", letters).output


def test_evaluate_reads_drawings_as_the_page_does(run, tmp_path) -> None:
    """Stray marks are put aside, and what is read as two digits is not the one that it is said to be."""

    def line(word: str, *strokes: list[tuple[float, float]]) -> str:
        drawn = [list(map(list, zip(*stroke, strict=True))) for stroke in strokes]
        return json.dumps({"word": word, "drawing": drawn})

    seven, three = placed(7, 180, 0, 50), placed(3, 180, 180, 50)
    path = tmp_path / "mine.ndjson"
    path.write_text(
        "\n".join(
            [
                line("7", *seven, [(240, 10), (241, 12)]),
                line("7", *seven, *three),
                line("3", *seven, *three),
                line("X", *seven, *three),
            ]
        )
    )
    report = json.loads(run("evaluate", "wide", "--drawings", path, "--json").stdout)["wide"]["mine"]
    assert report["accuracy"] == pytest.approx(1 / 3)
    assert np.trace(report["confusion_matrix"]) == 1
    assert report["strangers"]["no digits called a digit"] == {"letter or sign": [1, 1]}


def test_evaluate_has_many_drawings_read_elsewhere_to_the_same_figures(run, sevens, monkeypatch) -> None:
    def report() -> dict[str, Any]:
        return json.loads(run("evaluate", "wide", "relu", "--drawings", sevens, "--json").stdout)

    class Elsewhere(Executor):
        given = 0

        def submit(self, fn, /, *args, **kwargs):
            self.given += 1
            return HERE.submit(*pickle.loads(pickle.dumps((fn, *args))))

    here, elsewhere = report(), Elsewhere()
    monkeypatch.setattr("netcore.cli.evaluate.FEW", 0)
    monkeypatch.setattr("netcore.cli.evaluate.CHUNK", 4)
    monkeypatch.setattr("netcore.evaluation.answers.CHUNK", 4)
    monkeypatch.setattr("netcore.cli.evaluate.computers", lambda: elsewhere)
    assert report() == here
    assert elsewhere.given > 4


def test_evaluate_refuses_a_file_without_drawings(run, tmp_path) -> None:
    (tmp_path / "none.ndjson").write_text("{}\n")
    for path in (tmp_path / "none.ndjson", tmp_path / "missing.ndjson"):
        result = run("evaluate", "--drawings", path)
        assert result.exit_code == 1
        assert path.name in result.output
        assert "Traceback" not in result.output


def test_training_needs_mnist_and_a_folder(run, tmp_path) -> None:
    assert "NETCORE_DATA" in run("train").output
    result = run("train", "mine", "--out", tmp_path / "nowhere" / "mine.npz")
    assert result.exit_code == 1
    assert "nowhere" in result.output
    assert "Traceback" not in result.output
    assert run("train", "../elsewhere").exit_code == 2
    assert "neither train-images" in run("train", "--data", tmp_path).output


def test_training_writes_a_network_that_knows_how_it_was_made(run, tmp_path, small_training) -> None:
    out = tmp_path / "mine.npz"
    result = run("train", "mine", "--recipe", "relu", "--seed", 5, "--out", out)
    assert result.exit_code == 0, result.output
    net = netcore.load(out)
    assert net.sizes == [784, 8, 8, 10]
    assert net.meta["name"] == "mine"
    assert net.meta["training"]["seed"] == 5
    assert net.meta["training"]["examples"] == 400
    assert net.meta["accuracy"]["sample"] > 0.3
    assert "strangers" not in net.meta
    assert [path.name for path in tmp_path.iterdir()] == ["mine.npz"]


def test_training_on_a_set_of_ones_own_leaves_nothing_out_and_says_so(
    run, tmp_path, monkeypatch, small_training
) -> None:
    monkeypatch.setattr("netcore.cli.train.is_mnist", lambda part, examples: False)
    out = tmp_path / "mine.npz"
    result = run("train", "mine", "--epochs", 1, "--out", out)
    assert result.exit_code == 0, result.output
    meta = netcore.load(out).meta
    assert (meta["training"]["data"], meta["training"]["examples"]) == ("your set", 500)
    assert set(meta["accuracy"]) == {"your set", "sample"}


@pytest.mark.parametrize(("seeds", "stops"), [(1, (1, 3, 8, 20)), (2, (5, 20, 26))])
def test_an_interrupted_training_goes_on_to_the_same_network(
    run, tmp_path, monkeypatch, small_training, sevens, seeds, stops
) -> None:
    known = {}

    def made_once(*arguments):
        """What is made is the same each time, as tests of it show: here it takes most of the time."""
        if arguments[-1] not in known:
            known[arguments[-1]] = make_packed_variant(*arguments)
        return known[arguments[-1]]

    def train(name: str, *more: str) -> Result:
        out = tmp_path / f"{name}.npz"
        options = ["--recipe", "relu", "--drawings", sevens, "--seeds", seeds, "--out", out]
        return run("train", name, *options, *more)

    monkeypatch.setattr("netcore.cli.training.make_packed_variant", made_once)
    monkeypatch.setattr("netcore.training.making.SLICE", 0)
    assert train("whole").exit_code == 0
    one = netcore.load(tmp_path / "whole.npz")
    assert one.meta["strangers"]["digits"] == 21
    save = Checkpoints.save
    for after in stops:
        saved = []

        def save_and_stop(checkpoints, *point, saved=saved, after=after) -> None:
            save(checkpoints, *point)
            saved.append(point)
            if len(saved) == after:
                raise KeyboardInterrupt

        (tmp_path / "halted.npz").write_bytes(b"what was there before")
        monkeypatch.setattr(Checkpoints, "save", save_and_stop)
        result = train("halted")
        monkeypatch.setattr(Checkpoints, "save", save)
        assert result.exit_code == 1
        assert "--resume goes on" in result.output
        assert (tmp_path / "halted.npz").read_bytes() == b"what was there before"
        other_seed = train("halted", "--resume", "--seed", "9")
        assert other_seed.exit_code == 1
        assert "other data or other options" in other_seed.output

        assert train("halted", "--resume").exit_code == 0
        other = netcore.load(tmp_path / "halted.npz")
        for what in ("accuracy", "calibration", "strangers"):
            assert one.meta[what] == other.meta[what]
        for layer, same in zip(one.layers, other.layers, strict=True):
            np.testing.assert_array_equal(layer.weights, same.weights)
        assert not list(tmp_path.glob("*.resume*"))


def test_of_several_seeds_the_best_by_validation_is_kept(run, tmp_path, small_training, sevens) -> None:
    def train(*more: object) -> tuple[Result, netcore.Network]:
        out = tmp_path / f"{len(list(tmp_path.iterdir()))}.npz"
        result = run("train", "mine", "--recipe", "relu", "--drawings", sevens, "--out", out, *more)
        assert result.exit_code == 0, result.output
        assert not list(tmp_path.glob("*.resume*"))
        return result, netcore.load(out)

    result, network = train("--seed", 5, "--seeds", 3)
    found = re.findall(r"([\d.]+)% right in validation, seed (\d)(, the best)?", result.output)
    assert [seed for _, seed, _ in found] == ["5", "6", "7"]
    ((best, seed),) = [(part, seed) for part, seed, is_best in found if is_best]
    assert float(best) == max(float(part) for part, _, _ in found)
    assert network.meta["training"]["seed"] == int(seed)
    assert network.meta["training"]["best of seeds"] == 3
    _, alone = train("--seed", seed)
    assert "best of seeds" not in alone.meta["training"]
    for what in ("accuracy", "calibration", "strangers"):
        assert network.meta[what] == alone.meta[what]
    for layer, same in zip(network.layers, alone.layers, strict=True):
        np.testing.assert_array_equal(layer.weights, same.weights)


def test_the_best_is_found_by_what_is_neither_learned_from_nor_tested_with(
    run, tmp_path, monkeypatch, small_training
) -> None:
    seen = []

    def noted(network, examples):
        seen.append(len(examples))
        return evaluate(network, examples)

    monkeypatch.setattr("netcore.cli.training.evaluate", noted)
    out = tmp_path / "mine.npz"
    assert run("train", "mine", "--epochs", 1, "--seeds", 2, "--out", out).exit_code == 0
    assert seen == [500, 500]  # the bundled digits
    assert netcore.load(out).meta["training"]["examples"] == 400
    seen.clear()
    monkeypatch.setattr("netcore.cli.train.is_mnist", lambda part, examples: False)
    assert run("train", "mine", "--epochs", 1, "--seeds", 2, "--out", out).exit_code == 0
    assert seen == [50, 50]
    assert netcore.load(out).meta["training"]["examples"] == 450


def test_resuming_needs_something_to_resume(run, tmp_path, small_training) -> None:
    result = run("train", "mine", "--resume", "--out", tmp_path / "mine.npz")
    assert result.exit_code == 1
    assert "no training to resume" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="needs its signals")
def test_a_training_that_is_terminated_leaves_nothing_behind(
    run, tmp_path, monkeypatch, small_training
) -> None:
    def terminated(*_args):
        assert [path.name[:8] for path in tmp_path.iterdir()] == ["netcore-"]
        os.kill(os.getpid(), signal.SIGTERM)
        yield

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("netcore.cli.training.make_networks", terminated)
    before = signal.getsignal(signal.SIGTERM)
    result = run("train", "mine", "--recipe", "relu", "--out", tmp_path / "mine.npz")
    assert result.exit_code == 143
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_training_that_fails_writes_nothing(run, tmp_path, monkeypatch, small_training) -> None:
    bad = replace(RECIPES["relu"], stages=(Stage((784, 4, 10), 2, float("nan")),))
    monkeypatch.setitem(RECIPES, "relu", bad)
    result = run("train", "mine", "--recipe", "relu", "--out", tmp_path / "mine.npz")
    assert result.exit_code == 1
    assert "no longer a number" in result.output
    assert list(tmp_path.iterdir()) == []


def as_on_the_page(config: TrainingConfig) -> netcore.Network:
    """What a run makes of a lesson, with pauses and single steps in between."""
    run = Run(config, computers())
    for steps in (1, 1, run.steps_to_epoch, 3):
        run.go(steps)
        assert run.wait(PATIENCE)
    run.go(slow=True)
    run.pause()
    assert run.wait(PATIENCE)
    run.go()
    assert run.wait(PATIENCE)
    assert run.news.status is Status.DONE
    return run.news.now.network


@pytest.mark.parametrize("own_drawings", [False, True])
@pytest.mark.parametrize(
    "settings",
    [
        SMALL,
        {"examples": 45, "epochs": 2, "batch_size": 20, "seed": 7, "learning_rate": 0.003},
        {**SMALL, "hidden": (5, 4, 3), "activation": "relu"},
        {"examples": 50, "epochs": 2, "start": "relu"},
        {"examples": 50, "epochs": 2, "start": "my-network.npz"},
    ],
)
def test_learn_makes_the_network_of_the_page_by_the_line_that_the_page_shows(
    run, tmp_path, monkeypatch, sevens, settings, own_drawings
) -> None:
    monkeypatch.chdir(tmp_path)
    netcore.save(netcore.load("classic"), "my-network.npz")
    # On the page, a network of weights/ is the one that all share.
    start = settings.get("start")
    started = {"start": networks()[0].get(start) or netcore.load(start)} if start else {}
    sevens.rename("my-handwriting.ndjson")
    drawings = tuple(read_drawings("my-handwriting.ndjson")[0]) if own_drawings else ()
    config = TrainingConfig(**{**settings, **started}, drawings=drawings)
    python, dash_m, package, *arguments = shlex.split(command_of(config))
    assert (python, dash_m, package) == ("python", "-m", "netcore")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "right on 1,000 digits that it never saw" in result.output
    network = netcore.load("mine.npz")
    with threadpool_limits(1):
        assert_same(network, as_on_the_page(config))
    assert network.meta["training"] == config.meta["training"]
    assert [layer.activation_function for layer in network.layers] == [
        layer.activation_function for layer in config.first_network.layers
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--hidden 16,x", "1 to 4 sizes of 1 to 128"),
        ("--hidden 1,2,3,4,5", "1 to 4 sizes of 1 to 128"),
        ("--hidden 129", "1 to 4 sizes of 1 to 128"),
        ("--hidden 0", "1 to 4 sizes of 1 to 128"),
        ("--activation tanh", "tanh"),
        ("--learning-rate 0", "a number above 0"),
        ("--learning-rate nan", "a number above 0"),
        ("--learning-rate inf", "a number above 0"),
        ("--batch-size 0", "0 is not in the range"),
        ("--epochs 0", "0 is not in the range"),
        ("--examples 0", "0 is not in the range"),
        ("--examples 55001", "55001 is not in the range"),
        ("--seed -1", "-1 is not in the range"),
        ("--start classic --hidden 16", "leave --hidden and --activation out"),
        ("--start classic --activation relu", "leave --hidden and --activation out"),
        ("--start nobody", "no network called nobody"),
        ("--start nobody.npz", "no such file"),
        ("--drawings nobody.ndjson", "no drawings file"),
        (f"--examples {BUNDLED + 1}", "python -m netcore data"),
    ],
)
def test_learn_says_what_it_can_not_do_and_writes_nothing(run, tmp_path, monkeypatch, options, says) -> None:
    monkeypatch.setattr(prepared, "_mnist", prepared._Mnist())
    result = run("learn", tmp_path / "mine.npz", *options.split())
    assert result.exit_code in (1, 2)
    assert says in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_learn_finds_out_before_it_learns_that_its_file_can_not_be_written(
    run, tmp_path, monkeypatch
) -> None:
    def learn(*_arguments) -> None:
        raise AssertionError("It has begun to learn.")

    monkeypatch.setattr("netcore.cli.learn._learned", learn)
    (tmp_path / "folder.npz").mkdir()
    for target, says in {
        "nowhere/mine.npz": "can't be written: No such file",
        "folder.npz": "is a directory",
        "mine.txt": "ends in .npz",
        "mine": "ends in .npz",
    }.items():
        result = run("learn", tmp_path / target)
        assert result.exit_code in (1, 2), target
        assert says in result.output
        assert result.output.strip().count("Error: ") == 1


def test_learn_takes_no_more_drawings_than_it_can(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("netcore.cli.learn.MOST_DRAWINGS", 3)
    write_drawings(tmp_path / "four.ndjson", [drawing(7)] * 4)
    result = run("learn", tmp_path / "mine.npz", "--drawings", tmp_path / "four.ndjson")
    assert result.exit_code == 1
    assert "4 drawings are more than the 3" in result.output


def test_a_learning_that_explodes_writes_nothing(run, tmp_path) -> None:
    (tmp_path / "mine.npz").write_bytes(b"what was there before")
    settings = {**EXPLODING, "hidden": "4"}
    options = [part for name, value in settings.items() for part in (f"--{name.replace('_', '-')}", value)]
    result = run("learn", tmp_path / "mine.npz", *options)
    assert result.exit_code == 1
    assert "exploded" in result.output
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"what was there before"]


def test_a_learning_that_is_stopped_writes_nothing(run, tmp_path, monkeypatch) -> None:
    def stop(_learner) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("netcore.training.learner.Learner.learn", stop)
    result = run("learn", tmp_path / "mine.npz")
    assert result.exit_code == 1
    assert "mine.npz is as it was" in result.output
    assert list(tmp_path.iterdir()) == []
