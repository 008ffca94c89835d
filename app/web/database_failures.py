"""What a reader sees when the database fails; errors.py gives it the shape of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import SAFE_METHODS, db
from app.storage.failures import Failure, failure_of, reason_of

Answered = tuple[str | dict[str, list[str]] | Response, int]
Answer = Callable[[int, str, str], Answered]


@dataclass(frozen=True)
class Told:
    """A status, its two sentences, and after how many seconds it is worth trying again."""

    status: int
    title: object
    advice: object
    retry_after: int | None = None


AWAY = Told(
    503,
    _l("The database does not answer"),
    _l("Nothing was lost. Please try again shortly."),
    retry_after=10,
)
DAMAGED = Told(
    503,
    _l("The database is damaged"),
    _l("Whoever runs this check must restore a backup. Nothing can be saved until then."),
    retry_after=300,
)
FULL = Told(
    507,
    _l("Not saved: the server has no room left"),
    _l("Your text is still here. Tell whoever runs this check, and save again later."),
    retry_after=60,
)
MEANWHILE = Told(
    409,
    _l("Somebody else was a moment faster"),
    _l("Nothing was changed. Go back and look at what stands there now."),
)
NOT_FOUND = Told(
    404,
    _l("This page does not exist"),
    _l("The address may be mistyped, or the self-check was discarded."),
)
UNSTORABLE = Told(
    400,
    _l("This cannot be stored"),
    _l("A number is too large, or a text has signs in it that are none. Nothing was changed."),
)
TOLD: Mapping[Failure, Told] = {
    Failure.AWAY: AWAY,
    Failure.DAMAGED: DAMAGED,
    Failure.FULL: FULL,
    Failure.MEANWHILE: MEANWHILE,
    Failure.UNSTORABLE: UNSTORABLE,
}


def explain_database(
    app: Flask, *, answer: Answer, otherwise: Callable[[Exception], ResponseReturnValue]
) -> None:
    """Give every failure of the database its page; a fault of ours goes on to `otherwise`."""

    def failed(error: Exception) -> ResponseReturnValue:
        failure = failure_of(error)
        if failure is Failure.OURS:
            return otherwise(error)
        _undo_quietly()
        # What was to be said after the commit is not true.
        session.pop("_flashes", None)
        # Without the traceback: it could hold what somebody typed.
        current_app.logger.error("the database: %s: %s", failure.value, reason_of(error))
        told = TOLD[failure]
        if failure is Failure.UNSTORABLE and request.method in SAFE_METHODS:
            told = NOT_FOUND
        page, status = answer(told.status, str(told.title), str(told.advice))
        headers = {"Retry-After": str(told.retry_after)} if told.retry_after else {}
        return page, status, headers

    for kind in (SQLAlchemyError, OverflowError, UnicodeEncodeError):
        app.register_error_handler(kind, failed)


def _undo_quietly() -> None:
    """Give the connection back; where even that fails there is nothing left to undo."""
    try:
        db.session.rollback()
    except SQLAlchemyError as error:
        current_app.logger.error("the database: no rollback: %s", reason_of(error))
        db.session.remove()
