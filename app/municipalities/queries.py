"""Find municipalities that use the check."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.municipalities.models import Municipality


def find_municipality(key: str) -> Municipality | None:
    return db.session.scalar(select(Municipality).filter_by(key=key))


def find_own(name: str, *, country: str) -> Municipality | None:
    """A place outside the register, added before under this name and country."""
    return db.session.scalar(
        select(Municipality).where(
            Municipality.key.startswith("own-"),
            Municipality.name == name,
            Municipality.state == country,
        )
    )


def search_own(query: str, *, limit: int) -> Sequence[Municipality]:
    """Places outside the register whose name holds the query."""
    holds_query = Municipality.name.icontains(query, autoescape=True)
    return db.session.scalars(
        select(Municipality)
        .where(Municipality.key.startswith("own-"), holds_query)
        .order_by(Municipality.name)
        .limit(limit)
    ).all()


def example_town() -> Municipality | None:
    """The invented town to look around in, where it is loaded."""
    return db.session.scalar(select(Municipality).filter_by(is_example=True).limit(1))
