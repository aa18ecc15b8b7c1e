"""Pictures that are turned, shifted, thickened, made noisy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from netcore.data import load_sample
from netcore.evaluation.robustness import (
    CHANGES,
    as_they_are,
    noisy,
    prepared_anew,
    shifted,
    thickened,
    turned,
)
from netcore.preprocess import prepare_all

by_name = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)


@pytest.fixture(scope="module")
def pictures():
    return load_sample().pictures[::250]


@pytest.fixture(scope="module")
def ink(pictures):
    """The same, with room around."""
    return np.pad(pictures, ((0, 0), (14, 14), (14, 14))).astype(np.float32) / np.float32(255)


@by_name
def test_level_0_changes_nothing(change, pictures, ink) -> None:
    assert 0 in change.levels
    np.testing.assert_allclose(change.apply(ink, 0), ink, atol=1e-6)
    pixels = prepare_all(pictures)
    np.testing.assert_allclose(prepared_anew(pictures, change, 0), pixels, atol=1e-5)
    np.testing.assert_allclose(as_they_are(pixels, change, 0), pixels, atol=1e-6)


@by_name
def test_a_changed_picture_is_a_picture_and_the_one_it_was_made_of_stays(change, ink) -> None:
    before = ink.copy()
    for level in change.levels:
        changed = change.apply(ink, level)
        assert changed.shape == ink.shape and changed.dtype == np.float32
        assert changed.min() >= 0 and changed.max() <= 1 + 1e-6
        assert level == 0 or np.abs(changed - before).mean() > 0.005
    np.testing.assert_array_equal(ink, before)


@by_name
def test_levels_rise_in_even_steps(change) -> None:
    steps = np.diff(change.levels)
    assert steps[0] > 0
    np.testing.assert_allclose(steps, steps[0])


def test_a_quarter_turn_is_exact_and_clockwise(ink) -> None:
    np.testing.assert_allclose(turned(ink, 90), np.rot90(ink, -1, axes=(1, 2)), atol=1e-4)


@settings(max_examples=30)
@given(some.floats(-180, 180))
def test_a_turn_keeps_the_ink_where_there_is_room(degrees) -> None:
    disc = np.zeros((1, 41, 41), np.float32)
    disc[0, 10:18, 12:20] = 1
    assert turned(disc, degrees).sum() == pytest.approx(64, rel=0.02)


@given(some.integers(-30, 30), some.integers(1, 20))
def test_a_shift_moves_every_pixel_and_what_leaves_is_lost(pixels, width) -> None:
    picture = np.random.default_rng(0).random((2, 3, width)).astype(np.float32)
    expected = np.zeros_like(picture)
    for column in range(width):
        if 0 <= column - pixels < width:
            expected[:, :, column] = picture[:, :, column - pixels]
    np.testing.assert_array_equal(shifted(picture, pixels), expected)


def test_a_dot_grows_by_so_many_pixels_all_around() -> None:
    dot = np.zeros((1, 9, 9), np.float32)
    dot[0, 4, 4] = 1
    grown = thickened(dot, 2.5)[0]
    np.testing.assert_allclose(grown[4], [0, 0.5, 1, 1, 1, 1, 1, 0.5, 0])
    np.testing.assert_allclose(grown[:, 4], grown[4])


def test_noise_is_as_strong_as_said_and_the_same_every_time() -> None:
    grey = np.full((50, 28, 28), 0.5, np.float32)
    assert (noisy(grey, 0.1) - grey).std() == pytest.approx(0.1, rel=0.02)
    np.testing.assert_array_equal(noisy(grey, 0.1), noisy(grey, 0.1))


def test_nothing_is_cut_off_before_a_changed_picture_is_prepared(pictures) -> None:
    for change in CHANGES[:3]:
        for level in change.levels:
            room = (change.room, change.room)
            paper = np.pad(pictures, ((0, 0), room, room)).astype(np.float32)
            changed = change.apply(paper / 255, level)
            edge = np.concatenate([changed[:, [0, -1]].ravel(), changed[:, :, [0, -1]].ravel()])
            assert not edge.any()


def test_a_shift_on_paper_makes_no_difference_to_what_the_network_reads(pictures) -> None:
    shift = next(change for change in CHANGES if change.name == "shifted")
    np.testing.assert_allclose(prepared_anew(pictures, shift, 6), prepare_all(pictures), atol=1e-5)
