"""Criteria × years for the page: the number of the level, with a shade beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext

from app.comparisons.queries import ComparedYears
from app.comparisons.sentences import answer_words
from app.domain.checklist import Criterion, ShownText
from app.domain.timeline import Cell, CriterionOverYears
from app.web.i18n import shown

SHADES = 4
"""The highest shade; the lowest, 0, is paper."""


@dataclass(frozen=True)
class HeatCell:
    """What stands in a cell. No shade: there is no level, and a word says why."""

    words: str
    shade: int | None = None


@dataclass(frozen=True)
class HeatRow:
    """One criterion, with its number in the latest checklist if that still asks it."""

    number: str
    title: ShownText
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatGroup:
    """The criteria of one dimension, or those that are no longer asked."""

    title: ShownText | str
    rows: tuple[HeatRow, ...]


def heat_groups(years: ComparedYears) -> tuple[HeatGroup, ...]:
    """By dimension of the latest checklist, in its order; what it does not ask any more is last."""
    return tuple(
        HeatGroup(title, tuple(_row(years, row) for row in rows))
        for title, rows in _by_dimension(years)
    )


def _by_dimension(
    years: ComparedYears,
) -> Iterator[tuple[ShownText | str, Iterator[CriterionOverYears]]]:
    lineage = years.checklist.lineage

    def dimension_of(row: CriterionOverYears) -> str:
        is_asked = years.is_still_asked(row.criterion)
        return lineage[row.criterion.key][0].key if is_asked else ""

    for key, rows in groupby(years.criteria, key=dimension_of):
        node = years.checklist.nodes_by_key.get(key)
        yield (shown(node.title) if node else gettext("No longer asked")), rows


def _row(years: ComparedYears, row: CriterionOverYears) -> HeatRow:
    number = years.number_of(row.criterion)
    return HeatRow(number, shown(row.criterion.title), tuple(_cell(cell) for cell in row.cells))


def _cell(cell: Cell | None) -> HeatCell:
    if cell is None:
        return HeatCell(gettext("not asked"))
    level = cell.answer.level
    if level is None:
        return HeatCell(answer_words(cell.criterion, cell.answer))
    return HeatCell(str(level), _shade(cell.criterion, level))


def _shade(criterion: Criterion, level: int) -> int:
    last = len(criterion.scale.levels) - 1
    return criterion.scale.position(level) * SHADES // last if last else 0


def heat_legend(years: ComparedYears) -> Sequence[HeatCell]:
    """The levels of the longest scale in words, each with its shade."""
    longest = max(years.checklist.criteria, key=lambda one: len(one.scale.levels))
    return [
        HeatCell(f"{level.value} {shown(level.label)}", _shade(longest, level.value))
        for level in longest.scale.levels
    ]
