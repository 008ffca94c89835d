"""The charts of a workshop: each with its sentence and its table from the same pairs.

Everything here begins with what the rules of disclosure let through, never with votes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from flask_babel import gettext

from app.charts.distribution import Middle, distribution_chart
from app.charts.perception import MOST_GROUPS, MOST_ROWS, perception_chart
from app.charts.rows import DistributionRow, PerceptionChartRow
from app.domain.checklist import Criterion, ShownText
from app.domain.disclosure import Disclosed
from app.domain.perception import PerceptionRow
from app.domain.tally import Tally
from app.reports.pictures import Picture, chart_words
from app.web.formatting import number, percent
from app.web.i18n import shown
from app.workshops.sentences import (
    distribution_sentence,
    ends_of,
    level_number,
    level_words,
    perception_sentence,
    standing_at,
    views,
    whole_levels,
)


def result_picture(
    result: Disclosed, criterion: Criterion, *, name: str = "result"
) -> Picture | None:
    """How a revealed round voted; None while too few did.

    Several pictures on one page need a `name` each.
    """
    if result.total is None:
        return None
    title = gettext("Votes on “%(title)s”", title=shown(criterion.title).text)
    return tally_picture(result.total, criterion, name=name, title=title)


def tally_picture(tally: Tally, criterion: Criterion, *, name: str, title: str) -> Picture:
    """A bar for each level, the median and the middle half; the table counts every vote."""
    scale = criterion.scale
    middle = Middle(tally.median, tally.middle_half)
    counted = list(zip(scale.levels, tally.levels, strict=True))
    low, high = whole_levels(scale, tally.middle_half) if tally.middle_half else (0, 0)
    return Picture(
        kind="distribution",
        pairs=[
            DistributionRow(level_words(level), votes, number(votes)) for level, votes in counted
        ],
        words=chart_words(
            name=name,
            title=title,
            description=distribution_sentence(tally, criterion),
            legend_median=gettext("median: %(level)s", level=level_number(scale, tally.median)),
            legend_half=(
                gettext("middle half: %(level)s", level=low)
                if low == high
                else gettext("middle half: %(low)s to %(high)s", low=low, high=high)
            ),
        ),
        draw=partial(distribution_chart, middle=middle),
        table_head=[gettext("Answer"), gettext("Votes"), gettext("Share of the levels")],
        table_rows=[
            *(
                [level_words(level), number(votes), _share(votes, tally)]
                for level, votes in counted
            ),
            [gettext("Don’t know"), number(tally.unknown), "–"],
            [gettext("Does not apply"), number(tally.not_applicable), "–"],
        ],
        numeric=(1, 2),
    )


def _share(votes: int, tally: Tally) -> str:
    return percent(Fraction(votes, tally.level_votes) if tally.level_votes else None)


def perception_picture(
    rows: Sequence[PerceptionRow],
    criteria: Mapping[str, Criterion],
    groups: Mapping[str, str],
    *,
    name: str = "perception",
) -> Picture:
    """The perception map: each group's median, the self-check and all together, row by row.

    `groups` holds the names of the groups by their keys, in the order of the legend, `criteria`
    those of the rows by theirs. The chart has the first rows and the first eight groups, the
    table all.
    """
    names = tuple(groups.values())
    drawn = dict(list(groups.items())[:MOST_GROUPS])
    return Picture(
        # The names are drawn, too: they belong to what tells one drawing from another.
        kind=repr(("perception", tuple(drawn.values()))),
        pairs=[_chart_row(row, criteria[row.key], drawn) for row in rows[:MOST_ROWS]],
        words=chart_words(
            name=name,
            title=gettext("Perception map"),
            description=perception_sentence(rows, criteria, groups, most=MOST_ROWS),
            axis=_axis([criteria[row.key] for row in rows]),
            legend_value=gettext("Distance"),
            legend_own=gettext("Self-check"),
            legend_room=gettext("all together"),
        ),
        draw=partial(perception_chart, groups=tuple(drawn.values())),
        table_head=[
            gettext("Criterion"),
            *names,
            gettext("Self-check"),
            gettext("All together"),
            gettext("Distance"),
        ],
        table_rows=[_cells(row, criteria[row.key], groups) for row in rows],
        numeric=tuple(range(1, len(names) + 4)),
    )


def _axis(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The levels of the longest scale in use."""
    scales = [criterion.scale for criterion in criteria]
    longest = max(scales, key=lambda scale: len(scale.levels), default=None)
    return tuple(level_words(level) for level in longest.levels) if longest else ()


def _chart_row(
    row: PerceptionRow, criterion: Criterion, groups: Mapping[str, str]
) -> PerceptionChartRow:
    drawn = replace(row, groups=tuple(group for group in row.groups if group.key in groups))
    places = views(drawn)
    ends = ends_of(drawn)
    lowest, highest = (standing_at(drawn, groups, place) for place in ends) if ends else ("", "")
    return PerceptionChartRow(
        label=shown(criterion.title).text,
        voices=tuple(places.get(key) for key in groups),
        own=row.own,
        room=row.room,
        value_text=_distance(row),
        lowest_text=lowest,
        highest_text=highest,
    )


def _cells(
    row: PerceptionRow, criterion: Criterion, groups: Mapping[str, str]
) -> list[ShownText | str]:
    places = views(row)
    stand = [*(places.get(key) for key in groups), row.own, row.room]
    numbers = [level_number(criterion.scale, place) for place in stand]
    return [shown(criterion.title), *numbers, _distance(row)]


def _distance(row: PerceptionRow) -> str:
    """How many steps lie between the ends; a dash where there are not two views."""
    seen = [place for place in views(row).values() if place is not None]
    return number(row.distance) if len(seen) > 1 else "–"
