"""Assessments as records: what files, snapshots and other programs are made from."""

from __future__ import annotations

from datetime import datetime

from app.accounts.queries import name_of
from app.assessments.editions import checklist_of
from app.assessments.models import Assessment
from app.assessments.queries import load_answers, sheet
from app.domain.answers import AnswerSheet
from app.domain.record import Record
from app.domain.report import make_report


def record_of(
    assessment: Assessment,
    *,
    answers: AnswerSheet | None = None,
    finished_at: datetime | None = None,
    finished_by: str = "",
) -> Record:
    """A self-check as it stands, or as it will be once finished; `finished_by` is a person's key.

    `answers` saves a query where they are known. Raises UnknownChecklist.
    """
    if answers is None:
        answers = sheet(load_answers(assessment))
    return Record(
        municipality_key=assessment.municipality.key,
        municipality_name=assessment.municipality.name,
        year=assessment.year,
        report=make_report(checklist_of(assessment), answers, scope=assessment.scope),
        respondent=assessment.respondent,
        reference_date=assessment.reference_date,
        finished_at=finished_at,
        finished_by=name_of(finished_by) or "" if finished_by else "",
    )
