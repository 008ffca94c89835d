"""Charts as files of their own, under a heading that says whose they are."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext

from app.municipalities.models import Municipality
from app.reports.pictures import Picture

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def chart_file(picture: Picture, *, suffix: str, stem: str) -> Response:
    """The chart as `svg` or `png`, named like `stem`; 304 when the reader's copy still holds."""
    response = Response(mimetype=MEDIA_TYPES[suffix])
    response.set_etag(f"{picture.key}-{suffix}")
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code != 304:
        response.data = picture.file(suffix)
        filename = f"{stem}-{picture.name}.{suffix}"
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def place_name(place: Municipality) -> str:
    """Its name; an invented town is called one."""
    return gettext("%(town)s (invented)", town=place.name) if place.is_example else place.name
