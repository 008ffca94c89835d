"""How far a self-check is: what is answered, what is open, how many minutes that takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.answers import OPEN, AnswerSheet, State
from app.domain.checklist import Checklist, Criterion, Section
from app.domain.scope import Scope, asked_criteria, asked_in, asked_sections
from app.domain.workload import minutes


@dataclass(frozen=True)
class Progress:
    """Of `total` criteria `done` are no longer open; the rest takes about `minutes_left`."""

    done: int
    total: int
    minutes_left: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def is_begun(self) -> bool:
        return self.done > 0


@dataclass(frozen=True)
class OpenCriterion:
    """A criterion that waits for an answer, and the section it is asked in."""

    section: Section
    criterion: Criterion


def progress_of(criteria: Sequence[Criterion], sheet: AnswerSheet) -> Progress:
    waiting = [c for c in criteria if sheet.get(c.key, OPEN).state is State.OPEN]
    return Progress(len(criteria) - len(waiting), len(criteria), minutes(waiting))


def overall_progress(checklist: Checklist, scope: Scope, sheet: AnswerSheet) -> Progress:
    return progress_of(asked_criteria(checklist, scope), sheet)


def first_open(
    checklist: Checklist, scope: Scope, sheet: AnswerSheet, *, closed: Collection[str] = ()
) -> OpenCriterion | None:
    """Where to go on: the first criterion without any answer, in the order of the sections.

    `closed` are the keys of sections to pass over.
    """
    sections = asked_sections(checklist, scope)
    for section in [section for section in sections if section.key not in closed]:
        for criterion in asked_in(section, scope):
            if sheet.get(criterion.key, OPEN).state is State.OPEN:
                return OpenCriterion(section, criterion)
    return None
