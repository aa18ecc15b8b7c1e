"""The link that one person came with."""

from dataclasses import dataclass, field

ANSWER, CONTROLS = "answer", "controls"
HIDEABLE = frozenset((ANSWER, CONTROLS))
"""What a link can hide: the answer until it is asked for; all but canvas, network and answer."""


@dataclass
class Link:
    """What the link said.

    Attributes:
        taken: what it set once, by the names in the address, such as the drawing; a reload or the way back
            brings none of it again, and nothing that is kept elsewhere outranks it.
        hides: of HIDEABLE.
        language: the one it asks for, whether there is such a one or not; None if it asks for none.
        sent: how the fingerprint begins of the sender's own network, which isn't in the link; None without.
    """

    taken: dict[str, str] = field(default_factory=dict)
    hides: frozenset[str] = frozenset()
    language: str | None = None
    sent: str | None = None
