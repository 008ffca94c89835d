"""Gaps: for each criterion the way from its level today to its target, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from app.charts.chart import Chart
from app.charts.drawing import (
    GRID,
    LINK,
    NARROW,
    PROPOSED,
    PROPOSED_LINK,
    TARGET,
    VALUE,
    WIDE,
    Drawing,
    Paint,
    Sheet,
    TextStyle,
    line_height,
)
from app.charts.labels import clean_text, text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.levels import LevelAxis, axis_words
from app.charts.rows import ChartWords, GapRow

MOST_ROWS = 40
"""Rows beyond these are left to the table."""

_LABEL, _VALUE_TEXT, _SMALL = TextStyle(14), TextStyle(14, bold=True), TextStyle(13)
_DOT, _RING = 5.5, 6.5
_MOST_COLUMN = 110
_ROWS_BEFORE_SECOND_AXIS = 12


def gap_chart(rows: Sequence[GapRow], words: ChartWords) -> Chart:
    """Dumbbells from a dot (now) to a ring (target) on the axis of levels.

    A ring and a line that are dashed mark a proposal, a target that nobody has agreed to yet.
    Raises ValueError for a level that is not on the axis.
    """
    shown = rows[:MOST_ROWS]
    last = _last_position(shown, words)
    return Chart(_wide(shown, words, last), _narrow(shown, words, last), words)


def _last_position(rows: Sequence[GapRow], words: ChartWords) -> int:
    reached = [position for row in rows for position in (row.level, row.target)]
    last = len(words.axis) - 1 if words.axis else max([1, *reached])
    for position in reached:
        if not 0 <= position <= last:
            raise ValueError(f"the level axis runs from 0 to {last}, not to {position}")
    return last


def _wide(rows: Sequence[GapRow], words: ChartWords, last: int) -> Drawing:
    sheet = Sheet(WIDE)
    targets = _column([row.target_text for row in rows])
    levels = _column([row.level_text for row in rows])
    level_edge = WIDE - 8 - targets - 20
    step = (level_edge - levels - 24 - 304) / (last + 0.7)
    axis = LevelAxis(304 + step * 0.35, 304 + step * (last + 0.35), last)
    y = _legend(sheet, rows, words)
    y = axis_words(sheet, axis, words, y)
    edges = (level_edge - levels / 2, WIDE - 8 - targets / 2)
    _column_heads(sheet, edges, y - 13)
    top = y
    for row in rows:
        lines = wrapped(row.label, 276, size=_LABEL.size)
        height = max(len(lines) * line_height(_LABEL) + 13, 32)
        middle = y + height / 2
        baseline = middle - len(lines) * line_height(_LABEL) / 2 + _LABEL.size * 0.98
        sheet.lines(0, baseline, lines, style=_LABEL)
        _dumbbell(sheet, row, axis, middle)
        for x, text, style in (
            (edges[0], row.level_text, _VALUE_TEXT),
            (edges[1], row.target_text, _LABEL.muted),
        ):
            line = wrapped(text, _MOST_COLUMN, size=style.size, bold=style.bold, lines=1)
            sheet.lines(x, middle + 5, line, style=style, anchor="middle")
        y += height
    axis.draw_grid(sheet, top - 3, y + 3)
    if len(rows) > _ROWS_BEFORE_SECOND_AXIS:
        y = axis_words(sheet, axis, words, y + 6)
    return sheet.finished(y + 8, mirrored=words.mirrored)


def _narrow(rows: Sequence[GapRow], words: ChartWords, last: int) -> Drawing:
    sheet = Sheet(NARROW)
    axis = LevelAxis(10, NARROW - 10, last)
    y = _legend(sheet, rows, words) + (6 if rows else 0)
    for row in rows:
        lines = wrapped(row.label, NARROW - 4, size=_VALUE_TEXT.size, bold=True)
        sheet.lines(0, y + 14, lines, style=_VALUE_TEXT)
        y += len(lines) * line_height(_VALUE_TEXT) + 14
        sheet.stroke(GRID, axis.left, y, x2=axis.right, y2=y)
        axis.draw_grid(sheet, y - 5, y + 5)
        _dumbbell(sheet, row, axis, y)
        y = _named_levels(sheet, row, words, y + 24) + 22
    return sheet.finished(y, mirrored=words.mirrored)


def _named_levels(sheet: Sheet, row: GapRow, words: ChartWords, baseline: float) -> float:
    """Both levels in words, each behind its mark; beside each other where they fit."""
    now = words.axis[row.level] if words.axis else row.level_text
    target = words.axis[row.target] if words.axis else row.target_text
    sheet.dot(VALUE, 8, baseline - 4.5, radius=4)
    sheet.text(18, baseline, now, style=_SMALL)
    x = 18 + text_width(clean_text(now), _SMALL.size) + 22
    if x + 12 + text_width(clean_text(target), _SMALL.size) > sheet.width:
        x, baseline = 8, baseline + 18
    sheet.dot(_target_paint(row), x, baseline - 4.5, radius=4.5)
    sheet.text(x + 10, baseline, target, style=_SMALL.muted)
    return baseline


def _target_paint(row: GapRow) -> Paint:
    return PROPOSED if row.is_proposal else TARGET


def _dumbbell(sheet: Sheet, row: GapRow, axis: LevelAxis, middle: float) -> None:
    now, target = axis.x(row.level), axis.x(row.target)
    if now != target:
        paint = PROPOSED_LINK if row.is_proposal else LINK
        sheet.stroke(paint, now, middle, x2=target, y2=middle)
    sheet.dot(_target_paint(row), target, middle, radius=_RING)
    sheet.dot(VALUE, now, middle, radius=_DOT if now != target else 3)


def _legend(sheet: Sheet, rows: Sequence[GapRow], words: ChartWords) -> float:
    samples = [Sample(words.legend_value, dot=VALUE, radius=_DOT)]
    if any(not row.is_proposal for row in rows):
        samples.append(Sample(words.legend_target, dot=TARGET))
    if any(row.is_proposal for row in rows):
        samples.append(Sample(words.legend_proposal, dot=PROPOSED))
    return draw_legend(sheet, samples)


def _column(texts: Sequence[str]) -> float:
    widths = [text_width(text[:40], _VALUE_TEXT.size, bold=True) for text in texts if text]
    return min(max([18.0, *widths]), _MOST_COLUMN) if widths else 0.0


def _column_heads(sheet: Sheet, edges: tuple[float, float], middle: float) -> None:
    sheet.dot(VALUE, edges[0], middle, radius=4)
    sheet.dot(TARGET, edges[1], middle, radius=4.5)
