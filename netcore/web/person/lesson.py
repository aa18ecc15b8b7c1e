"""How far a person is in the lesson, and what they did there."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Lesson:
    """What the lesson knows of one person.

    Attributes:
        step: the one on screen, from 1.
        done: the steps whose tasks are done.
        revealed: the steps whose questions were answered.
        begun: how many drawings were begun when the step was opened, as `Drawing.begun`.
        noticed: what steps keep, by names that begin with the name of the step's file.
    """

    step: int = 1
    done: set[int] = field(default_factory=set)
    revealed: set[int] = field(default_factory=set)
    begun: int = 0
    noticed: dict[str, Any] = field(default_factory=dict)
