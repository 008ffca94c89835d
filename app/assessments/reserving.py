"""Sections that only those may answer who have them: the one place that says and refuses it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Person, may_answer, may_start
from app.assessments.opening import OpenAssessment
from app.domain.checklist import Criterion, Section
from app.domain.progress import OpenCriterion, first_open
from app.web.access import current_person
from app.web.errors import Refused


class ReservedForOthers(Refused):
    """The section is in other hands, and whoever coordinates wants it to stay there."""

    code = 403
    title = _l("This section is filled in by others")
    advice = _l("Nothing was saved. Whoever coordinates the self-check can let you in.")


def reserved_sections(check: OpenAssessment) -> frozenset[str]:
    """The sections that whoever asks may read but not answer; targets stay open to everybody."""
    person: Person = current_person()
    place = check.municipality.key
    if may_start(person, place):
        return frozenset()
    # What the short form does not ask is still there, and still reserved.
    closed = {one.section_key for one in check.every_assignment if one.is_exclusive}
    if may_answer(person, place):
        mine = (one for one in check.every_assignment if one.account_id == person.account_id)
        closed -= {one.section_key for one in mine}
    return frozenset(closed)


def refuse_reserved(check: OpenAssessment, criteria: Iterable[Criterion]) -> None:
    """Stop before an answer is changed that belongs to others. Raises ReservedForOthers."""
    reserved = reserved_sections(check)
    if any(section_of(check, criterion).key in reserved for criterion in criteria):
        current_app.logger.warning("refused: the section is reserved for others")
        raise ReservedForOthers


def section_of(check: OpenAssessment, criterion: Criterion) -> Section:
    return check.checklist.lineage[criterion.key][-1]


def next_open(check: OpenAssessment) -> OpenCriterion | None:
    """Where whoever asks can go on: the first open criterion that they may answer."""
    reserved = reserved_sections(check)
    return first_open(check.checklist, check.assessment.scope, check.sheet, closed=reserved)
