"""The agenda as the console shows it, the time it takes, and how it writes itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor

from app.domain.agenda import GOOD_NEWS_MINUTES, Agenda, Candidate, Reason, plan_agenda
from app.domain.agreement import AgreementWord
from app.domain.answers import OPEN, USUAL_IMPORTANCE
from app.domain.checklist import Criterion
from app.domain.disclosure import Disclosed
from app.domain.gaps import propose_target
from app.domain.talk import has_many_unknown
from app.workshops.ballot_models import Round, RoundState
from app.workshops.models import Decision, ItemState, WorkshopItem
from app.workshops.opening import OpenWorkshop
from app.workshops.preparing import reorder
from app.workshops.standing import ends_at, minutes_left
from app.workshops.steps import ItemStage, LeftOut, stage_of

BEFORE_THE_TALK = (ItemStage.PLANNED, ItemStage.CLOSED, ItemStage.REVEALED)
SETTLED = (ItemStage.DECIDED, ItemStage.POSTPONED)


@dataclass(frozen=True)
class AgendaRow:
    """One criterion of the agenda."""

    item: WorkshopItem
    criterion: Criterion
    number: str
    stage: ItemStage
    latest: Round | None
    result: Disclosed | None
    """What may be seen of the last round, where that is revealed."""
    decision: Decision | None
    is_at_hand: bool

    @property
    def key(self) -> str:
        return self.criterion.key

    @property
    def minutes(self) -> int:
        return minutes_of(self.item)


@dataclass(frozen=True)
class Clock:
    """How the room is doing for time, in whole minutes."""

    ends_at: datetime | None
    """None before it has begun."""
    left: int
    ahead: int
    """What the agenda still takes, without the criterion that is being talked about."""

    @property
    def behind(self) -> int:
        return max(0, self.ahead - self.left) if self.ends_at else 0


@dataclass(frozen=True)
class NewAgenda:
    """What came of letting the agenda write itself."""

    planned: int
    minutes: int
    left_out: Mapping[LeftOut, int]
    unrated: int
    """Nobody has rated these yet: they follow at the end."""


def rows_of(room: OpenWorkshop) -> list[AgendaRow]:
    """The whole agenda in its order."""
    return [_row(room, item) for item in room.items]


def stage_in(room: OpenWorkshop, item: WorkshopItem) -> ItemStage:
    key = item.criterion_key
    return stage_of(item, room.latest.get(key), room.decisions.get(key))


def at_hand(room: OpenWorkshop) -> str | None:
    """What is in the middle of the console: the one that is open, or else what the room is at."""
    if len(room.open_rounds) == 1:
        return room.open_rounds[0].criterion_key
    current = room.workshop.current_criterion
    return current if current in {item.criterion_key for item in room.items} else None


def following(room: OpenWorkshop, key: str | None) -> WorkshopItem | None:
    """What comes after this criterion, from the beginning again at the end; None: all is done."""
    keys = [item.criterion_key for item in room.items]
    place = keys.index(key) + 1 if key in keys else 0
    ordered = [*room.items[place:], *room.items[:place]]
    return next(
        (
            item
            for item in ordered
            if item.criterion_key != key
            and item.state is ItemState.PLANNED
            and stage_in(room, item) in BEFORE_THE_TALK
        ),
        None,
    )


def minutes_of(item: WorkshopItem) -> int:
    """What it takes: a good news is only told."""
    return GOOD_NEWS_MINUTES if item.reason == Reason.GOOD_NEWS else item.minutes


def clock_of(room: OpenWorkshop) -> Clock:
    workshop, here = room.workshop, at_hand(room)
    ahead = sum(
        minutes_of(item)
        for item in room.planned_items
        if item.criterion_key != here and stage_in(room, item) in BEFORE_THE_TALK
    )
    return Clock(ends_at(workshop), minutes_left(workshop), ahead)


def can_be_planned(room: OpenWorkshop) -> bool:
    """Whether there are results that an agenda could be made from."""
    return not room.open_rounds and bool(_candidates(room))


def write_agenda(room: OpenWorkshop) -> NewAgenda:
    """Put the agenda into the order of what is most worth talking about, as far as time goes.

    What does not come up is skipped, each with its reason; what the moderator skipped stays so.
    """
    candidates = _candidates(room)
    agenda = plan_agenda(candidates, minutes=clock_of(room).left)
    reasons = {item.candidate.key: item.reason.value for item in agenda.items}
    left_out = {one.key: _why_not(one, agenda) for one in candidates if one.key not in reasons}
    rated = {one.key for one in candidates}
    for item in room.items:
        if item.criterion_key in rated:
            out = item.criterion_key in left_out
            item.state = ItemState.SKIPPED if out else ItemState.PLANNED
    settled = [i.criterion_key for i in room.items if stage_in(room, i) in SETTLED]
    unrated = [
        item.criterion_key
        for item in room.planned_items
        if item.criterion_key not in {*rated, *settled}
    ]
    kept = {item.criterion_key: item.reason for item in room.items if item.reason}
    reorder(
        room.workshop,
        [*settled, *reasons, *unrated],
        reasons=kept | {key: why.value for key, why in left_out.items()} | reasons,
    )
    counts = Counter(left_out.values())
    return NewAgenda(len(reasons), agenda.minutes_used, counts, len(unrated))


def _row(room: OpenWorkshop, item: WorkshopItem) -> AgendaRow:
    key = item.criterion_key
    latest = room.latest.get(key)
    return AgendaRow(
        item=item,
        criterion=room.criterion(key),
        number=room.number(key),
        stage=stage_in(room, item),
        latest=latest,
        result=room.results.get(latest.id) if latest else None,
        decision=room.decisions.get(key),
        is_at_hand=key == at_hand(room),
    )


def _candidates(room: OpenWorkshop) -> Sequence[Candidate]:
    """What was rated and is not settled; without what the moderator left out."""
    found = []
    for item in room.items:
        latest = room.latest.get(item.criterion_key)
        by_hand = item.state is ItemState.SKIPPED and not item.reason
        is_settled = stage_in(room, item) in SETTLED
        if latest and latest.state is RoundState.REVEALED and not by_hand and not is_settled:
            found.append(_candidate(room, item, room.results[latest.id]))
    return found


def _candidate(room: OpenWorkshop, item: WorkshopItem, result: Disclosed) -> Candidate:
    criterion = room.criterion(item.criterion_key)
    stored = room.check.answers.get(criterion.key)
    answer = stored.answer if stored else OPEN
    is_unknown = result.total is not None and has_many_unknown(result.total)
    return Candidate(
        key=criterion.key,
        minutes=item.minutes,
        disagreement=None if result.agreement is None else 1 - result.agreement,
        gap=_steps_to_target(criterion, answer.level, answer.target, result.median),
        importance=answer.importance or USUAL_IMPORTANCE,
        is_agreed=result.word is AgreementWord.AGREED,
        # What many do not know is no good news, however well the others think of it.
        median=None if is_unknown else result.median,
        many_unknown=is_unknown,
    )


def _steps_to_target(
    criterion: Criterion, level: int | None, target: int | None, median: Fraction | None
) -> int:
    """From the administration's level, or where it has none the room's middle, to the target."""
    scale = criterion.scale
    if level is None and median is not None:
        level = scale.levels[floor(median)].value
    if level is None or not scale.has(level):
        return 0
    aim = propose_target(criterion, level) if target is None else target
    return max(0, scale.position(aim) - scale.position(level)) if scale.has(aim) else 0


def _why_not(candidate: Candidate, agenda: Agenda) -> LeftOut:
    if candidate.key in agenda.to_find_out:
        return LeftOut.FIND_OUT
    if candidate.disagreement is None:
        return LeftOut.TOO_FEW
    return LeftOut.AGREED if candidate.is_agreed else LeftOut.NO_TIME
