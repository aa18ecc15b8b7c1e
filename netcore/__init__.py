"""netcore: see a neural network read a handwritten digit."""

from netcore.errors import ConfigError, DataError, NetcoreError, PictureError, WeightsError
from netcore.files.pictures import read_picture
from netcore.files.weights import available, load, save
from netcore.network import Layer, Network, Trace
from netcore.preprocess import prepare, prepare_all, prepare_steps
from netcore.reading import Part, Reading, read

__version__ = "0.2.0"

__all__ = [
    "ConfigError",
    "DataError",
    "Layer",
    "NetcoreError",
    "Network",
    "Part",
    "PictureError",
    "Reading",
    "Trace",
    "WeightsError",
    "available",
    "load",
    "prepare",
    "prepare_all",
    "prepare_steps",
    "read",
    "read_picture",
    "save",
]
