"""What somebody is asked to do: sections in their hands, with how much of each is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.accounts.permissions import Person, may_answer
from app.accounts.queries import remember_names
from app.assessments.assignments import Assigned, todos_of
from app.assessments.opening import OpenAssessment
from app.domain.checklist import Section
from app.domain.progress import Progress
from app.web.access import current_person


@dataclass(frozen=True)
class Todo:
    """One section to fill in, for whoever asks."""

    check: OpenAssessment
    section: Section
    assigned: Assigned

    @property
    def progress(self) -> Progress:
        return self.check.progress_in(self.section)


def todos_on_the_desk(checks: Sequence[OpenAssessment]) -> list[Todo]:
    """All that is asked of whoever asks, in these self-checks, the most urgent first."""
    person: Person = current_person()
    if person.account_id is None or not checks:
        return []
    if not may_answer(person, checks[0].municipality.key):
        return []
    by_id = {check.assessment.id: check for check in checks}
    asked = todos_of(person.account_id, by_id.keys())
    remember_names(one.made_by for one in asked)
    return list(_todos((by_id[one.assessment_id], one) for one in asked))


def todos_in(check: OpenAssessment) -> list[Todo]:
    """What is asked of whoever asks in one self-check, in the order of its sections."""
    account_id = current_person().account_id
    mine = {
        one.section_key: one
        for one in check.assignments
        if one.account_id == account_id and not one.is_done
    }
    return [
        Todo(check, section, mine[section.key]) for section in check.sections if section.key in mine
    ]


def _todos(asked: Iterable[tuple[OpenAssessment, Assigned]]) -> Iterable[Todo]:
    for check, one in asked:
        section = next((found for found in check.sections if found.key == one.section_key), None)
        # The short form does not ask every section.
        if section:
            yield Todo(check, section, one)
