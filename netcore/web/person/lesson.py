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
        picked: layer and number of the neuron that was clicked in the diagram just now, "hidden 1/5", or "".
        teaches: this person sees the notes for the one in front.
    """

    step: int = 1
    done: set[int] = field(default_factory=set)
    revealed: set[int] = field(default_factory=set)
    begun: int = 0
    noticed: dict[str, Any] = field(default_factory=dict)
    picked: str = ""
    teaches: bool = False

    def go(self, step: int, begun: int) -> None:
        """Open a step.

        Args:
            step: its number.
            begun: as `Drawing.begun`.
        """
        self.step, self.begun = step, begun

    def take_picked(self) -> str:
        """What was clicked, once; "" for nothing."""
        picked, self.picked = self.picked, ""
        return picked

    def reveal(self) -> None:
        """Answer the question of the step on screen, or hide the answer again."""
        self.revealed ^= {self.step}

    def start_over(self, begun: int) -> None:
        """Begin with the first step, as if nothing had been done.

        Args:
            begun: as `Drawing.begun`.
        """
        teaches = self.teaches
        vars(self).update(vars(Lesson(begun=begun, teaches=teaches)))
