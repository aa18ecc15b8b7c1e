"""How the networks in `weights/` are made: from which examples, of which sizes, how long."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netcore.activations import RELU, SIGMOID, ActivationFunction
from netcore.data import NO_DIGIT, Made, Variant, shift_some
from netcore.data.no_digits import is_narrow
from netcore.language import N_
from netcore.preprocess import as_light
from netcore.training.backpropagation import one_hot
from netcore.training.learner import Epoch, LearnerState, Progress, new_network, train
from netcore.training.pruning import prune

VARIANTS = 12
"""So many distorted versions are made of every example; each epoch takes other ones."""
MADE_PER_VARIANT = Made(styled=12_000, doodles=4_500, pairs=2_000, pasted=1_000, parts=2_000)
"""So many others each variant holds."""
VARIANTS_SEED = 1
"""The same variants for every recipe and seed."""
SEEN_PER_EPOCH = 2
"""So many versions of each picture and of each drawing are seen in an epoch."""
JUDGING_PART = 0.4
"""Networks that only tell how a recipe reads strangers are trained for this part of the epochs."""
AVERAGING = 0.999
"""Of the weights in the last stage, as for `train`."""
PRUNING_EXAMPLES = 5000
"""So many are enough to judge what a neuron is worth."""


@dataclass(frozen=True)
class Stage:
    """A part of a training: the network is pruned to these sizes and trained on.

    Attributes:
        sizes: neurons in each layer, the input first.
        epochs: how long.
        learning_rate: at its beginning; it falls to zero along half a cosine.
    """

    sizes: tuple[int, ...]
    epochs: int
    learning_rate: float


@dataclass(frozen=True)
class Recipe:
    """How one network is made.

    Attributes:
        about: what it is, in a few words for those who choose it.
        hidden: activation function of the hidden layers.
        stages: from the largest network to the one that is wanted.
        weight_decay: as for `train`.
        plain_part: of the pictures that stays undistorted in an epoch: more for a small network,
            which has no room for every way of writing.
        shifted_part: of everything that is shifted by a pixel.
        with_narrow: whether what is made is among what is no digit even if it is as narrow as a 1; a large
            network learns to stay dark for plain ones from it.
        seed: decides all that is random. Of a few, the one whose network read the bundled sample best.
    """

    about: str
    hidden: ActivationFunction
    stages: tuple[Stage, ...]
    weight_decay: float
    plain_part: float
    shifted_part: float
    with_narrow: bool
    seed: int

    @property
    def epochs(self) -> int:
        """Of all stages."""
        return sum(stage.epochs for stage in self.stages)

    @property
    def brief(self) -> "Recipe":
        """The same in less than half the time, for networks that only judge."""
        stages = (replace(stage, epochs=math.ceil(stage.epochs * JUDGING_PART)) for stage in self.stages)
        return replace(self, stages=tuple(stages))

    def shortened(self, epochs: int) -> "Recipe":
        """The same with no stage longer than so many epochs, to try something out."""
        stages = (replace(stage, epochs=min(stage.epochs, epochs)) for stage in self.stages)
        return replace(self, stages=tuple(stages))


def shrinking(
    start: tuple[int, int],
    end: tuple[int, int],
    *,
    steps: int,
    epochs: tuple[int, int, int],
    learning_rate: float,
) -> tuple[Stage, ...]:
    """Stages that prune two hidden layers evenly from one pair of sizes to another.

    Args:
        start: neurons in the two hidden layers at first.
        end: and in the end.
        steps: in so many steps.
        epochs: of the first stage, of each of those between, and of the last.
        learning_rate: of the first and the last stage; half of it between.
    """
    stages = [Stage((784, *start, 10), epochs[0], learning_rate)]
    for step in range(1, steps + 1):
        hidden = (big - (big - small) * step // steps for big, small in zip(start, end, strict=True))
        stages.append(Stage((784, *hidden, 10), epochs[1], learning_rate / 2))
    return (*stages, Stage((784, *end, 10), epochs[2], learning_rate))


RECIPES = {
    "classic": Recipe(
        about=N_("the article's network, with the sigmoid in every layer"),
        hidden=SIGMOID,
        stages=shrinking((40, 24), (16, 16), steps=24, epochs=(20, 2, 200), learning_rate=0.01),
        weight_decay=0.02,
        plain_part=0.4,
        shifted_part=0.0,
        with_narrow=True,
        seed=1,
    ),
    "relu": Recipe(
        about=N_("as large as the article's, with ReLU in the hidden layers"),
        hidden=RELU,
        stages=shrinking((40, 24), (16, 16), steps=24, epochs=(20, 2, 200), learning_rate=0.005),
        weight_decay=0.02,
        plain_part=0.4,
        shifted_part=0.0,
        with_narrow=True,
        seed=2,
    ),
    "wide": Recipe(
        about=N_("eight times as many weights, with ReLU in the hidden layers"),
        hidden=RELU,
        stages=(Stage((784, 128, 64, 10), 100, 0.003),),
        weight_decay=0.05,
        plain_part=0.25,
        shifted_part=0.75,
        with_narrow=False,
        seed=1,
    ),
}


def epochs_of(
    variants: Sequence[Variant],
    labels: NDArray[np.uint8],
    drawn_labels: NDArray[np.uint8],
    used: NDArray[np.bool_],
    kinds: NDArray[np.bool_],
    recipe: Recipe,
) -> Callable[[int], Epoch]:
    """The examples of every epoch: some versions of each picture and drawing, and what is made.

    Args:
        variants: from `make_variants`.
        labels: (n,) the digits on the pictures.
        drawn_labels: (m,) what is drawn, NO_DIGIT for what is none.
        used: (m,) which drawings to learn from.
        kinds: (KINDS,) which kinds of no digit to learn from.
        recipe: says how much is distorted and shifted.

    Returns:
        What `train` asks for its examples.
    """
    targets_of_variant = one_hot(np.concatenate([labels, drawn_labels[used]]))

    def epoch(number: int) -> Epoch:
        random = np.random.default_rng((recipe.seed, number))
        chosen = random.choice(len(variants), SEEN_PER_EPOCH, replace=len(variants) < SEEN_PER_EPOCH)
        pixels, targets = [], []
        for choice in chosen:
            pictures = variants[choice].pictures.copy()
            plain = random.random(len(pictures)) < recipe.plain_part
            pictures[plain] = variants[0].pictures[plain]
            pixels += [pictures, variants[choice].drawn[used]]
            targets.append(targets_of_variant)
        made = variants[int(random.integers(len(variants)))]
        learned = kinds[made.kinds]
        if not recipe.with_narrow:
            learned &= ~is_narrow(made.nothing)
        nothing = made.nothing[learned]
        pixels += [made.styled, nothing]
        targets += [one_hot(made.styles), one_hot(np.full(len(nothing), NO_DIGIT, np.uint8))]
        everything = np.concatenate(pixels)
        shift_some(everything, recipe.shifted_part, random)
        return everything, np.concatenate(targets)

    return epoch


def follow_recipe(
    recipe: Recipe,
    examples: Callable[[int], Epoch],
    *,
    stage: int = 0,
    state: LearnerState | None = None,
) -> Iterator[tuple[int, Progress]]:
    """Train as a recipe says.

    Args:
        recipe: what to do.
        examples: gives the examples of an epoch, counted from 1 over all stages.
        stage: where to begin, from 0.
        state: of that stage, where an earlier training stopped.

    Yields:
        The stage, from 0, and its progress, after every epoch; the last one holds the network. For the
        state at the end of a stage, that end once more.
    """
    network = new_network(recipe.stages[stage].sizes, recipe.hidden, SIGMOID, seed=recipe.seed)
    for number in range(stage, len(recipe.stages)):
        now = recipe.stages[number]
        before = sum(earlier.epochs for earlier in recipe.stages[:number])
        if list(now.sizes) != network.sizes:
            pixels = examples(before + 1)[0]
            network = prune(network, now.sizes, as_light(pixels[:: max(len(pixels) // PRUNING_EXAMPLES, 1)]))
        for progress in train(
            network,
            _following(examples, before),
            epochs=now.epochs,
            learning_rate=now.learning_rate,
            weight_decay=recipe.weight_decay,
            averaging=AVERAGING if number == len(recipe.stages) - 1 else 0.0,
            seed=recipe.seed,
            state=state,
        ):
            network = progress.network
            yield number, progress
        state = None


def _following(examples: Callable[[int], Epoch], before: int) -> Callable[[int], Epoch]:
    """The epochs after the first `before` ones, counted from 1 again."""
    return lambda number: examples(before + number)
