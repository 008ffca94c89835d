"""How many are in and have voted: what screens ask every two seconds, in few small questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import cast

from sqlalchemy import Table, bindparam, func, select

from app.extensions import db, now
from app.workshops.ballot_models import Participant, Round, RoundState, Vote
from app.workshops.models import OPEN_STAGES, Workshop
from app.workshops.queries import people_in, present_in, votes_in
from app.workshops.rounds import paper_by_group
from app.workshops.tickets import Ticket

_VOTE = cast(Table, Vote.__table__)
_PARTICIPANT, _WORKSHOP = cast(Table, Participant.__table__), cast(Table, Workshop.__table__)

# Every phone in the hall asks it every two seconds.
_REVISION = (
    select(_WORKSHOP.c.revision)
    .join_from(_PARTICIPANT, _WORKSHOP, _WORKSHOP.c.id == _PARTICIPANT.c.workshop_id)
    .where(
        _PARTICIPANT.c.token_hash == bindparam("token_hash"),
        _PARTICIPANT.c.workshop_id == bindparam("workshop"),
        _PARTICIPANT.c.is_removed.is_(False),
        _WORKSHOP.c.stage.in_(OPEN_STAGES),
    )
)


@dataclass(frozen=True)
class Standing:
    """What may be told before the reveal: counts of people, nothing of what they chose."""

    revision: int
    joined: int
    """By phone."""
    voted: int | None
    """In the round at hand; with several open at once, who is through with all. None: no round."""
    present: int
    minutes: int
    """So many are left; whoever moderates sees them run."""

    @property
    def tag(self) -> str:
        """Differs whenever a screen would look different."""
        return f"{self.revision}-{self.joined}-{self.voted}-{self.present}-{self.minutes}"


def revision_for(ticket: Ticket) -> int | None:
    """The workshop's revision, for whoever sits in it; None once the ticket holds no more."""
    asked = {"token_hash": ticket.token_hash, "workshop": ticket.workshop_id}
    return db.session.execute(_REVISION, asked).scalar_one_or_none()


def ends_at(workshop: Workshop) -> datetime | None:
    """When the room's minutes are over; None before it has begun."""
    started = workshop.started_at
    return None if started is None else started + timedelta(minutes=workshop.minutes)


def minutes_left(workshop: Workshop) -> int:
    """Begun minutes count whole; never fewer than none."""
    end = ends_at(workshop)
    if end is None:
        return workshop.minutes
    return max(0, ceil((end - now()).total_seconds() / 60))


def standing_of(workshop: Workshop) -> Standing:
    joined, minutes = people_in(workshop), minutes_left(workshop)
    rounds = _at_hand(workshop)
    if not rounds:
        present = max(joined, sum(present_in(workshop).values()))
        return Standing(workshop.revision, joined, None, present, minutes)
    if len(rounds) == 1:
        voted = votes_in(rounds)[rounds[0].id]
        people = present_in(workshop, paper=paper_by_group(rounds[0]))
    else:
        voted, people = _through_with_all(rounds), present_in(workshop)
    present = max(voted, sum(people.values()))
    return Standing(workshop.revision, joined, voted, present, minutes)


def _at_hand(workshop: Workshop) -> Sequence[Round]:
    """Those that are open; else the latest of the criterion that the room is at."""
    of_workshop = select(Round).filter_by(workshop_id=workshop.id)
    found = db.session.scalars(of_workshop.filter_by(state=RoundState.OPEN)).all()
    if found or workshop.current_criterion is None:
        return found
    latest = of_workshop.filter_by(criterion_key=workshop.current_criterion)
    return db.session.scalars(latest.order_by(Round.number.desc()).limit(1)).all()


def _through_with_all(rounds: Sequence[Round]) -> int:
    """How many phones have voted in every one of these rounds."""
    ids = [found.id for found in rounds]
    through = (
        select(_VOTE.c.participant_id)
        .where(_VOTE.c.round_id.in_(ids))
        .group_by(_VOTE.c.participant_id)
        .having(func.count() == len(ids))
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(through)) or 0
