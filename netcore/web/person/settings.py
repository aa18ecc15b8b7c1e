"""What one person set for their training."""

from dataclasses import dataclass

from netcore.training.config import TrainingConfig

RANDOM = "random numbers"
"""What a training begins with that goes on from no network."""


@dataclass
class Settings:
    """As the widgets have it, which may be what can't be.

    Attributes:
        start: the name of the network to go on from, or RANDOM.
        hidden: sizes of the hidden layers, as they were typed.
        activation: of the hidden neurons.
        rate: the learning rate.
        batch: examples between two steps.
        epochs: how often all examples are seen.
        examples: how many.
        seed: the same gives the same numbers.
        drawings: learn from the person's own drawings, too.
        slow: begin in slow motion.
    """

    start: str = RANDOM
    hidden: str = ", ".join(map(str, TrainingConfig.hidden))
    activation: str = TrainingConfig.activation
    rate: float = TrainingConfig.learning_rate
    batch: int = TrainingConfig.batch_size
    epochs: int = TrainingConfig.epochs
    examples: int = TrainingConfig.examples
    seed: int = TrainingConfig.seed
    drawings: bool = True
    slow: bool = True


DEFAULTS = Settings()


def widget_of(setting: str) -> str:
    """The key of the widget that sets it."""
    return f"config_{setting}"
