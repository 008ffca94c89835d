"""The gap chart drawn with the least geometry that shows it, and as one would at first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO

import matplotlib
from matplotlib import pyplot
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from app.charts.rows import GapRow

matplotlib.use("agg")
WIDTH, HEIGHT = 576, 720
LEFT, SHARE = 0.36, 0.94


def lean_gaps(rows: Sequence[GapRow]) -> bytes:
    """Three collections without axes; the labels are written into the SVG as plain strings."""
    figure = Figure(figsize=(8, 10))
    axes = figure.add_axes((LEFT, 0.04, 0.62, SHARE))
    axes.set_axis_off()
    axes.set_xlim(0, 4)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for values, height, colour in (
        ([row.target for row in rows], 0.8, "#dddddd"),
        ([row.level for row in rows], 0.5, "#2a6f97"),
    ):
        bars = [_bar(place, value, height) for place, value in enumerate(values)]
        axes.add_collection(PolyCollection(bars, facecolor=colour), autolim=False)
    marks = [
        ((row.target, place - 0.4), (row.target, place + 0.4)) for place, row in enumerate(rows)
    ]
    axes.add_collection(LineCollection(marks, colors="black"), autolim=False)
    buffer = BytesIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
    step = HEIGHT * SHARE / len(rows)
    texts = "".join(
        f'<text x="{WIDTH * LEFT - 4:.0f}" y="{14.4 + (place + 0.5) * step:.1f}">'
        f"{escape(row.label)}</text>"
        for place, row in enumerate(rows)
    )
    group = f'<g font-family="sans-serif" font-size="10" text-anchor="end">{texts}</g></svg>'
    return buffer.getvalue().replace(b"</svg>", group.encode())


def naive_gaps(rows: Sequence[GapRow]) -> bytes:
    """pyplot, a bar for each row, tick labels, and a layout that fits itself."""
    with matplotlib.rc_context({"svg.fonttype": "path"}):
        return _naive_gaps(rows)


def _naive_gaps(rows: Sequence[GapRow]) -> bytes:
    figure = pyplot.figure(figsize=(8, 10))
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, [row.target for row in rows], color="#dddddd")
    axes.barh(places, [row.level for row in rows], color="#2a6f97", height=0.5)
    axes.plot([row.target for row in rows], places, "|", color="black", markersize=10)
    axes.set_yticks(places)
    axes.set_yticklabels([row.label for row in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 4)
    pyplot.tight_layout()
    buffer = BytesIO()
    figure.savefig(buffer, format="svg")
    pyplot.close(figure)
    return buffer.getvalue()


def _bar(place: int, value: float, height: float) -> Sequence[tuple[float, float]]:
    low, high = place - height / 2, place + height / 2
    return ((0, low), (value, low), (value, high), (0, high))
