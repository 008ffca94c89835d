"""One's own account: name, password, log-ins, what is stored, and how to leave."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.actions import LastCoordinator, LastOperator, change_name, delete_account
from app.accounts.api_tokens import tokens_of
from app.accounts.entering import WaitFirst, check_password, renew_password
from app.accounts.events import OtherSessionsEnded, SessionEnded
from app.accounts.forms import ChangePasswordForm, EmailForm, NameForm
from app.accounts.models import Account
from app.accounts.own_data import own_data
from app.accounts.passwords import hash_password
from app.accounts.permissions import has_own_account, is_logged_in
from app.accounts.queries import account_of
from app.accounts.reminders import switch_reminders
from app.accounts.sessions import end_session, end_sessions, sessions_of
from app.accounts.wording import wait_words
from app.audit.actions import record
from app.extensions import db, reading
from app.web.access import allows, current_person
from app.web.mail import is_mail_set_up

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@allows(is_logged_in)
def show() -> ResponseReturnValue:
    """Name, roles, second factor, and where one is logged in."""
    return _page(NameForm(obj=_mine())), 200


@bp.post("")
@allows(is_logged_in)
def keep_name() -> ResponseReturnValue:
    """Be called something else from now on, also where one wrote before."""
    form = NameForm()
    if not form.validate():
        return _page(form), 422
    change_name(_mine(), form.name.data)
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show"))


@bp.route("/password", methods=["GET", "POST"])
@allows(has_own_account)
def choose_password() -> ResponseReturnValue:
    """A new password against the old one, which is asked for as slowly as at a log-in."""
    form = ChangePasswordForm()
    with reading():
        account = _mine()
        email, form.about = account.email, (account.email, account.name)
    if not form.validate_on_submit():
        page = render_template("account/choose_password.html", form=form, email=email)
        return page, 422 if form.is_submitted() else 200
    # This takes its time, so nobody who writes waits for it.
    password_hash = hash_password(form.new_password.data)
    try:
        found = check_password(email, form.password.data)
    except WaitFirst as wait:
        return (
            _not_changed(form, email, wait_words(wait.seconds)),
            429,
            {"Retry-After": str(wait.seconds)},
        )
    if found is None:
        db.session.commit()
        return _not_changed(form, email, gettext("This is not your password.")), 422
    renew_password(found, password_hash)
    db.session.commit()
    flash(gettext("Your new password is set. Every other log-in has ended."), "success")
    return redirect(url_for(".show"))


@bp.post("/log-ins/<int(max=2147483647):log_in>/end")
@allows(is_logged_in)
def end_one(log_in: int) -> ResponseReturnValue:
    """End one log-in, at once; of others' one does not even learn that they exist."""
    account = _mine()
    ended = next((one for one in sessions_of(account.id) if one.id == log_in), None) or abort(404)
    end_session(ended.id, of=account.id)
    record(SessionEnded(ended.browser), by=account.key)
    db.session.commit()
    flash(gettext("This log-in has ended."))
    return redirect(url_for(".show"))


@bp.post("/log-ins/end")
@allows(is_logged_in)
def end_others() -> ResponseReturnValue:
    person = current_person()
    end_sessions(person.account_id, but=person.session_id)
    record(OtherSessionsEnded(), by=person.key)
    db.session.commit()
    flash(gettext("Every other log-in has ended."))
    return redirect(url_for(".show"))


@bp.post("/reminders")
@allows(has_own_account)
def switch_mails() -> ResponseReturnValue:
    """Mails about measures that are due: on or off."""
    wants_them = request.form.get("reminders") == "on"
    switch_reminders(_mine(), on=wants_them)
    db.session.commit()
    flash(gettext("You get these mails.") if wants_them else gettext("You get no such mails."))
    return redirect(url_for(".show", _anchor="mails"))


@bp.get("/data.json")
@allows(is_logged_in)
def take_data() -> ResponseReturnValue:
    """What is stored about oneself; the answers belong to the municipality."""
    name = "willkommenscheck-account.json"
    return own_data(_mine()), {"Content-Disposition": f"attachment; filename={name}"}


@bp.route("/delete", methods=["GET", "POST"])
@allows(has_own_account)
def leave_for_good() -> ResponseReturnValue:
    """Delete the account, but only what was confirmed by typing its address."""
    account, form = _mine(), EmailForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("account/leave_for_good.html", form=form, account=account), status
    problem = _problem_with_leaving(account, form.email.data)
    if problem:
        db.session.rollback()
        form.email.errors = [problem]
        return render_template("account/leave_for_good.html", form=form, account=account), 422
    db.session.commit()
    session.clear()
    flash(gettext("Your account is deleted. Thank you for your work."))
    return redirect(url_for("log_in.show"))


def _problem_with_leaving(account: Account, typed: str) -> str:
    """Delete the account; if that cannot be, why not, and nothing is deleted."""
    if typed != account.email:
        return gettext("This is not the address of your account.")
    try:
        delete_account(account)
    except LastCoordinator as last:
        return gettext(
            "Nobody else coordinates %(place)s. Make somebody else coordinator first.",
            place=last.place,
        )
    except LastOperator:
        return gettext(
            "Nobody else runs this installation. Let somebody else become operator first."
        )
    return ""


def _mine() -> Account:
    return account_of(current_person().account_id)


def _page(form: NameForm) -> str:
    account = _mine()
    return render_template(
        "account/show.html",
        form=form,
        account=account,
        sessions=sessions_of(account.id),
        tokens=sum(one.holds for one in tokens_of(account.id)),
        sends_mail=is_mail_set_up(),
    )


def _not_changed(form: ChangePasswordForm, email: str, problem: str) -> str:
    form.password.errors = [problem]
    return render_template("account/choose_password.html", form=form, email=email)
