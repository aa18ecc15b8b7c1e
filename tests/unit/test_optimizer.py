"""The optimiser: AdamW by hand, the average, and the learning rate."""

import math

import numpy as np
import pytest

from netcore.training.optimizer import AdamW, along_half_a_cosine


def test_the_first_step_goes_the_learning_rate_against_each_slope_whatever_its_size() -> None:
    optimizer = AdamW(np.array([1.0, 1.0, 1.0]), weight_decay=0.0, averaging=0.0)
    optimizer.descend(np.array([5.0, -0.001, 0.0]), 0.1)
    np.testing.assert_allclose(optimizer.result, [0.9, 1.1, 1.0], rtol=1e-4)


def test_two_steps_are_those_worked_out_by_hand() -> None:
    optimizer = AdamW(np.array([2.0]), weight_decay=0.0, averaging=0.0)
    optimizer.descend(np.array([1.0]), 0.1)
    optimizer.descend(np.array([3.0]), 0.1)
    # Mean: 0.1 · 1, then 0.9 · 0.1 + 0.1 · 3 = 0.39; over 1 − 0.9² = 0.19.
    # Variance: 0.001 · 1, then 0.999 · 0.001 + 0.001 · 9 = 0.009999; over 1 − 0.999² = 0.001999.
    second = 0.1 * (0.39 / 0.19) / math.sqrt(0.009999 / 0.001999)
    assert optimizer.result[0] == pytest.approx(2.0 - 0.1 - second, abs=1e-6)
    assert optimizer.step == 2


def test_what_no_slope_speaks_for_fades() -> None:
    optimizer = AdamW(np.array([2.0, -4.0]), weight_decay=0.5, averaging=0.0)
    optimizer.descend(np.zeros(2), 0.1)
    # Adam's correction of the first step: √(1 − 0.999) / (1 − 0.9).
    kept = 1 - 0.1 * 0.5 * math.sqrt(0.001) / 0.1
    np.testing.assert_allclose(optimizer.result, [2.0 * kept, -4.0 * kept])


def test_the_average_follows_the_values_and_is_what_comes_out() -> None:
    plain = AdamW(np.array([1.0]), weight_decay=0.0, averaging=0.0)
    averaged = AdamW(np.array([1.0]), weight_decay=0.0, averaging=0.5)
    average = 1.0
    for step in range(1, 31):
        for optimizer in (plain, averaged):
            optimizer.descend(np.array([1.0]), 0.1)
        kept = min(0.5, step / (step + 10))
        average = kept * average + (1 - kept) * plain.result[0]
        assert averaged.result[0] == pytest.approx(average)
        assert averaged.vectors[0] == plain.vectors[0] != averaged.result


def test_it_starts_from_a_copy() -> None:
    values = np.ones(3, np.float32)
    optimizer = AdamW(values, weight_decay=0.1, averaging=0.9)
    optimizer.descend(np.ones(3, np.float32), 0.1)
    assert (values == 1).all()
    assert optimizer.vectors.dtype == np.float32


def test_the_learning_rate_falls_to_zero_along_half_a_cosine() -> None:
    rates = [along_half_a_cosine(0.2, passed) for passed in (0, 1 / 3, 0.5, 2 / 3, 1)]
    assert rates == pytest.approx([0.2, 0.15, 0.1, 0.05, 0])
