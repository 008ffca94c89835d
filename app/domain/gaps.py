"""What is missing between the level reached and the target, most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.domain.answers import OPEN, USUAL_IMPORTANCE, Answer, AnswerSheet, State
from app.domain.checklist import Checklist, Criterion, Effort, Influence
from app.domain.scoring import UnknownLevel
from app.domain.weighing import weighing_of

THIRD_LOWEST = 2
_EFFORTS = (*Effort, None)
_INFLUENCES = (*Influence, None)


@dataclass(frozen=True)
class Gap:
    """The steps from the level reached to the target of one criterion, and how urgent they are.

    `level` and `target` are level values, `steps` counts positions on the scale. `weight` is the
    product of the weights from the criterion up to its dimension; `priority` = steps ×
    importance × weight. `effort` is that of the next step, None where the checklist is silent.
    """

    criterion: Criterion
    level: int
    target: int
    is_proposal: bool
    steps: int
    importance: int
    weight: Fraction
    priority: Fraction
    effort: Effort | None


@dataclass(frozen=True)
class Assumption:
    """What is supposed when gaps are ordered; None and False mean: as answered and as weighed."""

    weight_of: Callable[[str], Fraction] | None = None
    """The weight of the criterion with this key."""
    importance: int | None = None
    """The importance of every criterion."""
    unknown_is_lowest: bool = False


AS_ANSWERED = Assumption()


def propose_target(criterion: Criterion, level: int | None) -> int:
    """The level to aim at: the next, at least the third lowest, at most the highest.

    `level` is the value of the level reached, None where none is; so is the target.
    UnknownLevel where the scale does not have it.
    """
    levels = criterion.scale.levels
    following = 0 if level is None else _position(criterion, level) + 1
    return levels[min(max(following, THIRD_LOWEST), len(levels) - 1)].value


def find_gaps(
    checklist: Checklist,
    sheet: AnswerSheet,
    *,
    assuming: Assumption = AS_ANSWERED,
) -> tuple[Gap, ...]:
    """Every scored criterion below its target, most urgent first.

    Open, unknown and not applicable criteria have no gap. Ties go to the smaller effort, then to
    what the municipality decides itself, then to checklist order. UnknownLevel
    for a level or a target off its scale.
    """
    gaps = _gaps(checklist, sheet, assuming=assuming)
    return tuple(sorted(gaps, key=_urgency))


def _gaps(
    checklist: Checklist,
    sheet: AnswerSheet,
    *,
    assuming: Assumption,
) -> Iterator[Gap]:
    weight_of = assuming.weight_of or weighing_of(checklist).weights.__getitem__
    for criterion in checklist.criteria:
        if not criterion.scored:
            continue
        answer = sheet.get(criterion.key, OPEN)
        level = _level(criterion, answer, assuming)
        if level is None:
            continue
        gap = _gap(criterion, answer, level=level, weight_of=weight_of, assuming=assuming)
        if gap.steps > 0:
            yield gap


def _level(criterion: Criterion, answer: Answer, assuming: Assumption) -> int | None:
    if answer.state is State.UNKNOWN and assuming.unknown_is_lowest:
        return criterion.scale.lowest.value
    return answer.level


def _gap(
    criterion: Criterion,
    answer: Answer,
    *,
    level: int,
    weight_of: Callable[[str], Fraction],
    assuming: Assumption,
) -> Gap:
    is_proposal = answer.target is None
    target = propose_target(criterion, level) if answer.target is None else answer.target
    steps = max(0, _position(criterion, target) - _position(criterion, level))
    importance = assuming.importance or answer.importance or USUAL_IMPORTANCE
    weight = weight_of(criterion.key)
    return Gap(
        criterion,
        level,
        target,
        is_proposal,
        steps,
        importance,
        weight,
        priority=steps * importance * weight,
        effort=criterion.effort_from(level),
    )


def _position(criterion: Criterion, level: int) -> int:
    if not criterion.scale.has(level):
        raise UnknownLevel(criterion.key, level)
    return criterion.scale.position(level)


def _urgency(gap: Gap) -> tuple[Fraction, int, int]:
    # Sorting is stable, so what is still equal stays in checklist order.
    influence = _INFLUENCES.index(gap.criterion.influence)
    return (-gap.priority, _EFFORTS.index(gap.effort), influence)
