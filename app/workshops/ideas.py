"""Ideas: offered anonymously, looked through, merged, given dots. Actions never commit."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import Table, delete, func, insert, select, update

from app.domain.disclosure import FREE_TEXT_FROM
from app.domain.errors import DomainError
from app.extensions import db
from app.workshops.ballot_models import IdeaDot, Participant
from app.workshops.joining import Seat
from app.workshops.models import Idea, IdeaPhase, IdeaState, Workshop
from app.workshops.queries import people_in
from app.workshops.rounds import move_on

IDEAS_PER_PERSON = 10
DOTS_PER_PERSON = 3
_DOT, _PARTICIPANT = cast(Table, IdeaDot.__table__), cast(Table, Participant.__table__)


class NoIdeasNow(DomainError):
    """The room does not collect ideas, or gives no dots, at this moment."""


class EnoughIdeas(DomainError):
    """Somebody has sent as many ideas as one person may."""


class TooFewForIdeas(DomainError):
    """Below ten people a text tells who wrote it: then ideas are said aloud and typed."""


def may_write_by_phone(workshop: Workshop) -> bool:
    """Whether enough people are in the room for a text to be anybody's."""
    return people_in(workshop) >= FREE_TEXT_FROM


def turn_ideas_to(workshop: Workshop, phase: IdeaPhase) -> None:
    """Go on to another phase; when giving dots is over only their sums stay.

    Where fewer gave dots than the threshold, even the sums go: they would tell whose they were.
    """
    if workshop.idea_phase is IdeaPhase.DOTTING and phase is IdeaPhase.DONE:
        _count_dots(workshop)
    if phase is IdeaPhase.DONE:
        # The dots are what the room looks at now, and no criterion.
        workshop.current_criterion = None
    workshop.idea_phase = phase
    move_on(workshop)


def offer_idea(workshop: Workshop, seat: Seat, *, text: str, criterion_key: str | None) -> None:
    """Take an idea from a phone; whose it was is known to nobody from here on.

    Raises NoIdeasNow, TooFewForIdeas and EnoughIdeas.
    """
    if workshop.idea_phase is not IdeaPhase.COLLECTING:
        raise NoIdeasNow
    if not may_write_by_phone(workshop):
        raise TooFewForIdeas
    counted = db.session.execute(
        update(_PARTICIPANT)
        .where(_PARTICIPANT.c.id == seat.participant_id, _PARTICIPANT.c.ideas < IDEAS_PER_PERSON)
        .values(ideas=_PARTICIPANT.c.ideas + 1)
    )
    if not counted.rowcount:  # type: ignore[attr-defined]
        raise EnoughIdeas
    _add(workshop, text, criterion_key, state=IdeaState.OFFERED)


def write_idea(workshop: Workshop, *, text: str, criterion_key: str | None) -> Idea:
    """An idea that was said aloud and that the moderator typed: everybody has heard it."""
    idea = _add(workshop, text, criterion_key, state=IdeaState.SHOWN)
    move_on(workshop)
    return idea


def ideas_of(
    workshop: Workshop, *, states: Collection[IdeaState] = tuple(IdeaState)
) -> Sequence[Idea]:
    """Those that stand for themselves: most dots first, otherwise in an order by lot."""
    named = select(Idea).filter_by(workshop_id=workshop.id, merged_into=None)
    found = named.where(Idea.state.in_(states)).order_by(Idea.dots.desc(), Idea.id)
    return db.session.scalars(found).all()


def find_idea(workshop: Workshop, idea_id: int) -> Idea | None:
    return db.session.scalar(select(Idea).filter_by(id=idea_id, workshop_id=workshop.id))


def show_idea(workshop: Workshop, idea: Idea, *, state: IdeaState, text: str | None = None) -> None:
    """Let everybody see it, or nobody; the moderator may mend its words."""
    idea.state = state
    if text:
        idea.text = text
    move_on(workshop)


def merge_ideas(workshop: Workshop, idea: Idea, *, into: Idea) -> None:
    """Let one idea, and what was merged into it, go into another; dots come along, once each."""
    if idea.id == into.id or into.merged_into is not None:
        return
    had = select(_DOT.c.participant_id).where(_DOT.c.idea_id == into.id)
    moving = (_DOT.c.idea_id == idea.id, _DOT.c.participant_id.not_in(had))
    db.session.execute(update(_DOT).where(*moving).values(idea_id=into.id))
    db.session.execute(delete(_DOT).where(_DOT.c.idea_id == idea.id))
    merged = update(Idea).where(Idea.merged_into == idea.id).values(merged_into=into.id)
    db.session.execute(merged, execution_options={"synchronize_session": "fetch"})
    idea.merged_into = into.id
    if into.state is IdeaState.OFFERED:
        into.state = IdeaState.SHOWN
    move_on(workshop)


def give_dots(workshop: Workshop, seat: Seat, idea_ids: Collection[int]) -> int:
    """The dots of one phone, in place of those it gave before; how many count.

    Raises NoIdeasNow.
    """
    if workshop.idea_phase is not IdeaPhase.DOTTING:
        raise NoIdeasNow
    shown = {idea.id for idea in ideas_of(workshop, states=[IdeaState.SHOWN])}
    chosen = sorted(shown.intersection(idea_ids))[:DOTS_PER_PERSON]
    db.session.execute(delete(_DOT).where(_DOT.c.participant_id == seat.participant_id))
    if chosen:
        rows = [{"idea_id": one, "participant_id": seat.participant_id} for one in chosen]
        db.session.execute(insert(_DOT), rows)
    return len(chosen)


def dots_of(seat: Seat) -> frozenset[int]:
    """The ideas to which this phone gave a dot, while dots are given."""
    given = select(_DOT.c.idea_id).where(_DOT.c.participant_id == seat.participant_id)
    return frozenset(db.session.scalars(given))


def people_with_dots(workshop: Workshop) -> int:
    """How many have given dots so far; for which ideas is told at the end."""
    return (
        db.session.scalar(
            select(func.count(_DOT.c.participant_id.distinct()))
            .join(Idea, Idea.id == _DOT.c.idea_id)
            .where(Idea.workshop_id == workshop.id)
        )
        or 0
    )


def _count_dots(workshop: Workshop) -> None:
    of_workshop = select(Idea.id).filter_by(workshop_id=workshop.id)
    rows = db.session.execute(
        select(_DOT.c.idea_id, func.count())
        .where(_DOT.c.idea_id.in_(of_workshop))
        .group_by(_DOT.c.idea_id)
    )
    is_safe = people_with_dots(workshop) >= workshop.threshold
    counts: Mapping[int, int] = {row[0]: row[1] for row in rows} if is_safe else {}
    for idea in ideas_of(workshop):
        idea.dots = counts.get(idea.id, 0)
    db.session.execute(delete(_DOT).where(_DOT.c.idea_id.in_(of_workshop)))


def _add(workshop: Workshop, text: str, criterion_key: str | None, *, state: IdeaState) -> Idea:
    idea = Idea(
        # By lot: its number must not tell which came first.
        id=secrets.randbelow(2**31 - 1) + 1,
        workshop_id=workshop.id,
        criterion_key=criterion_key,
        text=text,
        state=state,
    )
    db.session.add(idea)
    db.session.flush()
    return idea
