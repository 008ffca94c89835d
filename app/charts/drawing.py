"""A drawing before it is drawn: marks and labels in layout units, x to the right, y down.

SVG and PNG are made from the same drawing, so their geometry cannot differ. A unit is a pixel
of the SVG and a point (1/72 inch) of the PNG.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from app.charts.labels import clean_text, wrapped
from app.charts.marks import Box, Corners, Diamond, Dot, Mark, Polygon, Stroke


@dataclass(frozen=True)
class Paint:
    """How marks of one kind look, and the class by which a stylesheet may repaint them."""

    css: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 0
    dash: tuple[float, ...] = ()


WIDE, NARROW = 760, 320
"""The widths of the two layouts, in units."""

PAPER = "#ffffff"
_BLUE, _LIGHT_BLUE, _VERMILLION, _GREY = "#0072b2", "#4a92c3", "#d55e00", "#8a8a8a"
_GREEN, _PURPLE, _BROWN = "#00795a", "#94468a", "#8f5200"
_DARK_GREY = "#4d4d4d"

GRID = Paint("chart-grid", stroke="#dcdcdc", width=1)
AXIS = Paint("chart-axis", stroke=_GREY, width=1)
LINK = Paint("chart-link", stroke=_GREY, width=2)
PROPOSED_LINK = Paint("chart-link chart-proposed", stroke=_GREY, width=1.5, dash=(3, 3))
BAR = Paint("chart-bar", fill=_BLUE)
SECTION_BAR = Paint("chart-bar chart-section", fill=_LIGHT_BLUE)
LINE = Paint("chart-line", stroke=_BLUE, width=2)
TARGET = Paint("chart-target", fill=PAPER, stroke=_VERMILLION, width=2.5)
PROPOSED = Paint(
    "chart-target chart-proposed", fill=PAPER, stroke=_VERMILLION, width=1.75, dash=(2.6, 1.8)
)
VALUE = Paint("chart-value", fill=_BLUE)
INCOMPLETE = Paint("chart-incomplete", fill=PAPER, stroke=_BLUE, width=2)
RISE = Paint("chart-rise", fill=_LIGHT_BLUE)
FALL = Paint("chart-fall", fill=PAPER, stroke=_VERMILLION, width=2)
THEN = Paint("chart-then", fill=PAPER, stroke=_DARK_GREY, width=2)
BREAK = Paint("chart-break", stroke=_DARK_GREY, width=1.5, dash=(5, 4))
BRACKET = Paint("chart-bracket", stroke=_DARK_GREY, width=3)
MEDIAN = Paint("chart-median", fill=_VERMILLION)
SPAN = Paint("chart-link chart-span", stroke=_GREY, width=3)
ROOM = Paint("chart-room", stroke=_DARK_GREY, width=4)
OWN = Paint("chart-own", fill=PAPER, stroke=_VERMILLION, width=3)
VOICES = (
    Paint("chart-voice-1", fill=_BLUE),
    Paint("chart-voice-2", fill=_GREEN),
    Paint("chart-voice-3", fill=_PURPLE),
    Paint("chart-voice-4", fill=_BROWN),
    Paint("chart-voice-5", fill=PAPER, stroke=_PURPLE, width=2.5),
    Paint("chart-voice-6", fill=PAPER, stroke=_BROWN, width=2.5),
)
"""How groups of people are told apart, together with the shapes of their marks."""

PAINTING_ORDER = (
    GRID,
    AXIS,
    BREAK,
    LINK,
    PROPOSED_LINK,
    SPAN,
    ROOM,
    BRACKET,
    BAR,
    SECTION_BAR,
    RISE,
    FALL,
    LINE,
    TARGET,
    PROPOSED,
    THEN,
    INCOMPLETE,
    VALUE,
    *VOICES,
    MEDIAN,
    OWN,
)


Anchor = Literal["start", "middle", "end"]
_MARGIN = 20
_MIRRORED_ANCHORS: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True)
class TextStyle:
    """How a label looks, and the class by which a stylesheet may repaint it."""

    size: float
    css: str = "chart-label chart-ink"
    fill: str = "#1b1b1b"
    bold: bool = False

    @property
    def muted(self) -> TextStyle:
        return replace(self, css="chart-label chart-muted", fill="#595959", bold=False)


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, standing on its baseline. The text is clean and capped."""

    x: float
    y: float
    text: str
    style: TextStyle
    anchor: Anchor = "start"

    def mirrored(self, width: float) -> Label:
        return replace(self, x=width - self.x, anchor=_MIRRORED_ANCHORS[self.anchor])

    def moved(self, right: float, down: float) -> Label:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Drawing:
    """Everything on one sheet of this size."""

    width: int
    height: int
    marks: tuple[tuple[Paint, Mark], ...]
    labels: tuple[Label, ...]

    def mirrored(self) -> Drawing:
        """The same drawing for a language that runs right to left."""
        return replace(
            self,
            marks=tuple((paint, mark.mirrored(self.width)) for paint, mark in self.marks),
            labels=tuple(label.mirrored(self.width) for label in self.labels),
        )

    def moved(self, right: float, down: float) -> Drawing:
        """The same drawing on a larger sheet, with this much room on every side and above."""
        return Drawing(
            self.width + round(2 * right),
            self.height + round(right + down),
            tuple((paint, mark.moved(right, down)) for paint, mark in self.marks),
            tuple(label.moved(right, down) for label in self.labels),
        )

    def headed(self, title: str, *, mirrored: bool) -> Drawing:
        """The drawing with its title above and a margin around: what is passed on alone."""
        style = TextStyle(18, bold=True)
        lines = wrapped(title, self.width, size=style.size, bold=True)
        sheet = self.moved(_MARGIN, _MARGIN + 24 * len(lines) + 12)
        x: float = sheet.width - _MARGIN if mirrored else _MARGIN
        anchor: Anchor = "end" if mirrored else "start"
        head = (
            Label(x, _MARGIN + 16 + 24 * number, line, style, anchor)
            for number, line in enumerate(lines)
        )
        return replace(sheet, labels=(*head, *sheet.labels))


@dataclass
class Sheet:
    """A drawing while it is being made."""

    width: int
    marks: list[tuple[Paint, Mark]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def box(self, paint: Paint, left: float, top: float, *, width: float, height: float) -> None:
        self.marks.append((paint, Box(left, top, width, height)))

    def stroke(self, paint: Paint, x1: float, y1: float, *, x2: float, y2: float) -> None:
        self.marks.append((paint, Stroke(x1, y1, x2, y2)))

    def dot(self, paint: Paint, x: float, y: float, *, radius: float) -> None:
        self.marks.append((paint, Dot(x, y, radius)))

    def diamond(self, paint: Paint, x: float, y: float, *, radius: float) -> None:
        self.marks.append((paint, Diamond(x, y, radius)))

    def shape(self, paint: Paint, x: float, y: float, *, radius: float, corners: Corners) -> None:
        self.marks.append((paint, Polygon(x, y, radius, corners)))

    def text(
        self, x: float, y: float, text: str, *, style: TextStyle, anchor: Anchor = "start"
    ) -> None:
        """One line on its baseline; an empty one leaves no trace."""
        if cleaned := clean_text(text):
            self.labels.append(Label(x, y, cleaned, style, anchor))

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        style: TextStyle,
        anchor: Anchor = "start",
    ) -> None:
        """Lines one below the other, the first on this baseline."""
        for number, line in enumerate(lines):
            self.text(x, y + number * line_height(style), line, style=style, anchor=anchor)

    def finished(self, height: float, *, mirrored: bool) -> Drawing:
        drawing = Drawing(self.width, math.ceil(height), tuple(self.marks), tuple(self.labels))
        return drawing.mirrored() if mirrored else drawing


def line_height(style: TextStyle) -> float:
    return round(style.size * 1.25, 1)


def share_of_hundred(value: Fraction) -> float:
    """A value from 0 to 100 as a share of the axis; ValueError for anything else."""
    if not 0 <= value <= 100:
        raise ValueError(f"a chart shows values from 0 to 100, not {value}")
    return float(value) / 100
