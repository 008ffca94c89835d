"""Move a draft to the newest published version of its checklist: a deliberate act, with history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import delete, insert

from app.assessments.actions import record_answer
from app.assessments.events import SelfCheckMoved
from app.assessments.models import Assignment, StoredAnswer, fields_of
from app.assessments.opening import OpenAssessment
from app.assessments.queries import VersionedAnswer
from app.audit.actions import record
from app.domain.checklist import Checklist
from app.domain.editing import Edit
from app.domain.library import UnknownChecklist
from app.domain.moving import Fate, Move, plan_move
from app.domain.versions import version_order
from app.extensions import db
from app.web.checklists import checklists


@dataclass(frozen=True)
class Way:
    """From the version of a draft to the newest one, with what becomes of each answer."""

    check: OpenAssessment
    newest: Checklist

    @cached_property
    def moves(self) -> Sequence[Move]:
        lines = checklists().lines_between(self.check.checklist, self.newest)
        return plan_move(self.check.checklist, self.newest, lines=lines, sheet=self.check.sheet)

    def of(self, fate: str) -> list[Move]:
        return [move for move in self.moves if move.fate == Fate(fate)]


def way_to_newest(check: OpenAssessment) -> Way | None:
    """None for what is finished or archived, and where nothing newer is published."""
    if not check.is_open:
        return None
    try:
        newest = checklists().latest(check.checklist.key)
    except UnknownChecklist:
        return None
    is_newer = version_order(newest.version) > version_order(check.checklist.version)
    return Way(check, newest) if is_newer else None


def move(way: Way, *, by: str) -> None:
    """Pin the draft to the newest version; each answer that becomes another leaves its history.

    What is no longer asked stays stored and is not asked. Sections that are gone are in nobody's
    hands any more.
    """
    assessment = way.check.assessment
    _make_rows(way)
    for one in way.moves:
        for criterion, after in zip(one.new, one.after, strict=True):
            stored = way.check.answers.get(criterion.key, VersionedAnswer())
            edit = Edit(stored.version, fields_of(after))
            record_answer(assessment, criterion.key, edit=edit, by=by)
    sections = [node.key for node in way.newest.nodes]
    db.session.execute(
        delete(Assignment).where(
            Assignment.assessment_id == assessment.id, Assignment.section_key.not_in(sections)
        )
    )
    told = (assessment.checklist_version, way.newest.version)
    assessment.checklist_version = way.newest.version
    record(
        SelfCheckMoved(assessment.checklist_key, assessment.year, *told),
        by=by,
        municipality_id=assessment.municipality_id,
    )


def _make_rows(way: Way) -> None:
    """A row for each criterion that had none, as from the first day."""
    assessment, known = way.check.assessment, way.check.answers
    rows = [
        {"assessment_id": assessment.id, "criterion_key": criterion.key}
        for criterion in way.newest.criteria
        if criterion.key not in known
    ]
    if rows:
        db.session.execute(insert(StoredAnswer), rows)
