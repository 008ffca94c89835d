"""Prepare a workshop: what, who, how long; change it until it begins. Actions never commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app.assessments.models import Assessment
from app.assessments.queries import load_answers
from app.domain.disclosure import THRESHOLD
from app.extensions import db
from app.workshops.events import WorkshopPrepared
from app.workshops.models import (
    USUAL_RETENTION_DAYS,
    ItemState,
    Pace,
    Workshop,
    WorkshopGroup,
    WorkshopItem,
)
from app.workshops.queries import groups_of, items_of
from app.workshops.rounds import move_on
from app.workshops.telling import tell

USUAL_MOST_PARTICIPANTS = 80
MINUTES_PER_ITEM = 8


@dataclass(frozen=True)
class GroupPlan:
    """A stakeholder group as it is asked for: its name by language, how many are invited."""

    names: Mapping[str, str]
    invited: int | None = None


@dataclass(frozen=True)
class Plan:
    """What a moderator says beforehand."""

    title: str
    held_on: date
    minutes: int
    criteria: tuple[str, ...]
    groups: tuple[GroupPlan, ...]
    languages: tuple[str, ...]
    pace: Pace = Pace.STEPS
    shows_two: bool = False
    decides_openly: bool = False
    threshold: int = THRESHOLD
    most_participants: int = USUAL_MOST_PARTICIPANTS
    kept_days: int = USUAL_RETENTION_DAYS


def prepare(assessment: Assessment, plan: Plan, *, by: str) -> Workshop:
    """A workshop about this draft."""
    workshop = Workshop(municipality=assessment.municipality, assessment=assessment, prepared_by=by)
    _apply(workshop, plan)
    db.session.add(workshop)
    db.session.flush()
    _plan_groups(workshop, plan.groups)
    _plan_items(workshop, plan.criteria)
    tell(workshop, WorkshopPrepared(workshop.title), by=by)
    return workshop


def change(workshop: Workshop, plan: Plan) -> None:
    """Plan anew; what had been planned before goes. Only until people join."""
    _apply(workshop, plan)
    for table in (WorkshopGroup, WorkshopItem):
        db.session.execute(
            delete(table).where(table.workshop_id == workshop.id),
            execution_options={"synchronize_session": "fetch"},
        )
    _plan_groups(workshop, plan.groups)
    _plan_items(workshop, plan.criteria)
    move_on(workshop)


def rehearse(workshop: Workshop, *, by: str) -> Workshop:
    """A copy to try out, which leaves no trace."""
    copy = Workshop(
        municipality=workshop.municipality,
        assessment=workshop.assessment,
        prepared_by=by,
        is_rehearsal=True,
    )
    _apply(copy, plan_of(workshop))
    db.session.add(copy)
    db.session.flush()
    _plan_groups(copy, plan_of(workshop).groups)
    _plan_items(copy, plan_of(workshop).criteria)
    return copy


def plan_of(workshop: Workshop) -> Plan:
    """What is planned, as it could be planned again."""
    return Plan(
        title=workshop.title,
        held_on=workshop.held_on,
        minutes=workshop.minutes,
        criteria=tuple(item.criterion_key for item in items_of(workshop)),
        groups=tuple(GroupPlan(group.names, group.invited) for group in groups_of(workshop)),
        languages=tuple(workshop.languages),
        pace=workshop.pace,
        shows_two=workshop.shows_two,
        decides_openly=workshop.decides_openly,
        threshold=workshop.threshold,
        most_participants=workshop.most_participants,
        kept_days=workshop.kept_days,
    )


def add_minutes(workshop: Workshop, minutes: int) -> None:
    """Give the room more time."""
    workshop.minutes += minutes
    move_on(workshop)


def add_items(workshop: Workshop, criteria: Sequence[str]) -> None:
    """Put criteria at the end of the agenda; those on it already stay where they are."""
    known = {item.criterion_key for item in items_of(workshop)}
    _plan_items(
        workshop, [key for key in criteria if key not in known], first=_next_position(workshop)
    )
    move_on(workshop)


def skip_item(workshop: Workshop, item: WorkshopItem, *, is_skipped: bool) -> None:
    """Leave a criterion out, or bring it back: from then on it is the moderator's own choice."""
    item.state = ItemState.SKIPPED if is_skipped else ItemState.PLANNED
    item.reason = ""
    move_on(workshop)


def move_item(workshop: Workshop, item: WorkshopItem, *, steps: int) -> None:
    """Up (-1) or down (1) the agenda; at its ends nothing happens."""
    ordered = list(items_of(workshop))
    place = ordered.index(item)
    target = min(max(place + steps, 0), len(ordered) - 1)
    ordered.insert(target, ordered.pop(place))
    reorder(workshop, [one.criterion_key for one in ordered])


def reorder(
    workshop: Workshop, criteria: Sequence[str], *, reasons: Mapping[str, str] | None = None
) -> None:
    """Put the agenda into this order; what is not named follows as it stood."""
    wanted = {key: place for place, key in enumerate(criteria)}
    ordered = sorted(
        items_of(workshop), key=lambda item: wanted.get(item.criterion_key, len(wanted))
    )
    for place, item in enumerate(ordered):
        item.position = place
        if reasons is not None:
            item.reason = reasons.get(item.criterion_key, "")
    move_on(workshop)


def _apply(workshop: Workshop, plan: Plan) -> None:
    workshop.title, workshop.held_on = plan.title, plan.held_on
    workshop.minutes, workshop.languages = plan.minutes, list(plan.languages)
    workshop.pace, workshop.shows_two = plan.pace, plan.shows_two
    workshop.decides_openly, workshop.threshold = plan.decides_openly, plan.threshold
    workshop.most_participants, workshop.kept_days = plan.most_participants, plan.kept_days


def _plan_groups(workshop: Workshop, groups: Sequence[GroupPlan]) -> None:
    db.session.add_all(
        WorkshopGroup(
            workshop_id=workshop.id,
            position=position,
            names=dict(group.names),
            invited=group.invited,
        )
        for position, group in enumerate(groups)
    )
    db.session.flush()


def _plan_items(workshop: Workshop, criteria: Sequence[str], *, first: int = 0) -> None:
    answers = load_answers(workshop.assessment)
    db.session.add_all(
        WorkshopItem(
            workshop_id=workshop.id,
            criterion_key=key,
            position=first + place,
            minutes=MINUTES_PER_ITEM,
            level_before=answers[key].answer.level if key in answers else None,
        )
        for place, key in enumerate(criteria)
    )
    db.session.flush()


def _next_position(workshop: Workshop) -> int:
    positions = db.session.scalars(select(WorkshopItem.position).filter_by(workshop_id=workshop.id))
    return max(positions, default=-1) + 1
