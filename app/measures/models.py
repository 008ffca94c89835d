"""A measure with what it is expected to change and what was noted on the way; secret calendars."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.walls import InsideWalls
from app.assessments.models import Assessment
from app.domain.checklist import Effort
from app.domain.measure import MeasureSource, MeasureState
from app.extensions import Model, Moment, now, words_of
from app.municipalities.models import Municipality

TITLE_LENGTH = FUNCTION_LENGTH = 200
LINE_LENGTH = 500
"""Of partners and of the source of funding."""
NOTE_LENGTH = 2_000
"""Also of the reason for which a measure was dropped, and of a progress note."""
MOST_EUROS = 999_999_999


class Settled(StrEnum):
    """What a person said to the level that a finished measure proposes."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Measure(InsideWalls, Model):
    """Something to be done, put forward for one self-check of one municipality."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'decided', 'under_way', 'done', 'dropped')",
            name="state_is_known",
        ),
        CheckConstraint(
            "source IN ('free', 'gap', 'unknown', 'minority', 'idea')", name="source_is_known"
        ),
        CheckConstraint(f"cost BETWEEN 0 AND {MOST_EUROS}", name="cost_is_sensible"),
        CheckConstraint("start_on <= due_on", name="begins_before_it_is_due"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_a_day"),
        CheckConstraint("state <> 'dropped' OR dropped_because <> ''", name="dropped_has_a_reason"),
        Index("ix_measure_municipality_id", "municipality_id"),
        Index("ix_measure_assessment_id", "assessment_id"),
        Index("ix_measure_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[MeasureState] = mapped_column(
        words_of(MeasureState), default=MeasureState.PROPOSED
    )
    source: Mapped[MeasureSource] = mapped_column(
        words_of(MeasureSource), default=MeasureSource.FREE
    )
    origin: Mapped[str] = mapped_column(String(300), default="")
    """Of one from a workshop: the workshop and its day, in the words of that moment."""
    responsible: Mapped[str] = mapped_column(String(FUNCTION_LENGTH), default="")
    """A function, such as “head of the citizens' office”."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """Whoever holds that function, for reminders; none is needed."""
    partners: Mapped[str] = mapped_column(String(LINE_LENGTH), default="")
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    effort: Mapped[Effort | None] = mapped_column(words_of(Effort))
    cost: Mapped[int | None] = mapped_column(BigInteger)
    """In whole euros."""
    funding: Mapped[str] = mapped_column(String(LINE_LENGTH), default="")
    done_on: Mapped[date | None]
    dropped_because: Mapped[str] = mapped_column(default="")
    for_council: Mapped[bool | None]
    """Whether it goes into the council paper; None as long as nobody chose."""
    carried_from: Mapped[int | None]
    """The measure of an earlier year that goes on here. No foreign key: rows of one table that
    lean on each other could not be moved to another database in any order."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes: the second of two people who change it is told what the first one wrote."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
    effects: Mapped[list[StoredEffect]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StoredEffect.criterion_key",
    )
    notes: Mapped[list[StoredProgress]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StoredProgress.id",
    )


class StoredEffect(Model):
    """A criterion that a measure serves, and to which level it is expected to lead until when."""

    __tablename__ = "measure_effect"

    measure_id: Mapped[int] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    criterion_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    before: Mapped[int | None]
    after: Mapped[int | None]
    by_year: Mapped[int | None]
    settled: Mapped[Settled | None] = mapped_column(words_of(Settled))
    """What became of the level that the finished measure proposed; None as long as nobody said."""


class StoredProgress(Model):
    """What somebody noted on the way. Notes are added, never changed."""

    __tablename__ = "measure_note"
    __table_args__ = (Index("ix_measure_note_measure_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    text: Mapped[str]
    written_by: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PlanFeed(InsideWalls, Model):
    """A secret address under which calendars read when measures are due."""

    __tablename__ = "plan_feed"
    __table_args__ = (Index("ix_plan_feed_municipality_id", "municipality_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """The address itself is shown once and stored nowhere."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
