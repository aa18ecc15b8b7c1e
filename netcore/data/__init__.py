"""Labelled pictures and drawings, of digits and of what is none, and who learns from which."""

from netcore.data.augment import distort_pictures, distort_strokes, shift_some
from netcore.data.download import DownloadProgress, download_mnist
from netcore.data.drawings import (
    PenDrawing,
    draw,
    placed_drawings,
    prepared_drawing,
    prepared_drawings,
    put_on_canvas,
)
from netcore.data.examples import NO_DIGIT, Examples, Made
from netcore.data.mnist import cache_folder, is_mnist, is_mnist_here, load_mnist
from netcore.data.ndjson import as_lines, read_drawings, write_drawings
from netcore.data.no_digits import KINDS, make_no_digits
from netcore.data.sample import load_sample, sample_indices
from netcore.data.splits import (
    SeenDrawings,
    folds,
    has_seen_sample,
    held_out_digits,
    leave_out,
    training_digits,
    training_drawings,
    unambiguous,
    unseen_digits,
    unseen_drawings,
)
from netcore.data.style_rules import style_of
from netcore.data.styles import write_styles
from netcore.data.variants import KeptVariants, Variant, make_packed_variant, make_variant

__all__ = [
    "KINDS",
    "NO_DIGIT",
    "DownloadProgress",
    "Examples",
    "KeptVariants",
    "Made",
    "PenDrawing",
    "SeenDrawings",
    "Variant",
    "as_lines",
    "cache_folder",
    "distort_pictures",
    "distort_strokes",
    "download_mnist",
    "draw",
    "folds",
    "has_seen_sample",
    "held_out_digits",
    "is_mnist",
    "is_mnist_here",
    "leave_out",
    "load_mnist",
    "load_sample",
    "make_no_digits",
    "make_packed_variant",
    "make_variant",
    "placed_drawings",
    "prepared_drawing",
    "prepared_drawings",
    "put_on_canvas",
    "read_drawings",
    "sample_indices",
    "shift_some",
    "style_of",
    "training_digits",
    "training_drawings",
    "unambiguous",
    "unseen_digits",
    "unseen_drawings",
    "write_drawings",
    "write_styles",
]
