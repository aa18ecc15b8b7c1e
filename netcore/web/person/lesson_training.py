"""The lesson's own training: it goes on while somebody looks at it, in the time that a class has for it."""

import math
from functools import cache

import numpy as np

from netcore.data import training_digits
from netcore.data.prepared import BUNDLED, bundled_training_set, held_out_set
from netcore.network import Network
from netcore.training.learner import Epoch, Learner, always, new_network
from netcore.training.snapshots import Score, score

SECONDS = 0.5
"""From look to look."""
LOOKS = 60
"""So many looks, and each example is learned from once."""
GATHERING_PACE = 1.5
"""At first there is most to see: so it learns from few examples at a look, later from more."""
BATCH = 10
LEARNING_RATE, WEIGHT_DECAY = 0.01, 0.1
"""With these, random networks of the sizes of ours read about nine in ten digits in the end."""
STEPS = math.ceil(BUNDLED / BATCH)


@cache
def _examples() -> Epoch:
    return always(*bundled_training_set(BUNDLED))(1)


def _steps_until(looks: int) -> int:
    return round(STEPS * math.pow(looks / LOOKS, GATHERING_PACE))


class LessonTraining:
    """A network of random numbers that learns from 4,000 examples, some at each look.

    It belongs to nobody's training page. As it goes on at looks alone, it rests while nobody looks.

    Attributes:
        network: as it is now.
        scores: how well it reads digits that it never learns from, at each look; the first before any.
        is_going: it goes on at the next look.
        shown: the place in `load_sample` of one of the digits that it learns from, another at each look;
            None before the first.
    """

    def __init__(self, like: Network, seed: int = 1) -> None:
        """Make a network of random numbers.

        Args:
            like: its sizes and activation functions are taken.
            seed: other numbers for another seed.
        """
        functions = [layer.activation_function for layer in like.layers]
        first = new_network(like.sizes, functions[0], functions[-1], seed=seed)
        self.seed = seed
        self.network = Network(first.layers, {"name": "random numbers"})
        self.scores: list[Score] = [score(self.network, held_out_set())]
        self.is_going = False
        self.shown: int | None = None
        self._learner: Learner | None = None

    @property
    def looks(self) -> int:
        """Looks until now at which it learned."""
        return len(self.scores) - 1

    @property
    def examples(self) -> int:
        """Examples that it has learned from."""
        return min(self._steps * BATCH, BUNDLED)

    @property
    def is_done(self) -> bool:
        """It has learned from all."""
        return self.looks >= LOOKS

    @property
    def _steps(self) -> int:
        return _steps_until(self.looks)

    def is_like(self, network: Network) -> bool:
        """Whether this network has the same sizes and activation functions."""
        return [repr(layer) for layer in network.layers] == [repr(layer) for layer in self.network.layers]

    def look(self) -> None:
        """Learn from the next examples, if it is going on."""
        if not self.is_going or self.is_done:
            return
        if self._learner is None:
            self._learner = Learner(
                self.network,
                lambda _epoch: _examples(),
                epochs=1,
                batch_size=BATCH,
                learning_rate=LEARNING_RATE,
                weight_decay=WEIGHT_DECAY,
                seed=self.seed,
            )
        with np.errstate(all="ignore"):
            for _step in range(self._steps, _steps_until(self.looks + 1)):
                self._learner.learn()
            self.network = Network(self._learner.network.layers, self.network.meta)
            self.scores.append(score(self.network, held_out_set()))
        self.shown = int(np.random.default_rng((self.seed, self.looks)).choice(training_digits()))
        if self.is_done:
            self.is_going, self._learner = False, None
