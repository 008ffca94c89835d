"""Whom a municipality comes from, with those of their self-checks that the reader may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.permissions import may_read
from app.assessments.models import Assessment
from app.assessments.opening import OpenAssessment
from app.domain.territory import Predecessor, TerritoryChange
from app.extensions import db
from app.municipalities.models import Municipality
from app.territory.queries import changes_of, predecessors_by
from app.web.access import current_person


@dataclass(frozen=True)
class PredecessorYears:
    """A predecessor, and the years of its self-checks by the same checklist."""

    predecessor: Predecessor
    years: tuple[int, ...]
    """Only where the reader may read there; archived ones stay out."""


@dataclass(frozen=True)
class TerritoryOfYears:
    """What changed here, and whom it comes from."""

    changes: tuple[TerritoryChange, ...]
    predecessors: tuple[PredecessorYears, ...]


def territory_of(check: OpenAssessment) -> TerritoryOfYears:
    """All that the years of this self-check have to say about the territory."""
    key = check.municipality.key
    changes = changes_of(key)
    found = predecessors_by(key, changes)
    years = _years_of([each.unit.key for each in found], check.checklist.key)
    return TerritoryOfYears(
        changes,
        tuple(PredecessorYears(each, tuple(years.get(each.unit.key, ()))) for each in found),
    )


def _years_of(keys: Sequence[str], checklist: str) -> dict[str, list[int]]:
    """By municipality, and nothing of those that are behind walls."""
    readable = [key for key in keys if may_read(current_person(), key)]
    if not readable:
        return {}
    asked = (
        select(Municipality.key, Assessment.year)
        .join(Assessment, Assessment.municipality_id == Municipality.id)
        .where(
            Municipality.key.in_(readable),
            Assessment.checklist_key == checklist,
            Assessment.archived_at.is_(None),
        )
        .order_by(Assessment.year)
    )
    years: dict[str, list[int]] = {}
    for key, year in db.session.execute(asked):
        years.setdefault(key, []).append(year)
    return years
