"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounding import half_up, half_up_to


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("62.5", 63),
        ("0.5", 1),
        ("2.5", 3),
        ("2.96", 3),
        ("0.4999999999999999999999", 0),
        ("0", 0),
        ("100", 100),
        ("-0.5", -1),
        ("-0.4", 0),
        ("-2.5", -3),
    ],
)
def test_a_half_goes_away_from_zero(exact, shown):
    assert half_up(Fraction(exact)) == shown


@pytest.mark.parametrize(
    ("exact", "places", "shown"),
    [
        ("2.96", 1, "3.0"),
        ("62.5", 0, "63"),
        ("100/3", 6, "33.333333"),
        ("200/3", 1, "66.7"),
        ("0.05", 1, "0.1"),
        ("-20.8333", 1, "-20.8"),
        ("-0.05", 1, "-0.1"),
        ("-0.04", 1, "0.0"),
        ("100", 6, "100.000000"),
        ("0", 6, "0.000000"),
    ],
)
def test_decimals_are_exactly_as_many_as_wanted(exact, places, shown):
    assert str(half_up_to(Fraction(exact), places)) == shown


def test_a_number_with_more_digits_than_decimal_usually_keeps_stays_exact():
    assert half_up_to(Fraction(10**40 * 3 + 1, 3), 2) == Decimal(f"{10**40}.33")


@given(st.fractions(), st.integers(0, 8))
def test_a_rounded_number_is_at_most_half_a_unit_away(value, places):
    assert abs(Fraction(half_up_to(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.fractions())
def test_a_difference_reads_the_same_in_both_directions(value):
    assert half_up(-value) == -half_up(value)
