"""Which criteria a room shall talk about: core, sections, chosen ones, or all that is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from app.assessments.opening import OpenAssessment
from app.workshops.models import Pace
from app.workshops.preparing import Plan


class Which(StrEnum):
    """The ways to choose."""

    CORE = "core"
    SECTIONS = "sections"
    CHOSEN = "chosen"
    AGENDA = "agenda"
    """All that is asked is rated in silence first; then the agenda writes itself."""


def ways_of(check: OpenAssessment) -> list[Which]:
    """Not every checklist has core criteria."""
    has_core = any(criterion.core for criterion in check.criteria)
    return [which for which in Which if which is not Which.CORE or has_core]


def criteria_of(
    check: OpenAssessment, which: Which, *, sections: Collection[str], criteria: Collection[str]
) -> list[str]:
    """Their keys in the order of the checklist; nothing but what the self-check asks."""
    below = {one.key for s in check.sections if s.key in sections for one in check.criteria_in(s)}
    return [
        one.key
        for one in check.criteria
        if (which is Which.AGENDA)
        or (which is Which.CORE and one.core)
        or (which is Which.SECTIONS and one.key in below)
        or (which is Which.CHOSEN and one.key in criteria)
    ]


def way_of(check: OpenAssessment, plan: Plan) -> Which:
    """How these criteria would be chosen again."""
    chosen = set(plan.criteria)
    if plan.pace is Pace.SILENT and chosen >= {one.key for one in check.criteria}:
        return Which.AGENDA
    if chosen == set(criteria_of(check, Which.CORE, sections=(), criteria=())):
        return Which.CORE
    return Which.CHOSEN


def in_known_order(criteria: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Those that are planned already stay in their order; others follow.

    >>> in_known_order(["a", "b", "c", "d"], ["d", "b"])
    ('d', 'b', 'a', 'c')
    """
    places = {key: place for place, key in enumerate(known)}
    return tuple(sorted(criteria, key=lambda key: places.get(key, len(places))))
