"""Figures of how well a network reads: what they carry, and that Plotly accepts them."""

import numpy as np
import pytest

from netcore.figures.accuracy import accuracy_with_doubt
from netcore.figures.certainty import certainty_curves
from netcore.figures.confusion import confusion
from netcore.figures.digit_map import digit_map
from netcore.figures.robustness import robustness_curves
from netcore.figures.theme import DARK, LIGHT, rgba
from tests.unit.test_figures import assert_accepted

both_palettes = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)

# How colour-blind eyes see linear RGB: Machado, Oliveira and Fernandes, 2009.
EYES = {
    "ordinary": np.eye(3),
    "without red": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "without green": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
    "without blue": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip


def lab(colours, eyes) -> np.ndarray:
    """(n, 3) the colours in OKLab, as these eyes see them."""
    encoded = np.array([[int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)] for colour in colours])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    cones = np.cbrt(
        np.clip(linear @ eyes.T, 0, None)
        @ np.array([
            [0.4122214708, 0.2119034982, 0.0883024619],
            [0.5363325363, 0.6806995451, 0.2817188376],
            [0.0514459929, 0.1073969566, 0.6299787005],
        ])
    )  # fmt: skip
    return cones @ np.array([
        [0.2104542553, 1.9779984951, 0.0259040371],
        [0.7936177850, -2.4285922050, 0.7827717662],
        [-0.0040720468, 0.4505937099, -0.8086757660],
    ])  # fmt: skip


@both_palettes
@pytest.mark.parametrize("kind", EYES)
def test_no_two_digits_have_a_colour_that_colour_blind_eyes_take_for_the_same(palette, kind) -> None:
    colours = lab([*palette.digits, palette.ground], EYES[kind])
    apart = np.linalg.norm(colours[:, None] - colours[None], axis=2) + 9 * np.eye(len(colours))
    assert len(palette.digits) == 10
    assert apart.min() > (0.19 if kind == "ordinary" else 0.07)


@both_palettes
def test_plotly_accepts_every_figure_of_a_test(palette) -> None:
    random = np.random.default_rng(0)
    matrix = random.integers(0, 9, (10, 10))
    for counts in (matrix, np.zeros_like(matrix), 500 * np.eye(10, dtype=int), np.eye(10, k=1, dtype=int)):
        for marked in (None, (9, 0)):
            assert_accepted(confusion(counts, palette, marked))
        assert_accepted(accuracy_with_doubt(counts.diagonal(), counts.sum(axis=1), palette))
    thresholds = np.linspace(0, 1, 5)
    assert_accepted(certainty_curves(thresholds, thresholds[::-1], [0.5, 1, 0, 1, np.nan], palette))
    assert_accepted(certainty_curves(thresholds, np.zeros(5), np.full(5, np.nan), palette))
    pictures = ["data:image/png;base64,"] * 3
    assert_accepted(
        robustness_curves((-1, 0, 1), [0, 1, 0], [0, 0.5, 1], pictures, "degrees", palette, height=200)
    )
    for places in (random.normal(size=(30, 2)), np.zeros((30, 2)), 1e200 * random.normal(size=(30, 2))):
        labels = random.integers(0, 10, 30).astype(np.uint8)
        assert_accepted(digit_map(places, labels, ["a digit"] * 30, palette))


def test_the_confusion_matrix_carries_its_counts_and_says_them_in_words() -> None:
    matrix = np.diag(np.full(10, 490))
    matrix[4, 9], matrix[9, 4] = 10, 1
    cells, counts = confusion(matrix, DARK, (4, 9)).to_dict()["data"]
    z = np.array(cells["z"])
    assert (z.diagonal() > 0).all() and z[4, 9] == -1 < z[9, 4] < 0 == z[0, 1]
    written = {(y, x): text for y, x, text in zip(counts["y"], counts["x"], counts["text"], strict=True)}
    assert len(written) == 12 and written[4, 9] == "10" and written[0, 0] == "490"
    assert cells["customdata"][4][9] == "4 read as 9: <b>10 of 500</b> (2.0 %)"
    frame = confusion(matrix, DARK, (4, 9)).to_dict()["layout"]["shapes"][-1]
    assert (frame["x0"], frame["y0"]) == (8.5, 3.5)


@both_palettes
def test_every_count_stands_out_from_its_cell(palette) -> None:
    def light(colour: str) -> float:
        return float(lab([colour], np.eye(3))[0, 0])

    matrix = 50 * np.eye(10, dtype=int) + np.arange(100).reshape(10, 10) % 13
    cells, counts = confusion(matrix, palette).to_dict()["data"]
    for row, column, colour in zip(counts["y"], counts["x"], counts["textfont"]["color"], strict=True):
        value = cells["z"][row][column]
        ground = np.array([int(palette.ground[at : at + 2], 16) for at in (1, 3, 5)])
        full = np.array(palette.positive if value > 0 else palette.negative)
        cell = "#" + "".join(f"{round(c):02x}" for c in ground + abs(value) * (full - ground))
        assert abs(light(colour) - light(cell)) > 0.3


def test_every_digit_is_shown_with_its_doubt_and_none_that_was_not_asked() -> None:
    right, shown = np.full(10, 450), np.full(10, 500)
    right[3], right[5], shown[5] = 500, 0, 0
    (points,) = accuracy_with_doubt(right, shown, DARK).to_dict()["data"]
    assert points["x"] == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert points["y"][0] == 90 and points["y"][3] == 100
    assert points["error_y"]["array"][3] == pytest.approx(0) and points["error_y"]["arrayminus"][3] > 0.5
    assert "<b>450 of 500</b>" in points["customdata"][0]


def test_curves_carry_the_parts_and_nothing_where_nothing_is_answered() -> None:
    answered, right = certainty_curves([0, 0.5, 1], [1, 0.8, 0], [0.9, 0.95, np.nan], DARK).to_dict()["data"]
    assert answered["y"] == [100, 80, 0]
    assert (right["x"], right["y"]) == ([0, 50], [90, 95])


def test_a_picture_stands_at_each_level_of_a_change() -> None:
    figure = robustness_curves(
        (0, 1, 2), [1, 1, 0.5], [1, 0.5, 0], ["a", "b", "c"], "pixels", DARK, height=200
    ).to_dict()
    anew, bare = figure["data"]
    assert (anew["y"], bare["y"]) == ([100, 100, 50], [100, 50, 0])
    assert (anew["line"]["color"], bare["line"]["color"]) == (rgba(DARK.positive), rgba(DARK.negative))
    assert [(image["x"], image["source"]) for image in figure["layout"]["images"]] == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
    ]


def test_the_map_writes_each_digit_at_its_place_in_its_colour() -> None:
    places = np.array([[-4.0, 2.0], [1.0, 0.0]])
    figure = digit_map(places, np.array([7, 0], np.uint8), ["seven", "nought"], LIGHT).to_dict()
    (digits,) = figure["data"]
    assert (digits["x"], digits["y"], digits["text"]) == ([-1, 0.25], [0.5, 0], ["7", "0"])
    assert digits["textfont"]["color"] == [LIGHT.digits[7], LIGHT.digits[0]]
    assert figure["layout"]["xaxis"]["range"][0] < -1
