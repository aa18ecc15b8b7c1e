"""Who learns from what, and who judges: the one place for it.

A figure is worth something only if the judge is a stranger. Three questions, each with a pair of words:

* What may a training learn from at all? *Training* digits and drawings are for learning, *held-out* ones
  judge, and nothing ever learns from them: of the bundled digits every fifth, of a person's own
  drawings those that are `kept_back`.
* What did this very network learn from? That it has *seen*, all else is *unseen*; its `meta` says so.
* How do a recipe's networks read strangers? Drawings are never split at random: whole collections, of one
  country or one company, are *folds* that are left out once each, and with them everyone who wrote for them.
"""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.data.drawings import PenDrawing
from netcore.data.examples import NO_DIGIT, Examples
from netcore.data.sample import load_sample

AMBIGUOUS = frozenset("OoDQIl|/\\()[]!ZzSsBbGgqTYC',.`;")
"""Letters and signs that some hands write as others write a digit: they say nothing of what is none."""
MOST_FOLDS = 5
"""So many networks at most are trained only to judge how a recipe reads strangers."""
_BITS_EACH, _HASHES, _MOST_BITS = 16, 8, 1_600_000
"""Of the set of seen drawings; a file has no room for more than so many bits."""


@cache
def training_digits(digit: int | None = None) -> NDArray[np.intp]:
    """Which of the bundled digits trainings learn from: all but the held-out ones.

    Args:
        digit: only those that show it, 0–9; None for all.

    Returns:
        (4000,) or (400,) places in `load_sample`, not to be written to.
    """
    is_asked_for = np.ones(len(load_sample()), bool) if digit is None else load_sample().labels == digit
    return _shared(np.flatnonzero(~_is_held_out() & is_asked_for))


@cache
def held_out_digits() -> NDArray[np.intp]:
    """Which of the bundled digits nothing ever learns from: every fifth, 100 of each digit.

    Returns:
        (1000,) places in `load_sample`, not to be written to.
    """
    return _shared(np.flatnonzero(_is_held_out()))


def training_drawings(drawings: Iterable[PenDrawing]) -> tuple[PenDrawing, ...]:
    """The drawings of a person that a training learns from; those that are `kept_back` judge it."""
    return tuple(drawing for drawing in drawings if not drawing.kept_back)


def unambiguous(drawings: Iterable[PenDrawing]) -> list[PenDrawing]:
    """All drawings but the letters and signs that may be a digit, which are to teach and to judge nothing."""
    return [drawing for drawing in drawings if drawing.digit != NO_DIGIT or drawing.word not in AMBIGUOUS]


def leave_out(examples: Examples, indices: NDArray[Any]) -> Examples:
    """All examples but those at the given places."""
    kept = np.ones(len(examples), dtype=bool)
    kept[indices] = False
    return Examples(examples.pictures[kept], examples.labels[kept])


def has_seen_sample(meta: Mapping[str, Any]) -> bool:
    """Whether a network's `meta` says that it learned from bundled digits: from some `training_digits`."""
    training = meta.get("training")
    return isinstance(training, dict) and training.get("sample") is True


def unseen_digits(meta: Mapping[str, Any]) -> NDArray[np.intp]:
    """Which of the bundled digits a network with this `meta` never learned from, (n,)."""
    return held_out_digits() if has_seen_sample(meta) else np.arange(len(load_sample()))


def unseen_drawings(meta: Mapping[str, Any], drawings: Sequence[PenDrawing]) -> NDArray[np.intp]:
    """Which drawings a network with this `meta` never learned from, (n,); all if it names none."""
    seen = SeenDrawings.from_meta(meta)
    if seen is None:
        return np.arange(len(drawings))
    return np.flatnonzero([drawing not in seen for drawing in drawings])


def folds(drawings: Sequence[PenDrawing]) -> list[NDArray[np.bool_]]:
    """Split drawings by collection, to judge each by a network that learned from the others alone.

    A source "unipen1a-ibm" is a contributor, "ibm", to the collection "unipen1a". Neither is ever on both
    sides. The largest collections are folds of their own; small ones share one.

    Args:
        drawings: m of them.

    Returns:
        Masks (m,), at most MOST_FOLDS, which together hold each drawing of a digit once; none if all of
        them are from one collection.
    """
    digits = Counter({drawing.source: 0 for drawing in drawings})
    digits.update(drawing.source for drawing in drawings if drawing.digit != NO_DIGIT)
    groups = Counter[frozenset[str]]()  # of names that belong together, and how many digits they have
    for source, count in digits.items():
        names = _names(source)
        joined = [group for group in groups if group & names]
        for group in joined:
            names, count = names | group, count + groups.pop(group)
        groups[names] = count
    groups = +groups  # without those who drew no digits
    if len(groups) < 2:
        return []
    sizes = [0] * min(len(groups), MOST_FOLDS)
    fold_of: dict[str, int] = {}
    for names, count in groups.most_common():
        smallest = sizes.index(min(sizes))
        sizes[smallest] += count
        fold_of |= dict.fromkeys(names, smallest)
    places = (
        next((fold_of[name] for name in _names(drawing.source) if name in fold_of), -1)
        for drawing in drawings
    )
    chosen = np.fromiter(places, np.intp, len(drawings))
    return [chosen == number for number in range(len(sizes))]


def _names(source: str) -> frozenset[str]:
    return frozenset((collection_of(source), contributor_of(source)))


def collection_of(source: str) -> str:
    """The collection that a source belongs to: "unipen1a" of "unipen1a-ibm"."""
    return source.split("-")[0]


def contributor_of(source: str) -> str:
    """Who contributed a source: "ibm" of "unipen1a-ibm"."""
    return source.split("-")[-1]


class SeenDrawings:
    """The drawings that a network learned from, as few bytes in its `meta`.

    Bloom filters (Bloom, 1970), one for each training: they know each drawing, and take less than one
    stranger's in a thousand for known.
    """

    def __init__(self, filters: Sequence[NDArray[np.uint8]]) -> None:
        """Take the filters' bytes."""
        self._filters = tuple(filters)

    @classmethod
    def of(cls, drawings: Sequence[PenDrawing]) -> "SeenDrawings":
        """Remember drawings."""
        size = min(max(len(drawings) * _BITS_EACH, 8), _MOST_BITS)
        flags = np.zeros(-(-size // 8) * 8, np.uint8)
        for drawing in drawings:
            flags[_places(drawing, len(flags))] = 1
        return cls([np.packbits(flags)])

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> "SeenDrawings | None":
        """What a network's `meta` says; None if it names none, or nonsense."""
        training = meta.get("training")
        texts = training.get("known drawings") if isinstance(training, dict) else None
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            return None
        try:
            filters = [np.frombuffer(base64.b64decode(text, validate=True), np.uint8) for text in texts]
        except (binascii.Error, ValueError):
            return None
        return cls(filters) if all(map(len, filters)) else None

    def joined(self, others: "SeenDrawings") -> "SeenDrawings":
        """These and others."""
        return SeenDrawings([*self._filters, *others._filters])

    @property
    def as_texts(self) -> list[str]:
        """For `meta`."""
        return [base64.b64encode(bits.tobytes()).decode() for bits in self._filters]

    def __contains__(self, drawing: PenDrawing) -> bool:
        return any(_is_set(bits, _places(drawing, 8 * len(bits))) for bits in self._filters)


def _is_held_out() -> NDArray[np.bool_]:
    """(5000,) every fifth of the bundled digits, which are sorted."""
    held: NDArray[np.bool_] = np.arange(len(load_sample())) % 5 == 4
    return held


def _shared(indices: NDArray[np.intp]) -> NDArray[np.intp]:
    indices.flags.writeable = False
    return indices


def _is_set(bits: NDArray[np.uint8], places: NDArray[np.intp]) -> bool:
    return bool((bits[places >> 3] >> (7 - (places & 7)) & 1).all())


def _places(drawing: PenDrawing, size: int) -> NDArray[np.intp]:
    """Which bits stand for a drawing, wherever it lies and however large it is."""
    points = np.concatenate(drawing.strokes)
    # To six digits, as drawings files keep them.
    magnitude = 10 ** (5 - np.floor(np.log10(np.maximum(np.abs(points), 1e-9))))
    points = np.round(points * magnitude) / magnitude
    corner, side = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    shape = ((points - corner) / side * 1000).round().astype("<i4")
    digest = hashlib.blake2b(shape.tobytes(), digest_size=8 * _HASHES).digest()
    return (np.frombuffer(digest, "<u8") % np.uint64(size)).astype(np.intp)
