"""A file that was brought in and not taken over yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.walls import InsideWalls
from app.extensions import Model, Moment, now
from app.municipalities.models import Municipality


class ImportDraft(InsideWalls, Model):
    """Kept between looking at it and taking it over, at most a day."""

    __tablename__ = "import_draft"
    __table_args__ = (Index("ix_import_draft_municipality_id", "municipality_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What whoever imports said about it: checklist, sheet, year, meaning of columns."""

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
