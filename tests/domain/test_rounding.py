"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounding import half_up, half_up_to, largest_remainder


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


@pytest.mark.parametrize(
    ("shares", "per_cent"),
    [
        ([1, 1, 1], (34, 33, 33)),
        ([Fraction(1, 3)] * 3, (34, 33, 33)),
        ([1, 1, 1, 1, 1, 1], (17, 17, 17, 17, 16, 16)),
        ([2, 1], (67, 33)),
        ([0, 5, 0], (0, 100, 0)),
        ([7], (100,)),
        ([0, 0], (0, 0)),
        ([], ()),
    ],
)
def test_shares_are_whole_per_cent(shares, per_cent):
    assert largest_remainder(shares) == per_cent


@given(st.lists(st.fractions(min_value=0, max_value=1000), min_size=1).filter(any))
def test_shares_add_up_to_a_hundred_and_none_is_a_whole_per_cent_off(shares):
    per_cent = largest_remainder(shares)

    assert sum(per_cent) == 100
    assert all(
        abs(rounded - share * 100 / sum(shares)) < 1
        for rounded, share in zip(per_cent, shares, strict=True)
    )


def test_a_negative_share_is_refused():
    with pytest.raises(ValueError, match="negative"):
        largest_remainder([2, -1])
