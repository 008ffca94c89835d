"""The line above a chart that says what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.drawing import Paint, Sheet, TextStyle
from app.charts.labels import clean_text, text_width

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
    radius: float = 6


def draw_legend(sheet: Sheet, samples: Sequence[Sample]) -> float:
    """Draw the samples at the top, on as many lines as they need; where the chart may begin."""
    x, y = 0.0, 0.0
    named = [sample for sample in samples if clean_text(sample.word)]
    for sample in named:
        width = _SAMPLE + text_width(clean_text(sample.word, 40), _STYLE.size)
        if x and x + width > sheet.width:
            x, y = 0.0, y + _LINE
        _draw_sample(sheet, sample, x, y + 10)
        sheet.text(x + _SAMPLE, y + 14.5, clean_text(sample.word, 40), style=_STYLE)
        x += width + _GAP
    return y + _LINE + 6 if named else 0.0


def _draw_sample(sheet: Sheet, sample: Sample, x: float, middle: float) -> None:
    if sample.line:
        sheet.stroke(sample.line, x, middle, x2=x + 16, y2=middle)
    if sample.bar:
        sheet.box(sample.bar, x, middle - 5, width=16, height=10)
    if sample.diamond:
        sheet.diamond(sample.diamond, x + 8, middle, radius=sample.radius)
    if sample.dot:
        sheet.dot(sample.dot, x + 8, middle, radius=sample.radius)
