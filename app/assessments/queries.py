"""Find assessments; load answer sheets and the history of changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, case, func, select, tuple_
from sqlalchemy.orm import contains_eager, with_expression

from app.accounts.models import Account
from app.assessments.models import (
    ANSWER_FIELDS,
    AnswerChange,
    Assessment,
    StoredAnswer,
    from_record,
)
from app.domain.answers import OPEN, Answer, AnswerSheet
from app.domain.editing import NOBODY, Sender
from app.domain.origin import Origin
from app.extensions import db
from app.municipalities.models import Municipality


@dataclass(frozen=True)
class VersionedAnswer:
    """An answer as it stands: how often it changed, when last, by whom, and from which page."""

    answer: Answer = OPEN
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""
    sender: Sender = NOBODY

    @property
    def origin(self) -> Origin | None:
        """The decision of a workshop that it comes from, if one decided it."""
        return self.answer.origin


Answers = Mapping[str, VersionedAnswer]


class Hold(Enum):
    """Whether an assessment stays as it is found until the transaction ends.

    Who answers holds it together with others who answer; who finishes it holds it alone, so that
    no answer slips in behind a snapshot. SQLite has one writer at a time anyway.
    """

    NOT = auto()
    WITH_OTHERS = auto()
    ALONE = auto()


NEWEST_CHANGES = 500

_TABLE = StoredAnswer.__table__.c
_CHANGED = ("version", "changed_at", "changed_by", "changed_client", "changed_sequence")
COLUMNS = tuple(_TABLE[name] for name in (*ANSWER_FIELDS, *_CHANGED))

_EARLIER = cast(Table, Assessment.__table__).alias("earlier")
_EARLIER_YEAR = (
    select(func.max(_EARLIER.c.year))
    .where(
        _EARLIER.c.municipality_id == Assessment.municipality_id,
        _EARLIER.c.checklist_key == Assessment.checklist_key,
        _EARLIER.c.year < Assessment.year,
        _EARLIER.c.archived_at.is_(None),
    )
    .correlate(Assessment)
    .scalar_subquery()
)

# What nearly every request asks is put together once: that takes longer than asking it.
_NAMED_ASSESSMENT = (
    select(Assessment)
    .join(Assessment.municipality)
    .options(
        contains_eager(Assessment.municipality),
        with_expression(Assessment.earlier_year, _EARLIER_YEAR),
    )
    .where(
        Municipality.key == bindparam("municipality"),
        Assessment.checklist_key == bindparam("checklist"),
        Assessment.year == bindparam("year"),
    )
)
_HELD = {
    Hold.NOT: _NAMED_ASSESSMENT,
    Hold.WITH_OTHERS: _NAMED_ASSESSMENT.with_for_update(read=True, of=Assessment),
    Hold.ALONE: _NAMED_ASSESSMENT.with_for_update(of=Assessment),
}
_ANSWERS = select(_TABLE.criterion_key, *COLUMNS).where(
    _TABLE.assessment_id == bindparam("assessment")
)
_ANSWER = select(*COLUMNS).where(
    _TABLE.assessment_id == bindparam("assessment"),
    _TABLE.criterion_key == bindparam("criterion"),
)
_STATE_OF_ANSWERS = select(func.count(), func.coalesce(func.sum(_TABLE.version), 0)).where(
    _TABLE.assessment_id == bindparam("assessment")
)


def find_assessment(
    municipality: str, checklist: str, year: int, *, hold: Hold = Hold.NOT
) -> Assessment | None:
    named = {"municipality": municipality, "checklist": checklist, "year": year}
    return db.session.scalar(_HELD[hold], named)


def assessments_of(municipality: Municipality) -> Sequence[Assessment]:
    """Newest year first; archived ones among them."""
    return db.session.scalars(
        select(Assessment)
        .filter_by(municipality_id=municipality.id)
        .order_by(Assessment.year.desc(), Assessment.checklist_key)
    ).all()


def assessments_in_order(
    municipality: Municipality, *, after: tuple[str, int] = ("", 0), limit: int
) -> Sequence[Assessment]:
    """By checklist and year; `after` names the last one seen. Archived ones are among them."""
    checklist_and_year = tuple_(Assessment.checklist_key, Assessment.year)
    return db.session.scalars(
        select(Assessment)
        .filter_by(municipality_id=municipality.id)
        .where(checklist_and_year > tuple_(*after))
        .order_by(Assessment.checklist_key, Assessment.year)
        .limit(limit)
    ).all()


def recent_assessments(limit: int) -> Sequence[Assessment]:
    """The self-checks somebody worked on or started last, for the start page.

    Archived ones and the example town stay out. Only the newest changes are looked at, so that
    the page costs the same however much is stored.
    """
    newest = (
        select(AnswerChange.id, AnswerChange.assessment_id)
        .order_by(AnswerChange.id.desc())
        .limit(NEWEST_CHANGES)
        .subquery()
    )
    worked_on = _current().join(newest, newest.c.assessment_id == Assessment.id)
    last_changed = worked_on.group_by(Assessment.id).order_by(func.max(newest.c.id).desc())
    last_started = _current().order_by(Assessment.id.desc())
    found = [
        *db.session.scalars(last_changed.limit(limit)),
        *db.session.scalars(last_started.limit(limit)),
    ]
    return list(dict.fromkeys(found))[:limit]


def _current() -> Select[Assessment]:
    return (
        select(Assessment)
        .join(Municipality)
        .where(Assessment.archived_at.is_(None), Municipality.is_example.is_(False))
    )


def load_answers(assessment: Assessment) -> Answers:
    """Every answer of an assessment by criterion key, in one query."""
    rows = db.session.execute(_ANSWERS, {"assessment": assessment.id})
    return {key: versioned(columns) for key, *columns in rows}


def load_answer(assessment: Assessment, criterion_key: str) -> VersionedAnswer:
    named = {"assessment": assessment.id, "criterion": criterion_key}
    return versioned(db.session.execute(_ANSWER, named).one())


def versioned(columns: Sequence[Any]) -> VersionedAnswer:
    """An answer from a row of COLUMNS."""
    *fields, version, changed_at, changed_by, client, sequence = columns
    sender = Sender(client, sequence)
    return VersionedAnswer(Answer(*fields), version, changed_at, changed_by, sender)


def sheet(answers: Answers) -> AnswerSheet:
    return {key: stored.answer for key, stored in answers.items()}


def answer_at(assessment: Assessment, criterion_key: str, version: int) -> Answer | None:
    """What the answer said at that version; None if it never had that version."""
    if version == 0:
        return OPEN
    record = db.session.scalar(
        select(AnswerChange.after).filter_by(
            assessment_id=assessment.id, criterion_key=criterion_key, version=version
        )
    )
    return from_record(record) if record else None


def change_to_undo(assessment: Assessment, criterion_key: str) -> AnswerChange | None:
    """The newest change that is no undoing and was not undone; None if nothing is left."""
    undone = select(AnswerChange.undoes).where(
        AnswerChange.assessment_id == assessment.id,
        AnswerChange.criterion_key == criterion_key,
        AnswerChange.undoes.is_not(None),
    )
    return db.session.scalar(
        select(AnswerChange)
        .filter_by(assessment_id=assessment.id, criterion_key=criterion_key, undoes=None)
        .where(AnswerChange.version.not_in(undone))
        .order_by(AnswerChange.version.desc())
        .limit(1)
    )


def undoable(assessment: Assessment) -> frozenset[str]:
    """The criteria whose answers have a change that can still be undone."""
    weight = case((AnswerChange.undoes.is_(None), 1), else_=-1)
    keys = db.session.scalars(
        select(AnswerChange.criterion_key)
        .filter_by(assessment_id=assessment.id)
        .group_by(AnswerChange.criterion_key)
        .having(func.sum(weight) > 0)
    )
    return frozenset(keys)


def history(
    assessment: Assessment,
    *,
    by: str | None = None,
    criteria: Collection[str] | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AnswerChange]:
    """The changes, newest first: by one person, of some criteria, or after a moment, if so wished.

    `before` is the id after which a further page goes on.
    """
    found = select(AnswerChange).filter_by(assessment_id=assessment.id)
    if by is not None:
        found = found.where(AnswerChange.changed_by == by)
    if criteria is not None:
        found = found.where(AnswerChange.criterion_key.in_(criteria))
    if since is not None:
        found = found.where(AnswerChange.changed_at > since)
    if before is not None:
        found = found.where(AnswerChange.id < before)
    return db.session.scalars(found.order_by(AnswerChange.id.desc()).limit(limit)).all()


def people_in_history(assessment: Assessment) -> Sequence[str]:
    """The keys of everybody who ever changed an answer here."""
    found = select(AnswerChange.changed_by).filter_by(assessment_id=assessment.id)
    return db.session.scalars(found.distinct().order_by(AnswerChange.changed_by)).all()


@dataclass(frozen=True)
class ChangedSince:
    """An answer that somebody else changed since the last visit, which ended then."""

    assessment_id: int
    criterion_key: str
    changed_by: str
    last_visit: datetime


def changed_since_visit(account_id: int, assessment_ids: Collection[int]) -> list[ChangedSince]:
    """Which answers others changed since the last visit; each once for everybody who did."""
    columns = (AnswerChange.assessment_id, AnswerChange.criterion_key, AnswerChange.changed_by)
    asked: Select[*tuple[Any, ...]] = (
        select(*columns, Account.previous_visit_at)
        .join(Account, Account.id == account_id)
        .where(
            AnswerChange.assessment_id.in_(assessment_ids),
            AnswerChange.changed_at > Account.previous_visit_at,
            AnswerChange.changed_by != f"account-{account_id}",
        )
        .group_by(*columns, Account.previous_visit_at)
    )
    return [ChangedSince(*row) for row in db.session.execute(asked)]


def changes_by(person: str) -> int:
    """How many changes of answers the person with this key made, wherever it was."""
    found = select(func.count()).select_from(AnswerChange).filter_by(changed_by=person)
    return db.session.scalar(found) or 0


def state_of_answers(assessment: Assessment) -> tuple[int, int]:
    """A pair that differs after any change of any answer: for entity tags."""
    row = db.session.execute(_STATE_OF_ANSWERS, {"assessment": assessment.id}).one()
    return row[0], row[1]
