"""Pictures of digits with their labels: MNIST from its own files, pen drawings, and the bundled sample."""

from netcore.datasets.augment import distort_pictures, distort_strokes, shift_some
from netcore.datasets.download import DownloadProgress, download_mnist
from netcore.datasets.drawings import (
    PenDrawing,
    as_lines,
    canvas_pictures,
    draw,
    place,
    read_drawings,
    write_drawings,
)
from netcore.datasets.examples import Examples
from netcore.datasets.mnist import cache_folder, is_mnist_here, load_mnist
from netcore.datasets.sample import held_out, learned_from, load_sample, sample_indices
from netcore.datasets.variants import Variant, make_variants

__all__ = [
    "DownloadProgress",
    "Examples",
    "PenDrawing",
    "Variant",
    "as_lines",
    "cache_folder",
    "canvas_pictures",
    "distort_pictures",
    "distort_strokes",
    "download_mnist",
    "draw",
    "held_out",
    "is_mnist_here",
    "learned_from",
    "load_mnist",
    "load_sample",
    "make_variants",
    "place",
    "read_drawings",
    "sample_indices",
    "shift_some",
    "write_drawings",
]
