"""Full or short: which criteria of a checklist an assessment asks."""

from __future__ import annotations

from enum import StrEnum

from app.domain.checklist import Checklist, Criterion, Section


class Scope(StrEnum):
    """The full form asks every criterion, the short form the core criteria only."""

    FULL = "full"
    SHORT = "short"


def asked_criteria(checklist: Checklist, scope: Scope) -> tuple[Criterion, ...]:
    return checklist.criteria if scope is Scope.FULL else checklist.core_criteria


def asked_in(section: Section, scope: Scope) -> tuple[Criterion, ...]:
    """The criteria asked directly in this section, without its subsections."""
    if scope is Scope.FULL:
        return section.criteria
    return tuple(criterion for criterion in section.criteria if criterion.core)


def asked_sections(checklist: Checklist, scope: Scope) -> tuple[Section, ...]:
    """The nodes that have a page of their own: those with criteria to answer."""
    return tuple(node for node in checklist.nodes if asked_in(node, scope))
