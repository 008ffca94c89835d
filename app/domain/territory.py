"""Change of territory: municipalities merge, split, are renamed, or move their boundaries.

History stays with its key. A change is told beside the numbers and never alters one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

NAME_LENGTH = 200

_KEY = re.compile(r"[0-9]{5}|[0-9]{8}|[0-9]{9}|own-[a-z0-9-]{1,76}", re.ASCII)
_REGIONAL_KEY = re.compile(r"[0-9]{12}", re.ASCII)


class ChangeKind(StrEnum):
    """What happened. The order is that of pages."""

    MERGED = "merged"
    """Several became one, or one took in others and kept its key."""
    SPLIT = "split"
    """One became several, and ended."""
    RENAMED = "renamed"
    """Another name, another key, or both; the territory is the same."""
    AREA = "area"
    """Others, or parts of them, were taken in or given away; the key stays."""


@dataclass(frozen=True, order=True)
class Unit:
    """A municipality by its key, as it was called then."""

    key: str
    name: str


@dataclass(frozen=True)
class TerritoryChange:
    """What became of municipalities, and from which reference year on it holds."""

    kind: ChangeKind
    year: int
    predecessors: tuple[Unit, ...]
    successors: tuple[Unit, ...]
    day: date | None = None
    """The exact day, where it is known."""
    note: str = ""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(unit.key for unit in (*self.predecessors, *self.successors))

    @property
    def staying(self) -> tuple[Unit, ...]:
        """The successors that were there before under the same key."""
        before = {unit.key for unit in self.predecessors}
        return tuple(unit for unit in self.successors if unit.key in before)

    @property
    def ended(self) -> tuple[Unit, ...]:
        """The predecessors whose key does not go on."""
        after = {unit.key for unit in self.successors}
        return tuple(unit for unit in self.predecessors if unit.key not in after)

    @property
    def begun(self) -> tuple[Unit, ...]:
        """The successors with a key that was not there before."""
        before = {unit.key for unit in self.predecessors}
        return tuple(unit for unit in self.successors if unit.key not in before)

    @property
    def moves_boundaries(self) -> bool:
        """Whether numbers before and after are about another territory."""
        return self.kind is not ChangeKind.RENAMED

    def name_before(self, key: str) -> str:
        """What the unit with this key was called before; empty if it was not there."""
        return next((unit.name for unit in self.predecessors if unit.key == key), "")


@dataclass(frozen=True)
class Predecessor:
    """Whom a municipality comes from, and the change by which it does."""

    unit: Unit
    by: TerritoryChange


def as_key(text: str) -> str:
    """A key as somebody typed it, without blanks; a regional key of 12 digits as the short one.

    >>> as_key("07 2 33 5008 501"), as_key("07 233 501"), as_key(" own-musterort ")
    ('07233501', '07233501', 'own-musterort')
    >>> as_key("072335008000")
    '072335008'
    """
    key = "".join(text.split())
    if not _REGIONAL_KEY.fullmatch(key):
        return key
    district, association, municipality = key[:5], key[5:9], key[9:]
    if municipality != "000":
        return district + municipality
    return district if association == "0000" else district + association


def is_key(text: str) -> bool:
    """Whether it can be the key of a municipality, an association, a district, or an own one."""
    return bool(_KEY.fullmatch(text))


def in_order(changes: Iterable[TerritoryChange]) -> tuple[TerritoryChange, ...]:
    """The earliest first; of one year those without a day before the others."""
    return tuple(sorted(changes, key=lambda one: (one.year, one.day or date.min, sorted(one.keys))))


def changes_concerning(key: str, changes: Iterable[TerritoryChange]) -> tuple[TerritoryChange, ...]:
    """Those in which the municipality with this key takes part, the earliest first."""
    return in_order(change for change in changes if key in change.keys)


def predecessors_of(key: str, changes: Collection[TerritoryChange]) -> tuple[Predecessor, ...]:
    """Whom it comes from, and whom those come from: the nearest first, each key once.

    Time only runs backwards, so what goes round in a circle ends; nobody is their own predecessor.
    """
    found: dict[str, Predecessor] = {}
    latest = {key: max((change.year for change in changes), default=0)}
    waiting = [key]
    while waiting:
        current = waiting.pop(0)
        for change in reversed(in_order(changes)):
            if change.year > latest[current]:
                continue
            for unit in _came_from(current, change):
                # Again only if it is now reached from a later year, with more before it.
                if unit.key != key and latest.get(unit.key, 0) < change.year:
                    latest[unit.key] = change.year
                    found.setdefault(unit.key, Predecessor(unit, change))
                    waiting.append(unit.key)
    return tuple(found.values())


def _came_from(key: str, change: TerritoryChange) -> tuple[Unit, ...]:
    """The other predecessors of this key in one change.

    Who was there before and afterwards, and exchanged an area with somebody of whom the same is
    true, does not come from there.
    """
    if key not in {unit.key for unit in change.successors}:
        return ()
    staying = {unit.key for unit in change.staying}
    return tuple(
        unit
        for unit in change.predecessors
        if unit.key != key and not (key in staying and unit.key in staying)
    )


def breaks_in(
    years: Iterable[int], changes: Collection[TerritoryChange]
) -> Mapping[int, tuple[TerritoryChange, ...]]:
    """The years of a line before which something changed since the year that stands before them."""
    ordered = sorted(set(years))
    crossed = {now: crossed_by(then, now, changes) for then, now in pairwise(ordered)}
    return {year: found for year, found in crossed.items() if found}


def crossed_by(
    then: int, now: int, changes: Iterable[TerritoryChange]
) -> tuple[TerritoryChange, ...]:
    """The changes that lie between two years, of which the later one has them already."""
    return in_order(change for change in changes if then < change.year <= now)


def begins_later(change: TerritoryChange, today: date) -> bool:
    """Whether it does not hold yet: its day is to come, or without one its year."""
    return change.day > today if change.day else change.year > today.year
