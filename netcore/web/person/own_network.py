"""One person's own network: a copy whose knobs they turn, and the way back and forward."""

from dataclasses import dataclass, field, replace
from typing import Any

from netcore.language import _
from netcore.network import Network
from netcore.web.person.history import History

OWN = "my network"
"""What it is called in the choice of networks; no file can be called that."""
MOST_TURNS = 50
"""So many can be undone."""


@dataclass(frozen=True)
class Version:
    """What the network was like at one time.

    Attributes:
        network: with all that was turned.
        before: the network that it is compared with: as trained, or as uploaded.
        source: what that one is called.
        change: what was done last, in words.
        gesture: the same for versions that are undone together, of which only the last is kept.
    """

    network: Network
    before: Network
    source: str
    change: str
    gesture: str | None = None


def _nothing_yet() -> History[Version | None]:
    return History([None], MOST_TURNS)


@dataclass
class OwnNetwork:
    """What a person made of a network.

    Attributes:
        history: all versions, after None for the time before there was an own network, unless that
            had to be forgotten.
        left: the network that was chosen before there was an own one.
    """

    history: History[Version | None] = field(default_factory=_nothing_yet)
    left: str = ""

    @property
    def version(self) -> Version | None:
        """What it is like now; None while there is no own network."""
        return self.history.now

    @property
    def versions(self) -> list[Version]:
        """All that are known, the oldest first, with those that can be redone."""
        return [version for version in self.history.states if version is not None]

    @property
    def network(self) -> Network | None:
        """It as it is now; None while there is no own network."""
        return None if self.version is None else self.version.network

    @property
    def to_turn(self) -> Network | None:
        """The network that a knob turns: as it is now or, once all is undone, the one that it came from."""
        if self.version is not None:
            return self.version.network
        return self.versions[0].before if self.versions else None

    @property
    def can_undo(self) -> bool:
        """Something was done that can be undone."""
        return self.history.can_undo

    @property
    def can_redo(self) -> bool:
        """Something was undone."""
        return self.history.can_redo

    def earlier(self, network: Network) -> list[Network]:
        """What a network was like before each turn, the latest first, back to what it is compared with.

        Args:
            network: the own network as it is now; of any other there is nothing earlier.
        """
        now = self.version
        if now is None or network is not now.network:
            return []
        turned = [one.network for one in self.history.earlier if one and one.before is now.before]
        return [*turned, now.before]

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
        now, before, is_own = self.version, network, False
        if now is None:
            self.left = source
        elif source == OWN:
            before, source, is_own = now.before, now.source, True
        self._go_on(changed, before, source, change, gesture, may_replace=is_own)

    def take(self, network: Network, source: str, change: str, left: str, gesture: str | None = None) -> None:
        """Go on with another network, such as one from a file.

        Args:
            network: that network.
            source: what it is called.
            change: what was done, in words.
            left: the network that was chosen until now.
            gesture: the same for networks of which only the last is kept.
        """
        if self.version is None:
            self.left = left
        self._go_on(network, network, source, change, gesture)

    def drop(self, gesture: str) -> None:
        """Forget what was taken with that gesture, and all that came after it."""
        for position, version in enumerate(self.history.states):
            if version is not None and version.gesture == gesture:
                if position:
                    self.history.forget_from(position)
                else:
                    self.history = _nothing_yet()
                return

    def reset(self) -> None:
        """Bring everything back to what it is compared with."""
        if self.version is not None:
            self.take(self.version.before, self.version.source, _("everything as it was"), self.left)

    def undo(self) -> None:
        """Go back one version."""
        self.history.undo()

    def redo(self) -> None:
        """Go forward one version."""
        self.history.redo()

    def _go_on(
        self,
        network: Network,
        before: Network,
        source: str,
        change: str,
        gesture: str | None,
        *,
        may_replace: bool = True,
    ) -> None:
        meta: dict[str, Any] = {"name": OWN, "about": _("your own copy of {source}").format(source=source)}
        # What it learned from and how its outputs are read, as before.
        meta |= {key: before.meta[key] for key in ("training", "calibration") if key in before.meta}
        version = Version(replace(network, meta=meta), before, source, change, gesture)
        is_same = gesture is not None and self.version is not None and gesture == self.version.gesture
        (self.history.replace if is_same and may_replace else self.history.add)(version)
