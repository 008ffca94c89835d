"""How differently groups see the same thing: one dot for each, the widest apart first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.domain.disclosure import Disclosed, ShownGroup


@dataclass(frozen=True)
class PerceptionRow:
    """One criterion in positions on its scale.

    `room` is the median of all votes, `own` what the administration said of itself before the
    workshop; None where there is none. `distance` is the highest minus the lowest of the shown
    groups' medians and `own`, 0 with fewer than two of them.
    """

    key: str
    groups: tuple[ShownGroup, ...]
    room: Fraction | None
    own: Fraction | None
    distance: Fraction


def perception_map(
    rows: Iterable[tuple[str, Disclosed, Fraction | None]],
) -> tuple[PerceptionRow, ...]:
    """Rows of key, result and own position, the largest distance first, then in the order given.

    A row without a single dot is left out.
    """
    drawn = [
        PerceptionRow(key, result.groups, result.median, own, distance=_distance(result, own))
        for key, result, own in rows
        if result.median is not None or own is not None
    ]
    return tuple(sorted(drawn, key=lambda row: -row.distance))


def _distance(result: Disclosed, own: Fraction | None) -> Fraction:
    seen = [group.median for group in result.groups]
    if own is not None:
        seen.append(own)
    return max(seen) - min(seen) if seen else Fraction(0)
