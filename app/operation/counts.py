"""How many there are of everything. The walls are open here, so nothing but numbers comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import Account, Invitation, Membership
from app.accounts.walls import walls_opened
from app.assessments.models import Assessment, StoredAnswer
from app.extensions import db, now
from app.municipalities.models import Municipality

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Counts:
    """How much a municipality uses the check: how many, never what."""

    people: int = 0
    open_invitations: int = 0
    self_checks: int = 0
    last_change: datetime | None = None


@dataclass(frozen=True)
class Usage:
    """How much the whole installation is used."""

    municipalities: int
    people: int
    self_checks: int
    answers_changed_lately: int


def counts_of(municipalities: Collection[int]) -> Mapping[int, Counts]:
    """The counts of these municipalities by id, each kind in one query for all of them."""
    with walls_opened():
        people = _by_municipality(
            select(Membership.municipality_id, func.count(Membership.account_id.distinct())).where(
                Membership.municipality_id.in_(municipalities)
            )
        )
        invitations = _by_municipality(
            select(Invitation.municipality_id, func.count()).where(
                Invitation.municipality_id.in_(municipalities),
                Invitation.used_at.is_(None),
                Invitation.expires_at > now(),
            )
        )
        self_checks = _by_municipality(
            select(Assessment.municipality_id, func.count()).where(
                Assessment.municipality_id.in_(municipalities)
            )
        )
        changes = _by_municipality(
            select(Assessment.municipality_id, func.max(StoredAnswer.changed_at))
            .join(StoredAnswer, StoredAnswer.assessment_id == Assessment.id)
            .where(Assessment.municipality_id.in_(municipalities))
        )
    return {
        one: Counts(
            people.get(one, 0), invitations.get(one, 0), self_checks.get(one, 0), changes.get(one)
        )
        for one in municipalities
    }


def _by_municipality(counting: Select[Any, Any]) -> dict[int, Any]:
    grouped = counting.group_by(counting.selected_columns[0])
    return {row[0]: row[1] for row in db.session.execute(grouped)}


def usage(*, with_examples: bool) -> Usage:
    """What is used; invented towns and demo identities count where there is nothing else."""
    counts = (True, False) if with_examples else (False,)
    counted = Municipality.is_example.in_(counts)
    since = now() - LATELY
    with walls_opened():
        return Usage(
            municipalities=_count(select(Municipality.id).where(counted)),
            people=_count(select(Account.id).where(Account.is_demo.in_(counts))),
            self_checks=_count(select(Assessment.id).join(Assessment.municipality).where(counted)),
            answers_changed_lately=_count(
                select(StoredAnswer.criterion_key)
                .join(Assessment, Assessment.id == StoredAnswer.assessment_id)
                .join(Assessment.municipality)
                .where(counted, StoredAnswer.changed_at >= since)
            ),
        )


def _count(rows: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
