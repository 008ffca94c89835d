"""One line of the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, Moment, now


class AuditEntry(Model):
    """Something that was done. Rows are only ever added; they go with their municipality."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_municipality_id_id", "municipality_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    municipality_id: Mapped[int | None] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE")
    )
    """Whose trail it belongs to; None for what concerns the whole installation."""
    by: Mapped[str] = mapped_column(String(80))
    """The key of the person who did it: `account-12`, `desk`; empty for nobody known."""
    event: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
