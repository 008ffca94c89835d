"""Dumbbells: the same value in two years, a diamond for then and a dot for now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.chart import Chart
from app.charts.drawing import (
    GRID,
    LINK,
    NARROW,
    THEN,
    VALUE,
    WIDE,
    Drawing,
    Sheet,
    TextStyle,
    line_height,
    share_of_hundred,
)
from app.charts.hundred import HundredAxis
from app.charts.labels import text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.rows import ChartWords, DumbbellRow

MOST_ROWS = 40
"""Rows beyond these are left to the table."""

_LABEL, _NOW_TEXT = TextStyle(14.5), TextStyle(14.5, bold=True)
_DOT, _DIAMOND = 6.0, 7.5
_MOST_COLUMN = 96


def dumbbell_chart(rows: Sequence[DumbbellRow], words: ChartWords) -> Chart:
    """From 0 to 100, both values printed beside their marks; None leaves a gap.

    Raises ValueError for values outside 0 to 100.
    """
    shown = rows[:MOST_ROWS]
    return Chart(_wide(shown, words), _narrow(shown, words), words)


@dataclass(frozen=True)
class _Plot(HundredAxis):
    """Where the marks stand, and at which right edges the printed values end."""

    then_edge: float
    now_edge: float

    def at(self, value: Fraction) -> float:
        return self.x(share_of_hundred(value))


def _wide(rows: Sequence[DumbbellRow], words: ChartWords) -> Drawing:
    sheet = Sheet(WIDE)
    then, now = _columns(rows)
    now_edge = WIDE - 4
    then_edge = now_edge - now - 20
    plot = _Plot(290, then_edge - then - 24, then_edge, now_edge)
    top = _legend(sheet, words) + 24
    plot.draw_numbers(sheet, top - 10)
    sheet.diamond(THEN, then_edge - then / 2, top - 14.5, radius=6)
    sheet.dot(VALUE, now_edge - now / 2, top - 14.5, radius=5)
    y = top
    for row in rows:
        lines = wrapped(row.label, 264, size=_LABEL.size)
        text_height = len(lines) * line_height(_LABEL)
        height = max(text_height + 14, 38)
        middle = y + height / 2
        sheet.lines(0, middle - text_height / 2 + _LABEL.size * 0.98, lines, style=_LABEL)
        _marks(sheet, row, plot, middle)
        _printed(sheet, row, plot, middle + 5)
        y += height
    plot.draw_grid(sheet, top - 2, y + 2)
    return sheet.finished(y + 8, mirrored=words.mirrored)


def _narrow(rows: Sequence[DumbbellRow], words: ChartWords) -> Drawing:
    sheet = Sheet(NARROW)
    plot = _Plot(10, NARROW - 10, 0, 0)
    y = _legend(sheet, words) + 24
    plot.draw_numbers(sheet, y - 10)
    for row in rows:
        lines = wrapped(row.label, NARROW - 4, size=_LABEL.size)
        y += 8
        sheet.lines(0, y + _LABEL.size, lines, style=_LABEL)
        y += len(lines) * line_height(_LABEL) + 16
        sheet.stroke(GRID, plot.left, y, x2=plot.right, y2=y)
        plot.draw_grid(sheet, y - 6, y + 6)
        _marks(sheet, row, plot, y)
        y = _named_values(sheet, row, y + 26) + 10
    return sheet.finished(y + 4, mirrored=words.mirrored)


def _named_values(sheet: Sheet, row: DumbbellRow, baseline: float) -> float:
    """Both values, each behind its mark; beside each other, for they are cut to half a line."""
    half = NARROW / 2 - 28
    for left, text, style in ((8, row.then_text, _LABEL), (NARROW / 2, row.now_text, _NOW_TEXT)):
        if left == 8:
            sheet.diamond(THEN, left, baseline - 5, radius=5.5)
        else:
            sheet.dot(VALUE, left, baseline - 5, radius=4.5)
        line = wrapped(text, half, size=style.size, bold=style.bold, lines=1)
        sheet.lines(left + 12, baseline, line, style=style)
    return baseline


def _marks(sheet: Sheet, row: DumbbellRow, plot: _Plot, middle: float) -> None:
    if row.then is not None and row.now is not None and row.then != row.now:
        sheet.stroke(LINK, plot.at(row.then), middle, x2=plot.at(row.now), y2=middle)
    if row.then is not None:
        sheet.diamond(THEN, plot.at(row.then), middle, radius=_DIAMOND)
    if row.now is not None:
        # Where both stand at the same place the diamond shows around the dot.
        radius = _DOT if row.now != row.then else 3
        sheet.dot(VALUE, plot.at(row.now), middle, radius=radius)


def _printed(sheet: Sheet, row: DumbbellRow, plot: _Plot, baseline: float) -> None:
    for edge, text, style in (
        (plot.then_edge, row.then_text, _LABEL),
        (plot.now_edge, row.now_text, _NOW_TEXT),
    ):
        line = wrapped(text, _MOST_COLUMN, size=style.size, bold=style.bold, lines=1)
        sheet.lines(edge, baseline, line, style=style, anchor="end")


def _columns(rows: Sequence[DumbbellRow]) -> tuple[float, float]:
    """How wide the printed values of each year are."""
    then = [text_width(row.then_text[:40], _LABEL.size) for row in rows]
    now = [text_width(row.now_text[:40], _NOW_TEXT.size, bold=True) for row in rows]
    return min(max([30.0, *then]), _MOST_COLUMN), min(max([30.0, *now]), _MOST_COLUMN)


def _legend(sheet: Sheet, words: ChartWords) -> float:
    then = Sample(words.legend_then, diamond=THEN, radius=_DIAMOND)
    return draw_legend(sheet, [then, Sample(words.legend_value, dot=VALUE, radius=_DOT)])
