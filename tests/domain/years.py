"""Years to compare: a report made of levels, by criterion key."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.answers import Answer, State
from app.domain.checklist import Checklist
from app.domain.comparison import YearReport
from app.domain.report import make_report
from app.domain.scope import Scope

UNKNOWN = Answer(State.UNKNOWN)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE, reason="gibt es hier nicht")


def a_year(
    checklist: Checklist,
    answers: Mapping[str, int | Answer],
    *,
    year: int = 2026,
    scope: Scope = Scope.FULL,
) -> YearReport:
    """One year; a number is a level."""
    sheet = {
        key: Answer.at(said) if isinstance(said, int) else said for key, said in answers.items()
    }
    return YearReport(year, make_report(checklist, sheet, scope=scope))
