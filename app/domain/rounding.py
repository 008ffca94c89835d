"""Exact numbers as people read them: rounded half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, so that +x and −x read alike.

    >>> half_up(Fraction("62.5")), half_up(Fraction("0.5")), half_up(Fraction("-2.5"))
    (63, 1, -3)
    """
    # In whole numbers, because a file may hold a million scores.
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def half_up_to(value: Fraction, places: int) -> Decimal:
    """The nearest number with exactly this many decimals; never a negative zero.

    >>> half_up_to(Fraction("2.96"), 1), half_up_to(Fraction(100, 3), 6)
    (Decimal('3.0'), Decimal('33.333333'))
    >>> half_up_to(Fraction("-0.04"), 1)
    Decimal('0.0')
    """
    # Made from text, because arithmetic with Decimal would round to 28 digits.
    return Decimal(f"{half_up(value * 10**places)}E-{places}")
