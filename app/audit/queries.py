"""Read the audit trail, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db


def audit_trail(
    municipality_id: int | None, *, before: int | None = None, limit: int | None = 50
) -> Sequence[AuditEntry]:
    """The trail of a municipality, or with None of the installation.

    `before` is the id after which a further page goes on; without a limit it is all of it.
    """
    found = select(AuditEntry).where(AuditEntry.municipality_id == municipality_id)
    if before is not None:
        found = found.where(AuditEntry.id < before)
    return db.session.scalars(found.order_by(AuditEntry.id.desc()).limit(limit)).all()


def entries_by(person: str) -> Sequence[AuditEntry]:
    """Everything that the person with this key did, oldest first."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.by == person).order_by(AuditEntry.id)
    ).all()
