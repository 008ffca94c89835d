"""Turn an answer sheet into scores: exact, with counts and the range while answers are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from app.domain.answers import AnswerSheet, State
from app.domain.checklist import CORE, Checklist
from app.domain.errors import N_, DomainError
from app.domain.rounding import half_up
from app.domain.weighing import Part, Weighing, index_part, weighing_of

ENGINE_VERSION = "1"
"""Raised whenever any number of any report could come out otherwise for the same answers."""

Values = Mapping[str, Fraction | None]
"""Points of each part by its key; None where nothing below it has a value."""


class UnknownLevel(DomainError):
    """A level that the scale of its criterion does not have."""

    message = N_("the scale of “{criterion}” has no level {level}")

    def __init__(self, criterion: str, level: int) -> None:
        self.criterion = criterion
        self.level = level
        super().__init__(self.message.format(criterion=criterion, level=level))


@dataclass(frozen=True, slots=True)
class Score:
    """One number from 0 to 100 with all that belongs beside it.

    `exact` is None where nothing below has a value ("no statement"): never 0, never 100.
    `lowest` and `highest` are what it becomes when every applicable criterion without a level
    gets its lowest, or its highest; on scales from 0 to 100 `exact` lies between them. `asked`
    is applicable and not applicable together, `applicable` is answered, unknown and open.
    Criteria of weight 0 count here, unscored ones only in an index.
    """

    exact: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    answered: int
    applicable: int
    asked: int
    unknown: int
    not_applicable: int

    @property
    def rounded(self) -> int | None:
        """The score as pages show it and bands take it."""
        return None if self.exact is None else half_up(self.exact)

    @property
    def completeness(self) -> Fraction | None:
        """The share of applicable criteria that have a level; None where none applies."""
        return Fraction(self.answered, self.applicable) if self.applicable else None

    @property
    def open(self) -> int:
        return self.applicable - self.answered - self.unknown

    @property
    def is_complete(self) -> bool:
        """Nothing is open or unknown any more."""
        return self.answered == self.applicable

    def is_shown(self, threshold: Fraction) -> bool:
        """Whether enough is answered to show the number and not only its range."""
        completeness = self.completeness
        return completeness is not None and completeness >= threshold


CLEAR_CHANGE = 3


def is_no_clear_change(difference: Fraction) -> bool:
    """Whether an exact difference of scores is too small to be called a change."""
    return abs(difference) < CLEAR_CHANGE


@dataclass(frozen=True)
class ScoreCard:
    """The scores of one answer sheet: nodes in checklist order, then the indices."""

    total: Score
    nodes: Mapping[str, Score]
    indices: Mapping[str, Score]


@dataclass(frozen=True)
class _Reading:
    """An answer sheet laid out for scoring: points of the answered, a bit set for each state."""

    points: Mapping[str, int]
    answered: int
    unknown: int
    not_applicable: int

    @property
    def said(self) -> int:
        """The criteria that are not open."""
        return self.answered | self.unknown | self.not_applicable


def score_checklist(
    checklist: Checklist, sheet: AnswerSheet, *, with_range: bool = True
) -> ScoreCard:
    """Score the total, every node and every index.

    Answers to criteria that the checklist does not have are passed over. Without `with_range`
    the ranges stay None, which is faster. UnknownLevel for a level off its scale.
    """
    weighing = weighing_of(checklist)
    parts = tuple(weighing.parts.values())
    scores = _scores(weighing, parts, sheet, with_range=with_range)
    return ScoreCard(
        total=scores[weighing.total.key],
        nodes={part.key: scores[part.key] for part in weighing.nodes},
        indices={part.key: scores[part.key] for part in weighing.indices},
    )


def score_criteria_as_index(checklist: Checklist, keys: Iterable[str], sheet: AnswerSheet) -> Score:
    """The mean over these criteria by their own weights, as for the short form.

    KeyError where the checklist has no such criterion; UnknownLevel for a level off its scale.
    """
    weighing = weighing_of(checklist)
    part = index_part(checklist, CORE, criteria=keys, bits=weighing.bits)
    return _scores(weighing, (part,), sheet, with_range=True)[CORE]


def _scores(
    weighing: Weighing, parts: tuple[Part, ...], sheet: AnswerSheet, *, with_range: bool
) -> dict[str, Score]:
    reading = _read(weighing, sheet)
    exact = _values(weighing, parts, reading)
    lowest: Values = {}
    highest: Values = {}
    if with_range:
        lowest = _values(weighing, parts, _filled(weighing, reading, place=0))
        highest = _values(weighing, parts, _filled(weighing, reading, place=-1))
    return {
        part.key: _score(
            part,
            reading,
            exact=exact[part.key],
            lowest=lowest.get(part.key),
            highest=highest.get(part.key),
        )
        for part in parts
    }


def _read(weighing: Weighing, sheet: AnswerSheet) -> _Reading:
    points: dict[str, int] = {}
    answered = unknown = not_applicable = 0
    for key, answer in sheet.items():
        bit = weighing.bits.get(key, 0)
        if not bit:
            continue
        if answer.level is not None:
            if answer.level not in weighing.points[key]:
                raise UnknownLevel(key, answer.level)
            points[key] = weighing.points[key][answer.level]
            answered |= bit
        elif answer.state is State.UNKNOWN:
            unknown |= bit
        elif answer.state is State.NOT_APPLICABLE:
            not_applicable |= bit
    return _Reading(points, answered, unknown, not_applicable)


def _filled(weighing: Weighing, reading: _Reading, *, place: int) -> _Reading:
    """The reading when each applicable criterion without a level has the one at this place."""
    missing = {
        key: tuple(weighing.points[key].values())[place]
        for key, bit in weighing.bits.items()
        if not bit & (reading.answered | reading.not_applicable)
    }
    bits = sum(weighing.bits[key] for key in missing)
    return replace(reading, points={**reading.points, **missing}, answered=reading.answered | bits)


def _values(weighing: Weighing, parts: tuple[Part, ...], reading: _Reading) -> Values:
    values: dict[str, Fraction | None] = {}
    # Parents stand before their children, so from the back the children are worked out first.
    for part in reversed(parts):
        if not part.counted & reading.answered:
            values[part.key] = None
        elif part.has_nodes:
            values[part.key] = _mean(weighing, part, points=reading.points, values=values)
        else:
            values[part.key] = _pooled(weighing, part, points=reading.points)
    return values


def _pooled(weighing: Weighing, part: Part, *, points: Mapping[str, int]) -> Fraction | None:
    sum_of_points = sum_of_weights = 0
    for key, weight in part.whole_weights:
        if key in points:
            sum_of_points += weight * points[key]
            sum_of_weights += weight
    if not sum_of_weights:
        return None
    return Fraction(sum_of_points, sum_of_weights * weighing.point_unit)


def _mean(
    weighing: Weighing, part: Part, *, points: Mapping[str, int], values: Values
) -> Fraction | None:
    sum_of_points = sum_of_weights = Fraction(0)
    for member in part.members:
        if member.is_node:
            value = values[member.key]
        else:
            of_criterion = points.get(member.key)
            value = None if of_criterion is None else Fraction(of_criterion, weighing.point_unit)
        if value is not None:
            sum_of_points += member.weight * value
            sum_of_weights += member.weight
    return sum_of_points / sum_of_weights if sum_of_weights else None


def _score(
    part: Part,
    reading: _Reading,
    *,
    exact: Fraction | None,
    lowest: Fraction | None,
    highest: Fraction | None,
) -> Score:
    counted = part.counted
    asked = counted.bit_count()
    if highest is None and not counted & reading.said:
        return _nothing_said(asked)
    not_applicable = (counted & reading.not_applicable).bit_count()
    return Score(
        exact,
        lowest,
        highest,
        answered=(counted & reading.answered).bit_count(),
        applicable=asked - not_applicable,
        asked=asked,
        unknown=(counted & reading.unknown).bit_count(),
        not_applicable=not_applicable,
    )


@cache
def _nothing_said(asked: int) -> Score:
    """The score without a range of a part where every criterion is open."""
    return Score(None, None, None, 0, asked, asked, 0, 0)
