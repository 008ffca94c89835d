"""Rooms in every state that shows differently on the projector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from app.assessments.models import Assessment
from app.domain.answers import State
from app.domain.checklist import Criterion
from app.domain.origin import How
from app.extensions import db
from app.web.checklists import checklists
from app.workshops.ending import end
from app.workshops.ideas import give_dots, ideas_of, turn_ideas_to, write_idea
from app.workshops.joining import open_joining, seat_of, set_lock
from app.workshops.models import MOST_GROUPS, Decision, IdeaPhase, Workshop
from app.workshops.preparing import GroupPlan
from app.workshops.rounds import close_rounds, open_rounds, turn_to
from tests.builders import CHECKLIST
from tests.workshops.rooms import (
    CRITERIA,
    FIRST,
    GROUPS,
    a_plan,
    a_round,
    a_running_workshop,
    a_workshop,
    people,
    revealed,
    vote,
)

IDEAS = (
    "Ein Willkommenskaffee am ersten Samstag im Monat, im Bürgerhaus.",
    "Formulare, die man auch ohne Amtsdeutsch versteht.",
    "Eine Liste, wer in der Verwaltung welche Sprachen spricht.",
    "Patenschaften zwischen Vereinen und neuen Familien.",
)
MANY_GROUPS = (
    *GROUPS,
    GroupPlan({"de": "Stadtrat und Ausschüsse", "en": "Council and committees"}),
    GroupPlan({"de": "Kitas und Schulen", "en": "Day care and schools"}),
    GroupPlan({"de": "Betriebe und Kammern", "en": "Companies and chambers"}),
)


def prepared(assessment: Assessment | None = None) -> Workshop:
    return a_workshop(assessment)


def joining(assessment: Assessment | None = None) -> Workshop:
    workshop = a_workshop(assessment)
    open_joining(workshop, by="desk")
    people(workshop, 20, 9, 5)
    return workshop


def locked(assessment: Assessment | None = None) -> Workshop:
    workshop = joining(assessment)
    set_lock(workshop, is_locked=True)
    db.session.commit()
    return workshop


def waiting(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    people(workshop, 20, 9, 5)
    return workshop


def looking_at_a_question(assessment: Assessment | None = None) -> Workshop:
    workshop = waiting(assessment)
    turn_to(workshop, FIRST)
    db.session.commit()
    return workshop


def rating(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, _] = people(workshop, 20, 12, 8)
    opened = a_round(workshop)
    vote(opened, clerks, "2")
    vote(opened, migrants[:11], "1")
    return workshop


def rating_in_two_languages(assessment: Assessment | None = None) -> Workshop:
    """The longest question there is, in two languages."""
    workshop = a_running_workshop(assessment)
    workshop.shows_two = True
    [clerks, *_] = people(workshop, 20, 12, 8)
    vote(a_round(workshop, "mi_website"), clerks, "1")
    return workshop


def rating_in_silence(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, _] = people(workshop, 20, 12, 8)
    opened = open_rounds(workshop, CRITERIA)
    for one in opened:
        vote(one, [*clerks[:12], *migrants[:6]], "1")
    return workshop


def closed(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, _] = people(workshop, 20, 12, 8)
    opened = a_round(workshop)
    vote(opened, clerks, "2")
    vote(opened, migrants, "1")
    close_rounds(workshop, [opened])
    db.session.commit()
    return workshop


def shown(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, clubs] = people(workshop, 12, 9, 3)
    votes = {"0": migrants[:4], "1": migrants[4:], "2": clerks[:7], "3": clerks[7:11]}
    revealed(workshop, {**votes, "unknown": clubs[:1], "not_applicable": clubs[1:]})
    return workshop


def shown_for_every_group(assessment: Assessment | None = None) -> Workshop:
    """Six groups, all of them large enough, in two languages."""
    workshop = a_running_workshop(assessment, a_plan(groups=MANY_GROUPS))
    workshop.shows_two = True
    seats = people(workshop, 11, 18, 10, 10, 13, 10)
    votes = {str(level): [one for group in seats for one in group[level::4]] for level in range(4)}
    revealed(workshop, votes)
    return workshop


def too_few(assessment: Assessment | None = None) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, _] = people(workshop, 2, 2, 0)
    revealed(workshop, {"1": clerks, "3": migrants})
    return workshop


def decided(assessment: Assessment | None = None) -> Workshop:
    workshop = shown(assessment)
    settle(workshop, FIRST, level=2)
    return workshop


def settle(
    workshop: Workshop, key: str, *, level: int | None, how: How = How.AGREED, round: int = 1
) -> None:
    """A decision as the room sees it, past the official answer."""
    db.session.add(
        Decision(
            workshop_id=workshop.id,
            criterion_key=key,
            round=round,
            state=State.OPEN if level is None else State.LEVEL,
            level=level,
            how=how,
            reason="Die Liste liegt im Bürgerbüro.",
            minority="Zwei sehen es anders.",
            voted=24,
            present=24,
            decided_on=date(2026, 5, 12),
            decided_by="desk",
        )
    )
    db.session.commit()


def _with_ideas(assessment: Assessment | None, phase: IdeaPhase) -> Workshop:
    workshop = a_running_workshop(assessment)
    [clerks, migrants, _] = people(workshop, 8, 6, 0)
    for text in IDEAS:
        write_idea(workshop, text=text, criterion_key=None)
    if phase is not IdeaPhase.COLLECTING:
        turn_ideas_to(workshop, IdeaPhase.DOTTING)
        ideas = [one.id for one in ideas_of(workshop)]
        for number, ticket in enumerate([*clerks, *migrants]):
            seat = seat_of(ticket)
            assert seat
            give_dots(workshop, seat, ideas[: 1 + number % 3])
    turn_ideas_to(workshop, phase)
    db.session.commit()
    return workshop


def collecting_ideas(assessment: Assessment | None = None) -> Workshop:
    return _with_ideas(assessment, IdeaPhase.COLLECTING)


def giving_dots(assessment: Assessment | None = None) -> Workshop:
    return _with_ideas(assessment, IdeaPhase.DOTTING)


def dots_given(assessment: Assessment | None = None) -> Workshop:
    return _with_ideas(assessment, IdeaPhase.DONE)


def ended(assessment: Assessment | None = None) -> Workshop:
    workshop = decided(assessment)
    settle(workshop, CRITERIA[1], level=None, how=How.POSTPONED)
    settle(workshop, CRITERIA[2], level=1, how=How.MAJORITY)
    end(workshop, by="desk")
    db.session.commit()
    return workshop


def longest_ballots(assessment: Assessment | None = None) -> Workshop:
    """The criteria with most to read, and as many groups as there may be."""
    asked = sorted(checklists().latest(CHECKLIST).criteria, key=_much_to_read)[-4:]
    groups = [GroupPlan({"de": f"Arbeitskreis der Gruppe {one}"}) for one in range(MOST_GROUPS)]
    plan = a_plan(criteria=[one.key for one in asked], groups=groups)
    return a_running_workshop(assessment, plan)


def _much_to_read(criterion: Criterion) -> int:
    return sum(len(text.in_language("de")) for text in criterion.level_texts.values())


SCENES: Mapping[str, Callable[..., Workshop]] = {
    found.__name__: found
    for found in (
        prepared,
        joining,
        locked,
        waiting,
        looking_at_a_question,
        rating,
        rating_in_two_languages,
        rating_in_silence,
        closed,
        shown,
        shown_for_every_group,
        too_few,
        decided,
        collecting_ideas,
        giving_dots,
        dots_given,
        ended,
    )
}
