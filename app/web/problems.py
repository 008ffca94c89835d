"""What went wrong, told to programs: problem details as RFC 9457 has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from flask import Response, request
from flask_babel import lazy_gettext as _l

PROGRAMS = "/api/v1"
"""Below this address programs ask; the pages about it are for people."""
MEDIA_TYPE = "application/problem+json"
# What pages say about buttons and going back helps no program.
WORDS = {
    401: (
        _l("Who is asking?"),
        _l("Send a token in the header “Authorization: Bearer …”, or log in with this browser."),
    ),
    403: (
        _l("This is not open to you"),
        _l("Your roles do not allow it, or your account still needs its second factor."),
    ),
    404: (
        _l("There is nothing at this address"),
        _l("It may be mistyped, or what it names is not yours to read."),
    ),
    405: (_l("This address can only be read"), _l("Ask for it with GET.")),
}


def is_for_programs() -> bool:
    """Whether the address that was asked for is one of those that programs read."""
    return request.path == PROGRAMS or request.path.startswith(f"{PROGRAMS}/")


def problem(
    status: int,
    title: str = "",
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """A problem in the language of the request; `errors` name each parameter that is wrong.

    Without words of its own it has those for its status.
    """
    known_title, known_detail = (title, detail) if title else WORDS[status]
    told: dict[str, object] = {
        "type": "about:blank",
        "title": str(known_title),
        "status": status,
        "detail": str(known_detail),
    }
    if errors:
        told["errors"] = list(errors)
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
