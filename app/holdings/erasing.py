"""Erase a municipality: rows, people who are nowhere else, and traces in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Select, delete, func, or_, select

from app.accounts.models import Account, Invitation, Membership
from app.accounts.walls import walls_opened
from app.assessments.models import AnswerChange, Assessment, StoredAnswer
from app.audit.actions import record
from app.audit.models import AuditEntry
from app.domain.answers import State
from app.domain.errors import DomainError
from app.extensions import db
from app.holdings.events import MunicipalityErased
from app.measures.models import Measure
from app.municipalities.models import Municipality
from app.storage.traces import empty_second_file
from app.territory.actions import forget_municipality
from app.territory.queries import changes_of, others_here
from app.workshops.models import Workshop


class ExampleStays(DomainError):
    """The demo lives on its invented towns: whoever looks around next would find nothing."""


@dataclass(frozen=True)
class Holdings:
    """How much is kept about a municipality, and so how much would go."""

    self_checks: int
    answers: int
    changes: int
    people: int
    accounts: int
    """Of the people those who have a role nowhere else, and whose accounts would go, too."""
    trail_entries: int
    workshops: int
    measures: int
    territory_changes: int
    """Public facts that stay, for they name somebody else here."""


def holdings_of(municipality: Municipality) -> Holdings:
    of_checks = select(Assessment.id).filter_by(municipality_id=municipality.id)
    answered = StoredAnswer.state != State.OPEN
    trail = select(AuditEntry.id).filter_by(municipality_id=municipality.id)
    with walls_opened():
        return Holdings(
            self_checks=_count(of_checks),
            answers=_count(
                select(StoredAnswer.criterion_key).where(
                    StoredAnswer.assessment_id.in_(of_checks), answered
                )
            ),
            changes=_count(
                select(AnswerChange.id).where(AnswerChange.assessment_id.in_(of_checks))
            ),
            people=len(_people_of(municipality)),
            accounts=len(_only_here(municipality)),
            trail_entries=_count(trail),
            workshops=_count(select(Workshop.id).filter_by(municipality_id=municipality.id)),
            measures=_count(select(Measure.id).filter_by(municipality_id=municipality.id)),
            territory_changes=sum(
                len(others_here(change.keys)) > 1 for change in changes_of(municipality.key)
            ),
        )


def erase(municipality: Municipality, *, by: str) -> None:
    """Delete all of it in this transaction, but for one line of the installation's trail.

    Call `wipe_traces` after the commit. Raises ExampleStays.
    """
    if stays(municipality):
        raise ExampleStays
    key, name = municipality.key, municipality.name
    with walls_opened():
        leaving = _only_here(municipality)
        invited = db.session.scalars(
            select(Invitation.email).filter_by(municipality_id=municipality.id)
        ).all()
        forget_municipality(key)
        # What belongs to it hangs on this row, and the database takes it along.
        db.session.execute(delete(Municipality).where(Municipality.id == municipality.id))
        _forget_people(leaving, invited)
    record(MunicipalityErased(key, name), by=by)


def wipe_traces() -> None:
    """After the commit: nothing of what was erased stays readable in the database's files."""
    db.session.rollback()
    if not empty_second_file(db.engine):
        current_app.logger.warning("the -wal file could not be emptied: somebody reads from it")


def stays(municipality: Municipality) -> bool:
    """Whether it cannot be erased: an invented town of the demo."""
    return municipality.is_example and current_app.config["MODE"] == "demo"


def _people_of(municipality: Municipality) -> Sequence[int]:
    here = select(Membership.account_id).filter_by(municipality_id=municipality.id).distinct()
    return db.session.scalars(here).all()


def _only_here(municipality: Municipality) -> Sequence[Account]:
    """Whoever has a role here and nothing to do anywhere else."""
    elsewhere = select(Membership.account_id).where(Membership.municipality_id != municipality.id)
    return db.session.scalars(
        select(Account).where(
            Account.id.in_(_people_of(municipality)),
            Account.id.not_in(elsewhere),
            Account.is_operator.is_(False),
        )
    ).all()


def _forget_people(leaving: Sequence[Account], invited: Sequence[str]) -> None:
    """Delete accounts, and what the installation's trail and other links tell about them."""
    known = set(db.session.scalars(select(Account.email).where(Account.email.in_(invited))))
    keys = [account.key for account in leaving]
    emails = [account.email for account in leaving] + [one for one in invited if one not in known]
    about_them = or_(
        AuditEntry.by.in_(keys),
        AuditEntry.facts["email"].as_string().in_(emails),
        AuditEntry.facts["person"].as_string().in_(keys),
    )
    of_installation = AuditEntry.municipality_id.is_(None)
    db.session.execute(
        delete(AuditEntry).where(of_installation, about_them),
        execution_options={"synchronize_session": False},
    )
    ids = [account.id for account in leaving]
    db.session.execute(delete(Account).where(Account.id.in_(ids)))


def _count(rows: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
