"""QR codes as inline SVG: read by cameras, described for those who have none."""

from __future__ import annotations

from itertools import groupby

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""So many empty squares the standard wants around the code."""
PIXELS_PER_SQUARE = 4

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{pixels}" '
    'height="{pixels}" class="qr" shape-rendering="crispEdges" role="img" '
    'aria-labelledby="{named}-title {named}-desc">'
    '<title id="{named}-title">{title}</title><desc id="{named}-desc">{description}</desc>'
    '<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}" fill="#000"/></svg>'
)


def qr_svg(text: str, *, title: str, description: str, named: str = "qr") -> Markup:
    """The text as a QR code; a page with several of them names each differently.

    It is black on white on dark pages, too, for cameras need that, and carries no style, for our
    policy would drop it. `description` says what to do without a camera.
    """
    code = segno.make_qr(text, error="m")
    size = code.symbol_size(border=QUIET_ZONE)[0]
    return _SVG.format(
        size=size,
        pixels=size * PIXELS_PER_SQUARE,
        named=named,
        title=title,
        description=description,
        squares=_squares(code),
    )


def _squares(code: segno.QRCode) -> str:
    """Path data: neighbouring black squares of a row as one bar."""
    bars = []
    for y, row in enumerate(code.matrix, QUIET_ZONE):
        x = QUIET_ZONE
        for is_black, squares in groupby(row):
            length = len(list(squares))
            if is_black:
                bars.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(bars)
