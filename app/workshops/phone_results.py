"""A revealed round on the phone: the same as on the projector, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.checklist import ShownText
from app.reports.pictures import Picture
from app.web.formatting import number
from app.workshops.opening import OpenWorkshop, group_words
from app.workshops.pictures import result_picture
from app.workshops.sentences import both_means, level_number
from app.workshops.wording import agreement_words


@dataclass(frozen=True)
class ResultOnPhone:
    """What may be shown of a round; `picture` is None where that is only how many voted."""

    voted: int
    present: int
    picture: Picture | None
    agreement: str
    """In a word; empty where there is none."""
    groups: Sequence[tuple[ShownText, str, str]]
    """Name, votes and median of those that are shown."""
    withheld: Sequence[str]
    means: tuple[str, str] | None
    """Each head alike and each group alike, where both may be shown."""


def result_on_phone(room: OpenWorkshop, key: str) -> ResultOnPhone | None:
    """Of the latest round on a criterion; None before it is revealed."""
    found = room.latest.get(key)
    result = room.results.get(found.id) if found else None
    if found is None or result is None:
        return None
    criterion = room.criterion(key)
    names = {group.key: group_words(group) for group in room.groups}
    return ResultOnPhone(
        voted=found.voted or 0,
        present=found.present or 0,
        picture=result_picture(result, criterion),
        agreement=agreement_words(result.word) if result.word else "",
        groups=[
            (
                names[group.key],
                number(group.level_votes),
                level_number(criterion.scale, group.median),
            )
            for group in result.groups
        ],
        withheld=[names[group].text for group in result.withheld],
        means=both_means(criterion.scale, result),
    )
