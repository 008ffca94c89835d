"""How many votes fell on each level: counted, added, and summed up exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

_QUARTER = Fraction(1, 4)
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Tally:
    """The votes on one criterion, of one group or of all.

    `levels` counts the votes by position on the scale, lowest first; medians, quartiles and means
    are positions, too, and None without a level vote. Who says "unknown" or "does not apply" is
    counted apart and moves none of them.

    >>> Tally((0, 1, 1, 0), unknown=3).median
    Fraction(3, 2)
    """

    levels: tuple[int, ...]
    unknown: int = 0
    not_applicable: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together. Raises ValueError for scales of different length."""
        return Tally(
            tuple(mine + theirs for mine, theirs in zip(self.levels, other.levels, strict=True)),
            unknown=self.unknown + other.unknown,
            not_applicable=self.not_applicable + other.not_applicable,
        )

    @property
    def level_votes(self) -> int:
        return sum(self.levels)

    @property
    def people(self) -> int:
        """Everybody who voted, whatever they said."""
        return self.level_votes + self.unknown + self.not_applicable

    @property
    def median(self) -> Fraction | None:
        return self._quantile(_HALF) if self.level_votes else None

    @property
    def middle_half(self) -> tuple[Fraction, Fraction] | None:
        """The lower and the upper quartile, both ends counted in.

        >>> Tally((1, 1, 1, 1)).middle_half
        (Fraction(3, 4), Fraction(9, 4))
        """
        if not self.level_votes:
            return None
        return self._quantile(_QUARTER), self._quantile(1 - _QUARTER)

    @property
    def mean(self) -> Fraction | None:
        if not self.level_votes:
            return None
        reached = sum(position * count for position, count in enumerate(self.levels))
        return Fraction(reached, self.level_votes)

    def _quantile(self, share: Fraction) -> Fraction:
        place = share * (self.level_votes - 1)
        before = place.numerator // place.denominator
        between = place - before
        lower = self._position_of(before)
        return lower if not between else lower + between * (self._position_of(before + 1) - lower)

    def _position_of(self, place: int) -> Fraction:
        """Where the vote at this place stands when all are lined up from lowest to highest."""
        passed = accumulate(self.levels)
        return Fraction(next(position for position, votes in enumerate(passed) if votes > place))


def empty_tally(positions: int) -> Tally:
    """No vote yet on a scale with this many levels."""
    return Tally((0,) * positions)


def mean_of_means(tallies: Iterable[Tally]) -> Fraction | None:
    """The group-balanced mean: every group counts alike, however many came.

    Groups without a level vote are left out; None without any.

    >>> administration, associations = Tally((0, 0, 0, 0, 9)), Tally((0, 3, 0, 0, 0))
    >>> (administration + associations).mean, mean_of_means([administration, associations])
    (Fraction(13, 4), Fraction(5, 2))
    """
    means = [tally.mean for tally in tallies if tally.mean is not None]
    return sum(means, start=Fraction(0)) / len(means) if means else None
