"""netcore: see a neural network read a handwritten digit."""

from netcore.errors import DataError, NetcoreError, PictureError, WeightsError
from netcore.network import Layer, Network, Trace
from netcore.preprocess import prepare, prepare_all, prepare_steps
from netcore.storage import available, load, save

__all__ = [
    "DataError",
    "Layer",
    "NetcoreError",
    "Network",
    "PictureError",
    "Trace",
    "WeightsError",
    "available",
    "load",
    "prepare",
    "prepare_all",
    "prepare_steps",
    "save",
]
