"""What the projector shows: which scene the room is at, and the result of a round in large."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.checklist import Criterion
from app.domain.disclosure import Disclosed, ShownGroup
from app.workshops.ballot_models import Round, RoundState
from app.workshops.models import IdeaPhase, Stage
from app.workshops.opening import OpenWorkshop, name_of_group
from app.workshops.sentences import both_means, level_number, whole_levels
from app.workshops.tongues import Said, said_in


class Scene(StrEnum):
    """What the whole room looks at; its template bears the same name."""

    SOON = "soon"
    JOINING = "joining"
    WAITING = "waiting"
    QUESTION = "question"
    ROUND = "round"
    SILENT_SET = "silent_set"
    CLOSED = "closed"
    RESULT = "result"
    DECIDED = "decided"
    IDEAS = "ideas"
    THANKS = "thanks"


_BEFORE_AND_AFTER = {
    Stage.PREPARED: Scene.SOON,
    Stage.JOINING: Scene.JOINING,
    Stage.ENDED: Scene.THANKS,
    Stage.ERASED: Scene.THANKS,
}
_ACTIVE = (IdeaPhase.COLLECTING, IdeaPhase.DOTTING)


def scene_of(room: OpenWorkshop) -> Scene:
    """A round that is open comes before all else; then ideas, while the room works on them."""
    if room.workshop.stage in _BEFORE_AND_AFTER:
        return _BEFORE_AND_AFTER[room.workshop.stage]
    if room.open_rounds:
        return Scene.ROUND if len(room.open_rounds) == 1 else Scene.SILENT_SET
    if room.workshop.idea_phase in _ACTIVE:
        return Scene.IDEAS
    scene = _at_criterion(room)
    if room.workshop.idea_phase is IdeaPhase.DONE and scene in (Scene.WAITING, Scene.DECIDED):
        return Scene.IDEAS
    return scene


def _at_criterion(room: OpenWorkshop) -> Scene:
    key = room.workshop.current_criterion
    latest = room.latest.get(key or "")
    if latest is not None and latest.state is RoundState.REVEALED:
        return Scene.DECIDED if room.standing_decision(key or "") else Scene.RESULT
    if latest is not None or _waits_for_reveal(room):
        return Scene.CLOSED
    if key is None or key not in room.check.checklist.criteria_by_key:
        return Scene.WAITING
    return Scene.DECIDED if room.standing_decision(key or "") else Scene.QUESTION


def _waits_for_reveal(room: OpenWorkshop) -> bool:
    """Whether a set was closed, of which nothing is chosen yet to be looked at."""
    is_closed = any(one.state is RoundState.CLOSED for one in room.latest.values())
    return is_closed and room.workshop.current_criterion is None


def criterion_key_of(room: OpenWorkshop) -> str | None:
    """What the room looks at: the round that is open, else where the moderator turned to."""
    if len(room.open_rounds) == 1:
        return room.open_rounds[0].criterion_key
    key = room.workshop.current_criterion
    return key if key in room.check.checklist.criteria_by_key else None


@dataclass(frozen=True)
class Bar:
    """A level with its votes; `share` is its length in hundredths of the longest."""

    value: int
    label: tuple[Said, ...]
    votes: int
    share: int
    is_median: bool
    in_middle_half: bool


@dataclass(frozen=True)
class GroupLine:
    """Where a group that may be shown stands; `place` in hundredths of the scale."""

    name: str
    votes: int
    median: str
    place: float


@dataclass(frozen=True)
class ShownResult:
    """A round that is revealed, as far as the rules of disclosure let it through."""

    round: Round
    disclosed: Disclosed
    criterion: Criterion
    bars: tuple[Bar, ...]
    groups: tuple[GroupLine, ...]
    withheld: tuple[str, ...]

    @property
    def present(self) -> int:
        return self.round.present or self.disclosed.voted

    @property
    def median(self) -> str:
        return level_number(self.criterion.scale, self.disclosed.median)

    @property
    def middle_half(self) -> tuple[int, int] | None:
        """The levels that enclose the middle half of the votes."""
        half = self.disclosed.middle_half
        return None if half is None else whole_levels(self.criterion.scale, half)

    @property
    def means(self) -> tuple[str, str] | None:
        """Every head counted the same, and every group; None unless all groups are shown."""
        return both_means(self.criterion.scale, self.disclosed)


def result_on_screen(room: OpenWorkshop, round_: Round, languages: Sequence[str]) -> ShownResult:
    """What the screen may show of a round that is revealed."""
    disclosed = room.results[round_.id]
    criterion = room.criterion(round_.criterion_key)
    names = {group.key: name_of_group(group, languages[0]) for group in room.groups}
    return ShownResult(
        round=round_,
        disclosed=disclosed,
        criterion=criterion,
        bars=tuple(_bars(disclosed, criterion, languages)),
        groups=tuple(_line(group, names[group.key], criterion) for group in disclosed.groups),
        withheld=tuple(names[key] for key in disclosed.withheld),
    )


def _bars(disclosed: Disclosed, criterion: Criterion, languages: Sequence[str]) -> list[Bar]:
    total = disclosed.total
    if total is None:
        return []
    most = max(1, *total.levels)
    return [
        Bar(
            value=level.value,
            label=said_in(level.label, languages),
            votes=votes,
            share=votes * 100 // most,
            is_median=total.median is not None and abs(total.median - position) < 1,
            in_middle_half=_is_within(position, total.middle_half),
        )
        for position, (level, votes) in enumerate(
            zip(criterion.scale.levels, total.levels, strict=True)
        )
    ]


def _is_within(position: int, half: tuple[Fraction, Fraction] | None) -> bool:
    return half is not None and math.floor(half[0]) <= position <= math.ceil(half[1])


def _line(group: ShownGroup, name: str, criterion: Criterion) -> GroupLine:
    last = max(1, len(criterion.scale.levels) - 1)
    return GroupLine(
        name=name,
        votes=group.level_votes,
        median=level_number(criterion.scale, group.median),
        place=float(group.median * 100 / last),
    )
