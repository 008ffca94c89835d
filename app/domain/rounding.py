"""Exact numbers as people read them: rounded half up, and shares that add up to 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

HUNDRED = 100


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


def largest_remainder(shares: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Shares of any unit as whole per cent that add up to 100.

    What rounding down leaves over goes to the largest remainders, the earlier first. Where all
    shares are 0 there is nothing to divide, and all stay 0. ValueError for a negative share.

    >>> largest_remainder([1, 1, 1])
    (34, 33, 33)
    """
    if any(share < 0 for share in shares):
        raise ValueError("a share cannot be negative")
    whole = sum(shares)
    if not whole:
        return (0,) * len(shares)
    exact = [Fraction(share) * HUNDRED / whole for share in shares]
    floors = [floor(share) for share in exact]
    missing = HUNDRED - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    rounded_up = set(by_remainder[:missing])
    return tuple(size + (place in rounded_up) for place, size in enumerate(floors))
