"""Open rounds, close them, reveal them, and go on. Actions never commit.

Whatever a moderator does raises the workshop's revision, so that every screen asks anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, delete, func, insert, select, update

from app.domain.errors import DomainError
from app.extensions import db, now
from app.workshops.ballot_models import (
    HasVoted,
    Participant,
    Round,
    RoundState,
    StoredTally,
    Vote,
)
from app.workshops.models import Stage, Workshop
from app.workshops.queries import latest_rounds, present_in, votes_in

_VOTE, _TALLY = cast(Table, Vote.__table__), cast(Table, StoredTally.__table__)
_PARTICIPANT = cast(Table, Participant.__table__)


class NotRunning(DomainError):
    """The workshop has not begun, or is over."""


class TooManyVotes(DomainError):
    """More votes for a group than people in the room: `votes` of `people`."""

    def __init__(self, *, votes: int, people: int) -> None:
        super().__init__(f"{votes} votes of {people} people")
        self.votes, self.people = votes, people


def move_on(workshop: Workshop) -> None:
    """Tell every screen that there is something new."""
    workshop.revision = Workshop.revision + 1


def begin(workshop: Workshop) -> None:
    """Start working; the clock runs from here. A second time changes nothing.

    A room that decides openly needs nobody's phone and begins at once.
    """
    if workshop.stage is Stage.JOINING or (
        workshop.stage is Stage.PREPARED and workshop.decides_openly
    ):
        workshop.stage, workshop.started_at = Stage.RUNNING, now()
        move_on(workshop)


def turn_to(workshop: Workshop, criterion_key: str | None) -> None:
    """Let the room look at this criterion."""
    workshop.current_criterion = criterion_key
    move_on(workshop)


def open_rounds(workshop: Workshop, criterion_keys: Iterable[str]) -> list[Round]:
    """Open the next round of each criterion whose last one is revealed, or that had none.

    What is open or closed already stays as it is. Raises NotRunning.
    """
    if workshop.stage is not Stage.RUNNING:
        raise NotRunning
    latest = latest_rounds(workshop)
    opened = []
    for key in criterion_keys:
        last = latest.get(key)
        if last is None or last.state is RoundState.REVEALED:
            number = 1 if last is None else last.number + 1
            opened.append(Round(workshop_id=workshop.id, criterion_key=key, number=number))
    db.session.add_all(opened)
    db.session.flush()
    move_on(workshop)
    return opened


def close_rounds(workshop: Workshop, rounds: Collection[Round]) -> None:
    """No more votes; from here on nobody can tell any more who chose what.

    Those that are not open any more stay as they are.
    """
    open_ones = _held(found.id for found in rounds)
    if not open_ones:
        return
    ids = [found.id for found in open_ones]
    _add_to_tallies(ids)
    seen = select(_VOTE.c.round_id, _VOTE.c.participant_id).where(_VOTE.c.round_id.in_(ids))
    db.session.execute(insert(HasVoted).from_select(["round_id", "participant_id"], seen))
    db.session.execute(delete(_VOTE).where(_VOTE.c.round_id.in_(ids)))
    for found in open_ones:
        found.state = RoundState.CLOSED
    move_on(workshop)


def reveal(workshop: Workshop, rounds: Collection[Round]) -> None:
    """Show what may be shown of rounds that are closed, once and for good."""
    closed = [found for found in rounds if found.state is RoundState.CLOSED]
    counts = votes_in(closed)
    for found in closed:
        people = present_in(workshop, paper=paper_by_group(found))
        found.voted, found.present = counts[found.id], max(counts[found.id], sum(people.values()))
        found.state = RoundState.REVEALED
    if closed:
        move_on(workshop)


def enter_paper(
    workshop: Workshop,
    round_: Round,
    *,
    group_id: int,
    counts: Mapping[str, int],
    phones: int,
    heads: int | None,
) -> None:
    """Keep what a group put on paper or showed by hands, in place of what was entered before.

    `phones` of the group voted by phone; with them there cannot be more votes than `heads` that
    the moderator counted. Raises TooManyVotes, and NotRunning once it is revealed.
    """
    if round_.state is RoundState.REVEALED:
        raise NotRunning
    votes = phones + sum(counts.values())
    if heads is not None and votes > heads:
        raise TooManyVotes(votes=votes, people=heads)
    of_group = (_TALLY.c.round_id == round_.id, _TALLY.c.group_id == group_id)
    db.session.execute(update(_TALLY).where(*of_group).values(on_paper=0))
    for choice, count in counts.items():
        key = {"round_id": round_.id, "group_id": group_id, "choice": choice}
        changed = db.session.execute(
            update(_TALLY).where(*of_group, _TALLY.c.choice == choice).values(on_paper=count)
        )
        if count and not changed.rowcount:  # type: ignore[attr-defined]
            db.session.execute(insert(_TALLY), {**key, "by_phone": 0, "on_paper": count})
    move_on(workshop)


def phones_by_group(round_: Round) -> Mapping[int, int]:
    """How many voted by phone, by group: a count, which is no secret."""
    if round_.state is RoundState.OPEN:
        rows = db.session.execute(
            select(_PARTICIPANT.c.group_id, func.count())
            .join_from(_VOTE, _PARTICIPANT, _PARTICIPANT.c.id == _VOTE.c.participant_id)
            .where(_VOTE.c.round_id == round_.id)
            .group_by(_PARTICIPANT.c.group_id)
        )
    else:
        rows = db.session.execute(_sum_by_group(round_, "by_phone"))
    return {group_id: int(count) for group_id, count in rows}


def paper_by_group(round_: Round) -> Mapping[int, int]:
    rows = db.session.execute(_sum_by_group(round_, "on_paper"))
    return {group_id: int(count) for group_id, count in rows}


def _sum_by_group(round_: Round, column: str) -> Select[Any]:
    return (
        select(_TALLY.c.group_id, func.sum(_TALLY.c[column]))
        .where(_TALLY.c.round_id == round_.id)
        .group_by(_TALLY.c.group_id)
    )


def _held(round_ids: Iterable[int]) -> Sequence[Round]:
    """Those that are open, held against votes that are under way."""
    named = select(Round).where(Round.id.in_(list(round_ids)), Round.state == RoundState.OPEN)
    held = named.order_by(Round.id).with_for_update(of=Round)
    return db.session.scalars(held.execution_options(populate_existing=True)).all()


def _add_to_tallies(round_ids: Sequence[int]) -> None:
    counts = db.session.execute(
        select(_VOTE.c.round_id, _PARTICIPANT.c.group_id, _VOTE.c.choice, func.count())
        .join_from(_VOTE, _PARTICIPANT, _PARTICIPANT.c.id == _VOTE.c.participant_id)
        .where(_VOTE.c.round_id.in_(round_ids))
        .group_by(_VOTE.c.round_id, _PARTICIPANT.c.group_id, _VOTE.c.choice)
        .order_by(_VOTE.c.round_id, _PARTICIPANT.c.group_id, _VOTE.c.choice)
    ).all()
    for round_id, group_id, choice, count in counts:
        key = (
            _TALLY.c.round_id == round_id,
            _TALLY.c.group_id == group_id,
            _TALLY.c.choice == choice,
        )
        changed = db.session.execute(update(_TALLY).where(*key).values(by_phone=count))
        if not changed.rowcount:  # type: ignore[attr-defined]
            row = {"round_id": round_id, "group_id": group_id, "choice": choice}
            db.session.execute(insert(_TALLY), {**row, "by_phone": count, "on_paper": 0})
