"""Put measures forward, reword them, drop drafts. Actions never commit."""

from __future__ import annotations

from app.assessments.models import Assessment
from app.audit.actions import record
from app.extensions import db
from app.measures.events import MeasureDiscarded, MeasureDrafted
from app.measures.models import TITLE_LENGTH, Measure, MeasureSource


def draft_measure(
    assessment: Assessment,
    title: str,
    *,
    by: str,
    criterion_key: str | None = None,
    note: str = "",
    source: MeasureSource = MeasureSource.FREE,
    origin: str = "",
) -> Measure:
    """A draft; a title that is longer than a title may be goes on in the note."""
    if len(title) > TITLE_LENGTH:
        title, note = f"{title[: TITLE_LENGTH - 1]}…", f"{title}\n\n{note}".strip()
    measure = Measure(
        municipality=assessment.municipality,
        assessment=assessment,
        criterion_key=criterion_key,
        title=title,
        note=note,
        source=source,
        origin=origin,
        made_by=by,
    )
    db.session.add(measure)
    db.session.flush()
    record(MeasureDrafted(measure.title), by=by, municipality_id=assessment.municipality_id)
    return measure


def reword(measure: Measure, *, title: str, note: str) -> None:
    """Say it better; who put it forward stays."""
    measure.title, measure.note = title, note


def discard(measure: Measure, *, by: str) -> None:
    record(MeasureDiscarded(measure.title), by=by, municipality_id=measure.municipality_id)
    db.session.delete(measure)
