"""The one way to make a figure: a drawing's geometry as SVG paths, and a drawing as PNG."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from app.charts.chart import Chart
from app.charts.drawing import PAINTING_ORDER, PAPER, Drawing, Paint, Sheet
from app.charts.labels import LABEL_LENGTH
from app.charts.marks import Box, Diamond, Dot, Mark, Polygon, Stroke
from app.charts.svg import Outlines

__all__ = ["DOTS_PER_UNIT", "Chart", "outlines", "png", "warm_up"]

DOTS_PER_UNIT = 2.5
"""180 dots to the inch, for 72 units make an inch."""

_UNITS_PER_INCH = 72
_FONT = "DejaVu Sans"
# DejaVu comes with matplotlib everywhere but runs wider than the fonts of a page.
_FONT_SCALE = 0.9
_MISSING_CHARACTER = "□"
# Four cubic curves make a circle that is off by less than a thousandth.
_KAPPA = 0.5523
_MOVE, _LINE = int(Path.MOVETO), int(Path.LINETO)
_CURVE, _CLOSE = int(Path.CURVE4), int(Path.CLOSEPOLY)

# A matplotlibrc in the working directory must not change our pictures.
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "willkommenscheck",
        "text.parse_math": False,
        "path.simplify": False,
        "lines.scale_dashes": False,
        "font.family": [_FONT],
    }
)

# matplotlib does not promise to be thread-safe, and two drawings at once would not be faster.
_drawing_lock = threading.Lock()


def outlines(drawing: Drawing) -> Outlines:
    """The path data of every mark, by paint. Equal drawings give equal outlines."""
    with _drawing_lock:
        figure, painted = _figure(drawing)
        buffer = BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    found = re.findall(r'<g id="paint-(\d+)">\s*<path d="([^"]*)"', buffer.getvalue().decode())
    return [(painted[int(number)], _subpaths(path)) for number, path in found]


def png(drawing: Drawing) -> bytes:
    """The drawing as a PNG on white paper, `DOTS_PER_UNIT` times as many dots as units."""
    with _drawing_lock:
        figure, _ = _figure(drawing)
        _write_labels(figure, drawing)
        buffer = BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def warm_up() -> None:
    """Draw one small chart, so that the first visitor does not wait for fonts and imports."""
    sheet = Sheet(8)
    sheet.box(PAINTING_ORDER[-1], 1, 1, width=6, height=6)
    drawing = sheet.finished(8, mirrored=False)
    outlines(drawing)
    png(drawing)


def _figure(drawing: Drawing) -> tuple[Figure, Sequence[Paint]]:
    """A figure with one artist for each paint, without axes: they would cost most of the time.

    Never pyplot: it would keep every figure alive.
    """
    size = (drawing.width / _UNITS_PER_INCH, drawing.height / _UNITS_PER_INCH)
    figure = Figure(figsize=size, dpi=_UNITS_PER_INCH * DOTS_PER_UNIT, facecolor=PAPER)
    by_paint: dict[Paint, list[Mark]] = {paint: [] for paint in PAINTING_ORDER}
    for paint, mark in drawing.marks:
        by_paint[paint].append(mark)
    painted = [paint for paint, marks in by_paint.items() if marks]
    for number, paint in enumerate(painted):
        patch = PathPatch(
            _path(by_paint[paint]),
            facecolor=paint.fill or "none",
            edgecolor=paint.stroke or "none",
            linewidth=paint.width,
            linestyle=(0, paint.dash) if paint.dash else "solid",
            transform=_units(figure, drawing),
            zorder=number,
            gid=f"paint-{number}",
        )
        figure.add_artist(patch)
    return figure, painted


def _units(figure: Figure, drawing: Drawing) -> Transform:
    """From layout units, y down, to the dots of whichever canvas draws."""
    upwards = Affine2D().scale(1, -1).translate(0, drawing.height)
    return upwards.scale(1 / _UNITS_PER_INCH) + figure.dpi_scale_trans


def _path(marks: Sequence[Mark]) -> Path:
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for mark in marks:
        mark_vertices, mark_codes = _vertices(mark)
        vertices += mark_vertices
        codes += mark_codes
    return Path([(round(x, 2), round(y, 2)) for x, y in vertices], codes)


def _vertices(mark: Mark) -> tuple[list[tuple[float, float]], list[int]]:
    match mark:
        case Stroke(x1, y1, x2, y2):
            return [(x1, y1), (x2, y2)], [_MOVE, _LINE]
        case Box(left, top, width, height):
            right, bottom = left + width, top + height
            edges = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            return edges, [_MOVE, _LINE, _LINE, _LINE, _CLOSE]
        case Diamond(x, y, radius):
            return _closed(x, y, radius, _CORNERS)
        case Polygon(x, y, radius, corners):
            return _closed(x, y, radius, corners)
        case Dot(x, y, radius):
            circle = [(x + radius * dx, y + radius * dy) for dx, dy in _CIRCLE]
            return circle, [_MOVE, *(12 * [_CURVE]), _CLOSE]


def _closed(
    x: float, y: float, radius: float, corners: Sequence[tuple[float, float]]
) -> tuple[list[tuple[float, float]], list[int]]:
    around = [(x + radius * dx, y + radius * dy) for dx, dy in (*corners, corners[0])]
    return around, [_MOVE, *((len(corners) - 1) * [_LINE]), _CLOSE]


_CORNERS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_CIRCLE = (
    *((1, 0), (1, _KAPPA), (_KAPPA, 1), (0, 1), (-_KAPPA, 1), (-1, _KAPPA), (-1, 0)),
    *((-1, -_KAPPA), (-_KAPPA, -1), (0, -1), (_KAPPA, -1), (1, -_KAPPA), (1, 0), (1, 0)),
)


def _subpaths(path: str) -> Sequence[str]:
    """One piece of path data for each mark."""
    return ["M" + " ".join(piece.split()) for piece in path.split("M")[1:]]


def _write_labels(figure: Figure, drawing: Drawing) -> None:
    transform = _units(figure, drawing)
    alignments = {"start": "left", "middle": "center", "end": "right"}
    for label in drawing.labels:
        figure.text(
            label.x,
            label.y,
            _drawable(label.text),
            transform=transform,
            horizontalalignment=alignments[label.anchor],
            verticalalignment="baseline",
            fontsize=label.style.size * _FONT_SCALE,
            fontweight="bold" if label.style.bold else "normal",
            color=label.style.fill,
        )


def _drawable(text: str) -> str:
    """The text with a box for each character the font lacks, such as emoji."""
    if text.isascii():
        return text
    known = _known_characters()
    characters = (
        character if ord(character) in known else _MISSING_CHARACTER for character in text
    )
    return "".join(characters)[:LABEL_LENGTH]


@cache
def _known_characters() -> frozenset[int]:
    regular, bold = (
        get_font(findfont(FontProperties(family=_FONT, weight=weight)))
        for weight in ("normal", "bold")
    )
    return frozenset(regular.get_charmap()) & frozenset(bold.get_charmap())
