"""The marks of a drawing: boxes, strokes, dots, diamonds and other shapes with corners."""

from __future__ import annotations

from dataclasses import dataclass, replace

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    left: float
    top: float
    width: float
    height: float

    def mirrored(self, width: float) -> Box:
        return replace(self, left=width - self.left - self.width)

    def moved(self, right: float, down: float) -> Box:
        return replace(self, left=self.left + right, top=self.top + down)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float

    def mirrored(self, width: float) -> Stroke:
        return replace(self, x1=width - self.x1, x2=width - self.x2)

    def moved(self, right: float, down: float) -> Stroke:
        return Stroke(self.x1 + right, self.y1 + down, self.x2 + right, self.y2 + down)


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle, filled or open as its paint says."""

    x: float
    y: float
    radius: float

    def mirrored(self, width: float) -> Dot:
        return replace(self, x=width - self.x)

    def moved(self, right: float, down: float) -> Dot:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Diamond:
    """A square on its corner, filled or open as its paint says."""

    x: float
    y: float
    radius: float

    def mirrored(self, width: float) -> Diamond:
        return replace(self, x=width - self.x)

    def moved(self, right: float, down: float) -> Diamond:
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape of straight edges; its corners are counted in radii from its middle."""

    x: float
    y: float
    radius: float
    corners: Corners

    def mirrored(self, width: float) -> Polygon:
        turned = tuple((-right, down) for right, down in self.corners)
        return replace(self, x=width - self.x, corners=turned)

    def moved(self, right: float, down: float) -> Polygon:
        return replace(self, x=self.x + right, y=self.y + down)


Mark = Box | Stroke | Dot | Diamond | Polygon
