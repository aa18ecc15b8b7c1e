"""What the server knows of what one person's browser keeps."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from netcore.web.person.kept import LARGEST

Signs = tuple[Any, ...]
"""What is another when a part is: numbers and texts, and objects that are replaced rather than changed."""


@dataclass
class Keeper:
    """Which parts of what is a person's their browser has.

    Attributes:
        address: the network that the page's address named when it was opened; None if it named none.
        key: tells this person's page from one that was served before, perhaps by a server that is no more.
        is_open: the browser has given what it had kept; one that had nothing gives nothing.
        is_trained: the own network that was given is what the training made.
        numbers: of each part; they grow with each change, 0 for what need not be kept anew.
        signs: of each part as it was when it got its number.
        wanted: the parts that the browser asked for.
        refusals: why what it had kept was not taken, in sentences.
    """

    address: str | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    is_open: bool = False
    is_trained: bool = False
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LARGEST, 0))
    signs: dict[str, Signs] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def is_other(self, part: str, signs: Signs) -> bool:
        """Whether a part has changed since it got its number."""
        known = self.signs.get(part, signs)
        return not all(
            one is other or (isinstance(one, int | str) and one == other)
            for one, other in zip(known, signs, strict=True)
        )

    def number(self, signs: dict[str, Signs]) -> list[str]:
        """Give new numbers to the parts that have changed; those are returned."""
        changed = [part for part, now in signs.items() if self.is_other(part, now)]
        for part in changed:
            self.numbers[part] += 1
            self.signs[part] = signs[part]
        for part, now in signs.items():
            self.signs.setdefault(part, now)
        return changed
