"""The perception map: for each criterion how far groups and the self-check see it apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.chart import Chart
from app.charts.drawing import (
    GRID,
    NARROW,
    OWN,
    ROOM,
    SPAN,
    WIDE,
    Drawing,
    Sheet,
    TextStyle,
    line_height,
)
from app.charts.labels import clean_text, text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.levels import LevelAxis, axis_words
from app.charts.rows import ChartWords, PerceptionChartRow
from app.charts.voices import EVERY_VOICE, Voice

MOST_ROWS = 40
"""Rows beyond these are left to the table."""

MOST_GROUPS = len(EVERY_VOICE)
"""As many groups as there are shapes to tell them apart."""

_LABEL, _NARROW_LABEL = TextStyle(15), TextStyle(15, bold=True)
_VALUE_TEXT, _SMALL = TextStyle(15, bold=True), TextStyle(13)
_RADIUS, _OWN_RADIUS = 6.5, 8.5
_PITCH = 16.5
_HIGHEST_STACK = 3
_ROWS_BEFORE_SECOND_AXIS = 8
_MOST_COLUMN, _MOST_NAME = 84, 156
_PLOT = 292

_Mark = Voice | None
"""The mark of a group, or None for the self-check."""


@dataclass(frozen=True)
class _Map:
    """What is drawn: the rows, the groups whose voices they hold, and the last level."""

    rows: Sequence[PerceptionChartRow]
    groups: Sequence[str]
    words: ChartWords
    last: int


def perception_chart(
    rows: Sequence[PerceptionChartRow], words: ChartWords, *, groups: Sequence[str] = ()
) -> Chart:
    """Each group's median and the self-check on the axis of levels, a line from the lowest
    to the highest with their names; marks that coincide stand on each other.

    `groups` names the groups in the order of the rows' voices. Raises ValueError for more than
    eight groups, a row with more or fewer voices, and a position that is not on the axis.
    """
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"a map tells {MOST_GROUPS} groups apart, not {len(groups)}")
    shown = rows[:MOST_ROWS]
    for row in shown:
        if len(row.voices) != len(groups):
            raise ValueError(f"{len(groups)} groups have a name, {len(row.voices)} a voice")
    drawn = _Map(shown, groups, words, _last_position(shown, words))
    return Chart(_wide(drawn), _narrow(drawn), words)


def _last_position(rows: Sequence[PerceptionChartRow], words: ChartWords) -> int:
    reached = [one for row in rows for one in (*row.voices, row.own, row.room) if one is not None]
    last = len(words.axis) - 1 if words.axis else max([1, *map(math.ceil, reached)])
    for position in reached:
        if not 0 <= position <= last:
            raise ValueError(f"the level axis runs from 0 to {last}, not to {position}")
    return last


def _wide(drawn: _Map) -> Drawing:
    rows, words, last = drawn.rows, drawn.words, drawn.last
    sheet = Sheet(WIDE)
    head = text_width(clean_text(words.legend_value), _SMALL.size)
    texts = (text_width(row.value_text[:40], _VALUE_TEXT.size, bold=True) for row in rows)
    column = min(max([30.0, head, *texts]), _MOST_COLUMN)
    step = (WIDE - column - 16 - _PLOT) / (last + 0.9)
    axis = LevelAxis(_PLOT + step * 0.45, _PLOT + step * (last + 0.45), last)
    y = axis_words(sheet, axis, words, _legend(sheet, drawn))
    _value_head(sheet, words, y - 13)
    top = y
    for row in rows:
        lines = wrapped(row.label, _PLOT - 24, size=_LABEL.size)
        text_height = len(lines) * line_height(_LABEL)
        # As much room below as the names take above: the line runs through the row's middle.
        height = max(text_height, _stack_height(row, axis) + 2 * line_height(_SMALL)) + 8
        middle = y + height / 2
        sheet.stroke(GRID, 0, y, x2=WIDE, y2=y)
        sheet.lines(0, middle - text_height / 2 + _LABEL.size * 0.98, lines, style=_LABEL)
        _marks(sheet, row, axis, middle)
        _names(sheet, row, axis, middle, edges=(_PLOT - 16, WIDE - column - 16))
        _value(sheet, row, middle + 5)
        y += height
    axis.draw_grid(sheet, top - 3, y + 3)
    if len(rows) > _ROWS_BEFORE_SECOND_AXIS:
        y = axis_words(sheet, axis, words, y + 6)
    return sheet.finished(y + 8, mirrored=words.mirrored)


def _narrow(drawn: _Map) -> Drawing:
    rows, words, last = drawn.rows, drawn.words, drawn.last
    sheet = Sheet(NARROW)
    axis = LevelAxis(16, NARROW - 16, last)
    y = _legend(sheet, drawn)
    y = _end_words(sheet, words, y)
    _value_head(sheet, words, y + 14)
    y += 24 if words.legend_value else 6
    for row in rows:
        lines = wrapped(row.label, NARROW - 66, size=_NARROW_LABEL.size, bold=True)
        sheet.lines(0, y + 15, lines, style=_NARROW_LABEL)
        _value(sheet, row, y + 15)
        y += len(lines) * line_height(_NARROW_LABEL) + 8
        half = _stack_height(row, axis) / 2
        middle = y + line_height(_SMALL) + half
        sheet.stroke(GRID, axis.left, middle, x2=axis.right, y2=middle)
        axis.draw_grid(sheet, middle - half, middle + half + 4)
        _marks(sheet, row, axis, middle)
        _names(sheet, row, axis, middle, edges=(0, NARROW))
        y = middle + half + 18
        for position in range(last + 1):
            short = words.axis[position].partition(" ")[0] if words.axis else str(position)
            sheet.text(axis.x(position), y, short, style=_SMALL.muted, anchor="middle")
        y += 22
    return sheet.finished(y, mirrored=words.mirrored)


def _value_head(sheet: Sheet, words: ChartWords, baseline: float) -> None:
    line = wrapped(words.legend_value, _MOST_COLUMN, size=_SMALL.size, lines=1)
    sheet.lines(sheet.width - 4, baseline, line, style=_SMALL.muted, anchor="end")


def _value(sheet: Sheet, row: PerceptionChartRow, baseline: float) -> None:
    room = _MOST_COLUMN if sheet.width == WIDE else 56
    line = wrapped(row.value_text, room, size=_VALUE_TEXT.size, bold=True, lines=1)
    sheet.lines(sheet.width - 4, baseline, line, style=_VALUE_TEXT, anchor="end")


def _end_words(sheet: Sheet, words: ChartWords, y: float) -> float:
    """What the lowest and the highest level are called; those between have only numbers."""
    if not words.axis:
        return y
    style, half = _SMALL.muted, NARROW / 2 - 6
    lowest, highest = (wrapped(words.axis[place], half, size=style.size) for place in (0, -1))
    sheet.lines(0, y + 13, lowest, style=style)
    sheet.lines(NARROW, y + 13, highest, style=style, anchor="end")
    return y + max(len(lowest), len(highest)) * line_height(style) + 4


def _stacks(row: PerceptionChartRow) -> dict[Fraction, list[_Mark]]:
    """Which marks stand at which place, the self-check first."""
    found: dict[Fraction, list[_Mark]] = {}
    if row.own is not None:
        found[row.own] = [None]
    for voice, place in zip(EVERY_VOICE, row.voices, strict=False):
        if place is not None:
            found.setdefault(place, []).append(voice)
    return found


def _stack_size(count: int, axis: LevelAxis) -> int:
    """How many marks stand on each other; beside each other only while half a step is free."""
    most_beside = max(1, int(axis.step / 2 / _PITCH))
    return max(min(count, _HIGHEST_STACK), -(-count // most_beside))


def _stack_height(row: PerceptionChartRow, axis: LevelAxis) -> float:
    sizes = [_stack_size(len(marks), axis) for marks in _stacks(row).values()]
    return max([1, *sizes]) * _PITCH


def _placed(
    marks: Sequence[_Mark], axis: LevelAxis, *, x: float, middle: float
) -> Iterator[tuple[_Mark, float, float]]:
    """Every mark with its own place around the one they share."""
    size = _stack_size(len(marks), axis)
    columns = [marks[start : start + size] for start in range(0, len(marks), size)]
    for number, column in enumerate(columns):
        right = (number - (len(columns) - 1) / 2) * _PITCH
        for place, mark in enumerate(column):
            down = (place - (len(columns[0]) - 1) / 2) * _PITCH
            yield mark, x + right, middle + down


def _marks(sheet: Sheet, row: PerceptionChartRow, axis: LevelAxis, middle: float) -> None:
    if row.ends and row.ends[0] != row.ends[1]:
        sheet.stroke(SPAN, axis.x(row.ends[0]), middle, x2=axis.x(row.ends[1]), y2=middle)
    if row.room is not None:
        x, half = axis.x(row.room), _stack_height(row, axis) / 2 + 3
        sheet.stroke(ROOM, x, middle - half, x2=x, y2=middle + half)
    for place, marks in _stacks(row).items():
        for mark, x, y in _placed(marks, axis, x=axis.x(place), middle=middle):
            if mark is None:
                sheet.diamond(OWN, x, y, radius=_OWN_RADIUS)
            else:
                mark.draw(sheet, x, y, radius=_RADIUS)


def _names(
    sheet: Sheet,
    row: PerceptionChartRow,
    axis: LevelAxis,
    middle: float,
    *,
    edges: tuple[float, float],
) -> None:
    """Above the ends of the line who stands there, growing outwards as far as there is room."""
    if not row.ends or row.ends[0] == row.ends[1]:
        return
    most = min(_MOST_NAME, (edges[1] - edges[0]) / 2 - 8)
    baseline = middle - _stack_height(row, axis) / 2 - 4
    lowest, highest = (
        wrapped(text, most, size=_SMALL.size, lines=1)
        for text in (row.lowest_text, row.highest_text)
    )
    widths = [text_width("".join(line), _SMALL.size) for line in (lowest, highest)]
    end = max(axis.x(row.ends[0]) + _RADIUS, edges[0] + widths[0])
    start = min(axis.x(row.ends[1]) - _RADIUS, edges[1] - widths[1])
    # Two ends close to each other share the room between them.
    overlap = max(0.0, end + 14 - start)
    end = max(end - overlap / 2, edges[0] + widths[0])
    start = min(max(start, end + 14), edges[1] - widths[1])
    end = min(end, start - 14)
    sheet.lines(end, baseline, lowest, style=_SMALL, anchor="end")
    sheet.lines(start, baseline, highest, style=_SMALL)


def _legend(sheet: Sheet, drawn: _Map) -> float:
    """Every mark that the rows have."""
    rows, words = drawn.rows, drawn.words
    samples = [
        voice.sample(name, radius=_RADIUS)
        for number, (voice, name) in enumerate(zip(EVERY_VOICE, drawn.groups, strict=False))
        if any(row.voices[number] is not None for row in rows)
    ]
    if any(row.own is not None for row in rows):
        samples.append(Sample(words.legend_own, diamond=OWN, radius=_OWN_RADIUS))
    if any(row.room is not None for row in rows):
        samples.append(Sample(words.legend_room, upright=ROOM))
    return draw_legend(sheet, samples) + 4
