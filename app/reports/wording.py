"""Numbers and their making in words, for the templates of a result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext

from app.domain.checklist import TOTAL, Aggregate, Effort, Influence, ShownText
from app.domain.explanation import (
    Contribution,
    Explanation,
    LeftOut,
    LeftOutReason,
    MemberKind,
    PartKind,
)
from app.domain.report import AssessmentReport
from app.domain.scoring import Score
from app.reports.sentences import (
    completeness_words,
    in_one_sentence,
    interim_sentence,
    range_words,
    robustness_words,
    score_words,
)
from app.web.formatting import tenth, today
from app.web.i18n import shown


def effort_words(effort: Effort) -> str:
    return {
        Effort.SMALL: gettext("small: about a month with the staff there is"),
        Effort.MEDIUM: gettext("medium: about six months, with agreements or a small budget"),
        Effort.LARGE: gettext("large: a council decision, budget funds or more than six months"),
    }[effort]


def influence_words(influence: Influence) -> str:
    return {
        Influence.OWN: gettext("our own"),
        Influence.SHARED: gettext("together with the district or others"),
        Influence.ADVOCATE: gettext("others decide; we can initiate and advocate"),
    }[influence]


def part_title(report: AssessmentReport, part: str) -> ShownText | str:
    """The name of a total, node or index."""
    if part == report.headline_part:
        return gettext("Total") if part == TOTAL else gettext("Total (short form)")
    node = report.checklist.nodes_by_key.get(part)
    if node:
        return shown(node.title)
    return next(shown(index.title) for index in report.checklist.indices if index.key == part)


def member_title(report: AssessmentReport, member: Contribution | LeftOut) -> ShownText:
    """The title of a criterion or node."""
    checklist = report.checklist
    if member.kind is MemberKind.NODE:
        return shown(checklist.nodes_by_key[member.key].title)
    return shown(checklist.criteria_by_key[member.key].title)


def rule_words(made: Explanation) -> str:
    """By which rule the parts become the number."""
    if made.kind is PartKind.INDEX:
        return gettext("The mean over its criteria, each by its own weight.")
    if made.aggregate is Aggregate.POOLED:
        return gettext("All criteria below it together, each by its weight.")
    return gettext("The mean of its parts, each by its weight.")


def reason_words(reason: LeftOutReason) -> str:
    return {
        LeftOutReason.UNSCORED: gettext("asked, but not scored"),
        LeftOutReason.OPEN: gettext("open"),
        LeftOutReason.UNKNOWN: gettext("don’t know"),
        LeftOutReason.NOT_APPLICABLE: gettext("does not apply"),
        LeftOutReason.NO_STATEMENT: gettext("no statement: nothing below it is answered"),
        LeftOutReason.NO_WEIGHT: gettext("weight 0"),
    }[reason]


def tenth_of(score: Score) -> str:
    return gettext("no statement") if score.exact is None else tenth(score.exact)


def speak_on_results(bp: Blueprint) -> None:
    @bp.app_context_processor
    def words() -> dict[str, Any]:
        return {
            "completeness_words": completeness_words,
            "effort_words": effort_words,
            "influence_words": influence_words,
            "member_title": member_title,
            "part_title": part_title,
            "range_words": range_words,
            "reason_words": reason_words,
            "robustness": robustness_words,
            "rule_words": rule_words,
            "score_words": score_words,
            "interim_sentence": interim_sentence,
            "sentence": in_one_sentence,
            "tenth_of": tenth_of,
            "today": today,
        }
