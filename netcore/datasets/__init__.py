"""Pictures of digits with their labels: MNIST from its own files, and the sample that ships with netcore."""

from netcore.datasets.examples import Examples
from netcore.datasets.mnist import load_mnist
from netcore.datasets.sample import load_sample, sample_indices

__all__ = ["Examples", "load_mnist", "load_sample", "sample_indices"]
