"""Errors as calm pages, or as JSON for those who ask for it. No text that was sent is lost."""

from __future__ import annotations

import re
import secrets
from itertools import islice
from typing import ClassVar

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    SecurityError,
)

from app.extensions import SAFE_METHODS, db
from app.web.database_failures import AWAY, NOT_FOUND, Answered, explain_database
from app.web.problems import WORDS as PROBLEM_WORDS
from app.web.problems import is_for_programs, problem

WORDS = {
    400: (_l("This request could not be understood"), _l("Please go back and try again.")),
    403: (_l("This page is not open to you"), _l("Ask whoever runs this check.")),
    404: (NOT_FOUND.title, NOT_FOUND.advice),
    405: (_l("That is not possible here"), _l("Please go back and use the buttons of the page.")),
    413: (
        _l("That is too much text at once"),
        _l("Nothing was saved. Go back in your browser: your text is still there. Shorten it."),
    ),
    503: (AWAY.title, AWAY.advice),
}
# What people type, by the names of our fields: it is given back whatever goes wrong.
TYPED = re.compile(
    r"(.+-)?(note|reason)|name|country|respondent|message|title|responsible|partners|funding"
    r"|committee|file_number|gaps|measures|resolution|situation"
)
# Passwords and codes are typed again; a form token is made anew.
NEVER_GIVEN_BACK = frozenset({"csrf_token", "password", "new_password", "code"})
MOST_FIELDS = 2000
"""No form of ours has more; a longer one is not given back."""
UNEXPECTED = (
    _l("Something went wrong on our side"),
    _l("What was saved before is safe. Go back in your browser: your text is still there."),
)


class Refused(BadRequest):
    """A request that breaks a rule of ours; subclasses say which, in the reader's language."""

    title: ClassVar[object]
    advice: ClassVar[object]


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def explain_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, known_error)
    explain_database(app, answer=_answer, otherwise=unexpected_error)
    app.register_error_handler(Exception, unexpected_error)


def known_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    title, advice = WORDS.get(error.code, WORDS[400] if error.code < 500 else UNEXPECTED)
    if isinstance(error, Refused):
        title, advice = error.title, error.advice
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return *_answer(error.code, str(title), str(advice)), headers


def foreign_host(error: SecurityError) -> ResponseReturnValue:
    """A host name that is not ours: in plain text, for a page could not link to anything."""
    current_app.logger.warning("%s See TRUSTED_HOSTS.", error.description)
    return Response(str(WORDS[400][0]), 400, mimetype="text/plain")


def unexpected_error(error: Exception) -> ResponseReturnValue:
    """A fault of ours: the reader gets a number, the log gets everything else."""
    db.session.rollback()
    incident = secrets.token_hex(4)
    current_app.logger.exception("incident %s", incident, extra={"incident": incident})
    title, advice = UNEXPECTED
    number = gettext("Incident number: %(incident)s", incident=incident)
    return _answer(500, str(title), f"{advice} {number}")


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The form's token is not valid (any more): show what was typed, with one button to send it.

    Sent from another site it was never this reader's will: then there is no such button.
    """
    if wants_json():
        too_old = gettext(
            "This page is too old to save by itself. "
            "Please use the button below; nothing gets lost."
        )
        return {"errors": [too_old]}, 400
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return known_error(BadRequest())
    if request.origin and request.origin.partition("://")[2] != request.host:
        return known_error(BadRequest())
    if len(request.form) > MOST_FIELDS:
        return known_error(RequestEntityTooLarge())
    return render_template("errors/form_expired.html", sent=sent_fields()), 400


def sent_fields() -> list[tuple[str, str, bool]]:
    """Name and text of everything the form sent, and whether somebody typed it; no passwords."""
    if len(request.form) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return [
        (name, text, TYPED.fullmatch(name) is not None)
        for name, text in request.form.items(multi=True)
        if name not in NEVER_GIVEN_BACK
    ]


def _answer(status: int, title: str, advice: str) -> Answered:
    if is_for_programs():
        return problem(status, *PROBLEM_WORDS.get(status, (title, advice))), status
    if wants_json():
        return {"errors": [f"{title}. {advice}"]}, status
    if status >= 500:
        # The page must not ask once more for what has just failed.
        g.setdefault("person", None)
    page = render_template(
        "errors/error.html",
        error_title=title,
        advice=advice,
        texts=typed_texts(),
        is_our_fault=status >= 500,
    )
    return page, status


def typed_texts() -> list[str]:
    """What somebody typed into the form that went wrong, so that the page can give it back."""
    if request.method in SAFE_METHODS:
        return []
    try:
        sent = request.form.items(multi=True)
        typed = (text for name, text in sent if text and TYPED.fullmatch(name))
        return list(islice(typed, MOST_FIELDS))
    except RequestEntityTooLarge:
        # Too large to be read at all; the browser still has it, as the page says.
        return []
