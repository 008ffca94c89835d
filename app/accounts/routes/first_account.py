"""From one desk to people: the first account takes over what the desk has filled in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.beginning import AlreadyBegun, begin_accounts
from app.accounts.entering import enter
from app.accounts.forms import FirstAccountForm
from app.accounts.passwords import hash_password
from app.accounts.permissions import is_at_the_desk
from app.extensions import db, reading
from app.web.access import allows

bp = Blueprint("first_account", __name__)


@bp.route("/accounts/begin", methods=["GET", "POST"])
@allows(is_at_the_desk)
def begin() -> ResponseReturnValue:
    """Name, e-mail and password; from then on everybody logs in."""
    form = FirstAccountForm()
    form.about = (form.email.data or "", form.name.data or "")
    with reading():
        is_filled_in = form.validate_on_submit()
    if not is_filled_in:
        status = 422 if form.is_submitted() else 200
        return render_template("first_account/begin.html", form=form), status
    # This takes its time, so nobody who writes waits for it.
    password_hash = hash_password(form.new_password.data)
    try:
        account = begin_accounts(form.email.data, name=form.name.data, password_hash=password_hash)
    except AlreadyBegun:
        db.session.rollback()
        flash(gettext("Somebody else made the first account a moment ago. Please log in."))
        return redirect(url_for("log_in.show"))
    enter(account, way="first account")
    db.session.commit()
    flash(gettext("Your account is there, with everything this desk has filled in."), "success")
    return redirect(url_for("start.show"))
