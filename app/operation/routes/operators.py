"""Who runs this installation: see them, invite another one, let one go."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.actions import LastOperator, invite_operator, remove_operator
from app.accounts.actions import withdraw as withdraw_invitation
from app.accounts.forms import EmailForm
from app.accounts.links import send_invitation
from app.accounts.permissions import may_operate
from app.accounts.queries import open_operator_invitations, operators
from app.extensions import db
from app.web.access import allows, current_person

bp = Blueprint("operators", __name__, url_prefix="/operation/operators")


@bp.get("")
@allows(may_operate)
def show() -> ResponseReturnValue:
    """Every operator, and who is invited to become one."""
    return _page(EmailForm())


@bp.post("")
@allows(may_operate)
def invite() -> ResponseReturnValue:
    """Invite another operator; by mail, else by a link to hand over."""
    form = EmailForm()
    if not form.validate():
        return _page(form), 422
    email = form.email.data
    if email in (account.email for account in operators()):
        form.email.errors = [gettext("This person is operator already.")]
        return _page(form), 422
    token = invite_operator(email, by=current_person().key)
    db.session.commit()
    link = send_invitation(token, email, place=None)
    return render_template("operators/invite.html", link=link)


@bp.post("/invitations/<int(max=2147483647):invitation>/withdraw")
@allows(may_operate)
def withdraw(invitation: int) -> ResponseReturnValue:
    open_ones = (one for one in open_operator_invitations() if one.id == invitation)
    withdraw_invitation(next(open_ones, None) or abort(404), by=current_person().key)
    db.session.commit()
    flash(gettext("The invitation no longer holds."))
    return redirect(url_for(".show"))


@bp.post("/<int(max=2147483647):account>/remove")
@allows(may_operate)
def remove(account: int) -> ResponseReturnValue:
    """Take the operation from somebody; the last one keeps it."""
    found = next((one for one in operators() if one.id == account), None) or abort(404)
    try:
        remove_operator(found, by=current_person().key)
    except LastOperator:
        db.session.rollback()
        flash(gettext("The last operator stays. Invite another one first."), "warning")
        return redirect(url_for(".show"))
    db.session.commit()
    if account == current_person().account_id:
        flash(gettext("You no longer run this installation. Please log in again."))
        return redirect(url_for("log_in.show"))
    flash(gettext("%(name)s no longer runs this installation.", name=found.name))
    return redirect(url_for(".show"))


def _page(form: EmailForm) -> str:
    return render_template(
        "operators/show.html",
        form=form,
        operators=operators(),
        invited=open_operator_invitations(),
    )
