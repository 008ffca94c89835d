"""How far a criterion of the agenda is, why it is there or left out, and what can come next."""

from __future__ import annotations

from enum import StrEnum

from app.domain.origin import How
from app.workshops.ballot_models import Round, RoundState
from app.workshops.models import Decision, ItemState, WorkshopItem


class ItemStage(StrEnum):
    """How far the room is with one criterion."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    DECIDED = "decided"
    POSTPONED = "postponed"
    SKIPPED = "skipped"


class Step(StrEnum):
    """What the one large button of the console does."""

    LET_JOIN = "let_join"
    BEGIN = "begin"
    OPEN = "open"
    OPEN_ALL = "open_all"
    CLOSE = "close"
    CLOSE_ALL = "close_all"
    REVEAL = "reveal"
    REVEAL_ALL = "reveal_all"
    PLAN = "plan"
    DECIDE = "decide"
    TURN = "turn"
    END = "end"


class LeftOut(StrEnum):
    """Why the agenda that wrote itself leaves a criterion out."""

    AGREED = "is_agreed"
    FIND_OUT = "find_out"
    TOO_FEW = "too_few"
    NO_TIME = "no_time"


def stands(decision: Decision, latest: Round | None) -> bool:
    """Whether the room has not rated the criterion anew since then."""
    return latest is None or latest.number <= (decision.round or 0)


def stage_of(item: WorkshopItem, latest: Round | None, decision: Decision | None) -> ItemStage:
    if decision is not None and stands(decision, latest):
        return ItemStage.POSTPONED if decision.how is How.POSTPONED else ItemStage.DECIDED
    if latest is not None and latest.state is not RoundState.REVEALED:
        return ItemStage(latest.state.value)
    if item.state is ItemState.SKIPPED:
        return ItemStage.SKIPPED
    return ItemStage.PLANNED if latest is None else ItemStage.REVEALED
