"""Who is let in, and what those hear who are not: log in first, not yours, or not there."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.accounts import bearer, sessions
from app.accounts.permissions import Person
from app.web.errors import sent_fields, wants_json
from app.web.problems import is_for_programs, problem

REALM = "Willkommenscheck"
# Where an operator may be before the second factor is set up.
SETTING_UP = frozenset(
    {"second_factor.set_up", "second_factor.switch_on", "log_in.leave", "log_in.keep_alive"}
)


class LogInNeeded(Exception):
    """Nobody is logged in (any more), and the page is not for everyone."""


def who_asks() -> Person:
    """Whoever's token a program sends, or else whoever is logged in."""
    return bearer.who_asks() if bearer.is_sent() else sessions.who_asks()


def refuse(person: Person, *, municipality: str | None = None, **view_arguments: Any) -> NoReturn:
    """Ask for a log-in; else hide what is not theirs, as if it did not exist; else say no."""
    if not person.is_known:
        raise LogInNeeded
    # The log names the view and the person's key by itself; what they were after stays out of it.
    if municipality is not None and not person.roles_in(municipality):
        current_app.logger.warning("refused: no role in this municipality, or there is none")
        abort(404)
    current_app.logger.warning("refused: not with this role")
    abort(403)


def admit(person: Person) -> ResponseReturnValue | None:
    """Note the sign of life; send operators without a second factor to set it up."""
    sessions.note_sign_of_life()
    bearer.note_use()
    if person.needs_second_factor and request.endpoint not in SETTING_UP:
        if is_for_programs():
            abort(403)
        return redirect(url_for("second_factor.set_up"))
    return None


def ask_to_log_in(_error: LogInNeeded) -> ResponseReturnValue:
    """The log-in page; with something typed a page that keeps it until somebody has logged in."""
    if is_for_programs():
        return challenge(problem(401))
    if wants_json():
        told = gettext("You are no longer logged in. Your text stays here.")
        return {"errors": [told], "log_in": url_for("log_in.show")}, 401
    if request.method in ("GET", "HEAD"):
        here = request.script_root + request.full_path.removesuffix("?")
        return redirect(url_for("log_in.show", next=here))
    return render_template("errors/log_in_needed.html", sent=sent_fields()), 401


def refuse_token(refused: bearer.TokenRefused) -> ResponseReturnValue:
    """One answer for every token that does not hold; after too many of them, when to try again."""
    if refused.seconds:
        title = gettext("Too many tokens that do not hold came from here")
        detail = ngettext(
            "Please wait %(num)s second, and send one that holds.",
            "Please wait %(num)s seconds, and send one that holds.",
            refused.seconds,
        )
        response = problem(429, title, detail)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    title = gettext("This token does not hold")
    detail = gettext("It is unknown, has expired, or was ended. A new one is made in the account.")
    return challenge(problem(401, title, detail), error="invalid_token")


def challenge(response: Response, **told: str) -> Response:
    """How a program may come in, and what was wrong with how it came (RFC 6750)."""
    # Always in quotes, as RFC 9110 wants a realm.
    parts = [f'{name}="{value}"' for name, value in {"realm": REALM, **told}.items()]
    response.headers["WWW-Authenticate"] = f"Bearer {', '.join(parts)}"
    return response
