"""Finish a self-check and open it again: each finished state is kept as it was, for good."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app.assessments.editions import checklist_of, checklist_of_edition, keep_edition
from app.assessments.events import SelfCheckFinished, SelfCheckReopened
from app.assessments.models import Assessment, Snapshot
from app.assessments.opening import OpenAssessment
from app.assessments.queries import VersionedAnswer
from app.assessments.records import record_of
from app.audit.actions import record
from app.domain.errors import DomainError
from app.domain.record import Record
from app.extensions import db, now
from app.files.assessment_document import answers_of, as_document, canonical
from app.web.checklists import checklists


class NotADraft(DomainError):
    """It is finished already."""


class NotFinished(DomainError):
    """There is nothing to open again."""


def finish(assessment: Assessment, *, by: str) -> Snapshot:
    """Take a snapshot of answers, targets and results; from here on nothing changes.

    Raises NotADraft, and FilesHaveChanged where the words cannot be kept.
    """
    if assessment.finished_at:
        raise NotADraft
    assessment.edition_key = keep_edition(checklist_of(assessment))
    assessment.finished_at = now()
    stand = record_of(assessment, finished_at=assessment.finished_at, finished_by=by)
    snapshot = Snapshot(
        assessment_id=assessment.id,
        edition_key=assessment.edition_key,
        finished_at=assessment.finished_at,
        finished_by=by,
        document=canonical(as_document(stand)).decode("utf-8"),
    )
    db.session.add(snapshot)
    record(
        SelfCheckFinished(assessment.checklist_key, assessment.year),
        by=by,
        municipality_id=assessment.municipality_id,
    )
    return snapshot


def reopen(assessment: Assessment, *, reason: str, by: str) -> None:
    """Make it a draft again; the snapshot stays and tells why.

    Raises NotFinished, and UnknownChecklist where its version is no longer installed: a draft of
    it could not be opened.
    """
    snapshot = standing_snapshot(assessment)
    if snapshot is None:
        raise NotFinished
    checklists().get(assessment.checklist_key, assessment.checklist_version)
    snapshot.reopened_at, snapshot.reopened_by, snapshot.reopen_reason = now(), by, reason
    assessment.finished_at = assessment.edition_key = None
    record(
        SelfCheckReopened(assessment.checklist_key, assessment.year, reason),
        by=by,
        municipality_id=assessment.municipality_id,
    )


def document_of(check: OpenAssessment, snapshot: Snapshot | None) -> bytes:
    """The JSON of a self-check: for a finished one the bytes that were kept."""
    if snapshot is not None:
        return snapshot.document.encode("utf-8")
    return canonical(as_document(record_of(check.assessment, answers=check.sheet)))


def record_as_it_stands(check: OpenAssessment) -> Record:
    """What files and papers tell; of a finished self-check with the names of then."""
    stand = record_of(check.assessment, answers=check.sheet)
    snapshot = standing_snapshot(check.assessment)
    if snapshot is None:
        return stand
    return replace(
        stand,
        municipality_name=name_of_then(snapshot),
        finished_at=snapshot.finished_at,
        finished_by=finisher_of(snapshot),
    )


def standing_snapshot(assessment: Assessment) -> Snapshot | None:
    """The snapshot of a finished self-check; None for a draft."""
    found = snapshots_of(assessment)
    return found[0] if found and found[0].reopened_at is None else None


def finisher_of(snapshot: Snapshot) -> str:
    """What the person who finished it was called then, whatever became of their account."""
    return str(json.loads(snapshot.document)["finished"]["by"])


def name_of_then(snapshot: Snapshot) -> str:
    """What the municipality was called when it was finished."""
    return str(json.loads(snapshot.document)["municipality"]["name"])


def opened_as_finished(assessment: Assessment, snapshot: Snapshot) -> OpenAssessment:
    """The self-check as it was finished then: its answers, and the words of then."""
    answers = answers_of(json.loads(snapshot.document))
    kept = {key: VersionedAnswer(answer) for key, answer in answers.items()}
    return OpenAssessment(assessment, checklist_of_edition(snapshot.edition_key), kept)


def snapshots_of(assessment: Assessment) -> Sequence[Snapshot]:
    """Every state it was ever finished in, newest first."""
    of_assessment = select(Snapshot).filter_by(assessment_id=assessment.id)
    return db.session.scalars(of_assessment.order_by(Snapshot.id.desc())).all()
