"""Keep what was written into a council paper; publish a summary and take it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.assessments.models import Assessment
from app.audit.actions import record
from app.domain.errors import DomainError
from app.extensions import db, now
from app.papers.events import CouncilPaperChanged, SummaryPublished, SummaryRevoked
from app.papers.models import CouncilPaper, PublicSummary
from app.papers.queries import find_council_paper, measures_to_choose, summary_of


class ChangedMeanwhile(DomainError):
    """Somebody else kept the paper after it was read."""


class NotFinishedYet(DomainError):
    """Only what is finished can be shown to everybody."""


@dataclass(frozen=True)
class Head:
    """What stands at the head of a council paper."""

    file_number: str
    committee: str
    meeting_on: date | None


def keep_council_paper(
    assessment: Assessment,
    language: str,
    *,
    head: Head,
    texts: Mapping[str, str],
    based_on: int,
    by: str,
) -> CouncilPaper:
    """Keep head and texts in this language. Raises ChangedMeanwhile, and changes nothing then."""
    paper = find_council_paper(assessment, language, hold=True)
    if (paper.version if paper else 0) != based_on:
        raise ChangedMeanwhile
    if paper is None:
        paper = CouncilPaper(
            municipality_id=assessment.municipality_id,
            assessment_id=assessment.id,
            language=language,
            version=0,
        )
        db.session.add(paper)
    paper.file_number, paper.committee = head.file_number, head.committee
    paper.meeting_on = head.meeting_on
    for name, text in texts.items():
        setattr(paper, name, text)
    paper.version += 1
    paper.changed_by, paper.changed_at = by, now()
    record(
        CouncilPaperChanged(assessment.checklist_key, assessment.year),
        by=by,
        municipality_id=assessment.municipality_id,
    )
    return paper


def choose_for_council(
    assessment: Assessment, *, offered: Collection[int], chosen: Collection[int]
) -> None:
    """Put measures into the council paper and leave out the others that were offered."""
    rows = measures_to_choose(assessment.municipality)
    for number in offered:
        if number in rows:
            rows[number].for_council = number in chosen


def publish(assessment: Assessment, content: Mapping[str, Any], *, by: str) -> PublicSummary:
    """Show this to everybody, in place of what may be public already. Raises NotFinishedYet."""
    if not assessment.finished_at:
        raise NotFinishedYet
    summary = summary_of(assessment)
    if summary is None:
        summary = PublicSummary(
            municipality_id=assessment.municipality_id, assessment_id=assessment.id
        )
        db.session.add(summary)
    summary.content, summary.published_by, summary.published_at = dict(content), by, now()
    record(
        SummaryPublished(assessment.checklist_key, assessment.year),
        by=by,
        municipality_id=assessment.municipality_id,
    )
    return summary


def revoke(summary: PublicSummary, *, by: str) -> None:
    """Take it back: from here on its address leads nowhere."""
    event = SummaryRevoked(summary.assessment.checklist_key, summary.assessment.year)
    record(event, by=by, municipality_id=summary.municipality_id)
    db.session.delete(summary)
