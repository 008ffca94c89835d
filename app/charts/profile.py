"""A profile: a bar from 0 to 100 for each dimension and, beneath it, for its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.chart import Chart
from app.charts.drawing import (
    BAR,
    NARROW,
    SECTION_BAR,
    TARGET,
    WIDE,
    Drawing,
    Sheet,
    TextStyle,
    line_height,
    share_of_hundred,
)
from app.charts.hundred import SMALL, HundredAxis
from app.charts.labels import text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.rows import ChartWords, ProfileRow

MOST_ROWS = 100
"""Rows beyond these are left to the table."""

_DIMENSION, _SECTION = TextStyle(14.5, bold=True), TextStyle(14)
_BAR_HEIGHT, _SECTION_BAR_HEIGHT = 16, 9
_RING, _SECTION_RING = 6.5, 5.0
_INDENT = 18
_MOST_COLUMN = 96


def profile_chart(rows: Sequence[ProfileRow], words: ChartWords) -> Chart:
    """Bars with a ring at the target and the values printed beside them; None leaves a gap.

    Raises ValueError for values or targets outside 0 to 100.
    """
    shown = rows[:MOST_ROWS]
    return Chart(_wide(shown, words), _narrow(shown, words), words)


@dataclass(frozen=True)
class _Plot(HundredAxis):
    """Where the bars run, and at which right edges the printed values and targets end."""

    value_edge: float
    target_edge: float


def _columns(rows: Sequence[ProfileRow]) -> tuple[float, float]:
    """The width of the printed values and of the printed targets."""
    values = [row.value_text for row in rows if row.value is not None]
    return _column(values), _column([row.target_text for row in rows])


def _column(texts: Sequence[str]) -> float:
    widths = [text_width(text[:40], _DIMENSION.size, bold=True) for text in texts if text]
    return min(max([24.0, *widths]), _MOST_COLUMN) if widths else 0.0


def _wide(rows: Sequence[ProfileRow], words: ChartWords) -> Drawing:
    sheet = Sheet(WIDE)
    values, targets = _columns(rows)
    value_edge = WIDE - 4 - targets - (22 if targets else 0)
    plot = _Plot(284, value_edge - values - 40, value_edge, WIDE - 4)
    top = _legend(sheet, rows, words) + 24
    plot.draw_numbers(sheet, top - 10)
    _column_heads(sheet, words, plot, baseline=top - 10)
    y = top
    for number, row in enumerate(rows):
        style = _style(row)
        indent = 0 if row.emphasis else _INDENT
        lines = wrapped(row.label, 264 - indent, size=style.size, bold=style.bold)
        y += 16 if row.emphasis and number else 2
        text_height = len(lines) * line_height(style)
        height = max(text_height + 8, 32 if row.emphasis else 26)
        middle = y + height / 2
        first_baseline = middle - text_height / 2 + style.size * 0.98
        sheet.lines(indent, first_baseline, lines, style=style)
        _bar(sheet, row, plot, middle)
        _printed(sheet, row, plot, middle + style.size * 0.36)
        y += height
    bottom = y + 6
    plot.draw_grid(sheet, top - 2, bottom)
    return sheet.finished(bottom + 6, mirrored=words.mirrored)


def _narrow(rows: Sequence[ProfileRow], words: ChartWords) -> Drawing:
    sheet = Sheet(NARROW)
    values, targets = _columns(rows)
    plot = _Plot(8, NARROW - 8, NARROW - 2 - targets - (12 if targets else 0), NARROW - 2)
    y = _legend(sheet, rows, words) + 24
    plot.draw_numbers(sheet, y - 10)
    for number, row in enumerate(rows):
        style = _style(row)
        y += 18 if row.emphasis and number else 8
        room = plot.value_edge - values - 24
        lines = wrapped(row.label, room, size=style.size, bold=style.bold)
        sheet.lines(0, y + style.size, lines, style=style)
        _printed(sheet, row, plot, y + style.size)
        y += len(lines) * line_height(style) + 6
        height = _bar_height(row)
        plot.draw_grid(sheet, y - 2, y + height + 2)
        _bar(sheet, row, plot, y + height / 2)
        y += height + 6
    return sheet.finished(y + 4, mirrored=words.mirrored)


def _style(row: ProfileRow) -> TextStyle:
    return _DIMENSION if row.emphasis else _SECTION


def _bar_height(row: ProfileRow) -> int:
    return _BAR_HEIGHT if row.emphasis else _SECTION_BAR_HEIGHT


def _legend(sheet: Sheet, rows: Sequence[ProfileRow], words: ChartWords) -> float:
    samples = [Sample(words.legend_value, bar=BAR)]
    if any(row.target is not None for row in rows):
        samples.append(Sample(words.legend_target, dot=TARGET))
    return draw_legend(sheet, samples)


def _column_heads(sheet: Sheet, words: ChartWords, plot: _Plot, *, baseline: float) -> None:
    """What the printed columns hold, where their words have room beside each other."""
    heads = [(plot.value_edge, words.legend_value)]
    if plot.target_edge > plot.value_edge:
        heads.append((plot.target_edge, words.legend_target))
    room = plot.target_edge - plot.value_edge - 4
    if all(text_width(word, SMALL.size) <= max(room, 40) for _, word in heads):
        for edge, word in heads:
            sheet.text(edge, baseline, word, style=SMALL.muted, anchor="end")


def _bar(sheet: Sheet, row: ProfileRow, plot: _Plot, middle: float) -> None:
    """The bar and its target; a row without a value says so where its bar would begin."""
    height = _bar_height(row)
    says_from = 0.0
    if row.target is not None:
        share = share_of_hundred(row.target)
        radius = _RING if row.emphasis else _SECTION_RING
        sheet.dot(TARGET, plot.x(share), middle, radius=radius)
        says_from = share if share < 0.5 else 0.0
    if row.value is None:
        start = plot.x(says_from) + 12
        sheet.text(start, middle + 4.5, row.value_text, style=SMALL.muted)
    else:
        width = plot.x(share_of_hundred(row.value)) - plot.left
        paint = BAR if row.emphasis else SECTION_BAR
        sheet.box(paint, plot.left, middle - height / 2, width=width, height=height)


def _printed(sheet: Sheet, row: ProfileRow, plot: _Plot, baseline: float) -> None:
    style = _style(row)
    if row.value is not None:
        sheet.text(plot.value_edge, baseline, row.value_text, style=style, anchor="end")
    sheet.text(plot.target_edge, baseline, row.target_text, style=style.muted, anchor="end")
