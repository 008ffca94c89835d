"""The way in by a link: an invitation to work here, or a new password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import AlreadyUsed, accept, change_password_by_link, make_account
from app.accounts.entering import enter
from app.accounts.forms import NewPasswordForm, WelcomeForm
from app.accounts.models import Account, Invitation
from app.accounts.passwords import hash_password
from app.accounts.queries import account_of, find_account, find_invitation
from app.extensions import db, reading
from app.web.access import allows, current_person, everyone

bp = Blueprint("invitations", __name__)


@bp.get("/invitation/<token>")
@allows(everyone)
def open_link(token: str) -> ResponseReturnValue:
    """Take the token out of the address, where it would be kept; nothing is used up yet."""
    session["invitation"] = token[:100]
    response = redirect(url_for(".show"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/invitation")
@allows(everyone)
def show() -> ResponseReturnValue:
    """What the link is for, and what is needed to take it up."""
    invitation = _invitation()
    if invitation is None:
        return _no_longer_holds()
    is_password = invitation.purpose == "password"
    return _page(invitation, NewPasswordForm() if is_password else WelcomeForm())


@bp.post("/invitation")
@allows(everyone)
def take_up() -> ResponseReturnValue:
    """Choose the password, or come in."""
    with reading():
        invitation = _invitation()
        if invitation is None:
            return _no_longer_holds()
        form = _form_for(invitation)
        if form and not form.validate():
            return _page(invitation, form), 422
    # This takes its time, so nobody who writes waits for it.
    password_hash = hash_password(form.new_password.data) if form else ""
    try:
        return _take_up(form, password_hash)
    except AlreadyUsed:
        db.session.rollback()
        return _no_longer_holds()
    except IntegrityError:
        # Somebody made an account under this address at the same moment.
        db.session.rollback()
        return redirect(url_for(".show"))


def _form_for(invitation: Invitation) -> NewPasswordForm | None:
    """What has to be typed; nothing by somebody who has an account."""
    if invitation.purpose == "password":
        account = account_of(invitation.account_id or 0)
        renewing = NewPasswordForm()
        renewing.about = (account.email, account.name)
        return renewing
    if current_person().account_id is not None or find_account(invitation.email):
        return None
    welcome = WelcomeForm()
    welcome.about = (invitation.email, welcome.name.data or "")
    return welcome


def _take_up(form: NewPasswordForm | None, password_hash: str) -> ResponseReturnValue:
    """Raises AlreadyUsed."""
    invitation = _invitation()
    if invitation is None:
        raise AlreadyUsed
    if invitation.purpose == "password":
        return _renew_password(invitation, password_hash)
    person = current_person()
    if person.account_id is not None:
        accept(invitation, account_of(person.account_id))
        session.pop("invitation", None)
        db.session.commit()
        return _arrive(invitation)
    if not isinstance(form, WelcomeForm):
        return redirect(url_for("log_in.show", next=url_for(".show")))
    return _come_in(invitation, name=form.name.data, password_hash=password_hash)


def _renew_password(invitation: Invitation, password_hash: str) -> ResponseReturnValue:
    change_password_by_link(invitation, account_of(invitation.account_id or 0), password_hash)
    db.session.commit()
    session.clear()
    flash(gettext("Your new password is set. Please log in with it."))
    return redirect(url_for("log_in.show"))


def _come_in(invitation: Invitation, *, name: str, password_hash: str) -> ResponseReturnValue:
    """With a new account."""
    account = make_account(invitation.email, name=name, password_hash=password_hash)
    accept(invitation, account)
    session.pop("invitation", None)
    enter(account, way="invitation")
    db.session.commit()
    return _arrive(invitation)


def _arrive(invitation: Invitation) -> ResponseReturnValue:
    if invitation.municipality is None:
        # An operator can do nothing else before that is set up.
        return redirect(url_for("second_factor.set_up"))
    flash(gettext("Welcome to %(place)s.", place=invitation.municipality.name), "success")
    return redirect(url_for("desk.show", municipality=invitation.municipality.key))


def _invitation() -> Invitation | None:
    token = session.get("invitation")
    return find_invitation(token) if isinstance(token, str) else None


def _page(invitation: Invitation, form: NewPasswordForm) -> str:
    if invitation.purpose == "password":
        email = invitation.email
        return render_template("invitations/new_password.html", form=form, email=email)
    account: Account | None = find_account(invitation.email)
    return render_template(
        "invitations/welcome.html", invitation=invitation, form=form, has_account=bool(account)
    )


def _no_longer_holds() -> ResponseReturnValue:
    session.pop("invitation", None)
    return render_template("invitations/no_longer_holds.html"), 410
