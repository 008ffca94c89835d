"""One's own account."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import is_logged_in
from app.accounts.queries import account_of
from app.accounts.sessions import sessions_of
from app.web.access import allows, current_person

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@allows(is_logged_in)
def show() -> ResponseReturnValue:
    """Name, roles, second factor, and where one is logged in."""
    person = current_person()
    return render_template(
        "account/show.html",
        account=account_of(person.account_id),
        sessions=sessions_of(person.account_id),
    )
