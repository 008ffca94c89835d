"""Papers as files: made once for equal content, and a page in words where that takes too long."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from flask import Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.assessments.opening import OpenAssessment
from app.charts.cache import ChartCache
from app.files.paper import Paper
from app.files.poster import Poster
from app.files.typesetting import (
    PATIENCE,
    Busy,
    CannotBeTypeset,
    TookTooLong,
    typeset,
    typeset_poster,
)
from app.web.assets import edition

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MADE: ChartCache[bytes] = ChartCache(size=32)
"""The files made last; whoever asks for one that is being made waits a little for the same."""
TRY_AGAIN_AFTER = 3
"""Seconds, where others are being served."""


def as_pdf(content: Paper | Poster) -> bytes:
    """Typeset beside this process, in turn with all others. Raises what `typeset` raises."""
    locks = current_app.config["LOCKS_FOLDER"]
    if isinstance(content, Poster):
        return typeset_poster(content, locks=locks)
    return typeset(content, locks=locks)


def paper_file(
    check: OpenAssessment,
    content: Paper | Poster,
    make: Callable[[], bytes],
    *,
    what: str,
    suffix: str,
) -> ResponseReturnValue:
    """The file under a name that says whose it is, and whether it is a draft.

    304 where the reader's copy still holds: the tag is that of the content.
    """
    key = content_key(content, what, suffix)
    response = Response(content_type=MEDIA_TYPES[suffix])
    response.set_etag(key)
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code == 304:
        return response
    try:
        # Who waits holds a thread of the server, of which the others have need.
        response.data = MADE.get(key, make, patience=PATIENCE)
    except (Busy, TimeoutError):
        return _ask_again()
    except (TookTooLong, CannotBeTypeset):
        current_app.logger.exception("%s.%s could not be made", what, suffix)
        return _cannot_be_made()
    response.headers["Content-Disposition"] = disposition(check, what, suffix)
    return response


def content_key(content: Paper | Poster, what: str, suffix: str) -> str:
    """Differs whenever the file would."""
    told = repr((edition(), what, suffix, content))
    return sha256(told.encode(errors="backslashreplace")).hexdigest()[:32]


def plain_file(check: OpenAssessment, content: bytes, *, what: str, suffix: str) -> Response:
    """A file that costs nothing to make."""
    response = Response(content, content_type=MEDIA_TYPES[suffix])
    response.headers["Content-Disposition"] = disposition(check, what, suffix)
    return response


def disposition(check: OpenAssessment, what: str, suffix: str) -> str:
    here = check.assessment
    parts = [here.municipality.key, here.checklist_key, str(here.year), what]
    name = "-".join([*parts, gettext("draft")] if check.is_draft else parts)
    return f'attachment; filename="{name}.{suffix}"'


def _ask_again() -> Response:
    """Two files are being made already: the page asks for this one again by itself."""
    response = make_response(
        render_template("papers/being_made.html", seconds=TRY_AGAIN_AFTER), 503
    )
    response.headers["Retry-After"] = response.headers["Refresh"] = str(TRY_AGAIN_AFTER)
    return response


def _cannot_be_made() -> ResponseReturnValue:
    return render_template("papers/cannot_be_made.html"), 422
