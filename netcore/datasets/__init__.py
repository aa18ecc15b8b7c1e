"""Pictures of digits with their labels: MNIST from its own files, and the sample that ships with netcore."""

from netcore.datasets.download import DownloadProgress, download_mnist
from netcore.datasets.examples import Examples
from netcore.datasets.mnist import cache_folder, load_mnist
from netcore.datasets.sample import load_sample, sample_indices

__all__ = [
    "DownloadProgress",
    "Examples",
    "cache_folder",
    "download_mnist",
    "load_mnist",
    "load_sample",
    "sample_indices",
]
