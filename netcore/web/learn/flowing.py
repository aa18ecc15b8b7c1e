"""Labelled examples that run through the diagram while a person's network learns from such."""

import time

import numpy as np

from netcore.data.prepared import BUNDLED, bundled_training_set
from netcore.preprocess import BYTE
from netcore.training.news import News, Status
from netcore.training.run import Run
from netcore.web.components.stage.stage import Examples
from netcore.web.state import me

SECONDS = 0.5
"""Each takes so long."""


def flowing_examples(run: Run, news: News) -> Examples | None:
    """A bundled digit such as a training learns from, another each half second.

    Args:
        run: this person's training.
        news: how far it is.

    Returns:
        None while it rests, and while a drawing is on the canvas: the diagram then shows that.
    """
    if news.status is not Status.RUNNING or me().drawing.objects:
        return None
    number = int(time.monotonic() / SECONDS)
    pixels, labels = bundled_training_set(min(run.config.examples, BUNDLED))
    place = int(np.random.default_rng(number).integers(len(labels)))
    levels = (pixels[[place]] / BYTE).round().astype(np.uint8)
    return Examples(number, levels, (int(labels[place]),), 0.9 * SECONDS)
