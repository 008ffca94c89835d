"""SVG for a page with a strict content security policy, and as a file of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from app.charts.drawing import PAPER, Drawing, Label, Paint
from app.charts.labels import clean_text
from app.charts.rows import ChartWords

Outlines = Sequence[tuple[Paint, Sequence[str]]]
"""For each paint, in painting order, the path data of its marks."""

_PAGE_FONT = "Fira Sans, system-ui, sans-serif"
_FILE_FONT = "Fira Sans, DejaVu Sans, Segoe UI, Arial, Helvetica, sans-serif"
_TITLE_LENGTH = 200
_DESCRIPTION_LENGTH = 2_000


def inline_svg(drawing: Drawing, outlines: Outlines, words: ChartWords, *, layout: str) -> str:
    """The drawing as an element of a page; the page gives it its size.

    It carries no style, for the policy would drop it, and only presentation attributes, which
    any rule of the page's stylesheet overrides. Ids begin with the name and the layout.
    """
    attributes = f'class="chart chart-{layout}" font-family="{_PAGE_FONT}"'
    named = f"{words.name}-{layout}"
    return _svg(drawing, _groups(drawing, outlines), words, attributes=attributes, named=named)


def svg_file(drawing: Drawing, outlines: Outlines, words: ChartWords) -> bytes:
    """The drawing as a file that other programs open: with size, paper and fonts of its own."""
    attributes = (
        f'width="{drawing.width}" height="{drawing.height}" font-family="{_FILE_FONT}" '
        f'xml:lang="{escape(words.language)}"'
    )
    paper = f'<rect width="{drawing.width}" height="{drawing.height}" fill="{PAPER}"/>'
    body = (paper, *_groups(drawing, outlines))
    svg = _svg(drawing, body, words, attributes=attributes, named=words.name)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'.encode()


def _svg(
    drawing: Drawing, body: Iterable[str], words: ChartWords, *, attributes: str, named: str
) -> str:
    title = escape(clean_text(words.title, _TITLE_LENGTH), quote=False)
    description = escape(clean_text(words.description, _DESCRIPTION_LENGTH), quote=False)
    # Positions were computed left to right; the page's own direction must not move them.
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'{attributes} lang="{escape(words.language)}" direction="ltr" role="img" '
        f'aria-labelledby="{named}-title {named}-desc">'
    )
    heading = (
        f'<title id="{named}-title">{title}</title><desc id="{named}-desc">{description}</desc>'
    )
    return "\n".join((opening, heading, *body, "</svg>"))


def _groups(drawing: Drawing, outlines: Outlines) -> Iterable[str]:
    for paint, paths in outlines:
        marks = "".join(f'<path class="{paint.css}" d="{path}"/>' for path in paths)
        yield f"<g {_paint_attributes(paint)}>{marks}</g>"
    for style, labels in groupby(drawing.labels, key=lambda label: label.style):
        weight = ' font-weight="600"' if style.bold else ""
        texts = "".join(_text(label) for label in labels)
        yield f'<g fill="{style.fill}" font-size="{style.size:g}"{weight}>{texts}</g>'


def _paint_attributes(paint: Paint) -> str:
    attributes = [f'fill="{paint.fill or "none"}"']
    if paint.stroke:
        attributes.append(f'stroke="{paint.stroke}" stroke-width="{paint.width:g}"')
    if paint.dash:
        attributes.append(f'stroke-dasharray="{" ".join(f"{part:g}" for part in paint.dash)}"')
    return " ".join(attributes)


def _text(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return (
        f'<text class="{label.style.css}" x="{round(label.x, 2):g}" y="{round(label.y, 2):g}"'
        f'{anchor} unicode-bidi="plaintext">{escape(label.text, quote=False)}</text>'
    )
