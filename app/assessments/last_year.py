"""What last year's self-check says about this one: proposals that nobody has chosen yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from app.assessments.actions import record_answer
from app.assessments.editions import checklist_of
from app.assessments.models import Assessment, StoredAnswer
from app.assessments.opening import OpenAssessment
from app.assessments.queries import COLUMNS, Answers, VersionedAnswer, sheet, versioned
from app.domain.answers import State
from app.domain.carrying_over import Attention, Carried, carry_over, look_first, unchanged
from app.domain.checklist import Checklist, Criterion
from app.domain.editing import Edit
from app.domain.library import UnknownChecklist
from app.extensions import db
from app.web.checklists import checklists


@dataclass(frozen=True)
class LastYear:
    """The latest earlier self-check beside the one that is being filled in."""

    year: int
    checklist: Checklist
    answers: Answers
    now: Checklist

    @cached_property
    def carried(self) -> Carried:
        lines = checklists().lines_between(self.checklist, self.now)
        return carry_over(self.checklist, self.now, lines=lines, sheet=sheet(self.answers))

    @property
    def look_first(self) -> list[tuple[Criterion, Attention]]:
        return look_first(self.now, self.carried)

    def stored(self, key: str) -> VersionedAnswer:
        """What stood there, with who said so when; KeyError where nothing is proposed."""
        old, _ = self.carried.proposals[key]
        return self.answers[old.key]


def load_last_year(check: OpenAssessment) -> LastYear | None:
    """The year before with its answers, in one query; None for the first year, and for what rests.

    Nothing is offered where its checklist is no longer there.
    """
    year = check.assessment.earlier_year
    if year is None or not check.is_open:
        return None
    here = check.assessment
    table = StoredAnswer.__table__.c
    rows = db.session.execute(
        select(Assessment, table.criterion_key, *COLUMNS)
        .join(StoredAnswer, StoredAnswer.assessment_id == Assessment.id)
        .where(
            Assessment.municipality_id == here.municipality_id,
            Assessment.checklist_key == here.checklist_key,
            Assessment.year == year,
        )
    ).all()
    if not rows:
        return None
    try:
        then = checklist_of(rows[0][0])
    except UnknownChecklist:
        return None
    answers = {key: versioned(columns) for _, key, *columns in rows}
    return LastYear(year, then, answers, check.checklist)


def take_over(check: OpenAssessment, last: LastYear, key: str, *, by: str) -> bool:
    """“Unchanged, still true”: last year's answer becomes this year's, where none is given yet.

    Whether it did. What is answered already stays as it is, and so does a note of this year.
    """
    stored = check.answers.get(key, VersionedAnswer())
    if key not in last.carried.proposals or stored.answer.state is not State.OPEN:
        return False
    _, answer = last.carried.proposals[key]
    fields = unchanged(answer)
    if stored.answer.note:
        del fields["note"]
    record_answer(check.assessment, key, edit=Edit(stored.version, fields), by=by)
    return True
