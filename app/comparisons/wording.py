"""The words of a comparison, for its templates; and the line in small, for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from app.assessments.opening import OpenAssessment
from app.comparisons.pictures import line_picture
from app.comparisons.queries import year_reports
from app.comparisons.sentences import (
    answer_words,
    cause_meaning,
    cause_words,
    change_sentence,
    comparability_sentence,
    incomplete_sentences,
    moved_sentence,
    reckoned_sentence,
)
from app.comparisons.tables import rows_in_words
from app.domain.territory import TerritoryChange
from app.domain.timeline import line_over
from app.reports.pictures import Picture


def line_in_small(
    current: OpenAssessment,
    checks: Sequence[OpenAssessment],
    changes: Sequence[TerritoryChange],
) -> Picture | None:
    """The line over the years of one checklist, from self-checks that are opened already.

    None for a single year: that makes no line.
    """
    key = current.checklist.key
    alike = sorted(
        (one for one in checks if one.checklist.key == key), key=lambda one: one.assessment.year
    )
    if len(alike) < 2:
        return None
    reports = year_reports(alike, {one.assessment.id: one.sheet for one in alike})
    return line_picture(line_over(reports), finished_moments(alike), changes=changes)


def finished_moments(checks: Sequence[OpenAssessment]) -> dict[int, Any]:
    """When each finished year was finished."""
    found = ((one.assessment.year, one.assessment.finished_at) for one in checks)
    return {year: moment for year, moment in found if moment}


def speak_on_comparisons(bp: Blueprint) -> None:
    @bp.app_context_processor
    def words() -> dict[str, Any]:
        return {
            "answer_words": answer_words,
            "cause_meaning": cause_meaning,
            "cause_words": cause_words,
            "change_sentence": change_sentence,
            "comparability_sentence": comparability_sentence,
            "incomplete_sentences": incomplete_sentences,
            "line_in_small": line_in_small,
            "moved_sentence": moved_sentence,
            "reckoned_sentence": reckoned_sentence,
            "rows_in_words": rows_in_words,
        }
