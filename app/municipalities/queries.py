"""Find municipalities that use the check."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.municipalities.models import Municipality


def find_municipality(key: str) -> Municipality | None:
    return db.session.scalar(select(Municipality).filter_by(key=key))


def example_town() -> Municipality | None:
    """The invented town to look around in, where it is loaded."""
    return db.session.scalar(select(Municipality).filter_by(is_example=True).limit(1))
