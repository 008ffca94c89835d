"""Positions on a scale: a median may lie between two levels, and still has a value."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from app.domain.checklist import Scale


def value_at(scale: Scale, position: Fraction) -> Fraction:
    """The value of the level at a position; between two levels what lies between.

    >>> from app.domain.checklist import Level, Text
    >>> words = Text({"en": "level"})
    >>> scale = Scale("s", tuple(Level(n, Fraction(0), words) for n in (1, 3)))
    >>> value_at(scale, Fraction(1, 2))
    Fraction(2, 1)
    """
    below, above = scale.levels[floor(position)].value, scale.levels[ceil(position)].value
    return below + (above - below) * (position - floor(position))
