"""A trend: the value of each year from 0 to 100, with gaps where a year is missing."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from app.charts.chart import Chart
from app.charts.drawing import (
    AXIS,
    BREAK,
    GRID,
    INCOMPLETE,
    LINE,
    NARROW,
    VALUE,
    WIDE,
    Anchor,
    Drawing,
    Sheet,
    TextStyle,
    share_of_hundred,
)
from app.charts.hundred import SMALL, STEPS
from app.charts.labels import text_width, wrapped
from app.charts.legend import Sample, draw_legend
from app.charts.rows import Break, ChartWords, TrendPoint

MOST_POINTS = 40
"""Earlier years are left to the table."""

_YEAR, _VALUE_TEXT = TextStyle(14), TextStyle(14.5, bold=True)
_PLOT_HEIGHT = 180
_BREAK_LINE = 20


def trend_chart(
    points: Sequence[TrendPoint], words: ChartWords, *, breaks: Sequence[Break] = ()
) -> Chart:
    """A line over the years, each value printed at its point. None interrupts the line.

    Before the year of a break stands a dashed line with its text; one that interrupts leaves a
    gap in the line, too. Raises ValueError for values
    outside 0 to 100.
    """
    shown = points[-MOST_POINTS:]
    wide, narrow = (_trend(shown, words, width=width, breaks=breaks) for width in (WIDE, NARROW))
    return Chart(wide, narrow, words)


def _trend(
    points: Sequence[TrendPoint], words: ChartWords, *, width: int, breaks: Sequence[Break]
) -> Drawing:
    sheet = Sheet(width)
    top = _legend(sheet, points, words) + 22
    marked = _by_place(points, breaks)
    top += _BREAK_LINE * len(marked)
    bottom = top + _PLOT_HEIGHT
    left, right = 40, width - 4
    for step in STEPS:
        y = bottom - step / 100 * _PLOT_HEIGHT
        sheet.stroke(GRID if step else AXIS, left, y, x2=right, y2=y)
        sheet.text(left - 10, y + 4.5, str(step), style=SMALL.muted, anchor="end")
    room = (right - left) / max(1, len(points))
    places: list[tuple[float, float | None]] = []
    for number, point in enumerate(points):
        height = None
        if point.value is not None:
            height = bottom - share_of_hundred(point.value) * _PLOT_HEIGHT
        places.append((left + (number + 0.5) * room, height))
    _breaks(sheet, {left + place * room: text for place, text in marked.items()}, bottom=bottom)
    cut = {str(each.year) for each in breaks if each.interrupts}
    _line(sheet, points, places, cut=cut)
    _words(sheet, points, places, bottom=bottom, room=room)
    return sheet.finished(bottom + 64, mirrored=words.mirrored)


def _legend(sheet: Sheet, points: Sequence[TrendPoint], words: ChartWords) -> float:
    samples = [Sample(words.legend_value, line=LINE, dot=VALUE, radius=4.5)]
    if any(not point.is_complete and point.value is not None for point in points):
        samples.append(Sample(words.legend_incomplete, dot=INCOMPLETE, radius=5))
    return draw_legend(sheet, samples)


def _by_place(points: Sequence[TrendPoint], breaks: Sequence[Break]) -> dict[int, str]:
    """Before which point which texts stand; what is before the first one is left out."""
    place_of = {point.label: place for place, point in enumerate(points) if place}
    found: dict[int, list[str]] = {}
    for each in sorted(breaks, key=lambda each: each.year):
        if str(each.year) in place_of:
            found.setdefault(place_of[str(each.year)], []).append(each.text)
    return {place: "; ".join(texts) for place, texts in found.items()}


def _breaks(sheet: Sheet, marked: Mapping[float, str], *, bottom: float) -> None:
    """A dashed line for each, its text at its upper end on a line of its own."""
    for number, (x, text) in enumerate(marked.items()):
        baseline = bottom - _PLOT_HEIGHT - 16 - _BREAK_LINE * (len(marked) - 1 - number)
        sheet.stroke(BREAK, x, baseline - 10, x2=x, y2=bottom)
        goes_left = x > sheet.width / 2
        room = (x if goes_left else sheet.width - x) - 8
        line = wrapped(text, room, size=SMALL.size, lines=1)
        anchor: Anchor = "end" if goes_left else "start"
        edge = x - 6 if goes_left else x + 6
        sheet.lines(edge, baseline, line, style=SMALL.muted, anchor=anchor)


def _line(
    sheet: Sheet,
    points: Sequence[TrendPoint],
    places: Sequence[tuple[float, float | None]],
    *,
    cut: Collection[str],
) -> None:
    """From point to point, but for what is cut: the labels of points nothing leads up to."""
    for (x1, y1), (x2, y2), point in zip(places, places[1:], points[1:], strict=False):
        if y1 is not None and y2 is not None and point.label not in cut:
            sheet.stroke(LINE, x1, y1, x2=x2, y2=y2)
    for point, (x, y) in zip(points, places, strict=True):
        if y is not None and point.is_complete:
            sheet.dot(VALUE, x, y, radius=4.5)
        elif y is not None:
            sheet.dot(INCOMPLETE, x, y, radius=5)


def _words(
    sheet: Sheet,
    points: Sequence[TrendPoint],
    places: Sequence[tuple[float, float | None]],
    *,
    bottom: float,
    room: float,
) -> None:
    """Years below and values beside their points; where it is crowded, every second or third."""
    every_year = _every([point.label for point in points], room)
    every_value = _every([point.value_text for point in points if point.value is not None], room)
    for number, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        # Counted from the end, so that the latest year always has its words.
        before_last = len(points) - 1 - number
        if before_last % every_year == 0:
            width = room * every_year - 6
            year = wrapped(point.label, width, size=_YEAR.size, lines=1)
            sheet.lines(x, bottom + 22, year, style=_YEAR, anchor="middle")
            if y is None:
                said = wrapped(point.value_text, width, size=SMALL.size)
                sheet.lines(x, bottom + 38, said, style=SMALL.muted, anchor="middle")
        if y is not None and before_last % every_value == 0:
            below = _is_valley(places, number) and y < bottom - 30
            baseline = y + 22 if below else y - 12
            sheet.text(x, baseline, point.value_text, style=_VALUE_TEXT, anchor="middle")


def _every(texts: Sequence[str], room: float) -> int:
    """Every how many points a text of this width finds room."""
    widest = max([text_width(text[:20], _VALUE_TEXT.size, bold=True) for text in texts], default=0)
    return max(1, math.ceil((widest + 4) / room))


def _is_valley(places: Sequence[tuple[float, float | None]], number: int) -> bool:
    """Whether the line rises on both sides, so that only below the point is there room."""
    y = places[number][1]
    beside = [places[n][1] for n in (number - 1, number + 1) if 0 <= n < len(places)]
    return y is not None and bool(beside) and all(b is not None and b < y - 2 for b in beside)
