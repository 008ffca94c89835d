"""The tables of a comparison: the page, the charts and the files show these and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from flask_babel import gettext, to_user_timezone

from app.comparisons.queries import ComparedYears
from app.comparisons.sentences import (
    answer_words,
    answered_words,
    cause_words,
    difference_words,
    not_comparable_words,
    point_words,
    reckoning_words,
)
from app.domain.bridge import Bridge
from app.domain.checklist import ShownText
from app.domain.comparison import Comparison, Movement, Pair, SharedValue
from app.domain.scope import Scope
from app.domain.scoring import is_no_clear_change
from app.domain.timeline import LinePoint
from app.files.tables import Cell, Points, Table
from app.web.formatting import day, percent, signed_tenth, tenth
from app.web.i18n import shown


def cell_words(cell: Cell) -> ShownText | str:
    """A cell as pages show it."""
    if cell is None:
        return "–"
    if isinstance(cell, Points):
        return signed_tenth(cell.exact) if cell.is_difference else tenth(cell.exact)
    return cell if isinstance(cell, ShownText) else str(cell)


def rows_in_words(table: Table) -> list[list[ShownText | str]]:
    return [[cell_words(cell) for cell in row] for row in table.rows]


def comparability_table(compared: Comparison) -> Table:
    """How far the two years can be compared, in numbers."""
    rows: list[list[Cell]] = [
        [gettext("Criteria of both years together"), compared.total],
        [gettext("Comparable"), len(compared.pairs)],
        [gettext("Share"), percent(compared.share)],
        [gettext("Answered in both years"), len(compared.answered_twice)],
    ]
    return Table(gettext("Comparability"), [gettext("What"), gettext("Number")], rows)


def rest_table(compared: Comparison) -> Table:
    """What cannot be compared, and why."""
    return Table(
        gettext("Not comparable"),
        [gettext("Criterion"), gettext("Reason")],
        [[not_comparable_words(line), gettext(line.reason)] for line in compared.rest],
    )


def values_table(compared: Comparison) -> Table:
    """Total, dimensions and sections: over the shared criteria beside all of each year."""
    then, now = compared.before.year, compared.after.year
    return Table(
        gettext("Values then and now"),
        [
            gettext("Dimension or section"),
            gettext("%(year)s, shared criteria", year=then),
            gettext("%(year)s, shared criteria", year=now),
            gettext("Difference"),
            gettext("%(year)s, all criteria", year=then),
            gettext("%(year)s, answered", year=then),
            gettext("%(year)s, all criteria", year=now),
            gettext("%(year)s, answered", year=now),
        ],
        [_value_cells(value) for value in (compared.overall, *compared.profile)],
    )


def dimension_values(compared: Comparison) -> list[SharedValue]:
    """The dimensions of the later year, then those that are gone."""
    dimensions = {
        each.key for year in (compared.before, compared.after) for each in year.asked.dimensions
    }
    return [value for value in compared.profile if value.node and value.node.key in dimensions]


def strong_rows(compared: Comparison) -> set[int]:
    """Which rows of the values are the total and the dimensions, among their sections."""
    dimensions = dimension_values(compared)
    return {0} | {n for n, value in enumerate(compared.profile, start=1) if value in dimensions}


def _value_cells(value: SharedValue) -> list[Cell]:
    return [
        shown(value.node.title) if value.node else gettext("Total"),
        _points(value.shared_then),
        _points(value.shared_now),
        _difference(value),
        _points(value.full_then.exact if value.full_then else None),
        answered_words(value.full_then),
        _points(value.full_now.exact if value.full_now else None),
        answered_words(value.full_now),
    ]


def _difference(value: SharedValue) -> Cell:
    if value.difference is None or is_no_clear_change(value.difference):
        return None if value.difference is None else difference_words(value)
    return Points(value.difference, is_difference=True)


def _points(exact: Fraction | None) -> Points | None:
    return None if exact is None else Points(exact)


def bridge_table(bridge: Bridge, *, then: int, now: int) -> Table:
    """The way from one total to the other: each part, and where it leads."""
    parts: list[list[Cell]] = [
        [
            cause_words(part.cause),
            Points(part.difference, is_difference=True),
            Points(part.end),
        ]
        for part in bridge.shown
    ]
    return Table(
        gettext("Bridge"),
        [gettext("Part"), gettext("Points"), gettext("Total")],
        [[str(then), None, Points(bridge.start)], *parts, [str(now), None, Points(bridge.end)]],
    )


def moved_table(compared: Comparison) -> Table:
    """The comparable criteria that are not as they were, with what was noted."""
    then, now = compared.before.year, compared.after.year
    return Table(
        gettext("What moved"),
        [
            gettext("Criterion"),
            gettext("Movement"),
            str(then),
            str(now),
            gettext("Steps"),
            gettext("Note %(year)s", year=then),
            gettext("Note %(year)s", year=now),
        ],
        [_moved_cells(pair) for pair in compared.moved],
    )


def _moved_cells(pair: Pair) -> list[Cell]:
    return [
        shown(pair.new.title),
        movement_words(pair.movement),
        answer_words(pair.old, pair.before),
        answer_words(pair.new, pair.after),
        pair.steps,
        pair.before.note or pair.before.reason,
        pair.after.note or pair.after.reason,
    ]


def movement_words(movement: Movement) -> str:
    return {
        Movement.UP: gettext("Moved up"),
        Movement.DOWN: gettext("Moved down"),
        Movement.STATE: gettext("Changed its state"),
        Movement.SAME: gettext("As it was"),
    }[movement]


def reckoned_table(compared: Comparison) -> Table:
    """The targets of then against the levels of now."""
    then, now = compared.before.year, compared.after.year
    return Table(
        gettext("Targets and reality"),
        [
            gettext("Criterion"),
            gettext("Target of %(year)s", year=then),
            gettext("Level in %(year)s", year=now),
            gettext("Result"),
        ],
        [_reckoned_cells(pair) for pair in compared.reckoned],
    )


def _reckoned_cells(pair: Pair) -> list[Cell]:
    return [
        shown(pair.new.title),
        target_words(pair),
        answer_words(pair.new, pair.after),
        reckoning_words(pair.reckoning),
    ]


def target_words(pair: Pair) -> str:
    """The level that was aimed at, and whether that was only our proposal."""
    if pair.target is None:
        return "–"
    target = f"{pair.target} {shown(pair.old.scale.level(pair.target).label)}"
    return gettext("%(target)s (proposed)", target=target) if pair.target_was_proposal else target


def dimensions_table(values: Sequence[SharedValue], *, then: int, now: int) -> Table:
    """Every dimension over the shared criteria."""
    return Table(
        gettext("Dimensions then and now"),
        [gettext("Dimension"), str(then), str(now), gettext("Difference")],
        [
            [
                shown(value.node.title) if value.node else gettext("Total"),
                _points(value.shared_then),
                _points(value.shared_now),
                _difference(value),
            ]
            for value in values
        ],
    )


def line_table(line: Sequence[LinePoint], finished_at: Mapping[int, datetime]) -> Table:
    """Every calendar year from the first to the last, also those without a self-check."""
    return Table(
        gettext("All years"),
        [
            gettext("Year"),
            gettext("Total"),
            gettext("Answered"),
            gettext("Version"),
            gettext("Form"),
            gettext("State"),
        ],
        [_line_cells(point, finished_at.get(point.year)) for point in line],
    )


def _line_cells(point: LinePoint, finished_at: datetime | None) -> list[Cell]:
    if point.of is None:
        return [str(point.year), point_words(point), None, None, None, None]
    report = point.of.report
    return [
        str(point.year),
        _points(report.headline.exact),
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


def criteria_table(years: ComparedYears) -> Table:
    """Criteria × years: the level, or the word for what is there instead."""
    return Table(
        gettext("Criteria over the years"),
        [gettext("Criterion"), *(str(each.year) for each in years.years)],
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


def all_tables(years: ComparedYears, finished_at: Mapping[int, datetime]) -> list[Table]:
    """Every table in the order of the page; without an earlier year those that need none."""
    tables = []
    compared = years.comparison
    if compared:
        then, now = compared.before.year, compared.after.year
        tables += [comparability_table(compared), rest_table(compared), values_table(compared)]
        if compared.bridge:
            tables.append(bridge_table(compared.bridge, then=then, now=now))
        tables += [moved_table(compared), reckoned_table(compared)]
    return [*tables, line_table(years.line, finished_at), criteria_table(years)]
