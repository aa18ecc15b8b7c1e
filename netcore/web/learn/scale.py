"""How many decimals numbers get that stand together, however large or small they are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from netcore.web.text import DECIMALS, signed

FORM = ".3g"
"""Of numbers in hover texts, in D3's words: three digits, for they may be large or small."""
MOST_DECIMALS = 12
SMALLEST, LARGEST = -6, 6
"""Powers of ten between which numbers are written out."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Scale:
    """How numbers that stand together are written.

    Attributes:
        decimals: of each.
        power: they are written in units of 10 to this power.
    """

    decimals: int = DECIMALS
    power: int = 0

    def units(self, value: float) -> float:
        """The number in these units, not rounded."""
        return value / 10.0**self.power

    def shown(self, value: float) -> float:
        """The number in these units, as it is shown."""
        return round(self.units(value), self.decimals)

    def signed(self, value: float) -> str:
        """The number in these units, with its sign, as people write it."""
        return signed(self.units(value), self.decimals)

    def plain(self, value: float) -> str:
        """The number in these units, without a sign if it isn't below 0."""
        return self.signed(value).removeprefix("+")

    @property
    def unit(self) -> str:
        """What the numbers are to be multiplied with, " × 10³⁵", or nothing."""
        return f" × 10{str(self.power).translate(_SUPERSCRIPTS)}" if self.power else ""


def scale_for(numbers: Iterable[float], *, beside: Iterable[float] = (), digits: int = 3) -> Scale:
    """Find a scale on which the largest number has enough digits.

    Args:
        numbers: finite ones.
        beside: others that are shown on the same scale, and need not have as many.
        digits: that the largest of `numbers` gets, at least.
    """
    exponent = _exponent(numbers)
    largest = max((one for one in (exponent, _exponent(beside)) if one is not None), default=None)
    if largest is None:
        return Scale()
    if not SMALLEST <= largest < LARGEST:
        return Scale(max(DECIMALS, digits - 1), largest)
    # Where all of `numbers` are 0, those beside them decide.
    needed = digits - 1 - (largest if exponent is None else exponent)
    return Scale(min(max(DECIMALS, needed), MOST_DECIMALS))


def _exponent(numbers: Iterable[float]) -> int | None:
    """The largest number's power of ten; None where all are 0, or as good as that."""
    largest = max((abs(number) for number in numbers), default=0.0)
    return math.floor(math.log10(largest)) if largest > 1e-300 else None
