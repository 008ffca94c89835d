"""Log in, with a second step where it is set up; log out; ask for a new password."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.actions import make_password_link
from app.accounts.demo import demo_offer
from app.accounts.entering import (
    WaitFirst,
    ask_for_code,
    check_code,
    check_password,
    enter,
    waits_for_code,
)
from app.accounts.events import LoggedOut
from app.accounts.forms import CodeForm, EmailForm, LogInForm
from app.accounts.links import in_the_background, send_password_link
from app.accounts.models import Account
from app.accounts.permissions import is_logged_in
from app.accounts.queries import (
    account_of,
    find_account,
    has_fresh_password_link,
)
from app.accounts.sessions import IDLE_MINUTES, end_session
from app.accounts.wording import wait_words
from app.audit.actions import record
from app.extensions import db
from app.web.access import allows, current_person, everyone
from app.web.addresses import own_address
from app.web.mail import is_mail_set_up

bp = Blueprint("log_in", __name__)


@bp.get("/log-in")
@allows(everyone)
def show() -> ResponseReturnValue:
    """E-mail and password; in the demo also everybody one may be with one click."""
    if current_person().account_id is not None:
        return redirect(_where_next())
    return _page(LogInForm())


@bp.post("/log-in")
@allows(everyone)
def enter_with_password() -> ResponseReturnValue:
    """Check the password; on to the code if there is a second factor."""
    form = LogInForm()
    if not form.validate():
        return _page(form), 422
    try:
        account = check_password(form.email.data, form.password.data)
    except WaitFirst as wait:
        return (
            _page(form, problem=wait_words(wait.seconds)),
            429,
            {"Retry-After": str(wait.seconds)},
        )
    if account is None:
        db.session.commit()
        problem = gettext("E-mail address or password is not right.")
        return _page(form, problem=problem), 422
    if account.totp_secret:
        ask_for_code(account)
        db.session.commit()
        return redirect(url_for(".ask_code", next=request.args.get("next")))
    return _enter(account, way="password")


@bp.get("/log-in/code")
@allows(everyone)
def ask_code() -> ResponseReturnValue:
    """The second step: a code from the app, or a recovery code."""
    if waits_for_code() is None:
        return redirect(url_for(".show", next=request.args.get("next")))
    return render_template("log_in/ask_code.html", form=CodeForm())


@bp.post("/log-in/code")
@allows(everyone)
def enter_with_code() -> ResponseReturnValue:
    account = waits_for_code()
    form = CodeForm()
    if account is None:
        flash(gettext("That took too long. Please begin again."))
        return redirect(url_for(".show", next=request.args.get("next")))
    if not form.validate():
        return render_template("log_in/ask_code.html", form=form), 422
    try:
        is_right = check_code(account.id, account.email, form.code.data)
    except WaitFirst as wait:
        page = render_template("log_in/ask_code.html", form=form, problem=wait_words(wait.seconds))
        return page, 429, {"Retry-After": str(wait.seconds)}
    if is_right:
        return _enter(account_of(account.id), way="second factor")
    db.session.commit()
    problem = gettext("This code is not right, or it was used already.")
    return render_template("log_in/ask_code.html", form=form, problem=problem), 422


@bp.post("/log-in/as")
@allows(everyone)
def enter_as_demo() -> ResponseReturnValue:
    """Become a demo identity with one click, and begin where its work is."""
    if current_app.config["MODE"] != "demo":
        abort(404)
    offer, wanted = demo_offer(), request.form.get("identity", "")
    chosen = next((one for one in offer.identities if one.account.key == wanted), None)
    if chosen is None and not (wanted == "desk" and offer.desk):
        abort(404)
    _end_this_log_in()
    if chosen is None:
        db.session.commit()
        session.clear()
        session["desk"] = True
        return redirect(_where_next())
    enter(chosen.account, way="demo")
    db.session.commit()
    return redirect(_where_next(otherwise=chosen.where_the_work_is))


@bp.post("/log-out")
@allows(everyone)
def leave() -> ResponseReturnValue:
    """End this log-in on the server; the browser forgets what it kept of our pages."""
    _end_this_log_in()
    db.session.commit()
    session.clear()
    flash(gettext("You are logged out."))
    response = redirect(url_for(".show"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.route("/log-in/forgotten", methods=["GET", "POST"])
@allows(everyone)
def forgot_password() -> ResponseReturnValue:
    """Send a link to choose a new password; who has an account here, the page does not tell."""
    form = EmailForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        sends_mail = is_mail_set_up()
        return render_template("log_in/forgot.html", form=form, sends_mail=sends_mail), status
    if is_mail_set_up():
        # Beside the answer: how long a mail takes must not tell who has an account.
        in_the_background(_send_password_link, form.email.data)
    return render_template("log_in/link_is_on_its_way.html", email=form.email.data)


def _send_password_link(email: str) -> None:
    account = find_account(email)
    if account and account.may_renew_password and not has_fresh_password_link(account):
        token = make_password_link(account, by="")
        db.session.commit()
        send_password_link(token, account.email)


@bp.post("/session")
@allows(is_logged_in)
def keep_alive() -> ResponseReturnValue:
    """A sign of life from an open page; the doorkeeper has noted it already."""
    return {"minutes": IDLE_MINUTES}


def _page(form: LogInForm, *, problem: str = "") -> str:
    return render_template("log_in/show.html", form=form, problem=problem)


def _enter(account: Account, *, way: str) -> ResponseReturnValue:
    enter(account, way=way)
    db.session.commit()
    return redirect(_where_next())


def _end_this_log_in() -> None:
    person = current_person()
    if person.session_id is not None:
        end_session(person.session_id, of=person.account_id)
        record(LoggedOut(), by=person.key)


def _where_next(*, otherwise: str = "") -> str:
    # Whoever came by an invitation wants to go on with it, whichever way they went to log in.
    waiting = url_for("invitations.show") if "invitation" in session else ""
    otherwise = waiting or otherwise or url_for("start.show")
    return own_address(request.args.get("next", ""), otherwise=otherwise)
