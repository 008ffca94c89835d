"""All years of one municipality in one view: the line of its totals, and criteria × years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.domain.answers import Answer
from app.domain.checklist import Checklist, Criterion
from app.domain.comparison import YearReport
from app.domain.replacements import Replacement

LinesBetween = Callable[[Checklist, Checklist], Sequence[Replacement]]
"""What became of each criterion from an earlier version to a later one."""


@dataclass(frozen=True)
class LinePoint:
    """One calendar year; None where there was no assessment."""

    year: int
    of: YearReport | None


@dataclass(frozen=True)
class Cell:
    """What one year says about a criterion, which it may have called by another key."""

    criterion: Criterion
    answer: Answer


@dataclass(frozen=True)
class CriterionOverYears:
    """A criterion as it was last called; None for the years that did not ask it."""

    criterion: Criterion
    cells: tuple[Cell | None, ...]


def line_over(years: Sequence[YearReport]) -> tuple[LinePoint, ...]:
    """Every calendar year from the first to the last; those without an assessment are gaps."""
    if not years:
        return ()
    found = {each.year: each for each in years}
    return tuple(LinePoint(year, found.get(year)) for year in range(min(found), max(found) + 1))


def criteria_over(
    years: Sequence[YearReport], lines_between: LinesBetween
) -> tuple[CriterionOverYears, ...]:
    """Criteria × years, the years from earliest to latest; equal rows are comparable criteria.

    The order is that of the latest checklist; what it does not ask any more stands below.
    """
    years = sorted(years, key=lambda each: each.year)
    rows: list[_Row] = []
    row_of: dict[str, _Row] = {}
    for place in reversed(range(len(years))):
        whole = years[place].whole
        successor_of = _successors(years, place, lines_between)
        rows_below = {}
        for criterion in whole.criteria:
            row = row_of.get(successor_of.get(criterion.key, ""))
            if row is None:
                row = _Row(criterion)
                rows.append(row)
            row.keys[place] = criterion.key
            rows_below[criterion.key] = row
        row_of = rows_below
    return tuple(row.filled(years) for row in rows)


def _successors(
    years: Sequence[YearReport], place: int, lines_between: LinesBetween
) -> dict[str, str]:
    """What the next year calls each comparable criterion of this one."""
    if place + 1 == len(years):
        return {}
    lines = lines_between(years[place].whole, years[place + 1].whole)
    return {line.old[0]: line.new[0] for line in lines if line.kind.is_comparable}


@dataclass(eq=False)
class _Row:
    """A row while it is being found, with the key of each year."""

    criterion: Criterion
    keys: dict[int, str] = field(default_factory=dict)

    def filled(self, years: Sequence[YearReport]) -> CriterionOverYears:
        cells = (self._cell(year, self.keys.get(place, "")) for place, year in enumerate(years))
        return CriterionOverYears(self.criterion, tuple(cells))

    @staticmethod
    def _cell(year: YearReport, key: str) -> Cell | None:
        criterion = year.asked.criteria_by_key.get(key)
        return None if criterion is None else Cell(criterion, year.answer_to(key))
