"""The axis of levels, from the lowest to the highest: its places, names and grid lines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.charts.drawing import GRID, Sheet, TextStyle, line_height
from app.charts.labels import clean_text, wrapped
from app.charts.rows import ChartWords

_SMALL = TextStyle(13)
_LEAST_STEP = 64


@dataclass(frozen=True)
class LevelAxis:
    """Where the levels stand; `last` is the position of the highest."""

    left: float
    right: float
    last: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(1, self.last)

    def x(self, position: int | Fraction) -> float:
        return self.left + float(position) * self.step

    def draw_grid(self, sheet: Sheet, top: float, bottom: float) -> None:
        for position in range(self.last + 1):
            sheet.stroke(GRID, self.x(position), top, x2=self.x(position), y2=bottom)


def axis_words(sheet: Sheet, axis: LevelAxis, words: ChartWords, y: float) -> float:
    """The level names above or below the axis; only their short forms where it is crowded."""
    style = _SMALL.muted
    wrappings = [_axis_name(name, axis.step - 8) for name in words.axis]
    most = max([len(lines) for lines in wrappings], default=0)
    for position, lines in enumerate(wrappings):
        sheet.lines(axis.x(position), y + 13, lines, style=style, anchor="middle")
    return y + most * line_height(style) + 10


def _axis_name(name: str, width: float) -> tuple[str, ...]:
    """The short form on a line of its own, then the name on two."""
    short, _, name = clean_text(name).partition(" ")
    if width < _LEAST_STEP:
        return (short,)
    return (short, *wrapped(name, width, size=_SMALL.size))
