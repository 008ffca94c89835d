"""Invented people who join, vote and have ideas, so that one person can try out moderating.

They do what phones do, through the same actions. What they think of a criterion is drawn from its
key, so that each run looks alike: sometimes all agree, sometimes there are two camps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from app.assessments.editions import checklist_of
from app.domain.checklist import Checklist, Criterion
from app.domain.errors import DomainError
from app.workshops.ballot_models import NOT_APPLICABLE, UNKNOWN, Round, RoundState
from app.workshops.ideas import (
    DOTS_PER_PERSON,
    EnoughIdeas,
    TooFewForIdeas,
    give_dots,
    ideas_of,
    offer_idea,
)
from app.workshops.joining import NoMoreJoining, Removed, RoomIsFull, Seat, seat_of, take_seat
from app.workshops.models import IdeaPhase, IdeaState, Workshop
from app.workshops.queries import groups_of, rounds_of
from app.workshops.tickets import Ticket
from app.workshops.voting import cast_vote, own_choices

MOST_PEOPLE = 60
USUAL_PEOPLE = 40
IDEAS = (
    "Willkommensmappe in fünf Sprachen am Empfang",
    "Lotsinnen und Lotsen begleiten die ersten Wege",
    "Einmal im Monat Sprechstunde ohne Termin",
    "Vereine stellen sich beim Neubürgerabend vor",
    "Formulare in Leichter Sprache",
    "Fahrgemeinschaften zum Deutschkurs",
    "Ausbildungsbetriebe laden zum Probetag ein",
    "Ein Kummerkasten, der auch beantwortet wird",
)


class OnlyForPractice(DomainError):
    """Invented people go where nothing real is decided: to rehearsals, and to invented towns."""


@dataclass
class Crowd:
    """So many invented people of one workshop."""

    workshop_id: int
    size: int = USUAL_PEOPLE
    chance: Random = field(default_factory=lambda: Random(12))  # noqa: S311

    def tickets(self) -> Iterator[Ticket]:
        """Always the same ones: who was there before goes on."""
        for number in range(min(self.size, MOST_PEOPLE)):
            yield Ticket(self.workshop_id, f"invented-{self.workshop_id}-{number}")


@dataclass(frozen=True)
class Done:
    """What a crowd did in one go."""

    joined: int = 0
    voted: int = 0
    ideas: int = 0
    dots: int = 0


def may_be_simulated(workshop: Workshop) -> bool:
    return workshop.is_rehearsal or workshop.municipality.is_example


def go_on(workshop: Workshop, crowd: Crowd, *, share: float = 1.0) -> Done:
    """Let about this share of the crowd do what there is to do now. Raises OnlyForPractice."""
    if not may_be_simulated(workshop):
        raise OnlyForPractice
    if not workshop.is_open:
        return Done()
    checklist = checklist_of(workshop.assessment)
    opened = [one for one in rounds_of(workshop) if one.state is RoundState.OPEN]
    joined = voted = ideas = dots = 0
    for number, ticket in enumerate(crowd.tickets()):
        if crowd.chance.random() > share:
            continue
        seat, is_new = _seated(workshop, ticket, number)
        if seat is None:
            continue
        joined += is_new
        voted += _votes(seat, ticket, opened, checklist, crowd)
        ideas += _has_an_idea(workshop, seat, number)
        dots += _gives_dots(workshop, seat, crowd)
    return Done(joined, voted, ideas, dots)


def _seated(workshop: Workshop, ticket: Ticket, number: int) -> tuple[Seat | None, bool]:
    """Their seat, and whether they have just taken it; None where they cannot come in."""
    groups = groups_of(workshop)
    try:
        seat = seat_of(ticket)
        if seat is not None:
            return seat, False
        return take_seat(workshop, ticket, group_id=groups[number % len(groups)].id), True
    except (NoMoreJoining, RoomIsFull, Removed):
        return None, False


def _votes(
    seat: Seat, ticket: Ticket, opened: Sequence[Round], checklist: Checklist, crowd: Crowd
) -> int:
    """Once in every open round in which they have not voted."""
    chosen = own_choices(seat.participant_id, [one.id for one in opened])
    waiting = [one for one in opened if one.id not in chosen]
    for one in waiting:
        criterion = checklist.criteria_by_key[one.criterion_key]
        choice = _opinion(criterion, seat, one.number, crowd.chance)
        cast_vote(ticket, criterion, number=one.number, choice=choice)
    return len(waiting)


def _opinion(criterion: Criterion, seat: Seat, number: int, chance: Random) -> str:
    """Groups see some criteria differently; after talking, in later rounds, less so."""
    if chance.random() < 0.08:
        return UNKNOWN
    if criterion.allows_not_applicable and chance.random() < 0.02:
        return NOT_APPLICABLE
    about = Random(criterion.key)  # noqa: S311
    highest = len(criterion.scale.levels) - 1
    middle, apart = about.uniform(0.3, highest - 0.3), about.choice([0.0, 0.6, 1.6])
    lean = apart / number if seat.group_id % 2 else -apart / number
    position = round(chance.gauss(middle + lean, 0.6 / number))
    return str(criterion.scale.levels[min(max(position, 0), highest)].value)


def _has_an_idea(workshop: Workshop, seat: Seat, number: int) -> int:
    if workshop.idea_phase is not IdeaPhase.COLLECTING or seat.ideas or number >= len(IDEAS):
        return 0
    criterion_key = workshop.current_criterion if number % 2 else None
    try:
        offer_idea(workshop, seat, text=IDEAS[number], criterion_key=criterion_key)
    except (TooFewForIdeas, EnoughIdeas):
        return 0
    return 1


def _gives_dots(workshop: Workshop, seat: Seat, crowd: Crowd) -> int:
    if workshop.idea_phase is not IdeaPhase.DOTTING:
        return 0
    shown = [one.id for one in ideas_of(workshop, states=[IdeaState.SHOWN])]
    chosen = crowd.chance.sample(shown, min(DOTS_PER_PERSON, len(shown)))
    return give_dots(workshop, seat, chosen)
