"""End a workshop, and erase what may not stay. Actions never commit."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.storage.engines import BUSY_TIMEOUT
from app.storage.traces import empty_second_file
from app.web.formatting import today
from app.workshops.ballot_models import HasVoted, Participant, Round, RoundState, StoredTally
from app.workshops.events import WorkshopDiscarded, WorkshopEnded, WorkshopErased
from app.workshops.ideas import turn_ideas_to
from app.workshops.models import Idea, IdeaPhase, Stage, Workshop, WorkshopItem
from app.workshops.queries import groups_of, present_in, rounds_of
from app.workshops.rounds import move_on, paper_by_group
from app.workshops.telling import tell

_MARK, _PARTICIPANT = cast(Table, HasVoted.__table__), cast(Table, Participant.__table__)


def end(workshop: Workshop, *, by: str) -> None:
    """Close the room: who was there is counted, everybody's phone forgotten.

    Rounds that were not revealed go, for nobody has seen them. A rehearsal goes altogether.
    Call `wipe_traces` after the commit.
    """
    if workshop.is_over:
        return
    if workshop.is_rehearsal:
        db.session.delete(workshop)
        return
    if workshop.idea_phase is IdeaPhase.DOTTING:
        turn_ideas_to(workshop, IdeaPhase.DONE)
    unseen = select(Round.id).where(
        Round.workshop_id == workshop.id, Round.state != RoundState.REVEALED
    )
    db.session.execute(
        delete(Round).where(Round.id.in_(unseen)),
        execution_options={"synchronize_session": "fetch"},
    )
    _count_who_was_there(workshop)
    db.session.execute(delete(Participant).where(Participant.workshop_id == workshop.id))
    workshop.stage, workshop.ended_on = Stage.ENDED, today()
    workshop.code = workshop.secret = workshop.current_criterion = None
    move_on(workshop)
    tell(workshop, WorkshopEnded(workshop.title), by=by)


def discard(workshop: Workshop, *, by: str) -> None:
    """Delete a workshop with everything in it; official answers that it gave stay."""
    tell(workshop, WorkshopDiscarded(workshop.title), by=by)
    db.session.delete(workshop)


def erase_on(workshop: Workshop) -> date | None:
    """The day from which on nothing but decisions is kept; None before it has ended."""
    ended = workshop.ended_on
    return None if ended is None else ended + timedelta(days=workshop.kept_days)


def erase(workshop: Workshop, *, by: str) -> None:
    """Delete tallies, ideas and private notes; decisions with their minority notes stay.

    Call `wipe_traces` after the commit.
    """
    if workshop.stage is not Stage.ENDED:
        return
    of_workshop = select(Round.id).filter_by(workshop_id=workshop.id)
    for statement in (
        delete(StoredTally).where(StoredTally.round_id.in_(of_workshop)),
        delete(Idea).where(Idea.workshop_id == workshop.id),
        update(WorkshopItem).where(WorkshopItem.workshop_id == workshop.id).values(notes=""),
    ):
        db.session.execute(cast(Any, statement), execution_options={"synchronize_session": False})
    workshop.notes, workshop.stage = "", Stage.ERASED
    tell(workshop, WorkshopErased(workshop.title), by=by)


def erase_due(*, by: str) -> int:
    """Erase wherever the days are over; how many workshops that were."""
    due = _due()
    for workshop in due:
        erase(workshop, by=by)
    return len(due)


def is_anything_due() -> bool:
    return bool(_due())


def _due() -> list[Workshop]:
    ended = db.session.scalars(select(Workshop).filter_by(stage=Stage.ENDED)).all()
    return [one for one in ended if (day := erase_on(one)) is not None and day <= today()]


def wipe_traces(*, patience: int = BUSY_TIMEOUT) -> None:
    """After the commit: who chose what, and whatever else went, is not readable in any file.

    Best effort, for what was done is done: after `patience` milliseconds it goes on without, and
    what is left goes with the next round that closes.
    """
    db.session.rollback()
    try:
        is_empty = empty_second_file(db.engine, patience=patience)
    except (SQLAlchemyError, sqlite3.Error):
        is_empty = False
    if not is_empty:
        current_app.logger.warning("the -wal file could not be emptied: somebody reads from it")


def _count_who_was_there(workshop: Workshop) -> None:
    """By group: the most that were in the room, and how many voted at least once."""
    voters = dict(_voters_by_group(workshop))
    papers: dict[int, int] = {}
    for found in rounds_of(workshop):
        for group_id, count in paper_by_group(found).items():
            papers[group_id] = max(papers.get(group_id, 0), count)
    present = present_in(workshop, paper=papers)
    for group in groups_of(workshop):
        group.voted = voters.get(group.id, 0) + papers.get(group.id, 0)
        group.present = max(present[group.id], group.voted)


def _voters_by_group(workshop: Workshop) -> dict[int, int]:
    rows = db.session.execute(
        select(_PARTICIPANT.c.group_id, func.count(_PARTICIPANT.c.id.distinct()))
        .join_from(_PARTICIPANT, _MARK, _MARK.c.participant_id == _PARTICIPANT.c.id)
        .where(_PARTICIPANT.c.workshop_id == workshop.id)
        .group_by(_PARTICIPANT.c.group_id)
    )
    return {row[0]: row[1] for row in rows}
