"""Hand sections to people, take them back, look at them once more. Never commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select, update

from app.accounts.leaving import when_somebody_leaves
from app.accounts.models import Account
from app.assessments.assignments import find_assignment
from app.assessments.events import (
    AssignmentWithdrawn,
    SectionAssigned,
    SectionHandedBack,
    SectionReopened,
)
from app.assessments.models import Assessment, Assignment
from app.audit.actions import record
from app.audit.events import Event
from app.extensions import db, now


def assign(
    assessment: Assessment,
    section_key: str,
    account: Account,
    *,
    due_on: date | None,
    message: str,
    is_exclusive: bool,
    by: str,
) -> bool:
    """Ask somebody to fill in a section, or say anew by when; they are to do it (again).

    Whether others may answer the section holds for everybody who has it. Asking the same once
    more, as a doubled click does, changes nothing; False says so.
    """
    # Locked, where the database can: the same may be asked twice at the same moment.
    db.session.execute(select(Assessment.id).filter_by(id=assessment.id).with_for_update())
    assignment = find_assignment(assessment, section_key, account.id)
    if assignment and not assignment.done_at:
        known = (assignment.due_on, assignment.message, assignment.is_exclusive)
        if known == (due_on, message, is_exclusive):
            return False
    if assignment is None:
        assignment = Assignment(
            assessment_id=assessment.id, section_key=section_key, account_id=account.id
        )
        db.session.add(assignment)
    assignment.due_on, assignment.message = due_on, message
    assignment.is_exclusive = is_exclusive
    assignment.made_by, assignment.made_at, assignment.done_at = by, now(), None
    db.session.flush()
    of_section = update(Assignment).filter_by(assessment_id=assessment.id, section_key=section_key)
    db.session.execute(of_section.values(is_exclusive=is_exclusive))
    _note(assessment, SectionAssigned(*_named(assessment, section_key), account.key), by=by)
    return True


def hand_back(assessment: Assessment, assignment: Assignment, *, by: str) -> None:
    """Say that a section is done; handing it back twice is once."""
    if assignment.done_at is None:
        assignment.done_at = now()
        _note(assessment, SectionHandedBack(*_named(assessment, assignment.section_key)), by=by)


def reopen(
    assessment: Assessment, assignment: Assignment, account: Account, *, word: str, by: str
) -> None:
    """Give a section back to whoever handed it back; the word says what is missing."""
    assignment.done_at, assignment.made_by, assignment.made_at = None, by, now()
    assignment.message = word or assignment.message
    named = _named(assessment, assignment.section_key)
    _note(assessment, SectionReopened(*named, account.key), by=by)


def withdraw(assessment: Assessment, assignment: Assignment, account: Account, *, by: str) -> None:
    """Ask somebody no longer; what they answered stays."""
    named = _named(assessment, assignment.section_key)
    db.session.delete(assignment)
    _note(assessment, AssignmentWithdrawn(*named, account.key), by=by)


@when_somebody_leaves
def take_everything_from(account_id: int, municipality_id: int) -> None:
    """Somebody may no longer fill in here: nothing is asked of them any more."""
    here = select(Assessment.id).where(Assessment.municipality_id == municipality_id)
    db.session.execute(
        delete(Assignment).where(
            Assignment.account_id == account_id, Assignment.assessment_id.in_(here)
        )
    )


def _named(assessment: Assessment, section_key: str) -> tuple[str, int]:
    return f"{assessment.checklist_key}/{section_key}", assessment.year


def _note(assessment: Assessment, event: Event, *, by: str) -> None:
    record(event, by=by, municipality_id=assessment.municipality_id)
