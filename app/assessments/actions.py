"""Start, answer, undo, archive and discard. Actions change what is stored and never commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, delete, insert, update

from app.assessments.events import (
    ParticularsChanged,
    ScopeSwitched,
    SelfCheckArchived,
    SelfCheckBroughtBack,
    SelfCheckDiscarded,
    SelfCheckStarted,
)
from app.assessments.models import (
    AnswerChange,
    Assessment,
    Assignment,
    Snapshot,
    StoredAnswer,
    as_record,
    fields_of,
    from_record,
)
from app.assessments.queries import (
    VersionedAnswer,
    answer_at,
    change_to_undo,
    find_assessment,
    load_answer,
)
from app.audit.actions import record
from app.audit.events import Event
from app.domain.answers import OPEN, Answer
from app.domain.checklist import Checklist, Criterion
from app.domain.editing import NOBODY, Edit, Sender
from app.domain.errors import DomainError
from app.domain.origin import Origin
from app.domain.scope import Scope
from app.extensions import db, now
from app.municipalities.models import Municipality

# Tables rather than models: a save waits for nothing but the database.
_ANSWERS, _HISTORY = cast(Table, StoredAnswer.__table__), cast(Table, AnswerChange.__table__)
# Whatever was heard since the answer was read, another version or another request, stops it.
_CHANGE = update(_ANSWERS).where(
    _ANSWERS.c.assessment_id == bindparam("of_assessment"),
    _ANSWERS.c.criterion_key == bindparam("of_criterion"),
    _ANSWERS.c.version == bindparam("based_on"),
    _ANSWERS.c.changed_client == bindparam("last_client"),
    _ANSWERS.c.changed_sequence == bindparam("last_sequence"),
)


class AssessmentExists(DomainError):
    """There is one already for this municipality, checklist and year; it may be archived."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(f"assessment {assessment.id} exists")
        self.assessment = assessment


class ChangedMeanwhile(DomainError):
    """Somebody else changed the same criterion: both answers are here, neither is stored over."""

    def __init__(self, criterion_key: str, *, mine: Answer, theirs: VersionedAnswer) -> None:
        super().__init__(f"{criterion_key} changed meanwhile")
        self.criterion_key = criterion_key
        self.mine = mine
        self.theirs = theirs


class NothingToUndo(DomainError):
    """The answer is as it was at the beginning."""


def start_assessment(
    municipality: Municipality, checklist: Checklist, *, year: int, scope: Scope, by: str
) -> Assessment:
    found = find_assessment(municipality.key, checklist.key, year)
    if found:
        raise AssessmentExists(found)
    assessment = Assessment(
        municipality=municipality,
        checklist_key=checklist.key,
        checklist_version=checklist.version,
        year=year,
        scope=scope,
    )
    db.session.add(assessment)
    db.session.flush()
    # A row for every criterion from the first day: saving is then always an update
    # that checks the version, and two first answers cannot collide in an insert.
    db.session.execute(
        insert(StoredAnswer),
        [
            {"assessment_id": assessment.id, "criterion_key": criterion.key}
            for criterion in checklist.criteria
        ],
    )
    _note(assessment, SelfCheckStarted, by=by)
    return assessment


def record_answer(
    assessment: Assessment,
    criterion_key: str,
    *,
    edit: Edit,
    by: str,
    stored: VersionedAnswer | None = None,
    origin: Origin | None = None,
) -> VersionedAnswer:
    """Keep what was entered, unless somebody else changed the same criterion meanwhile.

    `stored` is the answer as it stands, where this transaction has loaded it already. `origin` is
    the decision it comes from: kept also where the level stands already. Entering what stands
    there changes nothing, and neither does what its own page has overtaken with a later request.
    Raises ChangedMeanwhile, and ValueError for the origin of what was postponed.
    """
    if origin:
        edit = replace(edit, fields={**edit.fields, "origin": origin})
    stored = stored or load_answer(assessment, criterion_key)
    if edit.sender.is_outdated_by(stored.sender):
        return stored
    sound = edit.after(stored.sender, stored.version)
    seen: Answer | None = stored.answer
    if sound.based_on != stored.version:
        seen = answer_at(assessment, criterion_key, sound.based_on)
    # Of a version that never was nobody knows what was touched: then all of it counts.
    mine = (sound if seen is None else sound.touched(seen)).on(stored.answer)
    if mine == stored.answer:
        is_known = sound.based_on == stored.version or sound.shows(stored.answer)
        kept = _hear(assessment, criterion_key, stored, sound.sender) if is_known else stored
    elif sound.based_on != stored.version:
        raise ChangedMeanwhile(criterion_key, mine=mine, theirs=stored)
    else:
        kept = _store(assessment, criterion_key, stored, mine, by=by, sender=sound.sender)
    # Another request came in between. If it was the page's own it is no conflict: look again.
    return kept or record_answer(assessment, criterion_key, edit=edit, by=by)


def _hear(
    assessment: Assessment, criterion_key: str, stored: VersionedAnswer, sender: Sender
) -> VersionedAnswer | None:
    """Remember a page that entered what stands there: its older requests may still be under way."""
    if sender == NOBODY:
        return stored
    is_heard = _update(assessment, criterion_key, stored, _stamp_of(sender))
    return replace(stored, sender=sender) if is_heard else None


def undo_answer(
    assessment: Assessment,
    criterion_key: str,
    *,
    based_on: int,
    by: str,
    criterion: Criterion | None = None,
) -> VersionedAnswer:
    """Take back the last change that still stands; again, and the one before it.

    Nothing is taken back to what the scale of `criterion` does not have any more, since the
    self-check was moved to another version. Raises NothingToUndo, and ChangedMeanwhile if that
    would take back what somebody else did since `based_on`.
    """
    change = change_to_undo(assessment, criterion_key)
    if change is None:
        raise NothingToUndo(criterion_key)
    stored = load_answer(assessment, criterion_key)
    if stored.version != based_on:
        mine = answer_at(assessment, criterion_key, based_on) or OPEN
        raise ChangedMeanwhile(criterion_key, mine=mine, theirs=stored)
    before = from_record(change.before)
    if criterion and not all(
        criterion.scale.has(level) for level in (before.level, before.target) if level is not None
    ):
        raise NothingToUndo(criterion_key)
    kept = _store(assessment, criterion_key, stored, before, by=by, undoes=change.version)
    if kept is None:
        theirs = load_answer(assessment, criterion_key)
        raise ChangedMeanwhile(criterion_key, mine=before, theirs=theirs)
    return kept


def _store(
    assessment: Assessment,
    criterion_key: str,
    old: VersionedAnswer,
    new: Answer,
    *,
    by: str,
    sender: Sender = NOBODY,
    undoes: int | None = None,
) -> VersionedAnswer | None:
    """The answer as it now stands, with a line of history; None if `old` stands there no more."""
    changed = VersionedAnswer(new, old.version + 1, now(), by, sender)
    stamp = {
        "version": changed.version,
        "changed_at": changed.changed_at,
        "changed_by": by,
    }
    values = {**fields_of(new), **stamp, **_stamp_of(sender)}
    if not _update(assessment, criterion_key, old, values):
        return None
    db.session.execute(
        insert(_HISTORY),
        {
            "assessment_id": assessment.id,
            "criterion_key": criterion_key,
            **stamp,
            "before": as_record(old.answer),
            "after": as_record(new),
            "undoes": undoes,
            "origin": new.origin if new.origin != old.origin else None,
        },
    )
    return changed


def _stamp_of(sender: Sender) -> dict[str, Any]:
    return {"changed_client": sender.client, "changed_sequence": sender.sequence}


def _update(
    assessment: Assessment, criterion_key: str, old: VersionedAnswer, values: dict[str, Any]
) -> bool:
    """Whether the row still was as it was read, and now says this."""
    found = {
        "of_assessment": assessment.id,
        "of_criterion": criterion_key,
        "based_on": old.version,
        "last_client": old.sender.client,
        "last_sequence": old.sender.sequence,
    }
    return cast(CursorResult[Any], db.session.execute(_CHANGE, {**found, **values})).rowcount == 1


def switch_scope(assessment: Assessment, scope: Scope, *, by: str) -> None:
    """Ask all criteria or the core only; every answer stays stored either way."""
    if assessment.scope is not scope:
        assessment.scope = scope
        _note(assessment, ScopeSwitched, scope.value, by=by)


def change_particulars(
    assessment: Assessment, *, respondent: str, reference_date: date | None, by: str
) -> None:
    """Say for whom the answers are given, and as of which date."""
    if (assessment.respondent, assessment.reference_date) != (respondent, reference_date):
        assessment.respondent, assessment.reference_date = respondent, reference_date
        _note(assessment, ParticularsChanged, by=by)


def archive(assessment: Assessment, *, by: str) -> None:
    """Put a self-check aside; it can be brought back with everything in it."""
    assessment.archived_at = now()
    _note(assessment, SelfCheckArchived, by=by)


def restore(assessment: Assessment, *, by: str) -> None:
    assessment.archived_at = None
    _note(assessment, SelfCheckBroughtBack, by=by)


def discard(assessment: Assessment, *, by: str) -> None:
    """Delete a self-check with its answers and its history, for good."""
    _note(assessment, SelfCheckDiscarded, by=by)
    for table in (AnswerChange, StoredAnswer, Assignment, Snapshot):
        db.session.execute(delete(table).where(table.assessment_id == assessment.id))
    db.session.delete(assessment)


def _note(assessment: Assessment, event: Callable[..., Event], *facts: str, by: str) -> None:
    """Add to the audit trail what happened to this self-check."""
    happened = event(assessment.checklist_key, assessment.year, *facts)
    record(happened, by=by, municipality_id=assessment.municipality_id)
