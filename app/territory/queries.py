"""Read changes of territory: those of a municipality, and all that lie behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.domain.territory import Predecessor, TerritoryChange, in_order, predecessors_of
from app.extensions import db
from app.municipalities.models import Municipality
from app.territory.models import StoredTerritoryChange, TerritoryUnit

MOST_STEPS = 50
"""How far back anybody looks; more than there are years."""


def stored_changes(key: str) -> Sequence[StoredTerritoryChange]:
    """Those in which the municipality with this key takes part, the earliest first."""
    found = _with_keys([key])
    order = {change: place for place, change in enumerate(in_order(c.as_change() for c in found))}
    return sorted(found, key=lambda one: (order[one.as_change()], one.id))


def find_change(key: str, change_id: int) -> StoredTerritoryChange | None:
    """One of those in which the municipality with this key takes part."""
    return next((one for one in stored_changes(key) if one.id == change_id), None)


def changes_of(key: str) -> tuple[TerritoryChange, ...]:
    return tuple(one.as_change() for one in stored_changes(key))


def changes_in(year: int) -> tuple[TerritoryChange, ...]:
    """All that hold from one year on, whoever they name."""
    found = db.session.scalars(select(StoredTerritoryChange).filter_by(year=year)).all()
    return in_order(one.as_change() for one in found)


def predecessors_by(key: str, changes: Collection[TerritoryChange]) -> tuple[Predecessor, ...]:
    """Whom a municipality comes from, also at second hand; `changes` are its own."""
    every, asked = list(changes), {key}
    for _ in range(MOST_STEPS):
        waiting = {unit.key for change in every for unit in change.predecessors} - asked
        if not waiting:
            break
        asked |= waiting
        known = set(every)
        every += [found for one in _with_keys(waiting) if (found := one.as_change()) not in known]
    return predecessors_of(key, every)


def others_here(keys: Collection[str]) -> Sequence[tuple[int, str]]:
    """Id and key of those of them that use the check on this server.

    Not behind the walls: a public fact is told in the trail of everybody it names.
    """
    here = Municipality.__table__.c
    return [
        (found, key)
        for found, key in db.session.execute(
            select(here.id, here.key).where(here.key.in_(keys)).order_by(here.id)
        )
    ]


def _with_keys(keys: Collection[str]) -> Sequence[StoredTerritoryChange]:
    named = select(TerritoryUnit.change_id).where(TerritoryUnit.key.in_(keys))
    return db.session.scalars(
        select(StoredTerritoryChange)
        .where(StoredTerritoryChange.id.in_(named))
        .order_by(StoredTerritoryChange.id)
    ).all()
