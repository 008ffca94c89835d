"""Which sections are handed to whom, and what somebody is asked to do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import Account, Membership
from app.accounts.permissions import WRITERS
from app.assessments.models import Assessment, Assignment
from app.extensions import db
from app.web.formatting import today


@dataclass(frozen=True)
class Assigned:
    """A section in somebody's hands: by when, who asked, and whether it was handed back."""

    assessment_id: int
    section_key: str
    account_id: int
    name: str
    due_on: date | None
    message: str
    is_exclusive: bool
    made_by: str
    done_at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < today()


_COLUMNS = (
    Assignment.assessment_id,
    Assignment.section_key,
    Assignment.account_id,
    Account.name,
    Assignment.due_on,
    Assignment.message,
    Assignment.is_exclusive,
    Assignment.made_by,
    Assignment.done_at,
)


def assignments_in(assessment: Assessment) -> list[Assigned]:
    """Who has which section, by name; whoever may no longer fill in has none any more."""
    may_fill_in = select(Membership.account_id).where(
        Membership.municipality_id == assessment.municipality_id, Membership.role.in_(WRITERS)
    )
    asked = _asked().where(
        Assignment.assessment_id == assessment.id, Assignment.account_id.in_(may_fill_in)
    )
    found = asked.order_by(Account.name, Account.id)
    return [Assigned(*row) for row in db.session.execute(found)]


def todos_of(account_id: int, assessment_ids: Collection[int]) -> list[Assigned]:
    """What somebody is asked to do and has not handed back, the most urgent first."""
    asked = _asked().where(
        Assignment.account_id == account_id,
        Assignment.assessment_id.in_(assessment_ids),
        Assignment.done_at.is_(None),
    )
    found = [Assigned(*row) for row in db.session.execute(asked.order_by(Assignment.id))]
    return sorted(found, key=lambda one: one.due_on or date.max)


def _asked() -> Select[*tuple[Any, ...]]:
    asked = select(*_COLUMNS).join(Account, Account.id == Assignment.account_id)
    return asked.where(Account.is_disabled.is_(False))


def find_assignment(assessment: Assessment, section_key: str, account_id: int) -> Assignment | None:
    return db.session.scalar(
        select(Assignment).filter_by(
            assessment_id=assessment.id, section_key=section_key, account_id=account_id
        )
    )


def everybody_with(assessment: Assessment, section_key: str) -> Sequence[Assignment]:
    """All that is stored about one section."""
    return db.session.scalars(
        select(Assignment).filter_by(assessment_id=assessment.id, section_key=section_key)
    ).all()
