"""How many decimals numbers get that stand together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.web.learn.scale import Scale, scale_for

NUMBERS = st.lists(st.floats(-1e200, 1e200), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("numbers", "beside", "digits", "expected"),
    [
        ([0.5, -0.02], [], 3, Scale(3)),
        ([0.00123], [], 3, Scale(5)),
        ([12345.0], [], 3, Scale(3)),
        ([0.25], [], 8, Scale(8)),
        ([0.00012], [3.0], 3, Scale(6)),
        ([1e-30], [3.0], 3, Scale(12)),
        ([2e-9], [], 3, Scale(3, -9)),
        ([3e35], [], 3, Scale(3, 35)),
        ([0.0], [], 3, Scale(3)),
        ([], [], 3, Scale(3)),
    ],
)
def test_the_largest_number_has_enough_digits(numbers, beside, digits, expected) -> None:
    assert scale_for(numbers, beside=beside, digits=digits) == expected


@given(numbers=NUMBERS, beside=NUMBERS, digits=st.integers(1, 8))
def test_every_number_is_written_in_few_characters(numbers, beside, digits) -> None:
    scale = scale_for(numbers, beside=beside, digits=digits)
    for number in numbers:
        text = scale.signed(number)
        assert len(text) <= len("+999,999.000000000000") and "e" not in text
        error = abs(Decimal(text.replace("\u2212", "-").replace(",", "")) - Decimal(scale.units(number)))
        assert error <= Decimal(10) ** -scale.decimals


def test_units_are_said_in_words_of_ten() -> None:
    assert scale_for([3e35]).unit == " × 10³⁵"
    assert scale_for([2e-9]).unit == " × 10⁻⁹"
    assert scale_for([0.5]).unit == ""
    assert scale_for([2e-9]).plain(2e-9) == "2.000"
    assert scale_for([0.5]).plain(-0.5) == "\u22120.500"
