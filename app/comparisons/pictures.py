"""The charts of the years: each with its sentence and its table from the same pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from flask_babel import gettext

from app.charts.chart import Chart
from app.charts.dumbbell import dumbbell_chart
from app.charts.rows import Break, ChartRow, ChartWords, DumbbellRow, TrendPoint, WaterfallRow
from app.charts.trend import trend_chart
from app.charts.waterfall import waterfall_chart
from app.comparisons.queries import ComparedYears
from app.comparisons.sentences import (
    bridge_sentence,
    cause_words,
    dimensions_sentence,
    line_sentence,
    point_words,
)
from app.comparisons.tables import (
    bridge_table,
    dimension_values,
    dimensions_table,
    rows_in_words,
)
from app.comparisons.year_tables import line_table, scope_words
from app.domain.bridge import Bridge
from app.domain.checklist import Section
from app.domain.comparison import Comparison, SharedValue
from app.domain.territory import TerritoryChange
from app.domain.timeline import LinePoint
from app.files.tables import Table
from app.reports.pictures import Picture, chart_words
from app.territory.wording import break_words
from app.web.formatting import signed_tenth, tenth
from app.web.i18n import current_language, shown

Finished = tuple[tuple[int, datetime], ...]


def pictures_of(
    years: ComparedYears,
    finished_at: Mapping[int, datetime],
    changes: Sequence[TerritoryChange] = (),
) -> dict[str, Picture]:
    """Every chart of the years by its name, in the language of the page."""
    return _pictures(years, tuple(finished_at.items()), tuple(changes), current_language())


@lru_cache(maxsize=128)
def _pictures(
    years: ComparedYears, finished: Finished, changes: tuple[TerritoryChange, ...], language: str
) -> dict[str, Picture]:
    drawn = [line_picture(years.line, dict(finished), changes=changes)]
    if years.comparison:
        drawn.append(dimensions_picture(years.comparison))
        if years.comparison.bridge:
            drawn.append(bridge_picture(years.comparison, years.comparison.bridge))
    return {picture.name: picture for picture in drawn}


def bridge_picture(compared: Comparison, bridge: Bridge) -> Picture:
    """From the total of then to that of now, a bar for each part of the way."""
    then, now = compared.before.year, compared.after.year
    return _picture(
        kind="waterfall",
        pairs=list(_bridge_rows(bridge, then=then, now=now)),
        words=chart_words(
            name="bridge",
            title=gettext("The bridge from %(then)s to %(now)s", then=then, now=now),
            description=bridge_sentence(bridge, then=then, now=now),
            legend_value=gettext("total"),
            legend_rise=gettext("raises it"),
            legend_fall=gettext("lowers it"),
        ),
        draw=waterfall_chart,
        table=bridge_table(bridge, then=then, now=now),
        numeric=(1, 2),
    )


def _bridge_rows(bridge: Bridge, *, then: int, now: int) -> Iterator[WaterfallRow]:
    zero = bridge.start * 0
    yield WaterfallRow(str(then), zero, bridge.start, tenth(bridge.start), is_total=True)
    for part in bridge.shown:
        label, said = cause_words(part.cause), signed_tenth(part.difference)
        yield WaterfallRow(label, part.start, part.end, said)
    yield WaterfallRow(str(now), zero, bridge.end, tenth(bridge.end), is_total=True)


def dimensions_picture(compared: Comparison) -> Picture:
    """Every dimension then and now, over the shared criteria."""
    then, now = compared.before.year, compared.after.year
    values = dimension_values(compared)
    return _picture(
        kind="dumbbell",
        pairs=[_dimension_row(value, value.node) for value in values if value.node],
        words=chart_words(
            name="dimensions",
            title=gettext("Dimensions, %(then)s and %(now)s", then=then, now=now),
            description=dimensions_sentence(values),
            legend_then=str(then),
            legend_value=str(now),
        ),
        draw=dumbbell_chart,
        table=dimensions_table(values, then=then, now=now),
        numeric=(1, 2, 3),
    )


def _dimension_row(value: SharedValue, node: Section) -> DumbbellRow:
    return DumbbellRow(
        shown(node.short_title or node.title).text,
        value.shared_then,
        value.shared_now,
        tenth(value.shared_then),
        tenth(value.shared_now),
    )


def line_picture(
    line: Sequence[LinePoint],
    finished_at: Mapping[int, datetime],
    *,
    changes: Sequence[TerritoryChange] = (),
    name: str = "line",
) -> Picture:
    """The total of every year; a year without a self-check is a gap.

    Where the territory changed the line breaks; a new name or key is marked.
    """
    every = (*_other_territory(changes), *_other_instruments(line))
    return _picture(
        # The breaks are drawn, too: they belong to what tells one drawing from another.
        kind=repr(("trend", every)),
        pairs=[_trend_point(point) for point in line],
        words=chart_words(
            name=name,
            title=gettext("The line over the years"),
            description=line_sentence(line, changes),
            legend_value=gettext("total"),
            legend_incomplete=gettext("not complete"),
        ),
        draw=partial(trend_chart, breaks=every),
        table=line_table(line, finished_at, changes),
        numeric=(1,),
    )


def _trend_point(point: LinePoint) -> TrendPoint:
    score = point.of.report.headline if point.of else None
    return TrendPoint(
        str(point.year),
        score.exact if score else None,
        point_words(point),
        is_complete=score is None or score.is_complete,
    )


def _other_territory(changes: Sequence[TerritoryChange]) -> Iterator[Break]:
    for change in changes:
        yield Break(change.year, break_words(change), interrupts=change.moves_boundaries)


def _other_instruments(line: Sequence[LinePoint]) -> Iterator[Break]:
    """Where a year was asked by another version or form than the one before it."""
    before = None
    for point in line:
        if point.of is None:
            continue
        report = point.of.report
        if before and report.whole.version != before.whole.version:
            yield Break(point.year, gettext("version %(version)s", version=report.whole.version))
        if before and report.scope is not before.scope:
            yield Break(point.year, scope_words(report.scope))
        before = report


def _picture(
    *,
    kind: str,
    pairs: Sequence[ChartRow],
    words: ChartWords,
    draw: Callable[..., Chart],
    table: Table,
    numeric: tuple[int, ...],
) -> Picture:
    return Picture(kind, pairs, words, draw, table.head, rows_in_words(table), numeric)
