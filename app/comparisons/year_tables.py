"""The tables that go over all years: line, criteria, changes of territory; and every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext, to_user_timezone

from app.comparisons.queries import ComparedYears
from app.comparisons.sentences import answer_words, answered_words, point_words
from app.comparisons.tables import (
    bridge_table,
    comparability_table,
    moved_table,
    points_or_none,
    reckoned_table,
    rest_table,
    values_table,
)
from app.domain.scope import Scope
from app.domain.territory import TerritoryChange, breaks_in, crossed_by
from app.domain.timeline import LinePoint
from app.files.tables import Cell, Table
from app.territory.wording import break_words, crossing_sentences, territory_sentence
from app.web.formatting import day
from app.web.i18n import shown


def line_table(
    line: Sequence[LinePoint],
    finished_at: Mapping[int, datetime],
    changes: Sequence[TerritoryChange] = (),
) -> Table:
    """Every calendar year from the first to the last, also those without a self-check.

    A last column says where the territory changed, if it did.
    """
    told = breaks_in((point.year for point in line), changes)
    column = [gettext("Territory")] if told else []
    return Table(
        gettext("All years"),
        [
            gettext("Year"),
            gettext("Total"),
            gettext("Answered"),
            gettext("Version"),
            gettext("Form"),
            gettext("State"),
            *column,
        ],
        [
            [
                *_line_cells(point, finished_at.get(point.year)),
                *([crossing_sentences(told.get(point.year, ())) or None] if told else []),
            ]
            for point in line
        ],
    )


def _line_cells(point: LinePoint, finished_at: datetime | None) -> list[Cell]:
    if point.of is None:
        return [str(point.year), point_words(point), None, None, None, None]
    report = point.of.report
    return [
        str(point.year),
        points_or_none(report.headline.exact),
        answered_words(report.headline),
        report.whole.version,
        scope_words(report.scope),
        finished_words(finished_at),
    ]


def scope_words(scope: Scope) -> str:
    return gettext("full form") if scope is Scope.FULL else gettext("short form")


def finished_words(finished_at: datetime | None) -> str:
    if finished_at is None:
        return gettext("not finished")
    return gettext("finished on %(day)s", day=day(to_user_timezone(finished_at).date()))


def territory_table(years: ComparedYears, changes: Sequence[TerritoryChange]) -> Table:
    """What changed, from which year on, and whether it lies between the two years."""
    crossed = crossed_in(years, changes)
    return Table(
        gettext("Changes of territory"),
        [gettext("Year"), gettext("What happened"), gettext("Between the two years")],
        [
            [
                str(change.year),
                territory_sentence(change),
                gettext("yes") if change in crossed else gettext("no"),
            ]
            for change in changes
        ],
    )


def crossed_in(
    years: ComparedYears, changes: Sequence[TerritoryChange]
) -> tuple[TerritoryChange, ...]:
    """Those that lie between the two years that are compared."""
    return crossed_by(years.then.year, years.now.year, changes) if years.then else ()


def year_heads(years: ComparedYears, changes: Sequence[TerritoryChange]) -> list[tuple[int, str]]:
    """The years that were asked, each with what the territory did since the one before."""
    told = breaks_in((each.year for each in years.years), changes)
    return [
        (each.year, ", ".join(break_words(change) for change in told.get(each.year, ())))
        for each in years.years
    ]


def _head_words(year: int, told: str) -> str:
    return gettext("%(year)s (%(change)s)", year=year, change=told) if told else str(year)


def criteria_table(years: ComparedYears, changes: Sequence[TerritoryChange] = ()) -> Table:
    """Criteria × years: the level, or the word for what is there instead."""
    return Table(
        gettext("Criteria over the years"),
        [gettext("Criterion"), *(_head_words(*head) for head in year_heads(years, changes))],
        [
            [
                f"{years.number_of(row.criterion)} {shown(row.criterion.title)}".strip(),
                *(
                    gettext("not asked")
                    if cell is None
                    else cell.answer.level
                    if cell.answer.level is not None
                    else answer_words(cell.criterion, cell.answer)
                    for cell in row.cells
                ),
            ]
            for row in years.criteria
        ],
    )


def all_tables(
    years: ComparedYears,
    finished_at: Mapping[int, datetime],
    changes: Sequence[TerritoryChange] = (),
) -> list[Table]:
    """Every table in the order of the page; without an earlier year those that need none."""
    tables = []
    compared = years.comparison
    if compared:
        then, now = compared.before.year, compared.after.year
        tables += [comparability_table(compared), rest_table(compared), values_table(compared)]
        if compared.bridge:
            tables.append(bridge_table(compared.bridge, then=then, now=now))
        tables += [moved_table(compared), reckoned_table(compared)]
    if changes:
        tables.append(territory_table(years, changes))
    return [*tables, line_table(years.line, finished_at, changes), criteria_table(years, changes)]
