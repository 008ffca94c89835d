"""Find measures."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.measures.models import Measure
from app.municipalities.models import Municipality


def measures_of(municipality: Municipality) -> Sequence[Measure]:
    """Newest first."""
    named = select(Measure).filter_by(municipality_id=municipality.id)
    return db.session.scalars(named.order_by(Measure.id.desc())).all()


def find_measure(municipality: str, measure_id: int) -> Measure | None:
    found = select(Measure).where(Measure.id == measure_id)
    return db.session.scalar(found.where(Measure.municipality.has(key=municipality)))
