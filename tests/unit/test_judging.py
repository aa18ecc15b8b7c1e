"""How strangers are read: counted by hand, and by networks whose answers are made."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.data import NO_DIGIT, PenDrawing
from netcore.evaluation.judging import (
    ANSWERED,
    SURE,
    Judged,
    interval_by_writer,
    mean_over_writers,
    reliability,
)
from netcore.evaluation.strangers import strangers_of
from netcore.reading import confidences
from tests.strokes import DIGITS


def drawn(digit: int, writer: str, word: str = "") -> PenDrawing:
    shape = DIGITS[digit if digit != NO_DIGIT else 4]
    strokes = tuple(np.array(stroke, float) for stroke in shape)
    return PenDrawing(digit, strokes, source=writer.split(":")[0], writer=writer, word=word)


def sums_for(digit: int, z: float = 4.0) -> list[float]:
    return [z if number == digit else -6.0 for number in range(10)]


def test_figures_are_counted_by_writer_collection_style_and_kind() -> None:
    drawings = [
        drawn(1, "a:1"),
        drawn(1, "a:1"),
        drawn(7, "a:2"),
        drawn(4, "b:1"),
        drawn(NO_DIGIT, "b:1", "A"),
    ]
    answers = [sums_for(1), sums_for(7), sums_for(7), sums_for(4), sums_for(9)]
    made = [sums_for(0), sums_for(0, -5.0)]
    judged = Judged.of(drawings, np.array(answers, np.float32), np.array(made, np.float32), ["face", "face"])
    report = judged.report(judged.outcome(judged.calibration))
    assert (report["digits"], report["writers"]) == (4, 3)
    assert report["pooled"][0] == 3 / 4
    assert report["mean over writers"][0] == pytest.approx((1 / 2 + 1 + 1) / 3)
    assert report["collections"] == {"a": [2, 3], "b": [1, 1]}
    assert report["styles"] == {
        "1 without an upstroke": [1, 2],
        "4 written otherwise": [1, 1],
        "7 without a bar": [1, 1],
    }
    assert report["no digits called a digit"] == {"face": [1, 2], "letter or sign": [1, 1]}


def test_the_threshold_lets_the_wanted_part_of_strangers_digits_through() -> None:
    random = np.random.default_rng(1)
    z = random.normal(1, 2, 2000)
    sums = np.array([sums_for(3, value) for value in z])
    judged = Judged.of([drawn(3, "a:1")] * 2000, sums)
    answered = judged.report(judged.outcome(judged.calibration))["answered"]
    assert answered == pytest.approx(ANSWERED, abs=0.002)


@pytest.mark.parametrize("factor", [1.0, 2.0, 3.0])
def test_the_temperature_undoes_what_makes_a_network_too_sure(factor) -> None:
    random = np.random.default_rng(2)
    sums = random.normal(0, 2, (4000, 10))
    likely = confidences(sums, 1.0)
    digits = np.array([random.choice(10, p=row) for row in likely])
    strokes = (np.array([[0.0, 0], [0, 1]]),)
    drawings = [PenDrawing(int(digit), strokes, writer=str(n % 40)) for n, digit in enumerate(digits)]
    judged = Judged.of(drawings, sums * factor)
    temperature = judged.calibration.temperature
    assert temperature >= 0.8 * factor
    outcome = judged.outcome(judged.calibration)
    for least in SURE:
        chosen = outcome.answered & (outcome.confidence >= least)
        assert not chosen.any() or outcome.right[chosen].mean() >= least


def test_people_are_counted_and_not_digits() -> None:
    one_of_many = np.array(["a"] * 90 + list("bcdefghijk"))
    right = np.array([False] * 90 + [True] * 10)
    low, high = interval_by_writer(right, one_of_many)
    assert low <= 0.1 <= high
    assert high - low > 0.25  # were they 100 people, it would be 0.12
    assert mean_over_writers(right, one_of_many)[0] == pytest.approx(10 / 11)
    assert interval_by_writer(right[:90], one_of_many[:90]) == (0.0, 1.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_reliability_holds_every_answer_once(answers) -> None:
    confidence = np.array([one for one, _ in answers])
    right = np.array([is_right for _, is_right in answers])
    bins = reliability(confidence, right)
    assert sum(count for *_, count in bins) == len(answers)
    assert sum(part * count for _, part, count in bins) == pytest.approx(right.sum())
    assert sum(mean * count for mean, _, count in bins) == pytest.approx(confidence.sum())


def test_what_is_fitted_is_judged_by_what_it_was_not_fitted_to() -> None:
    random = np.random.default_rng(6)
    digits = random.integers(0, 10, 1500)
    folds = random.integers(0, 3, 1500)
    sums = random.normal(-4, 1, (1500, 10))
    sums[np.arange(1500), digits] = random.normal(2, 2, 1500)
    sums[folds == 1, 3] += 4.0  # the network of one fold sees threes everywhere
    letters, letter_folds = random.normal(-3, 2, (300, 10)), np.arange(300) % 3
    strokes = (np.array([[0.0, 0], [0, 1]]),)
    drawings = [PenDrawing(int(digit), strokes, writer="a") for digit in digits]
    judged = Judged.of(drawings, sums, letters, ["X"] * 300, folds, letter_folds)
    outcome = judged.cross_fitted()
    assert len(outcome.answers) == 1500
    assert len(outcome.called) == 300
    for fold in range(3):
        mine, others = folds == fold, folds != fold
        rest = Judged.of(
            [drawing for drawing, chosen in zip(drawings, others, strict=True) if chosen],
            sums[others],
            letters[letter_folds != fold],
            ["X"] * 200,
        )
        threshold = rest.calibration.threshold
        expected = 1 / (1 + np.exp(-sums[mine].max(axis=1))) >= threshold
        np.testing.assert_array_equal(outcome.answered[mine], expected)
    np.testing.assert_array_equal(outcome.answers, sums.argmax(axis=1))


def test_what_a_file_says_of_strangers_is_checked() -> None:
    drawings = [drawn(1, "a:1"), drawn(7, "b:2"), drawn(NO_DIGIT, "b:1", "A")]
    sums = np.array([sums_for(1), sums_for(7), sums_for(9)], np.float32)
    judged = Judged.of(drawings, sums)
    said = json.loads(json.dumps(judged.report(judged.outcome(judged.calibration))))
    found = strangers_of({"strangers": said})
    assert (found.digits, found.writers, found.letters) == (2, 2, (1, 1))
    nonsense = {
        "digits": [-1, 1.5, True, 10**10, None],
        "pooled": [[0.5], ["x", 0, 1], [2, 0, 1], None],
        "answered": [None, 2, float("nan")],
        "styles": [[], {"a": [2, 1]}, {"a": 1}],
        "confident": [{"inf": [1, 1]}, {"x": [1, 1]}],
        "reliability": [[[0.5]], 3],
    }
    for key, values in nonsense.items():
        for value in values:
            assert strangers_of({"strangers": {**said, key: value}}) is None, (key, value)
        assert strangers_of({"strangers": {one: said[one] for one in said if one != key}}) is None
    assert strangers_of({}) is strangers_of({"strangers": 7}) is None
