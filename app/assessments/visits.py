"""What others did since the last visit: section by section, on the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import remember_names
from app.assessments.opening import OpenAssessment
from app.assessments.queries import changed_since_visit
from app.domain.checklist import Section
from app.web.access import current_person


@dataclass(frozen=True)
class SectionNews:
    """Somebody changed so many answers of a section since the last visit."""

    check: OpenAssessment
    section: Section
    by: str
    answers: int
    last_visit: datetime

    @property
    def address(self) -> str:
        """The history of just these changes."""
        return self.check.url(
            "overview.show_history",
            part=self.section.key,
            person=self.by,
            since=f"{self.last_visit:%Y%m%d%H%M%S}",
        )


def news_since_visit(checks: Sequence[OpenAssessment]) -> list[SectionNews]:
    """Newest self-check first, its sections in order; nothing for a first visit, or at the desk."""
    account_id = current_person().account_id
    if account_id is None or not checks:
        return []
    by_id = {check.assessment.id: check for check in checks}
    changes = changed_since_visit(account_id, by_id.keys())
    remember_names(change.changed_by for change in changes)
    counted: Counter[tuple[int, str, str]] = Counter()
    for change in changes:
        # What is no longer asked since the draft was moved has no place to look at.
        lineage = by_id[change.assessment_id].checklist.lineage.get(change.criterion_key)
        if lineage:
            counted[change.assessment_id, lineage[-1].key, change.changed_by] += 1
    return [
        SectionNews(check, section, by, answers, changes[0].last_visit)
        for check in checks
        for section in check.checklist.nodes
        for (assessment_id, key, by), answers in sorted(counted.items())
        if (assessment_id, key) == (check.assessment.id, section.key)
    ]
