"""Record what the room settled on; it becomes the town's official answer. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.assessments.actions import record_answer
from app.assessments.queries import load_answer
from app.domain.answers import State
from app.domain.checklist import Scale
from app.domain.disclosure import Disclosed
from app.domain.editing import Edit
from app.domain.errors import DomainError
from app.domain.origin import How, Origin
from app.domain.positions import value_at
from app.extensions import db
from app.web.formatting import today
from app.workshops.events import WorkshopDecided
from app.workshops.models import Decision, Workshop
from app.workshops.queries import decisions_of
from app.workshops.rounds import NotRunning, move_on
from app.workshops.telling import tell


class ReasonIsMissing(DomainError):
    """“Does not apply” is no answer without its reason."""


@dataclass(frozen=True)
class Settled:
    """What was settled, in the room's words. `state` is open exactly where it is postponed."""

    how: How
    state: State = State.OPEN
    level: int | None = None
    reason: str = ""
    minority: str = ""


@dataclass(frozen=True)
class Basis:
    """What the room saw when it decided: after which round, how many voted of how many."""

    round: int | None = None
    voted: int = 0
    present: int = 0
    median: Fraction | None = None
    """As a level's value, or what lies between two."""


def basis_of(result: Disclosed, scale: Scale, *, round_number: int, present: int) -> Basis:
    """What was seen of a round that is revealed."""
    median = None if result.median is None else value_at(scale, result.median)
    return Basis(round_number, result.voted, present, median)


def decide(
    workshop: Workshop, criterion_key: str, settled: Settled, basis: Basis, *, by: str
) -> Decision:
    """Keep the decision, in place of an earlier one, and write the official answer.

    A rehearsal writes none, and neither does what is postponed. Raises NotRunning, and
    ReasonIsMissing; the self-check must be open and held.
    """
    if (not workshop.is_open and not workshop.decides_openly) or workshop.is_over:
        raise NotRunning
    if settled.state is State.NOT_APPLICABLE and not settled.reason:
        raise ReasonIsMissing
    decision = decisions_of(workshop).get(criterion_key)
    if decision is None:
        decision = Decision(workshop_id=workshop.id, criterion_key=criterion_key)
        db.session.add(decision)
    decision.state, decision.level, decision.how = settled.state, settled.level, settled.how
    decision.reason, decision.minority = settled.reason, settled.minority
    decision.round, decision.voted, decision.present = basis.round, basis.voted, basis.present
    decision.median = "" if basis.median is None else str(basis.median)
    decision.decided_on, decision.decided_by = today(), by
    db.session.flush()
    move_on(workshop)
    tell(workshop, WorkshopDecided(workshop.title, criterion_key), by=by)
    if settled.how is not How.POSTPONED and not workshop.is_rehearsal:
        _write_answer(workshop, criterion_key, settled, basis, by=by)
    return decision


def _write_answer(
    workshop: Workshop, criterion_key: str, settled: Settled, basis: Basis, *, by: str
) -> None:
    """The room's word on top of whatever stands there: what somebody wrote beside it stays."""
    assessment = workshop.assessment
    stored = load_answer(assessment, criterion_key)
    fields: dict[str, Any] = {"state": settled.state, "level": settled.level}
    if settled.state is State.NOT_APPLICABLE:
        fields |= {"reason": settled.reason}
    origin = Origin(
        day=workshop.held_on,
        title=workshop.title,
        round=basis.round,
        voted=basis.voted,
        present=basis.present,
        median=basis.median,
        how=settled.how,
        reason=settled.reason,
        minority=settled.minority,
    )
    edit = Edit(stored.version, fields)
    record_answer(assessment, criterion_key, edit=edit, by=by, stored=stored, origin=origin)
