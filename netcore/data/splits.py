"""Who learns from what, and who judges: the one place for it.

A figure is worth something only if the judge is a stranger. So drawings are never split at random: whole
collections are left out, of one country or one company, and with them everyone who wrote for them.
"""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
"""Of the set of known drawings; a file has no room for more than so many bits."""


def held_out() -> NDArray[np.bool_]:
    """Which digits of the sample nothing ever learns from, (5000,): every fifth, 100 of each digit.

    A network that a person trains may learn from the others.
    """
    held: NDArray[np.bool_] = np.arange(len(load_sample())) % 5 == 4
    return held


def learned_from(meta: Mapping[str, Any]) -> bool:
    """Whether a network's `meta` says that it learned from digits of the sample, but for those held out."""
    training = meta.get("training")
    return isinstance(training, dict) and training.get("sample") is True


def unseen(meta: Mapping[str, Any]) -> NDArray[np.intp]:
    """Which digits of the sample a network with this `meta` never learned from, (n,)."""
    return np.flatnonzero(held_out()) if learned_from(meta) else np.arange(len(load_sample()))


def without(examples: Examples, indices: NDArray[Any]) -> Examples:
    """All examples but those at the given places."""
    kept = np.ones(len(examples), dtype=bool)
    kept[indices] = False
    return Examples(examples.pictures[kept], examples.labels[kept])


def clear(drawings: Iterable[PenDrawing]) -> list[PenDrawing]:
    """All drawings but the letters and signs that may be a digit."""
    return [drawing for drawing in drawings if drawing.digit != NO_DIGIT or drawing.word not in AMBIGUOUS]


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


class KnownDrawings:
    """The drawings that a network learned from, as few bytes in its `meta`.

    Bloom filters (Bloom, 1970), one for each training: they know each drawing, and take less than one
    stranger's in a thousand for known.
    """

    def __init__(self, filters: Sequence[NDArray[np.uint8]]) -> None:
        """Take the filters' bytes."""
        self._filters = tuple(filters)

    @classmethod
    def of(cls, drawings: Sequence[PenDrawing]) -> "KnownDrawings":
        """Remember drawings."""
        size = min(max(len(drawings) * _BITS_EACH, 8), _MOST_BITS)
        flags = np.zeros(-(-size // 8) * 8, np.uint8)
        for drawing in drawings:
            flags[_places(drawing, len(flags))] = 1
        return cls([np.packbits(flags)])

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> "KnownDrawings | None":
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

    def joined(self, others: "KnownDrawings") -> "KnownDrawings":
        """These and others."""
        return KnownDrawings([*self._filters, *others._filters])

    @property
    def as_texts(self) -> list[str]:
        """For `meta`."""
        return [base64.b64encode(bits.tobytes()).decode() for bits in self._filters]

    def __contains__(self, drawing: PenDrawing) -> bool:
        return any(_is_set(bits, _places(drawing, 8 * len(bits))) for bits in self._filters)


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
