"""Record a change of territory, remove one, forget those of an erased municipality.

Actions never commit. History stays with its key: a municipality that takes another name takes it
on its own row alone, and what is finished keeps the name it was finished with.
"""

from __future__ import annotations

from sqlalchemy import update

from app.audit.actions import record
from app.audit.events import Event
from app.domain.errors import DomainError
from app.domain.territory import TerritoryChange, Unit
from app.domain.territory_checks import TerritoryProblem, problems_of
from app.extensions import db
from app.municipalities.queries import find_municipality
from app.territory.events import (
    MunicipalityRenamed,
    TerritoryChangeRecorded,
    TerritoryChangeRemoved,
)
from app.territory.models import AFTER, BEFORE, StoredTerritoryChange, TerritoryUnit
from app.territory.queries import changes_in, others_here, stored_changes


class WrongChange(DomainError):
    """A change that cannot be; `problems` say why."""

    def __init__(self, problems: tuple[TerritoryProblem, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))


def record_change(
    change: TerritoryChange, *, by: str, recorded_for: str = ""
) -> StoredTerritoryChange:
    """Keep it, and give the new name to whoever goes on under the same key.

    With `recorded_for` only that municipality is renamed: the names of others are theirs. Raises
    WrongChange.
    """
    problems = problems_of(change, changes_in(change.year))
    if problems:
        raise WrongChange(problems)
    stored = StoredTerritoryChange(
        kind=change.kind.value,
        year=change.year,
        day=change.day,
        note=change.note,
        recorded_for=recorded_for,
        recorded_by=by,
        units=[
            TerritoryUnit(position=position, side=side, key=unit.key, name=unit.name)
            for position, (side, unit) in enumerate(_sides(change))
        ],
    )
    db.session.add(stored)
    db.session.flush()
    _tell(TerritoryChangeRecorded, change, by=by)
    for unit in stored.units:
        if unit.side == AFTER and (not recorded_for or unit.key == recorded_for):
            before = change.name_before(unit.key)
            unit.was_renamed = _rename(unit.key, before, unit.name, by=by)
    return stored


def remove_change(stored: StoredTerritoryChange, *, by: str) -> None:
    """Take it back, and with it the name that somebody took by it."""
    change = stored.as_change()
    for unit in stored.units:
        if unit.was_renamed:
            _rename(unit.key, unit.name, change.name_before(unit.key), by=by)
    _tell(TerritoryChangeRemoved, change, by=by)
    db.session.delete(stored)


def forget_municipality(key: str) -> None:
    """Before its row is deleted: what names nobody else here goes, and what it wrote, too.

    The change itself is a public fact, and others go on with it.
    """
    for stored in stored_changes(key):
        if {here for _, here in others_here(stored.as_change().keys)} <= {key}:
            db.session.delete(stored)
    db.session.flush()
    db.session.execute(
        update(StoredTerritoryChange)
        .where(StoredTerritoryChange.recorded_for == key)
        .values(note="", recorded_for="", recorded_by="")
    )


def _sides(change: TerritoryChange) -> list[tuple[str, Unit]]:
    before = [(BEFORE, unit) for unit in change.predecessors]
    return [*before, *((AFTER, unit) for unit in change.successors)]


def _tell(
    kind: type[TerritoryChangeRecorded | TerritoryChangeRemoved],
    change: TerritoryChange,
    *,
    by: str,
) -> None:
    """In the trail of everybody here whom it names."""
    before, after = (
        ", ".join(unit.name for unit in side) for side in (change.predecessors, change.successors)
    )
    event: Event = kind(change.year, before, after)
    for municipality_id, _ in others_here(change.keys):
        record(event, by=by, municipality_id=municipality_id)


def _rename(key: str, before: str, after: str, *, by: str) -> bool:
    """Give the municipality its new name, if it is here and still has the old one."""
    place = find_municipality(key)
    if place is None or not before or before == after or place.name != before:
        return False
    place.name = after
    record(MunicipalityRenamed(before, after), by=by, municipality_id=place.id)
    return True
