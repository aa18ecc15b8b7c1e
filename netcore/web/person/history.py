"""Undo and redo."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class History(Generic[T]):
    """States one after the other, and which of them is the present one.

    Attributes:
        states: the oldest first, at least one; those after the present one can be redone.
        most: so many steps can be undone; what lies further back is forgotten.
        position: of the present state.
    """

    states: list[T]
    most: int
    position: int = 0

    @property
    def now(self) -> T:
        """The present state."""
        return self.states[self.position]

    @property
    def earlier(self) -> list[T]:
        """The states before the present one, the latest first."""
        return self.states[: self.position][::-1]

    @property
    def can_undo(self) -> bool:
        """There is a state before this one."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """There is a state after this one."""
        return self.position < len(self.states) - 1

    def add(self, state: T) -> None:
        """Go on with another state; what could be redone is forgotten."""
        self.states = [*self.states[: self.position + 1], state][-self.most - 1 :]
        self.position = len(self.states) - 1

    def replace(self, state: T) -> None:
        """Put another state in the place of the present one; what could be redone is forgotten."""
        self.states = [*self.states[: self.position], state]

    def undo(self) -> None:
        """Go back one state, if there is one."""
        self.position = max(self.position - 1, 0)

    def redo(self) -> None:
        """Go forward one state, if there is one."""
        self.position = min(self.position + 1, len(self.states) - 1)

    def forget_from(self, position: int) -> None:
        """Forget the state there, which isn't the first, and all after it."""
        self.states = self.states[:position]
        self.position = min(self.position, position - 1)
