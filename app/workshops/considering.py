"""What a plan should make one think, before it is saved; none of it forbids anything."""

from __future__ import annotations

from enum import StrEnum

from app.domain.disclosure import THRESHOLD
from app.workshops.models import Pace
from app.workshops.preparing import MINUTES_PER_ITEM, GroupPlan, Plan

MINUTES_AROUND = 15
"""For the welcome and the end."""


class Consideration(StrEnum):
    """What may stand against a plan."""

    TIME = "time"
    SMALL_ROOM = "small_room"
    SMALL_GROUPS = "small_groups"


def minutes_needed(criteria: int) -> int:
    """How long a room takes for so many criteria, one after the other."""
    return criteria * MINUTES_PER_ITEM + MINUTES_AROUND


def is_small(plan: Plan) -> bool:
    """Whether all who are invited are too few to vote in secret; not where a group does not say."""
    invited = [group.invited for group in plan.groups]
    return None not in invited and sum(one or 0 for one in invited) < THRESHOLD


def small_groups(plan: Plan) -> list[GroupPlan]:
    """Those whose own result will stay hidden."""
    return [one for one in plan.groups if one.invited is not None and one.invited < plan.threshold]


def considerations(plan: Plan) -> list[Consideration]:
    found = []
    if is_small(plan):
        found.append(Consideration.SMALL_ROOM)
    elif small_groups(plan):
        found.append(Consideration.SMALL_GROUPS)
    if plan.pace is Pace.STEPS and minutes_needed(len(plan.criteria)) > plan.minutes:
        found.append(Consideration.TIME)
    return found
