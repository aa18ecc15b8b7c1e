"""One person's own network: a copy whose knobs they turn, and the way back and forward."""

from dataclasses import dataclass, field, replace
from typing import Any

from netcore.network import Network

OWN = "my network"
"""What it is called in the choice of networks; no file can be called that."""
MOST_STATES = 50
"""So many turns can be undone."""


@dataclass(frozen=True)
class State:
    """What the network was like at one time.

    Attributes:
        network: with all that was turned.
        before: the network that it is compared with: as trained, or as uploaded.
        source: what that one is called.
        change: what was done last, in words.
        gesture: the same for states that are undone together, of which only the last is kept.
    """

    network: Network
    before: Network
    source: str
    change: str
    gesture: str | None = None


@dataclass
class OwnNetwork:
    """The states that a person's network went through, and which of them it is in.

    Attributes:
        states: in the order of their making.
        position: the state it is in now, -1 while there is no own network; those after it can be redone.
        left: the network that was chosen before there was an own one.
        first: the position that can be gone back to: 0 once what was before had to be forgotten.
    """

    states: list[State] = field(default_factory=list)
    position: int = -1
    left: str = ""
    first: int = -1

    @property
    def state(self) -> State | None:
        """What it is like now; None while there is no own network."""
        return self.states[self.position] if self.position >= 0 else None

    @property
    def can_undo(self) -> bool:
        """Something was done that can be undone."""
        return self.position > self.first

    @property
    def can_redo(self) -> bool:
        """Something was undone."""
        return self.position < len(self.states) - 1

    def earlier(self, network: Network) -> list[Network]:
        """What a network was like before each turn, the latest first, back to what it is compared with.

        Args:
            network: the own network as it is now; of any other there is nothing earlier.
        """
        state = self.state
        if state is None or network is not state.network:
            return []
        turned = [one.network for one in self.states[: self.position] if one.before is state.before]
        return [*reversed(turned), state.before]

    def turn(
        self, network: Network, source: str, changed: Network, change: str, gesture: str | None = None
    ) -> None:
        """Go on with a changed copy of the own network or of another one.

        Args:
            network: what was changed; it stays as it is.
            source: what that is called: OWN if it is the own network.
            changed: what came of it.
            change: what was done, in words.
            gesture: the same for turns that are undone together.
        """
        before = network
        if self.position < 0:
            self.left = source
        if source == OWN and self.state is not None:
            before, source = self.state.before, self.state.source
            if gesture is not None and gesture == self.state.gesture:
                self.position -= 1
        self._append(changed, before, source, change, gesture)

    def take(self, network: Network, source: str, change: str, left: str, gesture: str | None = None) -> None:
        """Go on with another network, such as one from a file.

        Args:
            network: that network.
            source: what it is called.
            change: what was done, in words.
            left: the network that was chosen until now.
            gesture: the same for networks of which only the last is kept.
        """
        if self.position < 0:
            self.left = left
        elif gesture is not None and self.states[self.position].gesture == gesture:
            self.position -= 1
        self._append(network, network, source, change, gesture)

    def drop(self, gesture: str) -> None:
        """Forget what was taken with that gesture, and all that came after it."""
        places = [place for place, state in enumerate(self.states) if state.gesture == gesture]
        if places:
            self.states = self.states[: places[0]]
            self.position = min(self.position, len(self.states) - 1)
            self.first = min(self.first, self.position)

    def reset(self) -> None:
        """Bring everything back to what it is compared with."""
        if self.state is not None:
            self.take(self.state.before, self.state.source, "everything as it was", self.left)

    def undo(self) -> None:
        """Go back one state."""
        self.position = max(self.position - 1, self.first)

    def redo(self) -> None:
        """Go forward one state."""
        self.position = min(self.position + 1, len(self.states) - 1)

    def _append(
        self, network: Network, before: Network, source: str, change: str, gesture: str | None = None
    ) -> None:
        meta: dict[str, Any] = {"name": OWN, "about": f"your own copy of {source}"}
        # What it learned from and how its outputs are read, as before.
        meta |= {key: before.meta[key] for key in ("training", "calibration") if key in before.meta}
        network = replace(network, meta=meta)
        states = [*self.states[: self.position + 1], State(network, before, source, change, gesture)]
        self.states = states[-MOST_STATES - 1 :]
        self.position = len(self.states) - 1
        if len(states) > len(self.states):
            self.first = 0
