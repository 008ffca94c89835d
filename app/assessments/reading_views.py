"""What those see who read: every answer in full, or levels, targets and importance alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import remember_names
from app.assessments.opening import OpenAssessment
from app.assessments.queries import VersionedAnswer
from app.assessments.target_views import target_view
from app.domain.checklist import Criterion, Level, Section
from app.domain.origin import Origin


@dataclass(frozen=True)
class AnswerView:
    """One criterion with its answer, to be read."""

    criterion: Criterion
    number: str
    stored: VersionedAnswer


@dataclass(frozen=True)
class CriterionLevel:
    """One criterion as far as a workshop needs it; what shows it is not in here at all."""

    criterion: Criterion
    number: str
    state: str
    level: int | None
    target: Level
    is_proposal: bool
    importance: int | None
    origin: Origin | None = None


@dataclass(frozen=True)
class LastChange:
    """Who changed a section last, and when."""

    by: str
    at: datetime


def answers_in(check: OpenAssessment, section: Section) -> list[AnswerView]:
    return [
        AnswerView(
            criterion,
            check.checklist.numbers[criterion.key],
            check.answers.get(criterion.key, VersionedAnswer()),
        )
        for criterion in check.criteria_in(section)
    ]


def levels_in(check: OpenAssessment, section: Section) -> Iterable[CriterionLevel]:
    for criterion in check.criteria_in(section):
        view = target_view(check, criterion)
        answer = view.stored.answer
        yield CriterionLevel(
            criterion,
            view.number,
            state=answer.state,
            level=answer.level,
            target=view.target,
            is_proposal=answer.target is None,
            importance=answer.importance,
            origin=answer.origin,
        )


def last_change(check: OpenAssessment, section: Section) -> LastChange | None:
    """The newest change of any answer of the section; None if there was none."""
    stored = [check.answers.get(c.key, VersionedAnswer()) for c in check.criteria_in(section)]
    dated = [(one.changed_at, one.changed_by) for one in stored if one.changed_at]
    if not dated:
        return None
    at, by = max(dated)
    return LastChange(by, at)


def remember_authors(check: OpenAssessment) -> None:
    """Ask once for the names of all who answered or asked somebody to."""
    answered = {stored.changed_by for stored in check.answers.values()}
    remember_names(answered | {one.made_by for one in check.assignments})
