"""A measure: what could be done for which criterion, and where the thought came from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.walls import InsideWalls
from app.assessments.models import Assessment
from app.extensions import Model, Moment, now, words_of
from app.municipalities.models import Municipality

TITLE_LENGTH = 200
NOTE_LENGTH = 2_000


class MeasureState(StrEnum):
    """How far it is; as yet everything here is a draft that somebody put forward."""

    PROPOSED = "proposed"


class MeasureSource(StrEnum):
    """Where the thought came from."""

    FREE = "free"
    IDEA = "idea"


class Measure(InsideWalls, Model):
    """Something to be done, for one self-check of one municipality."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("state IN ('proposed')", name="state_is_known"),
        CheckConstraint("source IN ('free', 'idea')", name="source_is_known"),
        Index("ix_measure_municipality_id", "municipality_id"),
        Index("ix_measure_assessment_id", "assessment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    criterion_key: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[MeasureState] = mapped_column(
        words_of(MeasureState), default=MeasureState.PROPOSED
    )
    source: Mapped[MeasureSource] = mapped_column(
        words_of(MeasureSource), default=MeasureSource.FREE
    )
    origin: Mapped[str] = mapped_column(String(300), default="")
    """Of a draft from an idea: the workshop and its day, in the words of that moment."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
