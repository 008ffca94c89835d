"""Open the self-check an address names, with its checklist, or answer 404."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import abort, request, url_for
from flask_babel import lazy_gettext as _l

from app.assessments.assignments import Assigned, assignments_in
from app.assessments.editions import checklist_of
from app.assessments.models import Assessment
from app.assessments.queries import Answers, Hold, find_assessment, load_answers, sheet
from app.domain.answers import AnswerSheet
from app.domain.checklist import Checklist, Criterion, Section
from app.domain.library import UnknownChecklist
from app.domain.progress import Progress, overall_progress, progress_of
from app.domain.scope import asked_criteria, asked_in, asked_sections
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.checklists import checklists
from app.web.errors import Refused

ASSESSMENT = "/municipalities/<municipality>/<checklist>/<int(fixed_digits=4):year>"
"""The address of a self-check; every page of it lies below."""


@dataclass(frozen=True)
class OpenAssessment:
    """A self-check at work: what is stored, and the checklist version it is pinned to."""

    assessment: Assessment
    checklist: Checklist
    kept: Answers | None = None
    """Answers of a state that was finished once, where not those of today are meant."""

    @cached_property
    def answers(self) -> Answers:
        return load_answers(self.assessment) if self.kept is None else self.kept

    @property
    def is_draft(self) -> bool:
        return self.assessment.finished_at is None and self.kept is None

    @property
    def is_open(self) -> bool:
        """Whether answers can be changed: it is neither finished nor archived."""
        return self.assessment.finished_at is None and self.assessment.archived_at is None

    @cached_property
    def every_assignment(self) -> list[Assigned]:
        """Who has which section, also of those that the short form does not ask."""
        return assignments_in(self.assessment)

    @cached_property
    def assignments(self) -> list[Assigned]:
        """Who has which of the sections that are asked."""
        asked = {section.key for section in self.sections}
        return [one for one in self.every_assignment if one.section_key in asked]

    def assigned(self, section: Section) -> list[Assigned]:
        return [one for one in self.assignments if one.section_key == section.key]

    @property
    def sheet(self) -> AnswerSheet:
        return sheet(self.answers)

    @property
    def begun(self) -> str:
        """When it was begun, to the second: tells it from one that had its address before."""
        return f"{self.assessment.started_at:%Y%m%d%H%M%S}"

    @property
    def municipality(self) -> Municipality:
        return self.assessment.municipality

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return asked_criteria(self.checklist, self.assessment.scope)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return asked_sections(self.checklist, self.assessment.scope)

    def criteria_in(self, section: Section) -> tuple[Criterion, ...]:
        return asked_in(section, self.assessment.scope)

    def dimension_of(self, section: Section) -> Section:
        return next(d for d in self.checklist.dimensions if section in d.walk())

    def sections_below(self, node: Section) -> list[Section]:
        """The pages of one dimension, the dimension's own among them."""
        below = {child.key for child in node.walk()}
        return [section for section in self.sections if section.key in below]

    def progress(self) -> Progress:
        return overall_progress(self.checklist, self.assessment.scope, self.sheet)

    def progress_in(self, section: Section) -> Progress:
        return progress_of(self.criteria_in(section), self.sheet)

    def url(self, endpoint: str, **values: object) -> str:
        """The address of one of this self-check's pages."""
        return url_for(
            endpoint,
            municipality=self.municipality.key,
            checklist=self.assessment.checklist_key,
            year=self.assessment.year,
            **values,  # type: ignore[arg-type]
        )

    def criterion_of(self, key: str) -> Criterion | None:
        """A criterion of this version, or of another one that the draft was moved from."""
        known = [self.checklist, *reversed(checklists().versions(self.checklist.key))]
        found = (each.criteria_by_key[key] for each in known if key in each.criteria_by_key)
        return next(found, None)

    def criterion_or_404(self, key: str) -> Criterion:
        return self.checklist.criteria_by_key.get(key) or abort(404)

    def section_or_404(self, key: str) -> Section:
        return next((section for section in self.sections if section.key == key), None) or abort(
            404
        )


def open_or_404(
    municipality: str, checklist: str, year: int, *, hold: Hold = Hold.NOT
) -> OpenAssessment:
    found = find_assessment(municipality, checklist, year, hold=hold)
    if found is None:
        abort(404)
    return opened(found)


class IsArchived(Refused):
    """An archived self-check rests until somebody brings it back."""

    title = _l("This self-check is archived")
    advice = _l("Nothing was saved. Bring it back first, then go on with it.")


class IsFinished(Refused):
    """A finished self-check stands as it is until a coordinator reopens it, with a reason."""

    title = _l("This self-check is finished")
    advice = _l("Nothing was saved. A coordinator can reopen it, with a reason.")


class BegunAnew(Refused):
    """The page belongs to a self-check that was discarded; another one has its address now."""

    title = _l("This self-check was begun anew")
    advice = _l("Nothing was saved. Please open it again and enter your text there.")


def open_for_answers(
    municipality: str, checklist: str, year: int, *, hold: Hold = Hold.WITH_OTHERS
) -> OpenAssessment:
    """As open_or_404, for those who want to change answers; nobody finishes it meanwhile.

    Raises IsArchived, IsFinished, and BegunAnew where the page was made for another self-check.
    """
    check = open_or_404(municipality, checklist, year, hold=hold)
    if check.assessment.archived_at:
        raise IsArchived
    if check.assessment.finished_at:
        raise IsFinished
    if request.args.get("begun", check.begun) != check.begun:
        raise BegunAnew
    return check


def opened(assessment: Assessment) -> OpenAssessment:
    """The assessment with its checklist; 404 if this installation no longer has that version."""
    return _with_checklist(assessment) or abort(404)


def all_opened(assessments: Iterable[Assessment]) -> list[OpenAssessment]:
    """Those whose checklist is still installed: one that is gone must not hide the others."""
    return [found for assessment in assessments if (found := _with_checklist(assessment))]


def _with_checklist(assessment: Assessment) -> OpenAssessment | None:
    try:
        checklist = checklist_of(assessment)
    except UnknownChecklist:
        return None
    return OpenAssessment(assessment, checklist)


def municipality_or_404(key: str) -> Municipality:
    return find_municipality(key) or abort(404)
