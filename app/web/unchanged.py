"""Pages that a browser may keep: it asks whether its copy still holds, and hears yes in a word."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, request, session


def unless_unchanged(tag: Callable[[], str], render: Callable[[], str]) -> Response:
    """The page, or 304 when the reader's copy still holds; a message to show makes it new.

    The tag differs whenever the page would.
    """
    if "_flashes" in session:
        return make_response(render())
    response = Response(mimetype="text/html")
    response.set_etag(tag())
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code != 304:
        response.data = render()
    return response
