"""The axis from 0 to 100 along which bars and marks stand: its places, numbers and grid lines."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts.drawing import AXIS, GRID, Anchor, Sheet, TextStyle

STEPS = (0, 25, 50, 75, 100)
SMALL = TextStyle(13)


@dataclass(frozen=True)
class HundredAxis:
    """From the left edge, which is 0, to the right one, which is 100."""

    left: float
    right: float

    def x(self, share: float) -> float:
        """Where a share from 0 to 1 stands."""
        return self.left + share * (self.right - self.left)

    def draw_numbers(self, sheet: Sheet, baseline: float) -> None:
        """A number at each step; at the edge of the sheet the outer ones stay inside it."""
        anchors: dict[int, Anchor] = {0: "start", 100: "end"} if self.left < 20 else {}
        for step in STEPS:
            anchor = anchors.get(step, "middle")
            sheet.text(self.x(step / 100), baseline, str(step), style=SMALL.muted, anchor=anchor)

    def draw_grid(self, sheet: Sheet, top: float, bottom: float) -> None:
        """A line at each step, the one at 0 stronger."""
        for step in STEPS:
            x = self.x(step / 100)
            sheet.stroke(GRID if step else AXIS, x, top, x2=x, y2=bottom)
