"""Measures to test with: the smallest ones, with what matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.assessments.models import Assessment
from app.domain.measure import Effect, MeasureSource, MeasureState
from app.extensions import db
from app.measures.actions import Entry, note_progress, put_forward, turn_to
from app.measures.models import Measure
from app.web.formatting import today

NEEDS, WEBSITE = "mi_language_needs", "mi_website"


def a_measure(
    assessment: Assessment,
    title: str = "Flyer drucken",
    *,
    notes: tuple[str, ...] = (),
    source: MeasureSource = MeasureSource.FREE,
    by: str = "desk",
    **fields: Any,
) -> Measure:
    """On the plan of this self-check's municipality; `fields` are those of an entry."""
    measure = put_forward(assessment, Entry(title, **fields), source=source, by=by)
    for text in notes:
        note_progress(measure, text, by=by)
    db.session.commit()
    return measure


def done(measure: Measure, on: date | None = None) -> Measure:
    turn_to(measure, MeasureState.DONE, done_on=on or today(), by="desk")
    db.session.commit()
    return measure


def dropped(measure: Measure, because: str = "Kein Geld") -> Measure:
    turn_to(measure, MeasureState.DROPPED, dropped_because=because, by="desk")
    db.session.commit()
    return measure


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)


def plan(assessment: Assessment, below: str = "") -> str:
    """The address of the plan, or of a page below it."""
    return f"/municipalities/{assessment.municipality.key}/measures{below}"


def expected(key: str = NEEDS, before: int = 1, after: int = 2, year: int | None = None) -> Effect:
    return Effect(key, before, after, year)
