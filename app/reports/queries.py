"""Assemble the report of an assessment from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from app.assessments.opening import OpenAssessment
from app.assessments.queries import state_of_answers
from app.domain.answers import Answer, AnswerSheet
from app.domain.checklist import Checklist
from app.domain.report import AssessmentReport, make_report
from app.domain.scope import Scope
from app.web.access import current_person
from app.web.assets import edition
from app.web.formatting import today
from app.web.i18n import current_language

_TOLD_ELSEWHERE: dict[str, Callable[[OpenAssessment], object]] = {}


def also_on_the_page(name: str, tell: Callable[[OpenAssessment], object]) -> None:
    """Let a higher room say what a result shows of it: anything that differs when that does."""
    _TOLD_ELSEWHERE[name] = tell


@dataclass(frozen=True)
class _Content:
    """What a report is made of: equal contents make equal reports."""

    checklist: Checklist = field(compare=False)
    checklist_name: tuple[str, ...]
    scope: Scope
    answers: tuple[tuple[str, Answer], ...]


def load_report(check: OpenAssessment) -> AssessmentReport:
    """The report of the answers as they stand; made once as long as they stand."""
    return report_of(check.checklist, check.assessment.scope, check.sheet)


def report_of(checklist: Checklist, scope: Scope, sheet: AnswerSheet) -> AssessmentReport:
    """The report of these answers, made once for equal ones."""
    name = (checklist.key, checklist.version)
    fingerprints = (checklist.structure_fingerprint, checklist.wording_fingerprint)
    return _report(_Content(checklist, name + fingerprints, scope, tuple(sheet.items())))


@lru_cache(maxsize=128)
def _report(content: _Content) -> AssessmentReport:
    return make_report(content.checklist, dict(content.answers), scope=content.scope)


def result_tag(check: OpenAssessment) -> str:
    """Differs whenever the result page would: after an answer, a release, a change of words."""
    assessment, checklist, person = check.assessment, check.checklist, current_person()
    content = (
        edition(),
        today(),
        current_language(),
        # The page names whoever reads it, and offers what they may do.
        (person.key, person.name, sorted(person.roles_in(check.municipality.key))),
        check.municipality.name,
        # Discarded and begun again it has the same address, and perhaps as many changes.
        assessment.started_at,
        state_of_answers(assessment),
        (assessment.scope, assessment.respondent, assessment.reference_date),
        (assessment.archived_at, assessment.finished_at, assessment.earlier_year),
        (checklist.structure_fingerprint, checklist.wording_fingerprint),
        [tell(check) for tell in _TOLD_ELSEWHERE.values()],
    )
    return sha256(repr(content).encode()).hexdigest()[:32]
