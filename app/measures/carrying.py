"""Carry unfinished measures on into a later self-check, by choice. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.assessments.opening import OpenAssessment, all_opened
from app.audit.actions import record
from app.domain.following import Followed, Ways, follow
from app.domain.measure import Effect
from app.extensions import db
from app.measures.models import Measure, StoredEffect
from app.measures.plan_events import MeasureCarriedOn
from app.measures.years import unfinished_before, ways_between

KEPT = (
    "title",
    "note",
    "state",
    "source",
    "origin",
    "responsible",
    "account_id",
    "partners",
    "start_on",
    "due_on",
    "effort",
    "cost",
    "funding",
    "dropped_because",
)
"""What the measure takes along. What was noted on the way stays with the record of its year."""


@dataclass(frozen=True, eq=False)
class Unfinished:
    """A measure of an earlier year, and how its effects are called in the later self-check."""

    measure: Measure
    followed: Followed


def unfinished(check: OpenAssessment) -> list[Unfinished]:
    """What could go on in this self-check; nothing that went on somewhere already."""
    ways: dict[int, Ways] = {}
    found = []
    for measure in unfinished_before(check.assessment):
        if measure.assessment_id not in ways:
            then = all_opened([measure.assessment])
            # A checklist that is gone leads nowhere: the measure goes on without its effects.
            ways[measure.assessment_id] = ways_between(then[0], check) if then else Ways({}, {})
        found.append(Unfinished(measure, follow(_plain(measure), ways[measure.assessment_id])))
    return found


def carry_on(check: OpenAssessment, chosen: Collection[int], *, by: str) -> list[Unfinished]:
    """Let the chosen measures go on in this self-check; the old ones stay as a record.

    Each goes on once, however often it is asked for: the caller holds the self-check alone.
    """
    gone_on = [one for one in unfinished(check) if one.measure.id in chosen]
    for one in gone_on:
        db.session.add(_anew(check, one, by=by))
        record(
            MeasureCarriedOn(one.measure.title, check.assessment.year),
            by=by,
            municipality_id=check.assessment.municipality_id,
        )
    db.session.flush()
    return gone_on


def _anew(check: OpenAssessment, one: Unfinished, *, by: str) -> Measure:
    return Measure(
        **{name: getattr(one.measure, name) for name in KEPT},
        municipality=check.assessment.municipality,
        assessment=check.assessment,
        carried_from=one.measure.id,
        made_by=by,
        effects=[
            StoredEffect(
                criterion_key=effect.criterion_key,
                before=effect.before,
                after=effect.after,
                by_year=effect.by_year,
            )
            for effect in one.followed.effects
        ],
    )


def _plain(measure: Measure) -> Iterator[Effect]:
    for one in measure.effects:
        yield Effect(one.criterion_key, one.before, one.after, one.by_year)
