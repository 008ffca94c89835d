"""Cast a vote: the one thing that two hundred phones do within a second. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from app.assessments.models import Assessment
from app.domain.checklist import Criterion
from app.domain.errors import DomainError
from app.extensions import db
from app.workshops.ballot_models import (
    NOT_APPLICABLE,
    UNKNOWN,
    HasVoted,
    Participant,
    Round,
    RoundState,
    Vote,
)
from app.workshops.models import Stage, Workshop
from app.workshops.tickets import Ticket

_VOTE, _ROUND = cast(Table, Vote.__table__), cast(Table, Round.__table__)
_PARTICIPANT = cast(Table, Participant.__table__)
_WORKSHOP = cast(Table, Workshop.__table__)
_HAS_VOTED = cast(Table, HasVoted.__table__)
_ASSESSMENT = cast(Table, Assessment.__table__)

# Put together once: in a hall both are asked hundreds of times within a second.
_BALLOT = (
    select(
        _ROUND.c.id,
        _PARTICIPANT.c.id,
        _ROUND.c.state,
        _ASSESSMENT.c.checklist_key,
        _ASSESSMENT.c.checklist_version,
        _ASSESSMENT.c.edition_key,
    )
    .select_from(_PARTICIPANT)
    .join(_WORKSHOP, _WORKSHOP.c.id == _PARTICIPANT.c.workshop_id)
    .join(_ASSESSMENT, _ASSESSMENT.c.id == _WORKSHOP.c.assessment_id)
    .join(_ROUND, _ROUND.c.workshop_id == _WORKSHOP.c.id)
    .where(
        _PARTICIPANT.c.token_hash == bindparam("token_hash"),
        _PARTICIPANT.c.workshop_id == bindparam("workshop"),
        _PARTICIPANT.c.is_removed.is_(False),
        _WORKSHOP.c.stage == Stage.RUNNING,
        _ROUND.c.criterion_key == bindparam("criterion"),
        _ROUND.c.number == bindparam("number"),
    )
)
# Looks once more whether it is open, and holds it with other voters, so that nobody closes it
# between the question and the vote; so the phone, that nobody lets it go and its vote stays.
_STILL_OPEN = (
    select(_ROUND.c.id, _PARTICIPANT.c.id, bindparam("chosen", type_=_VOTE.c.choice.type))
    .select_from(_ROUND)
    .join(_PARTICIPANT, _PARTICIPANT.c.workshop_id == _ROUND.c.workshop_id)
    .where(
        _ROUND.c.id == bindparam("round"),
        _ROUND.c.state == RoundState.OPEN,
        _PARTICIPANT.c.id == bindparam("participant"),
        _PARTICIPANT.c.is_removed.is_(False),
    )
    .with_for_update(read=True, of=(_ROUND, _PARTICIPANT))
)


def _upsert(insert: Any) -> Any:
    columns = ["round_id", "participant_id", "choice"]
    statement = insert(_VOTE).from_select(columns, _STILL_OPEN)
    # Of an insert the number of rows is otherwise forgotten on PostgreSQL.
    return statement.on_conflict_do_update(
        index_elements=[_VOTE.c.round_id, _VOTE.c.participant_id],
        set_={"choice": statement.excluded.choice},
    ).execution_options(preserve_rowcount=True)


# Each database has its own "insert or update"; both take the same words.
_KEEP = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}


class RoundIsOver(DomainError):
    """The round is closed: a late vote goes to the next one."""


class NotInTheRoom(DomainError):
    """No seat, another workshop, or one that is not running."""


class NoSuchChoice(DomainError):
    """Neither a level of the scale, nor one of the two answers beside it."""


def choices_of(criterion: Criterion) -> tuple[str, ...]:
    """What a ballot on this criterion may say, as it is stored."""
    levels = tuple(str(level.value) for level in criterion.scale.levels)
    beside = (UNKNOWN, NOT_APPLICABLE) if criterion.allows_not_applicable else (UNKNOWN,)
    return (*levels, *beside)


@dataclass(frozen=True)
class Ballot:
    """The round that a phone votes in, and by which checklist."""

    round_id: int
    participant_id: int
    is_open: bool
    checklist_key: str
    checklist_version: str
    edition_key: str | None


def find_ballot(ticket: Ticket, criterion_key: str, *, number: int) -> Ballot:
    """Round `number` of a criterion. Raises NotInTheRoom.

    Look it up aside, as a reader: then nobody waits while it is found, and two hundred votes a
    second stand in line for the shortest possible time.
    """
    found = db.session.execute(
        _BALLOT,
        {
            "token_hash": ticket.token_hash,
            "workshop": ticket.workshop_id,
            "criterion": criterion_key,
            "number": number,
        },
    ).one_or_none()
    if found is None:
        raise NotInTheRoom
    round_id, participant_id, state, *checklist = found
    return Ballot(round_id, participant_id, state is RoundState.OPEN, *checklist)


def keep_choice(ballot: Ballot, criterion: Criterion, *, choice: str) -> None:
    """Keep the choice, in place of an earlier one of the same phone.

    Retries, second tabs and reconnects make no second vote. Raises NoSuchChoice and RoundIsOver.
    """
    if choice not in choices_of(criterion):
        raise NoSuchChoice(choice)
    if not ballot.is_open:
        raise RoundIsOver
    kept = db.session.execute(
        _KEEP[db.engine.dialect.name],
        {"round": ballot.round_id, "participant": ballot.participant_id, "chosen": choice},
    )
    if not kept.rowcount:  # type: ignore[attr-defined]
        # It was closed meanwhile.
        raise RoundIsOver


def cast_vote(ticket: Ticket, criterion: Criterion, *, number: int, choice: str) -> None:
    """Both at once, for whoever knows the criterion.

    Raises NotInTheRoom, NoSuchChoice and RoundIsOver.
    """
    keep_choice(find_ballot(ticket, criterion.key, number=number), criterion, choice=choice)


def own_choices(participant_id: int, round_ids: Collection[int]) -> Mapping[int, str | None]:
    """In which of these rounds this phone voted: what, as long as that round is open.

    Of closed rounds only that it did is known any more: None.
    """
    found: dict[int, str | None] = {}
    marks = select(_HAS_VOTED.c.round_id).where(
        _HAS_VOTED.c.round_id.in_(round_ids), _HAS_VOTED.c.participant_id == participant_id
    )
    found.update(dict.fromkeys(db.session.execute(marks).scalars()))
    chosen = select(_VOTE.c.round_id, _VOTE.c.choice).where(
        _VOTE.c.round_id.in_(round_ids), _VOTE.c.participant_id == participant_id
    )
    found.update((round_id, choice) for round_id, choice in db.session.execute(chosen))
    return found
