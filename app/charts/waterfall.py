"""A waterfall: from one total to another, with a bar for each part of the way between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.charts.chart import Chart
from app.charts.drawing import (
    BAR,
    FALL,
    LINK,
    NARROW,
    RISE,
    WIDE,
    Drawing,
    Paint,
    Sheet,
    TextStyle,
    line_height,
    share_of_hundred,
)
from app.charts.hundred import HundredAxis
from app.charts.labels import text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.rows import ChartWords, WaterfallRow

MOST_ROWS = 40
"""Rows beyond these are left to the table."""

_TOTAL, _PART = TextStyle(14.5, bold=True), TextStyle(14.5)
_BAR_HEIGHT, _LEAST_WIDTH = 18, 3.0
_MOST_COLUMN = 96


def waterfall_chart(rows: Sequence[WaterfallRow], words: ChartWords) -> Chart:
    """Bars from 0 to 100, one below the other, their values with sign printed beside them.

    What rises is filled and what falls is only outlined, so that paper without colour tells them
    apart. Raises ValueError for values outside 0 to 100.
    """
    shown = rows[:MOST_ROWS]
    return Chart(_wide(shown, words), _narrow(shown, words), words)


@dataclass(frozen=True)
class _Plot(HundredAxis):
    """Where the bars run, and at which edge the printed values end."""

    value_edge: float

    def span(self, row: WaterfallRow) -> tuple[float, float]:
        """From where to where the bar reaches; a small part can still be seen."""
        ends = sorted(share_of_hundred(value) for value in (row.start, row.end))
        left, right = (self.x(share) for share in ends)
        return left, max(right - left, 0 if row.is_total else _LEAST_WIDTH)


def _wide(rows: Sequence[WaterfallRow], words: ChartWords) -> Drawing:
    sheet = Sheet(WIDE)
    column = _column(rows)
    plot = _Plot(290, WIDE - 12 - column - 20, WIDE - 4)
    top = _legend(sheet, rows, words) + 24
    plot.draw_numbers(sheet, top - 10)
    y, middles = top + 2.0, []
    for row in rows:
        style = _style(row)
        lines = wrapped(row.label, 264, size=style.size, bold=style.bold)
        text_height = len(lines) * line_height(style)
        height = max(text_height + 12, 36)
        middle = y + height / 2
        sheet.lines(0, middle - text_height / 2 + style.size * 0.98, lines, style=style)
        _bar(sheet, row, plot, middle)
        _printed(sheet, row, plot.value_edge, middle + style.size * 0.36)
        middles.append(middle)
        y += height
    _connect(sheet, rows, plot, middles)
    plot.draw_grid(sheet, top - 2, y + 2)
    return sheet.finished(y + 8, mirrored=words.mirrored)


def _narrow(rows: Sequence[WaterfallRow], words: ChartWords) -> Drawing:
    sheet = Sheet(NARROW)
    plot = _Plot(8, NARROW - 8, NARROW - 2)
    y = _legend(sheet, rows, words) + 24
    plot.draw_numbers(sheet, y - 10)
    for row in rows:
        style = _style(row)
        y += 8
        room = plot.value_edge - _column(rows) - 16
        lines = wrapped(row.label, room, size=style.size, bold=style.bold)
        sheet.lines(0, y + style.size, lines, style=style)
        _printed(sheet, row, plot.value_edge, y + style.size)
        y += len(lines) * line_height(style) + 6
        plot.draw_grid(sheet, y - 2, y + _BAR_HEIGHT + 2)
        _bar(sheet, row, plot, y + _BAR_HEIGHT / 2)
        y += _BAR_HEIGHT + 6
    return sheet.finished(y + 4, mirrored=words.mirrored)


def _style(row: WaterfallRow) -> TextStyle:
    return _TOTAL if row.is_total else _PART


def _paint(row: WaterfallRow) -> Paint:
    if row.is_total:
        return BAR
    return RISE if row.end >= row.start else FALL


def _bar(sheet: Sheet, row: WaterfallRow, plot: _Plot, middle: float) -> None:
    left, width = plot.span(row)
    top = middle - _BAR_HEIGHT / 2
    sheet.box(_paint(row), left, top, width=width, height=_BAR_HEIGHT)


def _connect(
    sheet: Sheet, rows: Sequence[WaterfallRow], plot: _Plot, middles: Sequence[float]
) -> None:
    """A line from the end of each bar down to the next one, which begins or ends there."""
    for (row, middle), (_, below) in pairwise(zip(rows, middles, strict=True)):
        x = plot.x(share_of_hundred(row.end))
        sheet.stroke(LINK, x, middle + _BAR_HEIGHT / 2, x2=x, y2=below - _BAR_HEIGHT / 2)


def _printed(sheet: Sheet, row: WaterfallRow, edge: float, baseline: float) -> None:
    style = _style(row)
    line = wrapped(row.value_text, _MOST_COLUMN, size=style.size, bold=style.bold, lines=1)
    sheet.lines(edge, baseline, line, style=style, anchor="end")


def _column(rows: Sequence[WaterfallRow]) -> float:
    widths = [text_width(row.value_text[:40], _TOTAL.size, bold=True) for row in rows]
    return min(max([30.0, *widths]), _MOST_COLUMN)


def _legend(sheet: Sheet, rows: Sequence[WaterfallRow], words: ChartWords) -> float:
    named = {BAR: words.legend_value, RISE: words.legend_rise, FALL: words.legend_fall}
    used = {_paint(row) for row in rows}
    return draw_legend(
        sheet, [Sample(word, bar=paint) for paint, word in named.items() if paint in used]
    )
