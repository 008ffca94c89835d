"""The moderator's console as one thing: where the room is, and the one step that comes next."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.checklist import Criterion
from app.workshops.agenda_views import (
    AgendaRow,
    Clock,
    at_hand,
    can_be_planned,
    clock_of,
    following,
    rows_of,
    stage_in,
)
from app.workshops.ballot_models import Round, RoundState
from app.workshops.joining import signs_by_group
from app.workshops.models import ItemState, Pace, Stage, Workshop
from app.workshops.opening import OpenWorkshop, name_of_group
from app.workshops.queries import people_by_group
from app.workshops.result_views import Result, result_on
from app.workshops.simulating import may_be_simulated
from app.workshops.standing import Standing, standing_of
from app.workshops.steps import ItemStage, Step


@dataclass(frozen=True)
class NextStep:
    """The one large button: what it does, to which criterion and which rounds."""

    step: Step
    criterion: Criterion | None = None
    rounds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Console:
    """Everything the console shows."""

    room: OpenWorkshop
    standing: Standing
    rows: list[AgendaRow]
    row: AgendaRow | None
    """The criterion in the middle."""
    next: NextStep
    result: Result | None
    clock: Clock
    joined: list[tuple[str, int, list[str]]]
    """By the name of the group: how many are in by phone, and their signs."""
    unrated: int
    can_be_planned: bool
    to_add: list[Criterion]

    @property
    def workshop(self) -> Workshop:
        return self.room.workshop

    @property
    def may_be_simulated(self) -> bool:
        """Whether invented people may come, for whoever practises alone."""
        return may_be_simulated(self.workshop)

    @property
    def newest_round(self) -> int:
        """Tells whether any round was opened since this page was made."""
        return newest_round(self.room)

    @property
    def can_turn(self) -> bool:
        """Whether the room may look at something else: not while a rating runs."""
        return self.workshop.stage is Stage.RUNNING and not self.room.open_rounds

    @property
    def is_open_for_all(self) -> bool:
        """Whether several ratings run at once."""
        return len(self.room.open_rounds) > 1


def console_of(room: OpenWorkshop) -> Console:
    rows = rows_of(room)
    row = next((one for one in rows if one.is_at_hand), None)
    phones, signs = people_by_group(room.workshop), signs_by_group(room.workshop)
    return Console(
        room=room,
        standing=standing_of(room.workshop),
        rows=rows,
        row=row,
        next=next_step(room),
        result=result_on(room, row.key) if row else None,
        clock=clock_of(room),
        joined=[
            (name_of_group(one), phones.get(one.id, 0), signs.get(one.id, []))
            for one in room.groups
        ],
        unrated=len(unrated_keys(room)),
        can_be_planned=room.workshop.stage is Stage.RUNNING and can_be_planned(room),
        to_add=criteria_to_add(room),
    )


def next_step(room: OpenWorkshop) -> NextStep:
    """What comes next, as the room stands: always exactly one thing."""
    workshop = room.workshop
    if workshop.stage is Stage.PREPARED:
        return NextStep(Step.BEGIN if workshop.decides_openly else Step.LET_JOIN)
    if workshop.stage is Stage.JOINING:
        return NextStep(Step.BEGIN)
    return _of_all(room) or _of_one(room)


def newest_round(room: OpenWorkshop) -> int:
    return max((one.id for one in room.rounds), default=0)


def unrated_keys(room: OpenWorkshop) -> list[str]:
    """What is planned and nobody has rated or settled yet."""
    return [
        item.criterion_key
        for item in room.planned_items
        if stage_in(room, item) is ItemStage.PLANNED
    ]


def criteria_to_add(room: OpenWorkshop) -> list[Criterion]:
    """What the self-check asks and the agenda does not have."""
    known = {item.criterion_key for item in room.items}
    return [one for one in room.check.criteria if one.key not in known]


def _of_all(room: OpenWorkshop) -> NextStep | None:
    """The step that is about several criteria at once, where there is one."""
    opened = room.open_rounds
    if len(opened) > 1:
        return NextStep(Step.CLOSE_ALL, rounds=_ids(opened))
    if opened or room.workshop.current_criterion or room.workshop.decides_openly:
        return None
    closed = [one for one in room.latest.values() if one.state is RoundState.CLOSED]
    if closed:
        return NextStep(Step.REVEAL_ALL, rounds=_ids(closed))
    if room.workshop.pace is not Pace.SILENT or room.decisions:
        return None
    if not room.rounds and unrated_keys(room):
        return NextStep(Step.OPEN_ALL)
    if can_be_planned(room) and not any(item.reason for item in room.items):
        return NextStep(Step.PLAN)
    return None


def _of_one(room: OpenWorkshop) -> NextStep:
    here = at_hand(room)
    if here is None:
        return _go_on(room, None)
    item = room.item_or_404(here)
    stage, criterion = stage_in(room, item), room.criterion(here)
    latest = room.latest.get(here)
    rounds = (latest.id,) if latest else ()
    if stage in (ItemStage.DECIDED, ItemStage.POSTPONED):
        return _go_on(room, here)
    if stage is ItemStage.SKIPPED or item.state is ItemState.SKIPPED:
        return _go_on(room, here)
    if stage is ItemStage.PLANNED:
        rates = not room.workshop.decides_openly
        return NextStep(Step.OPEN if rates else Step.DECIDE, criterion, rounds)
    step = {
        ItemStage.OPEN: Step.CLOSE,
        ItemStage.CLOSED: Step.REVEAL,
        ItemStage.REVEALED: Step.DECIDE,
    }[stage]
    return NextStep(step, criterion, rounds)


def _go_on(room: OpenWorkshop, key: str | None) -> NextStep:
    item = following(room, key)
    if item is None:
        return NextStep(Step.END)
    return NextStep(Step.TURN, room.criterion(item.criterion_key))


def _ids(rounds: list[Round]) -> tuple[int, ...]:
    return tuple(one.id for one in rounds)
