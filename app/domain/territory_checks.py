"""What is wrong with a change of territory, all of it at once, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.answers import FIRST_YEAR, LAST_YEAR
from app.domain.errors import N_
from app.domain.territory import NAME_LENGTH, ChangeKind, TerritoryChange, Unit, is_key

PREDECESSORS, SUCCESSORS = "predecessors", "successors"
_ENDS = N_("In a split the old one ends. If it goes on under its key, choose “boundaries changed”.")
_RENAMED = N_("A new name or key belongs to exactly one municipality.")


@dataclass(frozen=True)
class TerritoryProblem:
    """One thing that is wrong. `place` names a field of the change, or one of its two sides.

    `number` counts the units of that side from 0; `part` is `key` or `name`. The message is an
    English sentence with gaps, marked for translation.
    """

    place: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    number: int = 0
    part: str = "key"

    def __str__(self) -> str:
        return self.message.format(**self.facts)


def problems_of(
    change: TerritoryChange, known: Collection[TerritoryChange] = ()
) -> tuple[TerritoryProblem, ...]:
    """All that speaks against it, also beside the changes that are `known` already."""
    return entry_problems(change) or (*_of_kind(change),) or (*_beside(change, known),)


def entry_problems(change: TerritoryChange) -> tuple[TerritoryProblem, ...]:
    """What is wrong with year, day, keys and names, whatever happened."""
    return (
        *_of_time(change),
        *_of_units(PREDECESSORS, change.predecessors),
        *_of_units(SUCCESSORS, change.successors),
    )


def _of_time(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    if not FIRST_YEAR <= change.year <= LAST_YEAR:
        facts = {"first": FIRST_YEAR, "last": LAST_YEAR}
        yield TerritoryProblem("year", N_("Please enter a year from {first} to {last}."), facts)
    elif change.day and change.day.year not in (change.year, change.year - 1):
        message = N_("The day lies in the year from which the change holds, or in the one before.")
        yield TerritoryProblem("day", message)


def _of_units(side: str, units: tuple[Unit, ...]) -> Iterator[TerritoryProblem]:
    if not units:
        yield TerritoryProblem(side, N_("Please name at least one municipality."))
    counted = Counter(unit.key for unit in units)
    for number, unit in enumerate(units):
        if not is_key(unit.key):
            message = N_("A key has 8 digits (or 9 of an association, 5 of a district).")
            yield TerritoryProblem(side, message, number=number)
        elif counted[unit.key] > 1:
            yield TerritoryProblem(side, N_("This key stands here twice."), number=number)
        if not unit.name:
            message = N_("Please enter the name of then: the register does not know this key.")
            yield TerritoryProblem(side, message, number=number, part="name")
        elif len(unit.name) > NAME_LENGTH:
            facts = {"limit": NAME_LENGTH}
            message = N_("At most {limit} characters.")
            yield TerritoryProblem(side, message, facts, number=number, part="name")


def _of_kind(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    return {
        ChangeKind.MERGED: _of_merger,
        ChangeKind.SPLIT: _of_split,
        ChangeKind.RENAMED: _of_renaming,
        ChangeKind.AREA: _of_area,
    }[change.kind](change)


def _of_merger(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    if len(change.predecessors) < 2:
        yield TerritoryProblem(PREDECESSORS, N_("At least two municipalities merge."), number=1)
    if len(change.successors) > 1:
        yield TerritoryProblem(SUCCESSORS, N_("A merger makes one municipality."), number=1)


def _of_split(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    if len(change.predecessors) > 1:
        yield TerritoryProblem(PREDECESSORS, N_("Exactly one municipality splits."), number=1)
    if len(change.successors) < 2:
        message = N_("A split makes at least two municipalities.")
        yield TerritoryProblem(SUCCESSORS, message, number=1)
    elif change.staying:
        yield TerritoryProblem(SUCCESSORS, _ENDS, number=_place_of_staying(change))


def _of_renaming(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    if len(change.predecessors) > 1:
        yield TerritoryProblem(PREDECESSORS, _RENAMED, number=1)
    if len(change.successors) > 1:
        yield TerritoryProblem(SUCCESSORS, _RENAMED, number=1)
    if change.predecessors == change.successors:
        message = N_("Name and key are the same as before.")
        yield TerritoryProblem(SUCCESSORS, message, part="name")


def _of_area(change: TerritoryChange) -> Iterator[TerritoryProblem]:
    if not change.staying:
        message = N_("When boundaries change, at least one key stands on both sides.")
        yield TerritoryProblem(SUCCESSORS, message)
    elif len(change.keys) < 2:
        message = N_("Please name the other municipality, too.")
        yield TerritoryProblem(PREDECESSORS, message, number=1)


def _place_of_staying(change: TerritoryChange) -> int:
    return change.successors.index(change.staying[0])


def _beside(
    change: TerritoryChange, known: Collection[TerritoryChange]
) -> Iterator[TerritoryProblem]:
    if any(_is_same(change, other) for other in known):
        yield TerritoryProblem("kind", N_("This change is recorded already."))
    elif _goes_round(change, known):
        message = N_("Together with another change of this year, one would be its own predecessor.")
        yield TerritoryProblem(SUCCESSORS, message)


def _is_same(one: TerritoryChange, other: TerritoryChange) -> bool:
    return _essence(one) == _essence(other)


def _essence(change: TerritoryChange) -> tuple[object, ...]:
    """The same change may be told with other spellings."""
    before = {unit.key for unit in change.predecessors}
    after = {unit.key for unit in change.successors}
    # Two names may follow each other in one year.
    names = change.successors if change.kind is ChangeKind.RENAMED else ()
    return change.kind, change.year, before, after, names


def _goes_round(change: TerritoryChange, known: Collection[TerritoryChange]) -> bool:
    """Whether a way leads from somebody it makes back to somebody it ends, at the same time."""
    at_once = [other for other in known if _may_be_at_once(change, other)]
    reached = {unit.key for unit in change.begun}
    waiting = [*reached]
    while waiting:
        key = waiting.pop()
        for other in at_once:
            if key in {unit.key for unit in other.ended}:
                new = {unit.key for unit in other.successors} - reached
                reached |= new
                waiting += new
    return not reached.isdisjoint(unit.key for unit in change.ended)


def _may_be_at_once(one: TerritoryChange, other: TerritoryChange) -> bool:
    """In the same year, and not known to have happened on different days."""
    if one.year != other.year:
        return False
    return one.day is None or other.day is None or one.day == other.day
