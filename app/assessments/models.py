"""An assessment of one municipality for one year, its answers, their changes, who fills in what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.accounts.walls import InsideWalls
from app.domain.answers import FIRST_YEAR, LAST_YEAR, Answer, State, Sureness
from app.domain.origin import Origin
from app.domain.scope import Scope
from app.extensions import Model, Moment, now, words_of
from app.municipalities.models import Municipality


class _Origin(TypeDecorator[Origin]):
    """The decision of a workshop, stored as its record; nothing at all where there is none."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Origin | None, dialect: Dialect) -> dict[str, Any] | None:
        return value.as_record() if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Origin | None:
        return Origin.from_record(value) if value else None


class Assessment(InsideWalls, Model):
    """One municipality's answers to one checklist version for one reference year."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("municipality_id", "checklist_key", "year"),
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_is_sensible"),
        CheckConstraint("scope IN ('full', 'short')", name="scope_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_key: Mapped[str] = mapped_column(String(80))
    checklist_version: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    scope: Mapped[Scope] = mapped_column(words_of(Scope), default=Scope.FULL)
    respondent: Mapped[str] = mapped_column(String(200), default="")
    reference_date: Mapped[date | None]
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was finished; None for a draft, and again once it was reopened."""
    edition_key: Mapped[str | None] = mapped_column(ForeignKey("checklist_edition.key"))
    """The words it was finished with, which it keeps; None for a draft."""
    earlier_year: Mapped[int | None] = query_expression()
    """The latest earlier year of the same checklist that is not archived; no column of the table,
    and only known where it was asked for."""

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)


class ChecklistEdition(Model):
    """The files of a checklist version as they stood when a self-check was finished with it.

    Words may be corrected afterwards; whoever finished keeps those they answered to. Equal files
    are kept once, whoever finished with them.
    """

    __tablename__ = "checklist_edition"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Made from the fingerprints of structure and words: the same for the same content anywhere."""
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """The text of each file by its name."""


class Snapshot(Model):
    """A self-check as it was finished. A row is never changed but for how it was reopened."""

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_assessment_id", "assessment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    edition_key: Mapped[str] = mapped_column(ForeignKey("checklist_edition.key"))
    finished_at: Mapped[datetime] = mapped_column(Moment)
    finished_by: Mapped[str] = mapped_column(String(80))
    document: Mapped[str]
    """The canonical JSON document, with its hash in it: the export, byte for byte."""
    reopened_at: Mapped[datetime | None] = mapped_column(Moment)
    reopened_by: Mapped[str] = mapped_column(String(80), default="")
    reopen_reason: Mapped[str] = mapped_column(default="")


class StoredAnswer(Model):
    """One row per criterion, from the first day of the assessment; `version` counts changes."""

    __tablename__ = "stored_answer"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'level', 'unknown', 'not_applicable')", name="state_is_known"
        ),
        CheckConstraint("(state = 'level') = (level IS NOT NULL)", name="level_goes_with_state"),
        CheckConstraint("state <> 'not_applicable' OR reason <> ''", name="reason_is_given"),
        CheckConstraint(
            "importance IS NULL OR importance BETWEEN 1 AND 3", name="importance_is_known"
        ),
        CheckConstraint(
            "sureness IS NULL OR sureness IN ('sure', 'rather_sure', 'guess')",
            name="sureness_is_known",
        ),
    )

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    criterion_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[State] = mapped_column(words_of(State), default=State.OPEN)
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    sureness: Mapped[Sureness | None] = mapped_column(words_of(Sureness))
    target: Mapped[int | None]
    importance: Mapped[int | None]
    origin: Mapped[Origin | None] = mapped_column(_Origin)
    """The decision that state, level and reason come from; None where somebody entered them."""
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(200), default="")
    changed_client: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    """The opened page that was heard last about this answer, if it saves by itself."""
    changed_sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """The number of that page's request."""


class AnswerChange(Model):
    """Who changed which answer when, from what to what. Rows are only ever added."""

    __tablename__ = "answer_change"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_key", "version"),
        Index("ix_answer_change_assessment_id_id", "assessment_id", "id"),
        # What changed since somebody was here last is asked every morning.
        Index("ix_answer_change_assessment_id_changed_at", "assessment_id", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    criterion_key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    """The version this change made."""
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    undoes: Mapped[int | None]
    """The version whose change this one took back, if it did."""
    origin: Mapped[Origin | None] = mapped_column(_Origin)
    """The decision this change brought; None where it brought none."""


class Assignment(Model):
    """A section handed to somebody: please fill this in, until then."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("assessment_id", "section_key", "account_id"),
        Index("ix_assignment_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    section_key: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    due_on: Mapped[date | None]
    message: Mapped[str] = mapped_column(String(200), default="")
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    """Only those who have the section, and coordinators, may answer it."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was handed back; None while it is to be done."""


ENTERED = ("state", "level", "reason", "note", "sureness", "target", "importance")
"""What people enter about a criterion."""
ANSWER_FIELDS = (*ENTERED, "origin")


def fields_of(answer: Answer) -> dict[str, Any]:
    """All fields of an answer, as they are stored and edited."""
    return {name: getattr(answer, name) for name in ANSWER_FIELDS}


def as_record(answer: Answer) -> dict[str, Any]:
    """An answer as JSON-ready fields, for the history; an origin only where there is one."""
    record = {name: getattr(answer, name) for name in ENTERED}
    return {**record, "origin": answer.origin.as_record()} if answer.origin else record


def from_record(record: dict[str, Any]) -> Answer:
    sureness, origin = record["sureness"], record.get("origin")
    return Answer(
        **{
            **record,
            "state": State(record["state"]),
            "sureness": Sureness(sureness) if sureness else None,
            "origin": Origin.from_record(origin) if origin else None,
        }
    )
