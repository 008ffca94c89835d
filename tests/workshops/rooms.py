"""Workshops to test with: a room with groups, people in it, and their votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.assessments.models import Assessment
from app.domain.checklist import Criterion
from app.extensions import db
from app.web.checklists import checklists
from app.workshops.ballot_models import Round
from app.workshops.joining import open_joining, take_seat
from app.workshops.models import Pace, Workshop
from app.workshops.preparing import GroupPlan, Plan, prepare
from app.workshops.queries import groups_of
from app.workshops.rounds import begin, close_rounds, open_rounds, reveal, turn_to
from app.workshops.tickets import Ticket, new_ticket
from app.workshops.voting import cast_vote
from tests.builders import CHECKLIST, an_assessment

CRITERIA = ("mi_language_needs", "mi_responsibility", "mi_website")
FIRST = CRITERIA[0]
GROUPS = (
    GroupPlan({"de": "Verwaltung", "en": "Administration"}, invited=10),
    GroupPlan({"de": "Migrantenorganisationen", "en": "Migrants' organisations"}, invited=8),
    GroupPlan({"de": "Vereine", "en": "Clubs"}, invited=6),
)
DAY = date(2026, 5, 12)


def a_plan(
    *,
    criteria: Sequence[str] = CRITERIA,
    groups: Sequence[GroupPlan] = GROUPS,
    pace: Pace = Pace.STEPS,
    languages: Sequence[str] = ("de", "en"),
    title: str = "Runder Tisch Willkommen",
) -> Plan:
    return Plan(
        title=title,
        held_on=DAY,
        minutes=120,
        criteria=tuple(criteria),
        groups=tuple(groups),
        languages=tuple(languages),
        pace=pace,
    )


def a_workshop(assessment: Assessment | None = None, plan: Plan | None = None) -> Workshop:
    """A prepared one."""
    workshop = prepare(assessment or an_assessment(), plan or a_plan(), by="desk")
    db.session.commit()
    return workshop


def a_running_workshop(assessment: Assessment | None = None, plan: Plan | None = None) -> Workshop:
    workshop = a_workshop(assessment, plan)
    open_joining(workshop, by="desk")
    begin(workshop)
    db.session.commit()
    return workshop


def criterion(key: str = FIRST) -> Criterion:
    return checklists().latest(CHECKLIST).criteria_by_key[key]


def people(workshop: Workshop, *sizes: int) -> list[list[Ticket]]:
    """So many take a seat in each group; their tickets by group."""
    seated = []
    for group, size in zip(groups_of(workshop), sizes, strict=False):
        tickets = [new_ticket(workshop.id) for _ in range(size)]
        for ticket in tickets:
            take_seat(workshop, ticket, group_id=group.id)
        seated.append(tickets)
    db.session.commit()
    return seated


def a_round(workshop: Workshop, key: str = FIRST) -> Round:
    """The next round of a criterion, open."""
    turn_to(workshop, key)
    (opened,) = open_rounds(workshop, [key])
    db.session.commit()
    return opened


def vote(round_: Round, tickets: Iterable[Ticket], choice: str) -> None:
    for ticket in tickets:
        cast_vote(ticket, criterion(round_.criterion_key), number=round_.number, choice=choice)
    db.session.commit()


def revealed(workshop: Workshop, votes: Mapping[str, Iterable[Ticket]], key: str = FIRST) -> Round:
    """A round with these votes, by choice, closed and shown."""
    opened = a_round(workshop, key)
    for choice, tickets in votes.items():
        vote(opened, tickets, choice)
    close_rounds(workshop, [opened])
    reveal(workshop, [opened])
    db.session.commit()
    return opened
