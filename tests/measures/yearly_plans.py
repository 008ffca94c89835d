"""Measures to test with."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.assessments.models import Assessment
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.models import Measure, StoredEffect

TODAY = date(2026, 11, 26)
KEY, OTHER = "mi_language_needs", "mi_responsibility"


def a_measure(
    assessment: Assessment, title: str = "Runder Tisch", *effects: StoredEffect, **fields: Any
) -> Measure:
    """One that is decided, unless `fields` say otherwise; one that is done was so on a day."""
    if fields.get("state") is MeasureState.DONE:
        fields.setdefault("done_on", date(2026, 5, 4))
    if fields.get("state") is MeasureState.DROPPED:
        fields.setdefault("dropped_because", "Geld fehlt")
    usual: dict[str, Any] = {"state": MeasureState.DECIDED, "made_by": "desk"}
    measure = Measure(
        municipality=assessment.municipality,
        assessment=assessment,
        title=title,
        effects=list(effects),
        **{**usual, **fields},
    )
    db.session.add(measure)
    db.session.commit()
    return measure


def leads(
    key: str = KEY, before: int | None = 1, after: int | None = 2, by_year: int | None = None
) -> StoredEffect:
    return StoredEffect(criterion_key=key, before=before, after=after, by_year=by_year)
