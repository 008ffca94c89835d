"""What finished measures propose: a level for the self-check at work. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app.assessments.models import Assessment
from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import VersionedAnswer
from app.domain.answers import State
from app.domain.checklist import Criterion
from app.domain.measure import MeasureState
from app.domain.replacements import ReplacementKind
from app.domain.versions import REASONS
from app.extensions import db
from app.measures.models import Measure, StoredEffect
from app.measures.years import ways_between
from app.municipalities.models import Municipality

CHANGED_SCALE = REASONS[ReplacementKind.CHANGED]
UNANSWERED = VersionedAnswer()


class Standing(StrEnum):
    """What can be done with a proposal."""

    OFFERED = "offered"
    ALREADY = "already"
    """The level there is as high already, or higher."""
    RESTS = "rests"
    """No self-check is at work: the next year takes it."""
    NOT_APPLICABLE = "not_applicable"
    """There somebody said that the criterion does not apply."""
    ELSEWHERE = "elsewhere"
    """The criterion is not asked there any more, or cannot be compared."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """One effect of a measure that is done, and the answer that it would change."""

    measure: Measure
    effect: StoredEffect
    standing: Standing
    old: Criterion | None
    """The criterion as the measure knows it; None where its checklist is no longer there."""
    check: OpenAssessment | None = None
    """The self-check at work."""
    criterion: Criterion | None = None
    """As it is called there."""
    stored: VersionedAnswer = UNANSWERED
    """What stands there."""
    reason: str = ""
    """Why it cannot be compared, as a sentence to be translated."""

    @property
    def level(self) -> int:
        return self.effect.after or 0

    @property
    def named(self) -> Criterion | None:
        return self.criterion or self.old


def proposals_of(measure: Measure) -> list[Proposal]:
    """What this measure proposes and nobody has decided yet; nothing as long as it is not done."""
    return _proposals([measure])


def waiting_proposals(municipality: Municipality) -> list[Proposal]:
    """Everything in the municipality that waits for a decision, the oldest measure first."""
    done = select(Measure).filter_by(municipality_id=municipality.id, state=MeasureState.DONE)
    unsettled = StoredEffect.after.is_not(None) & StoredEffect.settled.is_(None)
    found = done.where(Measure.effects.any(unsettled)).order_by(Measure.id)
    return _proposals(db.session.scalars(found).all())


def levels_proposed(check: OpenAssessment) -> list[Proposal]:
    """What is proposed for this self-check and can be entered there."""
    if not check.is_open:
        return []
    return [
        one
        for one in waiting_proposals(check.municipality)
        if one.standing is Standing.OFFERED
        and one.check
        and one.check.assessment.id == check.assessment.id
    ]


def _proposals(measures: Sequence[Measure]) -> list[Proposal]:
    done = [one for one in measures if one.state is MeasureState.DONE]
    if not any(_waits(effect) for measure in done for effect in measure.effects):
        return []
    checks = _checks_of(done[0].municipality)
    return [
        _proposal(measure, effect, checks)
        for measure in done
        for effect in measure.effects
        if _waits(effect)
    ]


def _waits(effect: StoredEffect) -> bool:
    return effect.after is not None and effect.settled is None


def _checks_of(municipality: Municipality) -> list[OpenAssessment]:
    """Every self-check here, the newest first."""
    found = select(Assessment).filter_by(municipality_id=municipality.id)
    return all_opened(db.session.scalars(found.order_by(Assessment.year.desc())))


def _proposal(measure: Measure, effect: StoredEffect, checks: Iterable[OpenAssessment]) -> Proposal:
    same = [c for c in checks if c.assessment.checklist_key == measure.assessment.checklist_key]
    own = next((c for c in same if c.assessment.id == measure.assessment_id), None)
    old = own.criterion_of(effect.criterion_key) if own else None
    at_work = next((c for c in same if _takes(c, measure)), None)
    if own is None or at_work is None:
        return Proposal(measure, effect, Standing.RESTS, old)
    ways = ways_between(own, at_work)
    criterion = ways.to(effect.criterion_key)
    if criterion is None or not criterion.scale.has(effect.after or 0):
        reason = ways.why_not(effect.criterion_key) or CHANGED_SCALE
        return Proposal(measure, effect, Standing.ELSEWHERE, old, at_work, reason=reason)
    stored = at_work.answers.get(criterion.key, UNANSWERED)
    standing = _standing(criterion, stored, effect.after or 0)
    return Proposal(measure, effect, standing, old, at_work, criterion, stored)


def _takes(check: OpenAssessment, measure: Measure) -> bool:
    """Never an earlier year than the one of the measure."""
    return check.is_open and check.assessment.year >= measure.assessment.year


def _standing(criterion: Criterion, stored: VersionedAnswer, level: int) -> Standing:
    answer = stored.answer
    if answer.state is State.NOT_APPLICABLE:
        return Standing.NOT_APPLICABLE
    position = criterion.scale.position
    if answer.level is not None and position(answer.level) >= position(level):
        return Standing.ALREADY
    return Standing.OFFERED
