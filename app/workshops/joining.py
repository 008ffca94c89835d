"""Let people in: by code or QR, into a group, without a name. Actions never commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.walls import walls_opened
from app.domain.errors import DomainError
from app.domain.join_codes import ALPHABET, new_code, new_secret, read_code
from app.extensions import db
from app.workshops.ballot_models import HasVoted, IdeaDot, Participant, Vote
from app.workshops.events import ParticipantRemoved, WorkshopOpened
from app.workshops.models import OPEN_STAGES, Stage, Workshop
from app.workshops.queries import groups_of, people_in
from app.workshops.rounds import move_on
from app.workshops.telling import tell
from app.workshops.tickets import Ticket

_PARTICIPANT = cast(Table, Participant.__table__)
SIGN_LENGTH = 4


class NoMoreJoining(DomainError):
    """The room is locked or over."""


class RoomIsFull(DomainError):
    """As many are in as the moderator allowed."""


class Removed(DomainError):
    """The moderator let this phone go."""


class UnknownGroup(DomainError):
    """No such group in this workshop."""


class HasVotedAlready(DomainError):
    """Who has voted stays in the group for which they did."""


@dataclass(frozen=True)
class Seat:
    """Somebody in the room, as far as their own phone must know."""

    participant_id: int
    group_id: int
    sign: str
    ideas: int


def open_joining(workshop: Workshop, *, by: str) -> None:
    """Let people join; a second time changes nothing."""
    if workshop.stage is not Stage.PREPARED:
        return
    workshop.stage = Stage.JOINING
    workshop.code, workshop.secret = new_code(), new_secret()
    move_on(workshop)
    tell(workshop, WorkshopOpened(workshop.title), by=by)


def set_lock(workshop: Workshop, *, is_locked: bool) -> None:
    workshop.is_locked = is_locked
    move_on(workshop)


def find_by_code(typed: str) -> Workshop | None:
    """The open workshop with this code, however it is written."""
    code = read_code(typed)
    return _open_workshop(Workshop.code == code) if code else None


def find_by_secret(secret: str) -> Workshop | None:
    """The open workshop whose QR code this is from."""
    return _open_workshop(Workshop.secret == secret) if 16 <= len(secret) <= 40 else None


def workshop_of(ticket: Ticket, *, hold: bool = False) -> Workshop | None:
    """The workshop a ticket is for, whatever its stage; it belongs to whoever has the ticket."""
    named = select(Workshop).filter_by(id=ticket.workshop_id)
    if hold:
        named = named.with_for_update(of=Workshop)
    with walls_opened():
        return db.session.scalar(named)


def seat_of(ticket: Ticket) -> Seat | None:
    """The seat of whoever has this ticket; None before they chose a group. Raises Removed."""
    row = db.session.execute(
        select(_PARTICIPANT).where(
            _PARTICIPANT.c.token_hash == ticket.token_hash,
            _PARTICIPANT.c.workshop_id == ticket.workshop_id,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.is_removed:
        raise Removed
    return Seat(row.id, row.group_id, row.sign, row.ideas)


def take_seat(workshop: Workshop, ticket: Ticket, *, group_id: int) -> Seat:
    """Sit down for a group, or for another one as long as no vote was cast.

    Asking twice, as a retry does, is once. Call it with the workshop held. Raises NoMoreJoining,
    RoomIsFull, Removed, UnknownGroup and HasVotedAlready.
    """
    if group_id not in {group.id for group in groups_of(workshop)}:
        raise UnknownGroup(str(group_id))
    seat = seat_of(ticket)
    if seat is not None:
        return seat if seat.group_id == group_id else _change_group(seat, group_id)
    if not workshop.is_open or workshop.is_locked:
        raise NoMoreJoining
    if people_in(workshop) >= workshop.most_participants:
        raise RoomIsFull
    try:
        with db.session.begin_nested():
            db.session.execute(insert(_PARTICIPANT), _newcomer(ticket, group_id))
    except IntegrityError:
        # The same phone asked twice at the same moment: it sits already.
        db.session.expire_all()
    seat = seat_of(ticket)
    if seat is None:
        raise NoMoreJoining
    return seat


def remove_participant(workshop: Workshop, sign: str, *, by: str) -> bool:
    """Let a phone go, with what it chose in open rounds; False if there is no such sign."""
    found = db.session.execute(
        select(_PARTICIPANT.c.id).where(
            _PARTICIPANT.c.workshop_id == workshop.id,
            _PARTICIPANT.c.sign == sign,
            _PARTICIPANT.c.is_removed.is_(False),
        )
    ).scalars()
    ids = list(found)
    if not ids:
        return False
    # First: this waits for a vote that is on its way, which then goes with the others.
    db.session.execute(
        update(_PARTICIPANT).where(_PARTICIPANT.c.id.in_(ids)).values(is_removed=True)
    )
    for table in (Vote, IdeaDot):
        db.session.execute(delete(table).where(table.participant_id.in_(ids)))
    move_on(workshop)
    tell(workshop, ParticipantRemoved(workshop.title), by=by)
    return True


def signs_by_group(workshop: Workshop) -> Mapping[int, list[str]]:
    """The signs of everybody in the room by group, in an order that says nothing."""
    rows = db.session.execute(
        select(_PARTICIPANT.c.group_id, _PARTICIPANT.c.sign)
        .where(_PARTICIPANT.c.workshop_id == workshop.id, _PARTICIPANT.c.is_removed.is_(False))
        .order_by(_PARTICIPANT.c.sign)
    )
    found: dict[int, list[str]] = {}
    for group_id, sign in rows:
        found.setdefault(group_id, []).append(sign)
    return found


def _change_group(seat: Seat, group_id: int) -> Seat:
    """Into another group, unless they voted."""
    for table in (Vote, HasVoted):
        voted = (
            select(func.count()).select_from(table).filter_by(participant_id=seat.participant_id)
        )
        if db.session.scalar(voted):
            raise HasVotedAlready
    db.session.execute(
        update(_PARTICIPANT)
        .where(_PARTICIPANT.c.id == seat.participant_id)
        .values(group_id=group_id)
    )
    return Seat(seat.participant_id, group_id, seat.sign, seat.ideas)


def _newcomer(ticket: Ticket, group_id: int) -> dict[str, Any]:
    return {
        "workshop_id": ticket.workshop_id,
        "token_hash": ticket.token_hash,
        "group_id": group_id,
        "sign": "".join(secrets.choice(ALPHABET) for _ in range(SIGN_LENGTH)),
    }


def _open_workshop(condition: Any) -> Workshop | None:
    with walls_opened():
        return db.session.scalar(select(Workshop).where(condition, Workshop.stage.in_(OPEN_STAGES)))
