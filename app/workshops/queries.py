"""Find workshops; read who is in, how far rounds are, and what may be shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, func, select

from app.domain.checklist import Scale
from app.domain.disclosure import Disclosed, GroupVotes, disclose
from app.domain.errors import DomainError
from app.domain.tally import Tally
from app.extensions import db
from app.municipalities.models import Municipality
from app.web.formatting import today
from app.workshops.ballot_models import (
    NOT_APPLICABLE,
    UNKNOWN,
    HasVoted,
    Participant,
    Round,
    RoundState,
    StoredTally,
    Vote,
)
from app.workshops.models import (
    OPEN_STAGES,
    Decision,
    Stage,
    Workshop,
    WorkshopGroup,
    WorkshopItem,
)

_ROUND, _VOTE = cast(Table, Round.__table__), cast(Table, Vote.__table__)
_TALLY, _PARTICIPANT = cast(Table, StoredTally.__table__), cast(Table, Participant.__table__)

# What screens ask every two seconds is put together once.
_IN_THE_ROOM = (
    select(func.count())
    .select_from(_PARTICIPANT)
    .where(
        _PARTICIPANT.c.workshop_id == bindparam("workshop"),
        _PARTICIPANT.c.is_removed.is_(False),
    )
)


class NotRevealed(DomainError):
    """A round that is not revealed yet shows nothing, to nobody."""


@dataclass(frozen=True)
class Attendance:
    """A group in the room, by its name: invited, present, voting; None where nobody said."""

    name: str
    invited: int | None
    present: int
    voted: int | None

    @property
    def is_missing(self) -> bool:
        """Was invited, and nobody came."""
        return bool(self.invited) and self.present == 0


def find_workshop(municipality: str, workshop_id: int, *, hold: bool = False) -> Workshop | None:
    """A workshop of this municipality; `hold` keeps other moderators waiting until the commit."""
    found = (
        select(Workshop)
        .join(Workshop.municipality)
        .where(Workshop.id == workshop_id, Municipality.key == municipality)
    )
    if hold:
        found = found.with_for_update(of=Workshop)
    return db.session.scalar(found)


def workshops_of(municipality: Municipality) -> Sequence[Workshop]:
    """The latest day first."""
    return db.session.scalars(
        select(Workshop)
        .filter_by(municipality_id=municipality.id)
        .order_by(Workshop.held_on.desc(), Workshop.id.desc())
    ).all()


def next_workshop(municipality: Municipality) -> Workshop | None:
    """The one that people are in, or else the next to be held; rehearsals do not count."""
    is_open = Workshop.stage.in_(OPEN_STAGES)
    is_to_come = (Workshop.stage == Stage.PREPARED) & (Workshop.held_on >= today())
    return db.session.scalar(
        select(Workshop)
        .filter_by(municipality_id=municipality.id, is_rehearsal=False)
        .where(is_open | is_to_come)
        .order_by(case((is_open, 0), else_=1), Workshop.held_on, Workshop.id)
        .limit(1)
    )


def last_workshop(municipality: Municipality) -> Workshop | None:
    """The one prepared last, to begin another one with; rehearsals do not count."""
    found = select(Workshop).filter_by(municipality_id=municipality.id, is_rehearsal=False)
    return db.session.scalar(found.order_by(Workshop.id.desc()).limit(1))


def groups_of(workshop: Workshop) -> Sequence[WorkshopGroup]:
    named = select(WorkshopGroup).filter_by(workshop_id=workshop.id)
    return db.session.scalars(named.order_by(WorkshopGroup.position)).all()


def items_of(workshop: Workshop) -> Sequence[WorkshopItem]:
    """The agenda in its order, skipped ones among them."""
    named = select(WorkshopItem).filter_by(workshop_id=workshop.id)
    return db.session.scalars(named.order_by(WorkshopItem.position)).all()


def rounds_of(workshop: Workshop) -> Sequence[Round]:
    """All of them, by criterion and number."""
    named = select(Round).filter_by(workshop_id=workshop.id)
    return db.session.scalars(named.order_by(Round.criterion_key, Round.number)).all()


def latest_rounds(workshop: Workshop) -> Mapping[str, Round]:
    """The newest round of each criterion that has one."""
    return {found.criterion_key: found for found in rounds_of(workshop)}


def decisions_of(workshop: Workshop) -> Mapping[str, Decision]:
    named = select(Decision).filter_by(workshop_id=workshop.id)
    return {found.criterion_key: found for found in db.session.scalars(named)}


def people_in(workshop: Workshop) -> int:
    """How many joined by phone and were not removed."""
    return db.session.execute(_IN_THE_ROOM, {"workshop": workshop.id}).scalar_one()


def people_by_group(workshop: Workshop) -> Mapping[int, int]:
    """The same by the number of the group; groups without anybody are left out."""
    rows = db.session.execute(
        select(_PARTICIPANT.c.group_id, func.count())
        .where(_PARTICIPANT.c.workshop_id == workshop.id, _PARTICIPANT.c.is_removed.is_(False))
        .group_by(_PARTICIPANT.c.group_id)
    )
    return {row[0]: row[1] for row in rows}


def votes_in(rounds: Iterable[Round]) -> Mapping[int, int]:
    """How many voted by round, on paper too; the one thing that is told before the reveal."""
    wanted = {found.id: found for found in rounds}
    counts = {key: found.voted for key, found in wanted.items() if found.voted is not None}
    asked = [key for key in wanted if key not in counts]
    for by, table in (("round_id", _VOTE), ("round_id", cast(Table, HasVoted.__table__))):
        rows = db.session.execute(
            select(table.c[by], func.count()).where(table.c[by].in_(asked)).group_by(table.c[by])
        )
        for round_id, count in rows:
            counts[round_id] = (counts.get(round_id) or 0) + count
    on_paper = db.session.execute(
        select(_TALLY.c.round_id, func.sum(_TALLY.c.on_paper))
        .where(_TALLY.c.round_id.in_(asked))
        .group_by(_TALLY.c.round_id)
    )
    for round_id, count in on_paper:
        counts[round_id] = (counts.get(round_id) or 0) + int(count)
    return {key: counts.get(key) or 0 for key in wanted}


def paper_of(round_: Round) -> Mapping[tuple[int, str], int]:
    """What was typed from paper or hands, by group and choice: whoever typed it knows it."""
    rows = db.session.execute(
        select(_TALLY.c.group_id, _TALLY.c.choice, _TALLY.c.on_paper).where(
            _TALLY.c.round_id == round_.id, _TALLY.c.on_paper > 0
        )
    )
    return {(group_id, choice): count for group_id, choice, count in rows}


def present_in(workshop: Workshop, *, paper: Mapping[int, int] | None = None) -> Mapping[int, int]:
    """How many are there by group: as counted by the moderator, or else phones and paper."""
    phones, papers = people_by_group(workshop), paper or {}
    return {
        group.id: max(group.heads or 0, phones.get(group.id, 0) + papers.get(group.id, 0))
        for group in groups_of(workshop)
    }


def result_of(
    round_: Round, scale: Scale, *, groups: Sequence[WorkshopGroup], threshold: int
) -> Disclosed:
    """What may be shown of a round that is revealed. Raises NotRevealed."""
    return results_of([round_], {round_.criterion_key: scale}, groups=groups, threshold=threshold)[
        round_.id
    ]


def results_of(
    rounds: Sequence[Round],
    scales: Mapping[str, Scale],
    *,
    groups: Sequence[WorkshopGroup],
    threshold: int,
) -> Mapping[int, Disclosed]:
    """The same for many, by their numbers, in one query."""
    if any(found.state is not RoundState.REVEALED for found in rounds):
        raise NotRevealed
    rows = db.session.execute(
        select(_TALLY).where(_TALLY.c.round_id.in_([found.id for found in rounds]))
    ).all()
    by_round: dict[int, list[Any]] = {found.id: [] for found in rounds}
    for row in rows:
        by_round[row.round_id].append(row)
    return {
        found.id: disclose(
            _votes(by_round[found.id], scales[found.criterion_key], groups), threshold=threshold
        )
        for found in rounds
    }


def _votes(rows: Sequence[Any], scale: Scale, groups: Sequence[WorkshopGroup]) -> list[GroupVotes]:
    return [
        GroupVotes(
            group.key,
            phone=_tally({r.choice: r.by_phone for r in rows if r.group_id == group.id}, scale),
            paper=_tally({r.choice: r.on_paper for r in rows if r.group_id == group.id}, scale),
        )
        for group in groups
    ]


def _tally(counts: Mapping[str, int], scale: Scale) -> Tally:
    return Tally(
        tuple(counts.get(str(level.value), 0) for level in scale.levels),
        unknown=counts.get(UNKNOWN, 0),
        not_applicable=counts.get(NOT_APPLICABLE, 0),
    )
