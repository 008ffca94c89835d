"""What the record shows: who was in the room, what was decided, and what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.checklist import Criterion
from app.domain.disclosure import Disclosed
from app.domain.origin import How
from app.domain.perception import PerceptionRow, perception_map
from app.workshops.ballot_models import Round, RoundState
from app.workshops.ideas import ideas_of
from app.workshops.models import Decision, Idea, IdeaState, WorkshopGroup, WorkshopItem
from app.workshops.opening import OpenWorkshop, name_of_group
from app.workshops.queries import Attendance, people_by_group


@dataclass(frozen=True)
class RecordedItem:
    """A criterion of the agenda with all its rounds, and what was decided."""

    criterion: Criterion
    number: str
    item: WorkshopItem
    rounds: Sequence[Round]
    last: Disclosed | None
    """What may be shown of the last round that was revealed."""
    decision: Decision | None

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and self.decision.how is not How.POSTPONED


@dataclass(frozen=True)
class Record:
    """The whole of it; results and ideas are gone once the workshop is erased."""

    attendance: Sequence[Attendance]
    decided: Sequence[RecordedItem]
    left_open: Sequence[RecordedItem]
    ideas: Sequence[Idea]
    perception: Sequence[PerceptionRow]


def record_of(room: OpenWorkshop) -> Record:
    items = [_recorded(room, item) for item in room.items]
    return Record(
        attendance=attendance_in(room),
        decided=[one for one in items if one.is_decided],
        left_open=[one for one in items if not one.is_decided],
        ideas=ideas_of(room.workshop, states=[IdeaState.SHOWN]),
        perception=_perception(items),
    )


def attendance_in(room: OpenWorkshop) -> list[Attendance]:
    """Group by group; `present` and `voted` are final once the workshop has ended."""
    now_in = people_by_group(room.workshop)
    return [
        Attendance(
            name_of_group(group),
            group.invited,
            _present(group, now_in.get(group.id, 0)),
            group.voted,
        )
        for group in room.groups
    ]


def _present(group: WorkshopGroup, phones: int) -> int:
    """As written when it ended; until then those who are in by phone, or were counted."""
    return max(group.heads or 0, phones) if group.present is None else group.present


def _recorded(room: OpenWorkshop, item: WorkshopItem) -> RecordedItem:
    key = item.criterion_key
    shown = [one for one in room.rounds_on(key) if one.state is RoundState.REVEALED]
    return RecordedItem(
        criterion=room.criterion(key),
        number=room.number(key),
        item=item,
        rounds=shown,
        # After erasing there are rounds without tallies: nothing to show, rather than nobody.
        last=room.results[shown[-1].id] if shown and not room.is_erased else None,
        decision=room.decisions.get(key),
    )


def _perception(items: Sequence[RecordedItem]) -> tuple[PerceptionRow, ...]:
    """Criteria by how far groups and self-check lie apart; needs at least one result."""
    return perception_map(
        (
            one.criterion.key,
            one.last,
            _position(one.criterion, one.item.level_before),
        )
        for one in items
        if one.last is not None
    )


def _position(criterion: Criterion, level: int | None) -> Fraction | None:
    """Where a level of the self-check lies on the scale; None without one, or of another scale."""
    if level is None or not criterion.scale.has(level):
        return None
    return Fraction(criterion.scale.position(level))
