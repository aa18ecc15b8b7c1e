"""How often a network is right, and on what it is measured."""

import json

import numpy as np
import pytest

import netcore
from netcore.data import load_sample, sample_indices
from netcore.evaluation.scores import Evaluation, evaluate, wilson_interval
from tests.model_card import CARDS, with_figures

# What each network is to reach on unseen MNIST digits, and on pen drawings by people unknown to it.
AIMS = {"classic": (0.965, 0.92), "relu": (0.97, 0.93), "wide": (0.99, 0.97)}


@pytest.mark.parametrize("name", AIMS)
def test_the_shipped_networks_read_unseen_digits_as_often_as_their_files_say(name) -> None:
    net = netcore.load(name)
    result = evaluate(net, load_sample())
    mnist, drawings = AIMS[name]
    assert result.accuracy >= mnist
    assert net.meta["accuracy"]["strangers"] >= drawings
    assert result.accuracy == pytest.approx(net.meta["accuracy"]["sample"], abs=0.001)


def test_the_model_card_tells_the_figures_of_the_files() -> None:
    for path in CARDS:
        card = path.read_text(encoding="utf-8")
        assert card == with_figures(card)
    card = CARDS[0].read_text(encoding="utf-8")
    for name in netcore.available():
        for part in netcore.load(name).meta["accuracy"].values():
            assert f"{100 * part:.2f} %" in card


def test_the_figures_of_an_evaluation_agree_with_each_other() -> None:
    labels = np.array([0, 0, 1, 2, 2, 2], np.uint8)
    answers = np.array([0, 1, 1, 2, 0, 2])
    outputs = np.eye(10)[answers] * np.array([[0.9], [0.6], [0.9], [0.9], [0.8], [0.9]])
    result = Evaluation(labels, outputs)
    assert result.accuracy == pytest.approx(4 / 6)
    assert result.confusion_matrix.sum() == 6
    assert result.confusion_matrix[2, 0] == 1
    np.testing.assert_allclose(result.accuracy_per_digit[:3], [1 / 2, 1, 2 / 3])
    assert np.isnan(result.accuracy_per_digit[3:]).all()
    assert result.mistakes.tolist() == [4, 1]


def test_the_summary_is_json_even_of_digits_that_are_not_shown() -> None:
    result = Evaluation(np.array([0, 0, 3], np.uint8), np.eye(10)[[0, 1, 3]])
    summary = json.loads(json.dumps(result.summary(), allow_nan=False))
    assert summary["examples"] == 3
    assert summary["accuracy"] == pytest.approx(2 / 3)
    assert summary["accuracy_per_digit"] == [0.5, None, None, 1.0, *[None] * 6]
    assert summary["confusion_matrix"][0][1] == 1


@pytest.mark.parametrize(
    ("right", "shown", "least", "most"),
    [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right, shown, least, most) -> None:
    """The figures of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998."""
    assert wilson_interval(right, shown) == pytest.approx((least, most), abs=5e-5)


def test_the_interval_holds_the_truth_95_times_in_100() -> None:
    for truth in (0.7, 0.95):
        right = np.random.default_rng(0).binomial(500, truth, 4000)
        held = [least <= truth <= most for least, most in (wilson_interval(int(n), 500) for n in right)]
        assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_without_answers_the_accuracy_can_be_anything() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_who_answers_only_when_sure_answers_less() -> None:
    labels = np.array([0, 1, 2, 3], np.uint8)
    outputs = np.eye(10)[[0, 1, 5, 3]] * np.array([[0.9], [0.5], [0.6], [0.2]])
    answered, right = Evaluation(labels, outputs).by_certainty([0, 0.2, 0.5, 0.55, 0.7, 0.95])
    np.testing.assert_allclose(answered, [1, 1, 3 / 4, 2 / 4, 1 / 4, 0])
    np.testing.assert_allclose(right, [3 / 4, 3 / 4, 2 / 3, 1 / 2, 1, np.nan])


def test_a_cell_holds_the_digits_that_got_its_answer_the_surest_first() -> None:
    labels = np.array([4, 4, 4, 9, 4], np.uint8)
    outputs = np.eye(10)[[9, 4, 9, 9, 9]] * np.array([[0.5], [0.9], [0.8], [0.9], [0.8]])
    result = Evaluation(labels, outputs)
    assert result.cell(4, 9).tolist() == [2, 4, 0]
    assert result.cell(9, 4).tolist() == []


def test_the_sample_is_500_of_each_digit_and_shared_safely() -> None:
    sample = load_sample()
    assert len(sample) == 5000
    assert sample.pictures.shape == (5000, 28, 28)
    assert np.bincount(sample.labels).tolist() == [500] * 10
    assert len(np.unique(sample_indices())) == 5000
    with pytest.raises(ValueError, match="read-only"):
        sample.pictures[0, 0, 0] = 1
