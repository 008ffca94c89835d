"""How a number is made: what goes into it with which share, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.answers import OPEN, AnswerSheet, State
from app.domain.checklist import CORE, TOTAL, Aggregate, Checklist
from app.domain.errors import N_, DomainError
from app.domain.scoring import Score, ScoreCard, score_checklist, score_criteria_as_index
from app.domain.weighing import Member, Part, index_part, weighing_of


class UnknownPart(DomainError):
    """A number that the checklist does not have."""

    message = N_("the checklist has no part “{part}”")

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(self.message.format(part=part))


class PartKind(StrEnum):
    """What a number stands for."""

    TOTAL = "total"
    NODE = "node"
    INDEX = "index"


class MemberKind(StrEnum):
    """What goes into a number."""

    CRITERION = "criterion"
    NODE = "node"


class LeftOutReason(StrEnum):
    """Why a criterion or node is not part of a sum. The first that holds is named."""

    UNSCORED = "unscored"
    OPEN = "open"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NO_STATEMENT = "no_statement"
    """Nothing below the node has a value."""
    NO_WEIGHT = "no_weight"
    """It has a value, but its weight is 0."""


@dataclass(frozen=True)
class Contribution:
    """What one criterion or node adds: `points` = `share` × `value`, all exact.

    `weight` is the weight in this number: for a pooled one the product along the way up. `share`
    is the weight over the sum of the weights that count, so that all shares add up to 1.
    """

    key: str
    kind: MemberKind
    weight: Fraction
    value: Fraction
    share: Fraction
    points: Fraction


@dataclass(frozen=True)
class LeftOut:
    """A criterion or node that is no part of the sum; its value is None where it has none."""

    key: str
    kind: MemberKind
    weight: Fraction
    value: Fraction | None
    reason: LeftOutReason


@dataclass(frozen=True)
class Explanation:
    """How one number is made. The points of the contributions add up exactly to the score."""

    part: str
    kind: PartKind
    aggregate: Aggregate
    score: Score
    contributions: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Source:
    """Where the values of the members come from."""

    checklist: Checklist
    sheet: AnswerSheet
    card: ScoreCard

    def value(self, key: str) -> Fraction | None:
        """The exact value of a node or criterion; None where it has none."""
        if key in self.card.nodes:
            return self.card.nodes[key].exact
        level = self.sheet.get(key, OPEN).level
        if level is None:
            return None
        return self.checklist.criteria_by_key[key].scale.level(level).points

    def reason(self, member: Member) -> LeftOutReason:
        """Why a member is left out that has no value or no weight."""
        if self.value(member.key) is not None:
            return LeftOutReason.NO_WEIGHT
        if member.is_node:
            return LeftOutReason.NO_STATEMENT
        return _REASONS[self.sheet.get(member.key, OPEN).state]


_REASONS = {
    State.OPEN: LeftOutReason.OPEN,
    State.UNKNOWN: LeftOutReason.UNKNOWN,
    State.NOT_APPLICABLE: LeftOutReason.NOT_APPLICABLE,
}


def explain(checklist: Checklist, sheet: AnswerSheet, part: str) -> Explanation:
    """How the total, a node or an index is made; UnknownPart for any other key."""
    weighing = weighing_of(checklist)
    if part not in weighing.parts:
        raise UnknownPart(part)
    card = score_checklist(checklist, sheet)
    if part == TOTAL:
        kind, score = PartKind.TOTAL, card.total
    elif part in card.nodes:
        kind, score = PartKind.NODE, card.nodes[part]
    else:
        kind, score = PartKind.INDEX, card.indices[part]
    return _explanation(
        weighing.parts[part], _Source(checklist, sheet, card), kind=kind, score=score
    )


def explain_criteria_as_index(
    checklist: Checklist, keys: Iterable[str], sheet: AnswerSheet
) -> Explanation:
    """How the score of the short form is made, as an index called `core`.

    KeyError where the checklist has no such criterion.
    """
    keys = tuple(keys)
    score = score_criteria_as_index(checklist, keys, sheet)
    part = index_part(checklist, CORE, criteria=keys, bits=weighing_of(checklist).bits)
    source = _Source(checklist, sheet, score_checklist(checklist, sheet, with_range=False))
    return _explanation(part, source, kind=PartKind.INDEX, score=score)


def _explanation(part: Part, source: _Source, *, kind: PartKind, score: Score) -> Explanation:
    return Explanation(
        part=part.key,
        kind=kind,
        aggregate=part.aggregate,
        score=score,
        contributions=tuple(_contributions(part, source)),
        left_out=(*_without_value_or_weight(part, source), *_unscored(part, source)),
    )


def _contributions(part: Part, source: _Source) -> Iterator[Contribution]:
    counting = [
        (member, value)
        for member in part.members
        if member.weight and (value := source.value(member.key)) is not None
    ]
    sum_of_weights = sum((member.weight for member, _ in counting), start=Fraction(0))
    for member, value in counting:
        share = member.weight / sum_of_weights
        yield Contribution(
            member.key, _kind(member), member.weight, value, share, points=share * value
        )


def _without_value_or_weight(part: Part, source: _Source) -> Iterator[LeftOut]:
    for member in part.members:
        value = source.value(member.key)
        if value is None or not member.weight:
            reason = source.reason(member)
            yield LeftOut(member.key, _kind(member), member.weight, value, reason)


def _unscored(part: Part, source: _Source) -> Iterator[LeftOut]:
    for key in part.unscored:
        weight = source.checklist.criteria_by_key[key].weight
        value = source.value(key)
        yield LeftOut(key, MemberKind.CRITERION, weight, value, LeftOutReason.UNSCORED)


def _kind(member: Member) -> MemberKind:
    return MemberKind.NODE if member.is_node else MemberKind.CRITERION
