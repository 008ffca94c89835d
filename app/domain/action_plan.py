"""The action plan: all measures of a municipality in the order in which they call for attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.domain.measure import MeasureState, PlannedMeasure

MANY = 10
"""Nobody carries more open measures than this: above it the plan warns."""

_RANK = {
    MeasureState.UNDER_WAY: 0,
    MeasureState.DECIDED: 0,
    MeasureState.PROPOSED: 0,
    MeasureState.DONE: 1,
    MeasureState.DROPPED: 2,
}


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` counts from 1.

    >>> Quarter.of(date(2026, 11, 26))
    Quarter(year=2026, number=4)
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)


@dataclass(frozen=True)
class Load:
    """How many open measures one function is responsible for."""

    responsible: str
    measures: int

    @property
    def is_too_much(self) -> bool:
        return self.measures > MANY


def in_order(measures: Iterable[PlannedMeasure], *, today: date) -> tuple[PlannedMeasure, ...]:
    """Overdue first, the longest overdue leading; then open ones by their due day, those without
    one at their end; then what is done, and what was dropped. Equal ones in the order of their
    numbers.
    """
    return tuple(
        sorted(
            measures,
            key=lambda one: (
                not one.is_overdue(today),
                _RANK[one.state],
                one.due is None,
                one.due or date.max,
                one.number,
            ),
        )
    )


def by_quarter(
    measures: Iterable[PlannedMeasure],
) -> tuple[tuple[Quarter | None, tuple[PlannedMeasure, ...]], ...]:
    """The roadmap: measures by the quarter in which they are due; last those without a day."""
    measures = tuple(measures)
    dated = sorted(
        (one for one in measures if one.due), key=lambda one: (one.due or date.max, one.number)
    )
    quarters = groupby(dated, key=lambda one: Quarter.of(one.due or date.max))
    road: list[tuple[Quarter | None, tuple[PlannedMeasure, ...]]]
    road = [(quarter, tuple(found)) for quarter, found in quarters]
    undated = tuple(sorted((m for m in measures if not m.due), key=lambda one: one.number))
    return tuple([*road, (None, undated)] if undated else road)


def loads(measures: Iterable[PlannedMeasure]) -> tuple[Load, ...]:
    """Open measures per responsible function, most first.

    Functions are compared without regard to case and to space around and between words.
    """
    names: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for measure in measures:
        name = " ".join(measure.responsible.split())
        if measure.is_open and name:
            names.setdefault(name.casefold(), name)
            counted[name.casefold()] += 1
    found = (Load(names[key], number) for key, number in counted.items())
    return tuple(sorted(found, key=lambda load: (-load.measures, load.responsible.casefold())))
