"""The agenda that writes itself after the silent first round: what is most worth the talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GOOD_NEWS_MINUTES = 2


@dataclass(frozen=True)
class Candidate:
    """A criterion that was voted on.

    `minutes` is what a talk about it takes, `disagreement` goes from 0 to 1 (None: too few votes
    to say), `gap` counts levels up to the target, `median` is a position on the scale.
    """

    key: str
    minutes: int
    disagreement: float | None
    gap: int
    importance: int
    is_agreed: bool
    median: Fraction | None
    many_unknown: bool = False


class Reason(StrEnum):
    """Why something is on the agenda."""

    DISAGREEMENT = "disagreement"
    GOOD_NEWS = "good_news"


@dataclass(frozen=True)
class AgendaItem:
    """One thing to talk about; `priority` = disagreement × gap × importance."""

    candidate: Candidate
    reason: Reason
    priority: float

    @property
    def minutes(self) -> int:
        """What it takes here: a good news is only told."""
        is_told = self.reason is Reason.GOOD_NEWS
        return GOOD_NEWS_MINUTES if is_told else self.candidate.minutes


@dataclass(frozen=True)
class Agenda:
    """What the room talks about, in this order, and what not.

    `left_out` is what there would be to talk about: first what found no time, most urgent first,
    then what had too few votes. `to_find_out` are the keys of what many could not say, on the
    agenda or not: somebody has to ask, and no talk replaces it.
    """

    items: tuple[AgendaItem, ...]
    left_out: tuple[Candidate, ...]
    to_find_out: tuple[str, ...]
    minutes_used: int


def plan_agenda(candidates: Sequence[Candidate], *, minutes: int) -> Agenda:
    """Fill the minutes with what divides the room most and weighs most.

    What takes longer than the time left is skipped, and what comes after it may still fit. What is
    agreed needs no talk; the agreed criterion with the highest median opens as good news, if time
    for it is left over. Of equal priorities the larger disagreement goes first, then the order
    given.
    """
    divided = [_talk(each) for each in candidates if each.disagreement and not each.is_agreed]
    divided.sort(key=lambda item: (-item.priority, -(item.candidate.disagreement or 0)))
    talks = _fill(divided, minutes)
    left = minutes - _sum_of_minutes(talks)
    items = (*_fill(_good_news(candidates), left), *talks)
    return Agenda(
        items,
        left_out=(
            *(item.candidate for item in divided if item not in talks),
            *(each for each in candidates if each.disagreement is None and not each.many_unknown),
        ),
        to_find_out=tuple(each.key for each in candidates if each.many_unknown),
        minutes_used=_sum_of_minutes(items),
    )


def _talk(candidate: Candidate) -> AgendaItem:
    return AgendaItem(candidate, Reason.DISAGREEMENT, _priority(candidate))


def _good_news(candidates: Iterable[Candidate]) -> list[AgendaItem]:
    """The agreed criterion with the highest median; of equal ones the first."""
    agreed = [each for each in candidates if each.is_agreed and each.median is not None]
    best = sorted(agreed, key=lambda each: -(each.median or 0))[:1]
    return [AgendaItem(each, Reason.GOOD_NEWS, _priority(each)) for each in best]


def _priority(candidate: Candidate) -> float:
    return (candidate.disagreement or 0.0) * candidate.gap * candidate.importance


def _fill(items: Iterable[AgendaItem], minutes: int) -> list[AgendaItem]:
    taken = []
    for item in items:
        if item.minutes <= minutes:
            taken.append(item)
            minutes -= item.minutes
    return taken


def _sum_of_minutes(items: Iterable[AgendaItem]) -> int:
    return sum(item.minutes for item in items)
