"""Walls between municipalities: whatever a request asks the database, it sees its own only.

The first wall is the permission of each view, asked with the municipality of the address. This is
the second one: it stands in every query, also where somebody forgets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import g, has_request_context
from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column, with_loader_criteria

from app.audit.models import AuditEntry
from app.extensions import db
from app.municipalities.models import Municipality


class InsideWalls:
    """What belongs to one municipality and holds what it said: models derive from it."""

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))


@dataclass(frozen=True)
class Reach:
    """The municipalities a request may see, by id; None for all of them."""

    municipalities: Sequence[int] | None = ()
    """Whose names, people and audit trail may be seen."""
    contents: Sequence[int] | None = ()
    """Whose self-checks may be seen."""


EVERYTHING = Reach(None, None)
NOTHING = Reach()
"""As long as nobody has asked who is asking."""


def stay_within(reach: Reach) -> None:
    """From here on the request sees what is in reach and nothing else."""
    g.reach = reach


@contextmanager
def walls_opened() -> Iterator[None]:
    """For what belongs to nobody: the invented town on the front door, counts for operators."""
    before = g.get("reach", NOTHING)
    g.reach = EVERYTHING
    try:
        yield
    finally:
        g.reach = before


@event.listens_for(db.session, "do_orm_execute")
def stay_inside(asked: ORMExecuteState) -> None:
    """Add the walls to every query of models; outside of requests there are none."""
    if not has_request_context() or asked.is_column_load or asked.is_relationship_load:
        return
    reach: Reach = g.get("reach", NOTHING)
    for option in _for_nobody() if reach is NOTHING else _criteria(reach):
        asked.statement = asked.statement.options(option)


@cache
def _for_nobody() -> tuple[Any, ...]:
    """Put together once: phones in a workshop are nobody, and ask hundreds of times a second."""
    return tuple(_criteria(NOTHING))


def _criteria(reach: Reach) -> Iterator[Any]:
    if reach.municipalities is not None:
        seen = tuple(reach.municipalities)
        yield with_loader_criteria(Municipality, lambda cls: cls.id.in_(seen))
        yield with_loader_criteria(AuditEntry, lambda cls: cls.municipality_id.in_(seen))
    if reach.contents is not None:
        contents = tuple(reach.contents)
        yield with_loader_criteria(
            InsideWalls, lambda cls: cls.municipality_id.in_(contents), include_aliases=True
        )
