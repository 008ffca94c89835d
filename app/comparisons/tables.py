"""The tables of a comparison: the page, the charts and the files show these and no others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import gettext

from app.comparisons.sentences import (
    answer_words,
    answered_words,
    cause_words,
    difference_words,
    not_comparable_words,
    reckoning_words,
)
from app.domain.bridge import Bridge
from app.domain.checklist import ShownText
from app.domain.comparison import Comparison, Movement, Pair, SharedValue
from app.domain.scoring import is_no_clear_change
from app.files.tables import Cell, Points, Table
from app.web.formatting import percent, signed_tenth, tenth
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
        points_or_none(value.shared_then),
        points_or_none(value.shared_now),
        _difference(value),
        points_or_none(value.full_then.exact if value.full_then else None),
        answered_words(value.full_then),
        points_or_none(value.full_now.exact if value.full_now else None),
        answered_words(value.full_now),
    ]


def _difference(value: SharedValue) -> Cell:
    if value.difference is None or is_no_clear_change(value.difference):
        return None if value.difference is None else difference_words(value)
    return Points(value.difference, is_difference=True)


def points_or_none(exact: Fraction | None) -> Points | None:
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
                points_or_none(value.shared_then),
                points_or_none(value.shared_now),
                _difference(value),
            ]
            for value in values
        ],
    )
