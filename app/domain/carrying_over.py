"""From last year into this one: what stood there, what cannot be compared, what to look at first.

Nothing here is an answer. What was said last year becomes one when somebody chooses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.answers import OPEN, Answer, AnswerSheet, State, Sureness
from app.domain.checklist import Checklist, Criterion
from app.domain.gaps import propose_target
from app.domain.replacements import Replacement
from app.domain.versions import REASONS

MOST_FIRST = 10
"""So many criteria are put forward; a longer list would be the checklist again."""


class Attention(StrEnum):
    """Why a criterion should be looked at first, in this order."""

    GUESS = "guess"
    UNKNOWN = "unknown"
    MISSED = "missed"
    """The level of last year was below the target of last year."""


@dataclass(frozen=True)
class Carried:
    """What last year offers: by the key of this year's criterion."""

    proposals: Mapping[str, tuple[Criterion, Answer]]
    """The criterion as it was called then, with what was said; never open."""
    outside: Mapping[str, str]
    """Why there is none, as a sentence to be translated."""


def carry_over(
    old: Checklist, new: Checklist, *, lines: Iterable[Replacement], sheet: AnswerSheet
) -> Carried:
    """What each criterion of the new checklist can take from the answers to the old one."""
    proposals: dict[str, tuple[Criterion, Answer]] = {}
    outside: dict[str, str] = {}
    for line in lines:
        if not line.kind.is_comparable:
            outside |= {key: REASONS[line.kind] for key in line.new if line.old}
            continue
        answer = sheet.get(line.old[0], OPEN)
        criterion = new.criteria_by_key[line.new[0]]
        if answer.state is not State.OPEN and may_be_said(criterion, answer):
            proposals[line.new[0]] = (old.criteria_by_key[line.old[0]], answer)
    return Carried(proposals, outside)


def may_be_said(criterion: Criterion, answer: Answer) -> bool:
    """Whether this version takes the answer: each may forbid “does not apply” anew."""
    return criterion.allows_not_applicable or answer.state is not State.NOT_APPLICABLE


def look_first(new: Checklist, carried: Carried) -> list[tuple[Criterion, Attention]]:
    """What rests on least comes first: guesses, then unknown, then targets that were missed."""
    found = []
    for criterion in new.criteria:
        if criterion.key in carried.proposals:
            attention = _attention(*carried.proposals[criterion.key])
            if attention is not None:
                found.append((criterion, attention))
    order = list(Attention)
    return sorted(found, key=lambda one: order.index(one[1]))[:MOST_FIRST]


def unchanged(answer: Answer) -> dict[str, object]:
    """The fields that “unchanged, still true” takes over; targets are chosen anew."""
    return {
        "state": answer.state,
        "level": answer.level,
        "reason": answer.reason,
        "note": answer.note,
        "sureness": answer.sureness,
        "importance": answer.importance,
    }


def _attention(criterion: Criterion, answer: Answer) -> Attention | None:
    if answer.sureness is Sureness.GUESS:
        return Attention.GUESS
    if answer.state is State.UNKNOWN:
        return Attention.UNKNOWN
    if answer.level is None:
        return None
    aim = propose_target(criterion, answer.level) if answer.target is None else answer.target
    position = criterion.scale.position
    return Attention.MISSED if position(answer.level) < position(aim) else None
