"""Distributions: how many votes each level of one criterion got, and where their middle lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.chart import Chart
from app.charts.drawing import (
    AXIS,
    BAR,
    BRACKET,
    MEDIAN,
    NARROW,
    WIDE,
    Drawing,
    Sheet,
    TextStyle,
    line_height,
)
from app.charts.labels import clean_text, text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.rows import ChartWords, DistributionRow

MOST_ROWS = 12
"""Rows beyond these are left to the table."""

# Larger than elsewhere: a room reads this from a wall.
_LABEL, _VALUE_TEXT = TextStyle(19), TextStyle(21, bold=True)
_LEGEND, _NARROW_LEGEND = TextStyle(17), TextStyle(14)
_NARROW_LABEL, _NARROW_VALUE_TEXT = TextStyle(16), TextStyle(17, bold=True)
_BAR_HEIGHT, _NARROW_BAR_HEIGHT = 32, 22
_MOST_LABEL = 292
_NARROW_TRACK, _NARROW_BARS = 12, 34
_MOST_COLUMN = 110


@dataclass(frozen=True)
class Middle:
    """Where the middle of the votes lies, in positions from the first row, which is 0."""

    median: Fraction | None = None
    half: tuple[Fraction, Fraction] | None = None
    """From where to where the middle half of the votes reaches."""


def distribution_chart(
    rows: Sequence[DistributionRow], words: ChartWords, *, middle: Middle | None = None
) -> Chart:
    """A bar for each level with its votes printed; a diamond at the median, which may lie
    between two levels, and a bracket along the middle half of the votes.

    Raises ValueError for a number of votes below 0, or a middle that lies beside the rows.
    """
    found = middle or Middle()
    _check(rows, found)
    shown = rows[:MOST_ROWS]
    return Chart(_wide(shown, words, found), _narrow(shown, words, found), words)


def _check(rows: Sequence[DistributionRow], middle: Middle) -> None:
    for position in (middle.median, *(middle.half or ())):
        if position is not None and not 0 <= position <= len(rows) - 1:
            raise ValueError(f"there are {len(rows)} rows, none at position {position}")
    for row in rows:
        if row.votes < 0:
            raise ValueError(f"a level has 0 votes or more, not {row.votes}")


def _wide(rows: Sequence[DistributionRow], words: ChartWords, middle: Middle) -> Drawing:
    sheet = Sheet(WIDE)
    labels = max([0.0, *(text_width(clean_text(row.label), _LABEL.size) for row in rows)])
    track = min(labels, _MOST_LABEL) + 30
    left = track + 28
    room = WIDE - left - _column(rows, _VALUE_TEXT) - 12
    y = _legend(sheet, words, middle, style=_LEGEND)
    top, middles = y, []
    for row in rows:
        lines = wrapped(row.label, _MOST_LABEL, size=_LABEL.size)
        text_height = len(lines) * line_height(_LABEL)
        height = max(text_height + 14, _BAR_HEIGHT + 16)
        at = y + height / 2
        sheet.lines(0, at - text_height / 2 + _LABEL.size * 0.96, lines, style=_LABEL)
        end = _bar(sheet, row.votes, _most(rows), at, left=left, room=room, height=_BAR_HEIGHT)
        _printed(sheet, row, end + 12, at + 7.5, _VALUE_TEXT)
        middles.append(at)
        y += height
    sheet.stroke(AXIS, left, top, x2=left, y2=y)
    _draw_middle(sheet, middle, middles, track)
    return sheet.finished(y + 6, mirrored=words.mirrored)


def _narrow(rows: Sequence[DistributionRow], words: ChartWords, middle: Middle) -> Drawing:
    sheet = Sheet(NARROW)
    room = NARROW - _NARROW_BARS - _column(rows, _NARROW_VALUE_TEXT) - 10
    y = _legend(sheet, words, middle, style=_NARROW_LEGEND)
    middles = []
    for row in rows:
        width = NARROW - _NARROW_BARS
        lines = wrapped(row.label, width, size=_NARROW_LABEL.size)
        sheet.lines(_NARROW_BARS, y + _NARROW_LABEL.size, lines, style=_NARROW_LABEL)
        y += len(lines) * line_height(_NARROW_LABEL) + 6
        at = y + _NARROW_BAR_HEIGHT / 2
        sheet.stroke(AXIS, _NARROW_BARS, y - 3, x2=_NARROW_BARS, y2=y + _NARROW_BAR_HEIGHT + 3)
        end = _bar(
            sheet, row.votes, _most(rows), at,
            left=_NARROW_BARS, room=room, height=_NARROW_BAR_HEIGHT,
        )  # fmt: skip
        _printed(sheet, row, end + 10, at + 6, _NARROW_VALUE_TEXT)
        middles.append(at)
        y += _NARROW_BAR_HEIGHT + 16
    _draw_middle(sheet, middle, middles, _NARROW_TRACK)
    return sheet.finished(y, mirrored=words.mirrored)


def _most(rows: Sequence[DistributionRow]) -> int:
    return max([1, *(row.votes for row in rows)])


def _bar(
    sheet: Sheet, votes: int, most: int, middle: float, *, left: float, room: float, height: float
) -> float:
    """The bar, the longest as long as there is room; where it ends."""
    width = room * votes / most
    if votes:
        sheet.box(BAR, left, middle - height / 2, width=width, height=height)
    return left + width


def _printed(
    sheet: Sheet, row: DistributionRow, x: float, baseline: float, style: TextStyle
) -> None:
    shown = style if row.votes else style.muted
    line = wrapped(row.value_text, _MOST_COLUMN, size=style.size, bold=style.bold, lines=1)
    sheet.lines(x, baseline, line, style=shown)


def _column(rows: Sequence[DistributionRow], style: TextStyle) -> float:
    widths = [text_width(row.value_text[:40], style.size, bold=True) for row in rows]
    return min(max([24.0, *widths]), _MOST_COLUMN)


def _draw_middle(sheet: Sheet, middle: Middle, middles: Sequence[float], x: float) -> None:
    """Beside the bars, so that it hides none of them; what lies beyond the rows is left out."""
    if middle.half and middle.half[1] <= len(middles) - 1:
        top, bottom = _y(middle.half[0], middles) - 11, _y(middle.half[1], middles) + 11
        sheet.stroke(BRACKET, x, top, x2=x, y2=bottom)
        for end in (top, bottom):
            sheet.stroke(BRACKET, x - 1.5, end, x2=x + 11, y2=end)
    if middle.median is not None and middle.median <= len(middles) - 1:
        sheet.diamond(MEDIAN, x, _y(middle.median, middles), radius=10.5)


def _y(position: Fraction, middles: Sequence[float]) -> float:
    """Where a position stands, between the rows beside it."""
    above = int(position)
    below = min(above + 1, len(middles) - 1)
    return middles[above] + float(position - above) * (middles[below] - middles[above])


def _legend(sheet: Sheet, words: ChartWords, middle: Middle, *, style: TextStyle) -> float:
    samples = []
    if middle.median is not None:
        samples.append(Sample(words.legend_median, diamond=MEDIAN, radius=8))
    if middle.half:
        samples.append(Sample(words.legend_half, bracket=BRACKET))
    return draw_legend(sheet, samples, style=style) + 4
