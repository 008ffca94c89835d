"""A workshop that runs in an installation, with every round open, and what became of its votes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response
from sqlalchemy import func, select

from app.extensions import db
from app.web.checklists import checklists
from app.workshops.ballot_models import Participant, Round, RoundState, StoredTally, Vote
from app.workshops.joining import open_joining, take_seat
from app.workshops.models import Pace, Workshop
from app.workshops.preparing import Plan, prepare
from app.workshops.queries import groups_of, people_in, rounds_of
from app.workshops.rounds import begin, close_rounds, open_rounds
from app.workshops.tickets import Ticket, hand_out, new_ticket
from tests.builders import CHECKLIST
from tests.reliability.installation import Installation
from tests.reliability.phones import Phone
from tests.web.server import a_server
from tests.workshops.rooms import DAY, GROUPS

AT_A_TIME = 20
CHOICES = ("0", "1", "2", "3", "unknown")


@dataclass(frozen=True)
class Place:
    """What one phone carries, and as whom the database knows it."""

    cookies: Mapping[str, str]
    token_hash: str
    group_id: int


@dataclass(frozen=True)
class Room:
    installation: Installation
    workshop_id: int
    code: str
    criteria: tuple[str, ...]
    group_ids: tuple[int, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Counted:
    """What the database holds after all, beside what phones were told."""

    lost: int
    """Acknowledged, and not there as it was told."""
    doubled: int
    """Votes beyond one per phone and criterion."""
    miscounted: int
    """By how much the sums of groups are off once the rounds are closed."""
    still_open: int
    """Rounds that were open before they were closed for counting."""


@contextmanager
def as_served(installation: Installation) -> Iterator[Flask]:
    """The application with the server's own settings, for tickets that it takes."""
    with a_server(installation.folder, **installation.environment) as app, app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def a_room(installation: Installation, *, people: int, rounds: int, most: int = 500) -> Room:
    """So many sit in it already; so many criteria can be rated at once, at everybody's own pace."""
    with as_served(installation):
        criteria = tuple(one.key for one in checklists().latest(CHECKLIST).criteria[:rounds])
        workshop = prepare(
            installation.places[0].assessment(),
            Plan(
                title="Runder Tisch Willkommen",
                held_on=DAY,
                minutes=120,
                criteria=criteria,
                groups=GROUPS,
                languages=("de", "en"),
                pace=Pace.SILENT,
                most_participants=most,
            ),
            by="desk",
        )
        open_joining(workshop, by="desk")
        begin(workshop)
        open_rounds(workshop, criteria)
        group_ids = tuple(group.id for group in groups_of(workshop))
        places = tuple(
            _seated(workshop, group_ids[number % len(group_ids)]) for number in range(people)
        )
        db.session.commit()
        assert workshop.code is not None
        return Room(installation, workshop.id, workshop.code, criteria, group_ids, places)


async def open_phones(room: Room, port: int) -> list[Phone]:
    """A phone for every place, with its page open; a few at a time, for that is not measured."""
    phones = [Phone(port, place.cookies) for place in room.places]
    for few in range(0, len(phones), AT_A_TIME):
        await asyncio.gather(*(phone.open() for phone in phones[few : few + AT_A_TIME]))
    return phones


def people_of(room: Room) -> int:
    with as_served(room.installation):
        return people_in(_workshop(room))


def count(room: Room, phones: Sequence[Phone]) -> Counted:
    """Compare every vote with what its phone was told; then close all rounds, and compare sums."""
    told = {
        (place.token_hash, key): choice
        for place, phone in zip(room.places, phones, strict=True)
        for key, choice in phone.acknowledged.items()
    }
    groups = {place.token_hash: place.group_id for place in room.places}
    wanted = Counter((key, groups[who], choice) for (who, key), choice in told.items())
    with as_served(room.installation):
        stored = [(tuple(where), choice) for *where, choice in db.session.execute(_VOTES)]
        workshop = _workshop(room)
        open_ones = [one for one in rounds_of(workshop) if one.state is RoundState.OPEN]
        close_rounds(workshop, open_ones)
        db.session.commit()
        sums = Counter({(key, group, choice): votes for key, group, choice, votes in
                        db.session.execute(_SUMS)})  # fmt: skip
    kept = dict(stored)
    return Counted(
        lost=sum(kept.get(where) != choice for where, choice in told.items()),
        doubled=len(stored) - len(kept),
        miscounted=((sums - wanted) + (wanted - sums)).total(),
        still_open=len(open_ones),
    )


_VOTES = (
    select(Participant.token_hash, Round.criterion_key, Vote.choice)
    .join_from(Vote, Round, Round.id == Vote.round_id)
    .join(Participant, Participant.id == Vote.participant_id)
)
_SUMS = (
    select(
        Round.criterion_key,
        StoredTally.group_id,
        StoredTally.choice,
        func.sum(StoredTally.by_phone + StoredTally.on_paper),
    )
    .join_from(StoredTally, Round, Round.id == StoredTally.round_id)
    .group_by(Round.criterion_key, StoredTally.group_id, StoredTally.choice)
)


def _seated(workshop: Workshop, group_id: int) -> Place:
    ticket = new_ticket(workshop.id)
    take_seat(workshop, ticket, group_id=group_id)
    return Place(cookies_with(ticket), ticket.token_hash, group_id)


def cookies_with(ticket: Ticket) -> Mapping[str, str]:
    """As the server hands it out."""
    response = Response()
    hand_out(ticket, response)
    name, _, value = response.headers["Set-Cookie"].partition(";")[0].partition("=")
    return {name: value}


def _workshop(room: Room) -> Workshop:
    return db.session.get_one(Workshop, room.workshop_id)
