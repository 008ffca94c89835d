"""What the room sees of a criterion once a round is revealed; never more than may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.checklist import Criterion
from app.domain.disclosure import Disclosed, ShownGroup
from app.domain.talk import Prompt, prompt_for
from app.reports.pictures import Picture
from app.workshops.ballot_models import Round, RoundState
from app.workshops.opening import OpenWorkshop, name_of_group
from app.workshops.pictures import result_picture
from app.workshops.queries import Attendance, present_in
from app.workshops.rounds import paper_by_group, phones_by_group


@dataclass(frozen=True)
class Result:
    """One round that is revealed."""

    criterion: Criterion
    round: Round
    shown: Disclosed
    groups: tuple[tuple[str, ShownGroup], ...]
    """Those that may be shown, by their names."""
    withheld: tuple[str, ...]
    """The names of those that voted and may not be shown."""
    attendance: Sequence[Attendance]
    level_before: int | None
    """What the administration had answered before the workshop."""
    earlier: tuple[tuple[Round, Disclosed], ...]

    @property
    def picture(self) -> Picture | None:
        return result_picture(self.shown, self.criterion)

    @property
    def prompt(self) -> Prompt:
        return prompt_for(self.shown)


def latest_revealed(room: OpenWorkshop, key: str) -> Round | None:
    """What a decision can rest on."""
    revealed = [one for one in room.rounds_on(key) if one.state is RoundState.REVEALED]
    return revealed[-1] if revealed else None


def result_on(room: OpenWorkshop, key: str) -> Result | None:
    """The latest result on a criterion; None while nothing is revealed, whatever is rated."""
    found = latest_revealed(room, key)
    if found is None:
        return None
    shown = room.results[found.id]
    names = {group.key: name_of_group(group) for group in room.groups}
    item = room.item(key)
    return Result(
        criterion=room.criterion(key),
        round=found,
        shown=shown,
        groups=tuple((names[one.key], one) for one in shown.groups),
        withheld=tuple(names[each] for each in shown.withheld),
        attendance=_attendance(room, found),
        level_before=item.level_before if item else None,
        earlier=tuple(
            (one, room.results[one.id])
            for one in room.rounds_on(key)
            if one.state is RoundState.REVEALED and one.number < found.number
        ),
    )


def _attendance(room: OpenWorkshop, found: Round) -> list[Attendance]:
    phones, papers = phones_by_group(found), paper_by_group(found)
    present = present_in(room.workshop, paper=papers)
    counted = []
    for group in room.groups:
        voted = phones.get(group.id, 0) + papers.get(group.id, 0)
        there = max(present[group.id], voted)
        counted.append(Attendance(name_of_group(group), group.invited, there, voted))
    return counted
