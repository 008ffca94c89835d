"""Add to the audit trail. Never commits: what is undone leaves no line."""

from __future__ import annotations

from sqlalchemy import insert

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db, now


def record(event: Event, *, by: str, municipality_id: int | None = None) -> None:
    """Note that somebody did something; `by` is the key of a person."""
    db.session.execute(
        insert(AuditEntry),
        {
            "at": now(),
            "municipality_id": municipality_id,
            "by": by,
            "event": event.name,
            "facts": event.facts,
        },
    )
