"""What people wrote into a council paper, and what a town shows in public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.walls import InsideWalls
from app.assessments.models import Assessment
from app.extensions import Model, Moment, now
from app.municipalities.models import Municipality

LINE_LENGTH = 200
TEXT_LENGTH = 10_000


class CouncilPaper(InsideWalls, Model):
    """The words of a council paper in one language; empty where what is proposed stands."""

    __tablename__ = "council_paper"
    __table_args__ = (
        UniqueConstraint("assessment_id", "language"),
        Index("ix_council_paper_municipality_id", "municipality_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    file_number: Mapped[str] = mapped_column(String(LINE_LENGTH), default="")
    committee: Mapped[str] = mapped_column(String(LINE_LENGTH), default="")
    meeting_on: Mapped[date | None]
    situation: Mapped[str] = mapped_column(default="")
    gaps: Mapped[str] = mapped_column(default="")
    measures: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes: the second of two people who change it is told what the first one wrote."""
    changed_by: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)


class PublicSummary(InsideWalls, Model):
    """What a town shows in public of a finished self-check: exactly what its preview showed."""

    __tablename__ = "public_summary"
    __table_args__ = (Index("ix_public_summary_municipality_id", "municipality_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), unique=True
    )
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """All of it as plain facts and typed words, frozen at that moment."""
    published_by: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
