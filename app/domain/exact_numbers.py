"""Numbers as people write them, read exactly: whole numbers, decimals, fractions such as 100/3."""

from __future__ import annotations

import re
from fractions import Fraction

LONGEST = 40
"""The most characters a written number may have."""

FRACTION_PATTERN = r"^-?[0-9]{1,18}/[1-9][0-9]{0,17}$"

WRITTEN_PATTERN = r"^-?[0-9]{1,18}(/[1-9][0-9]{0,17})?$"

_FRACTION = re.compile(FRACTION_PATTERN)
_WRITTEN = re.compile(WRITTEN_PATTERN)


def exact_number(value: object) -> Fraction | None:
    """The exact value of a number read from a file, or of a text like “100/3”; else None.

    >>> exact_number("100/3")
    Fraction(100, 3)
    >>> exact_number(25)
    Fraction(25, 1)
    >>> exact_number("25") is exact_number(True) is exact_number("1/0") is None
    True
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        return Fraction(value)
    return None


def written_number(text: str) -> Fraction | None:
    """The exact value of a number as `str` writes it; None for any other text.

    >>> written_number("3/2"), written_number("2")
    (Fraction(3, 2), Fraction(2, 1))
    >>> written_number("1.5") is written_number("1/0") is None
    True
    """
    return Fraction(text) if _WRITTEN.fullmatch(text) else None
