"""Labelled pictures and drawings, of digits and of what is none, and who learns from which."""

from netcore.data.augment import distort_pictures, distort_strokes, shift_some
from netcore.data.download import DownloadProgress, download_mnist
from netcore.data.drawings import (
    PenDrawing,
    as_lines,
    canvas_pictures,
    draw,
    place,
    read_drawings,
    write_drawings,
)
from netcore.data.examples import NO_DIGIT, Examples
from netcore.data.mnist import cache_folder, is_mnist_here, load_mnist
from netcore.data.no_digits import KINDS
from netcore.data.sample import load_sample, sample_indices
from netcore.data.splits import KnownDrawings, clear, folds, held_out, learned_from, unseen, without
from netcore.data.style_rules import style_of
from netcore.data.styles import write_styles
from netcore.data.variants import Made, Variant, as_drawn, make_no_digits, make_variants

__all__ = [
    "KINDS",
    "NO_DIGIT",
    "DownloadProgress",
    "Examples",
    "KnownDrawings",
    "Made",
    "PenDrawing",
    "Variant",
    "as_drawn",
    "as_lines",
    "cache_folder",
    "canvas_pictures",
    "clear",
    "distort_pictures",
    "distort_strokes",
    "download_mnist",
    "draw",
    "folds",
    "held_out",
    "is_mnist_here",
    "learned_from",
    "load_mnist",
    "load_sample",
    "make_no_digits",
    "make_variants",
    "place",
    "read_drawings",
    "sample_indices",
    "shift_some",
    "style_of",
    "unseen",
    "without",
    "write_drawings",
    "write_styles",
]
