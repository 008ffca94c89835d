"""Whole euros as people write them: “1.500”, “1 500 €”, “1.500,00”, “1,500.00”, “1.500,-”."""

from __future__ import annotations

import re

from app.measures.models import MOST_EUROS

_AROUND = re.compile(r"[\s'’€]|(?i:euro?s?)(?![a-z])")
# Thousands apart by one kind of sign, then perhaps cents behind the other kind.
_CENTS = r"[0-9]{1,2}|[-–—]{1,2}"
_WRITTEN = re.compile(
    rf"(?P<euros>[0-9]+)(?:[.,](?P<cents>{_CENTS}))?"
    rf"|(?P<by_points>[0-9]{{1,3}}(?:\.[0-9]{{3}})+)(?:,(?P<after_comma>{_CENTS}))?"
    rf"|(?P<by_commas>[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.(?P<after_point>{_CENTS}))?",
    re.ASCII,
)


class NotAnAmount(ValueError):
    """These characters say no amount."""


class BelowZero(NotAnAmount):
    """Something that is done costs nothing at the least."""


class NotWhole(NotAnAmount):
    """There are cents in it."""


class TooMuch(NotAnAmount):
    """More than can be kept."""


def euros_in(text: str) -> int:
    """The amount that was meant.

    >>> [euros_in(text) for text in ("1.500", "1 500 €", "1.500,00", "1,500.00", "EUR 20,-")]
    [1500, 1500, 1500, 1500, 20]

    Three digits behind a point or a comma are thousands. Raises NotAnAmount, or one of its kinds.
    """
    bare = _AROUND.sub("", text)
    if re.match(r"[-−–]", bare):
        raise BelowZero
    found = _WRITTEN.fullmatch(bare)
    if found is None:
        raise NotWhole if re.fullmatch(r"[0-9.]+,[0-9]+|[0-9,]+\.[0-9]+", bare) else NotAnAmount
    cents = found["cents"] or found["after_comma"] or found["after_point"] or ""
    if cents.strip("0-–—"):
        raise NotWhole
    digits = re.sub(r"[.,]", "", found["euros"] or found["by_points"] or found["by_commas"])
    if len(digits.lstrip("0")) > len(str(MOST_EUROS)) or int(digits) > MOST_EUROS:
        raise TooMuch
    return int(digits)
