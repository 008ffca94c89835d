"""Single sign-on: to the provider and back."""

from __future__ import annotations

import time
from dataclasses import asdict

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import AlreadyUsed
from app.accounts.entering import ask_for_code, enter
from app.accounts.identity import (
    AnswerRefused,
    Declined,
    Identity,
    ProviderAway,
    Question,
    SingleSignOnFailed,
)
from app.accounts.models import Account
from app.accounts.single_sign_on import account_for, provider, provider_name, verified_email
from app.accounts.walls import walls_opened
from app.extensions import writing
from app.web.access import allows, current_person, everyone
from app.web.addresses import own_address, public_address

bp = Blueprint("single_sign_on", __name__)

QUESTION_HOLDS = 10 * 60
"""Seconds somebody may take to log in at the provider."""
LONGEST_NEXT = 500
"""Characters: it is kept in a cookie meanwhile."""


@bp.post("/log-in/single-sign-on")
@allows(everyone)
def begin() -> ResponseReturnValue:
    """Send somebody to the provider."""
    asked = provider() or abort(404)
    where = own_address(
        request.args.get("next", "")[:LONGEST_NEXT], otherwise=url_for("start.show")
    )
    if current_person().account_id is not None:
        return redirect(where)
    try:
        address, question = asked.ask(_return_to())
    except SingleSignOnFailed as problem:
        return _failed(problem)
    session["single_sign_on"] = {**asdict(question), "next": where, "at": int(time.time())}
    # A page and no redirect: our policy lets no form end on another host, however it gets there.
    return _unreferred(render_template("single_sign_on/go_on.html", address=address))


@bp.get("/log-in/single-sign-on/answer")
@allows(everyone)
def end() -> ResponseReturnValue:
    """Let in whoever the provider vouches for and who has, or is promised, an account."""
    asked = provider() or abort(404)
    try:
        question, where = _question()
        identity = asked.read(question, request.args, _return_to())
        return _let_in(identity, where)
    except SingleSignOnFailed as problem:
        return _failed(problem)


def _question() -> tuple[Question, str]:
    """What this browser set out with, and where it wants to go; to be had once. Or AnswerRefused.

    A state that is not ours uses it up, too: whoever guesses has one guess.
    """
    kept = session.pop("single_sign_on", None)
    if not isinstance(kept, dict) or time.time() - kept["at"] > QUESTION_HOLDS:
        raise AnswerRefused("nobody here asked, or too long ago")
    return Question(kept["state"], kept["nonce"], kept["verifier"]), kept["next"]


def _let_in(identity: Identity, where: str) -> ResponseReturnValue:
    invitation = session.get("invitation")
    token = invitation if isinstance(invitation, str) else ""
    try:
        with writing(), walls_opened():
            account = account_for(identity, invitation_token=token)
            needs_code = account is not None and _enter(account, identity)
    except (AlreadyUsed, IntegrityError) as error:
        raise AnswerRefused("somebody else was faster") from error
    if account is None:
        return _no_account(verified_email(identity))
    if needs_code:
        return redirect(url_for("log_in.ask_code", next=where))
    return redirect(where)


def _enter(account: Account, identity: Identity) -> bool:
    """Log in, or say that a code is still needed."""
    if account.totp_secret and not identity.has_second_factor:
        ask_for_code(account)
        return True
    enter(account, way="single sign-on")
    if identity.has_second_factor:
        session["second_factor_elsewhere"] = True
    return False


def _return_to() -> str:
    return public_address("single_sign_on.end")


def _failed(problem: SingleSignOnFailed) -> ResponseReturnValue:
    """A calm page; the reason is for the log."""
    current_app.logger.warning("single sign-on: %s", problem)
    name = provider_name()
    if isinstance(problem, ProviderAway):
        told = gettext("%(name)s does not answer as it should.", name=name)
        return _page(told, gettext("Please try again in a few minutes."), 503)
    if isinstance(problem, Declined):
        told = gettext("%(name)s has not logged you in.", name=name)
        return _page(told, gettext("You may have cancelled, or %(name)s says no.", name=name), 403)
    told = gettext("The answer of %(name)s cannot be accepted.", name=name)
    return _page(told, gettext("It may be too old, or was used before. Please begin again."), 400)


def _no_account(email: str) -> ResponseReturnValue:
    if email:
        told = gettext("There is no account for %(email)s.", email=email)
        advice = gettext(
            "Ask whoever coordinates the check in your municipality to invite this address."
        )
    else:
        told = gettext("%(name)s tells us no confirmed e-mail address.", name=provider_name())
        advice = gettext(
            "Ask whoever coordinates the check in your municipality for an invitation, and open "
            "its link first."
        )
    return _page(told, advice, 403)


def _page(told: str, advice: str, status: int) -> ResponseReturnValue:
    response = _unreferred(render_template("single_sign_on/failed.html", told=told, advice=advice))
    response.status_code = status
    return response


def _unreferred(page: str) -> Response:
    """Nobody else learns the address of a page that has a code in it."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
