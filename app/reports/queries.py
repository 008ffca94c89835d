"""Assemble the report of an assessment from the database."""

from __future__ import annotations

from hashlib import sha256

from app.assessments.opening import OpenAssessment
from app.assessments.queries import state_of_answers
from app.domain.report import AssessmentReport, make_report
from app.web.assets import edition
from app.web.i18n import current_language


def load_report(check: OpenAssessment) -> AssessmentReport:
    return make_report(check.checklist, check.sheet, scope=check.assessment.scope)


def result_tag(check: OpenAssessment) -> str:
    """Differs whenever the result page would: after an answer, a release, a change of words."""
    assessment, checklist = check.assessment, check.checklist
    content = (
        edition(),
        current_language(),
        # Discarded and begun again it has the same address, and perhaps as many changes.
        assessment.started_at,
        state_of_answers(assessment),
        (assessment.scope, assessment.respondent, assessment.reference_date),
        assessment.archived_at,
        (checklist.structure_fingerprint, checklist.wording_fingerprint),
    )
    return sha256(repr(content).encode()).hexdigest()[:32]
