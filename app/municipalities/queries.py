"""Find municipalities that use the check."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select, tuple_

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


def municipalities_here(
    query: str = "", *, after: int | None = None, limit: int
) -> Sequence[Municipality]:
    """Those that use the check, by name; `after` is the id after which a further page goes on.

    The query is a part of the name, or the beginning of the key.
    """
    found = select(Municipality)
    if query:
        named = Municipality.name.icontains(query, autoescape=True)
        found = found.where(or_(named, Municipality.key.startswith(query, autoescape=True)))
    last = db.session.get(Municipality, after) if after else None
    if last:
        name_and_id = tuple_(Municipality.name, Municipality.id)
        found = found.where(name_and_id > tuple_(last.name, last.id))
    return db.session.scalars(found.order_by(Municipality.name, Municipality.id).limit(limit)).all()


def example_town() -> Municipality | None:
    """The invented town to look around in, where it is loaded."""
    return db.session.scalar(select(Municipality).filter_by(is_example=True).limit(1))


def municipalities_by_key(
    keys: Collection[str] | None, *, after: str = "", limit: int
) -> Sequence[Municipality]:
    """Those with these keys, or all, in the order of their keys; `after` is the last one seen."""
    found = select(Municipality).where(Municipality.key > after)
    if keys is not None:
        found = found.where(Municipality.key.in_(keys))
    return db.session.scalars(found.order_by(Municipality.key).limit(limit)).all()
