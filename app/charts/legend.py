"""The line above a chart that says what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.drawing import Paint, Sheet, TextStyle
from app.charts.labels import clean_text, text_width
from app.charts.marks import Corners

_STYLE = TextStyle(13)
_SAMPLE, _GAP, _LINE = 22, 22, 24


@dataclass(frozen=True)
class Sample:
    """A mark as the chart draws it, and its word; without a word it is left out."""

    word: str
    dot: Paint | None = None
    bar: Paint | None = None
    line: Paint | None = None
    diamond: Paint | None = None
    upright: Paint | None = None
    bracket: Paint | None = None
    shape: Paint | None = None
    corners: Corners = ()
    radius: float = 6


def draw_legend(sheet: Sheet, samples: Sequence[Sample], *, style: TextStyle = _STYLE) -> float:
    """Draw the samples at the top, on as many lines as they need; where the chart may begin."""
    x, y = 0.0, 0.0
    named = [sample for sample in samples if clean_text(sample.word)]
    for sample in named:
        width = _SAMPLE + text_width(clean_text(sample.word, 40), style.size)
        if x and x + width > sheet.width:
            x, y = 0.0, y + _LINE
        _draw_sample(sheet, sample, x, y + 10)
        sheet.text(x + _SAMPLE, y + 14.5, clean_text(sample.word, 40), style=style)
        x += width + _GAP
    return y + _LINE + 6 if named else 0.0


def _draw_upright(sheet: Sheet, sample: Sample, x: float, middle: float) -> None:
    if sample.bracket:
        for x1, y1, x2, y2 in ((7, -9, 7, 9), (5.5, -9, 13, -9), (5.5, 9, 13, 9)):
            sheet.stroke(sample.bracket, x + x1, middle + y1, x2=x + x2, y2=middle + y2)
    if sample.upright:
        sheet.stroke(sample.upright, x + 8, middle - 9, x2=x + 8, y2=middle + 9)


def _draw_sample(sheet: Sheet, sample: Sample, x: float, middle: float) -> None:
    _draw_upright(sheet, sample, x, middle)
    if sample.line:
        sheet.stroke(sample.line, x, middle, x2=x + 16, y2=middle)
    if sample.bar:
        sheet.box(sample.bar, x, middle - 5, width=16, height=10)
    if sample.shape:
        sheet.shape(sample.shape, x + 8, middle, radius=sample.radius, corners=sample.corners)
    if sample.diamond:
        sheet.diamond(sample.diamond, x + 8, middle, radius=sample.radius)
    if sample.dot:
        sheet.dot(sample.dot, x + 8, middle, radius=sample.radius)
