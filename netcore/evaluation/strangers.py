"""What a network's file says of how strangers are read: checked, for whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LETTERS = "letter or sign"
"""What drawings of letters and signs are called among the kinds of no digit."""
MOST = 10**9
"""Of anything that is counted."""

Pairs = dict[str, tuple[int, int]]
"""Of each, so many of so many."""


@dataclass(frozen=True)
class Strangers:
    """What a network's file says of how strangers are read.

    Attributes:
        digits: so many were judged.
        writers: of so many people.
        pooled: the part of all digits that was right, and where it lies with 95 % confidence.
        mean_over_writers: the mean of each person's part, and where it lies.
        collections: right, of each collection.
        styles: right, of each way of writing.
        none: called a digit, of each kind of no digit.
        answered: the part of the digits that got an answer.
        confident: right, of the answers of at least such a confidence.
        reliability: of answers that are about as sure, the mean confidence, the part that is right, how many.
    """

    digits: int
    writers: int
    pooled: tuple[float, float, float]
    mean_over_writers: tuple[float, float, float]
    collections: Pairs
    styles: Pairs
    none: Pairs
    answered: float
    confident: Pairs
    reliability: tuple[tuple[float, float, float], ...]

    @property
    def letters(self) -> tuple[int, int]:
        """Letters and signs that are called a digit, of how many."""
        return self.none.get(LETTERS, (0, 0))

    @property
    def others(self) -> tuple[int, int]:
        """What else is no digit and is called one, of how many."""
        others = [pair for name, pair in self.none.items() if name != LETTERS]
        return sum(part for part, _ in others), sum(whole for _, whole in others)


def strangers_of(meta: Mapping[str, Any]) -> Strangers | None:
    """What a network's `meta` says; None if it says nothing, or nonsense."""
    said = meta.get("strangers")
    if not isinstance(said, dict):
        return None
    try:
        return Strangers(
            _whole(said["digits"]),
            _whole(said["writers"]),
            _shares(said["pooled"]),
            _shares(said["mean over writers"]),
            _pairs(said["collections"]),
            _pairs(said["styles"]),
            _pairs(said["no digits called a digit"]),
            _share(said["answered"]),
            _pairs({f"{_share(least):g}": pair for least, pair in said["confident"].items()}),
            tuple((_share(mean), _share(part), _whole(shown)) for mean, part, shown in said["reliability"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise ValueError("not a count")
    return value


def _shares(values: Any) -> tuple[float, float, float]:
    part, least, most = map(_share, values)
    return part, least, most


def _share(value: Any) -> float:
    share = float(value)
    if not 0 <= share <= 1:  # not a number is not either
        raise ValueError("not a share")
    return share


def _pairs(values: Any) -> Pairs:
    pairs = {str(name): (_whole(part), _whole(whole)) for name, (part, whole) in values.items()}
    if not all(part <= whole for part, whole in pairs.values()):
        raise ValueError("more than there are")
    return pairs
