"""The marks of up to eight groups of people, told apart by their shapes and, beside, by colour."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts.drawing import VOICES, Paint, Sheet
from app.charts.legend import Sample
from app.charts.marks import Corners

_SQUARE = ((-0.87, -0.87), (0.87, -0.87), (0.87, 0.87), (-0.87, 0.87))
_UP = ((0.0, -1.15), (1.12, 0.85), (-1.12, 0.85))
_DOWN = ((0.0, 1.15), (1.12, -0.85), (-1.12, -0.85))
_ARM, _WIDTH = 1.12, 0.4
_PLUS = (
    *((-_WIDTH, -_ARM), (_WIDTH, -_ARM), (_WIDTH, -_WIDTH), (_ARM, -_WIDTH), (_ARM, _WIDTH)),
    *((_WIDTH, _WIDTH), (_WIDTH, _ARM), (-_WIDTH, _ARM), (-_WIDTH, _WIDTH), (-_ARM, _WIDTH)),
    *((-_ARM, -_WIDTH), (-_WIDTH, -_WIDTH)),
)
_CROSS = tuple((0.72 * (right - down), 0.72 * (right + down)) for right, down in _PLUS)


@dataclass(frozen=True)
class Voice:
    """How the marks of one group look; without corners they are round."""

    paint: Paint
    corners: Corners = ()

    def draw(self, sheet: Sheet, x: float, y: float, *, radius: float) -> None:
        if self.corners:
            sheet.shape(self.paint, x, y, radius=radius, corners=self.corners)
        else:
            sheet.dot(self.paint, x, y, radius=radius)

    def sample(self, word: str, *, radius: float) -> Sample:
        if self.corners:
            return Sample(word, shape=self.paint, corners=self.corners, radius=radius)
        return Sample(word, dot=self.paint, radius=radius)


EVERY_VOICE = (
    Voice(VOICES[0]),
    Voice(VOICES[1], _SQUARE),
    Voice(VOICES[2], _UP),
    Voice(VOICES[3], _DOWN),
    Voice(VOICES[0], _PLUS),
    Voice(VOICES[1], _CROSS),
    Voice(VOICES[4], _SQUARE),
    Voice(VOICES[5]),
)
